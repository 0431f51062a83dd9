"""What a file is by its first bytes; whoever opens that type then proves it, or says that it is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workspace.cleaning import texts
from workspace.cleaning.refusing import EMPTY, LOCKED, Refused

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what Office makes of a file with a password
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def sort(source: Path, target: Path, small: Path, name: str) -> dict[str, Any]:
    """Cleans a file by what it is. The libraries are loaded for their own type only: a page waits."""
    with source.open("rb") as file:
        head = file.read(1024)
    if not head:
        raise Refused(EMPTY)
    if head.startswith(OLD_OFFICE):
        raise Refused(LOCKED)
    if _is_image(head):
        from workspace.cleaning import images

        return images.clean(source, target, small)
    if head.startswith(b"%PDF-"):
        from workspace.cleaning import pdfs

        return pdfs.clean(source, target)
    if head.startswith(ZIP):
        from workspace.cleaning import offices

        return offices.clean(source, target)
    return texts.clean(source, target, name)


def _is_image(head: bytes) -> bool:
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
