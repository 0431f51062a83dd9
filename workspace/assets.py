"""Built scripts, styles and icons, found by the manifest that the build writes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

NEEDED = ("app.css", "app.js", "dark.css", "icons.svg", "mark.svg")
ADDRESS = "/static/dist"


class AssetsNotBuilt(RuntimeError):
    """The built files are missing; the message says how to make them."""

    def __init__(self, folder: Path, missing: list[str]) -> None:
        super().__init__(
            f"The page's scripts and styles are not built: {', '.join(missing)} missing in {folder}. "
            "Run `make install` (or `python hatch_build.py` in an environment that has it)."
        )


@dataclass(frozen=True)
class Assets:
    """Names of source files to names of built files, and the icons as SVG symbols."""

    folder: Path
    names: Mapping[str, str]
    icons: Markup

    def url(self, name: str) -> str:
        """Address of a built file: its name holds its hash, so it may be kept for ever."""
        return f"{ADDRESS}/{self.names[name]}"

    def has(self, name: str) -> bool:
        return name in self.names


def load(folder: Path) -> Assets:
    """Read the manifest of `folder`. AssetsNotBuilt when it or one of its files is missing."""
    try:
        names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AssetsNotBuilt(folder, ["manifest.json"]) from None
    missing = [name for name in NEEDED if not (folder / names.get(name, "?")).is_file()]
    if missing:
        raise AssetsNotBuilt(folder, missing)
    sprite = (folder / names["icons.svg"]).read_text(encoding="utf-8")
    # The stroke is in the style sheet (.icon), once for all.
    symbols = re.findall(r"(<symbol id=\S+ viewBox=\"[^\"]+\")[^>]*(>.*?</symbol>)", sprite, re.S)
    drawn = "".join(head + body.replace(" />", "/>") for head, body in symbols)
    return Assets(folder, names, Markup(drawn))  # noqa: S704 (our own build)
