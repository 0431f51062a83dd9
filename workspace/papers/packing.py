"""A zipped document written anew with one date for all its parts: the same contents give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date


def packed(parts: Iterable[tuple[str, bytes]], day: str) -> bytes:
    """The archive; a part named `mimetype` is stored as it is, as OpenDocument wants it."""
    then, file = date.fromisoformat(day), io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts:
            told = zipfile.ZipInfo(name, (then.year, then.month, then.day, 0, 0, 0))
            told.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(told, content)
    return file.getvalue()


def parts_of(archive: bytes) -> list[tuple[str, bytes]]:
    """The parts of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return [(name, read.read(name)) for name in read.namelist()]


def plain(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and not "\ud800" <= char <= "\udfff"
                                                               and char not in "\ufffe\uffff"))  # fmt: skip
