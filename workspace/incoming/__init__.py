"""Texts from elsewhere (DOCX, ODT, HTML, Markdown) as Markdown, with what was left out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from workspace.cleaning.apart import apart
from workspace.cleaning.refusing import Refused
from workspace.incoming.shapes import LONGEST, Told

SECONDS = 20
__all__ = ["LONGEST", "Refused", "Told", "read"]


def read(content: bytes, name: str, root: str = "") -> Told:
    """What a file says. Refused says why not; nothing of it is kept. `root` begins addresses of this site; `name` only
    tells a page from a text."""
    with tempfile.TemporaryDirectory(prefix="maillage-") as made:
        source = Path(made) / "source"
        source.write_bytes(content)
        return Told(**apart("workspace.incoming", str(source), name, root, seconds=SECONDS))
