"""Where templates, built assets, translations, the demo network and roadmaps lie: in the wheel or the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shared(name: str) -> Path:
    """Folder `name` ("templates", "static/dist", "translations", "demo", "roadmaps") of this installation."""
    installed = _PACKAGE / "share" / name
    return installed if installed.exists() else _PACKAGE.parent / name
