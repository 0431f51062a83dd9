"""Plain text and tables of text: kept as they are, once they are nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from workspace.cleaning.refusing import MARKUP, UNKNOWN, Refused

# A text is a text: its name only says which, and none of these runs.
TYPES = {"csv": "text/csv", "tsv": "text/tab-separated-values", "md": "text/markdown", "json": "application/json",
         "geojson": "application/geo+json"}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def clean(source: Path, target: Path, name: str) -> dict[str, Any]:
    """Refused for what is no text, and for what a browser could take for a page."""
    text = decoded(source.read_bytes())
    if _CONTROL.search(text):
        raise Refused(UNKNOWN)
    if text.lstrip("\ufeff \t\r\n\f").startswith("<"):
        raise Refused(MARKUP)
    shutil.copyfile(source, target)
    return {"mime": TYPES.get(name.rpartition(".")[2].lower(), "text/plain")}


def decoded(content: bytes) -> str:
    """What bytes say, by their mark or as they are written in France. Refused for what is no text."""
    marked = next((encoding for mark, encoding in _ENCODINGS.items() if content.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(UNKNOWN)
