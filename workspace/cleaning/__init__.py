"""What was sent becomes what is kept: told by its content, written anew without what it says of who made it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workspace.cleaning.apart import apart
from workspace.cleaning.refusing import Refused

SECONDS = 40
__all__ = ["Cleaned", "Refused", "cleaned"]


@dataclass(frozen=True)
class Cleaned:
    """What a file is: its type, and of an image the sizes in pixels of the whole and of its smaller version."""

    mime: str
    width: int | None = None
    height: int | None = None
    small_width: int | None = None
    small_height: int | None = None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")


def cleaned(source: Path, target: Path, small: Path, name: str) -> Cleaned:
    """Writes the file without its metadata to `target`, and the smaller version of an image to `small`. Refused says
    why not. `name` only tells which text a text is."""
    return Cleaned(**apart("workspace.cleaning", str(source), str(target), str(small), name, seconds=SECONDS))
