"""Pictures inside a document: written beside it, under their numbers, for who asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO

MOST, LARGEST = 50, 10 * 2**20
TOO_LARGE, TOO_MANY = "trop gros : 10 Mo au plus", "cette note a trop de fichiers : 50 au plus"


@dataclass
class Pictures:
    """`out` is where they are written; `told` are their words, in the order of their numbers; `left` why some are
    not; the same picture with the same words is kept once."""

    out: Path
    told: list[str] = field(default_factory=list)
    known: dict[tuple[bytes, str], str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    seen: int = 0

    def kept(self, stream: IO[bytes], alt: str) -> str:
        """By which the text shows one; "" when it is left out."""
        content = stream.read(LARGEST + 1)
        self.seen += 1
        same = (sha256(content).digest(), alt)
        if same in self.known:
            return self.known[same]
        if len(content) > LARGEST or len(self.told) >= MOST:
            self.left.append(TOO_LARGE if len(content) > LARGEST else TOO_MANY)
            return ""
        (self.out / str(len(self.told))).write_bytes(content)
        self.told.append(alt)
        self.known[same] = address_of(len(self.told) - 1)
        return self.known[same]


def address_of(number: int) -> str:
    """By which a text shows one, until it is kept."""
    return f"image:{number}"
