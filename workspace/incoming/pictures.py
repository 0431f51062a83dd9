"""Pictures inside a document: written beside it, under their numbers, for who asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

MOST, LARGEST = 50, 10 * 2**20
TOO_LARGE, TOO_MANY = "trop gros : 10 Mo au plus", "cette note a trop de fichiers : 50 au plus"


@dataclass
class Pictures:
    """`out` is where they are written; `told` are their words, in the order of their numbers; `left` why some are
    not."""

    out: Path
    told: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def kept(self, stream: IO[bytes], alt: str) -> str:
        """By which the text shows one; "" when it is left out."""
        content = stream.read(LARGEST + 1)
        if len(content) > LARGEST or len(self.told) >= MOST:
            self.left.append(TOO_LARGE if len(content) > LARGEST else TOO_MANY)
            return ""
        (self.out / str(len(self.told))).write_bytes(content)
        self.told.append(alt)
        return address_of(len(self.told) - 1)


def address_of(number: int) -> str:
    """By which a text shows one, until it is kept."""
    return f"image:{number}"
