"""Documents that are ZIP archives (Word, Excel, PowerPoint, LibreOffice): weighed, then written anew part by part."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from workspace.cleaning import open_documents, open_xml
from workspace.cleaning.refusing import DAMAGED, LOCKED, MACROS, TOO_HARD, UNKNOWN, Refused

Rewritten = Callable[[str, IO[bytes]], bytes | None]
MOST_UNPACKED = 200 * 2**20
MOST_PARTS = 5000
BLOCK = 1 << 18
A_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can say: when each part was saved is told to nobody


def clean(source: Path, target: Path) -> dict[str, Any]:
    """A bomb, a document with macros or a password, and any other archive are refused."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = weighed(archive)
            kind = open_documents if "mimetype" in names else open_xml
            mime = kind.type_of(archive, names)
            if mime is None:
                raise Refused(UNKNOWN)
            if kind.has_macros(names):
                raise Refused(MACROS)
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean:
                for part in archive.infolist():
                    _copy(archive, part, clean, kind.rewritten)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise Refused(DAMAGED) from None
    return {"mime": mime}


def weighed(archive: zipfile.ZipFile) -> set[str]:
    """The names of its parts. Refused for a bomb, a password, and names that lead elsewhere."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(TOO_HARD)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(LOCKED)
    if len(names) < len(parts) or any(_dangerous(name) for name in names):
        raise Refused(DAMAGED)
    return names


def _dangerous(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _copy(archive: zipfile.ZipFile, part: zipfile.ZipInfo, clean: zipfile.ZipFile, rewritten: Rewritten) -> None:
    """A part as it is, changed, or left out; of its own entry only the name stays. zipfile reads no more than is
    declared, and the sum of what is declared was weighed."""
    entry = zipfile.ZipInfo(part.filename, A_DAY)
    entry.compress_type = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
    with archive.open(part) as stream:
        content = rewritten(part.filename, stream)
        if content is not None:
            clean.writestr(entry, content)
        elif not _left_out(part.filename):
            with clean.open(entry, "w") as out:
                _pour(stream, out)


def _left_out(name: str) -> bool:
    return name.startswith(("docProps/", "Thumbnails/"))


def _pour(stream: IO[bytes], out: IO[bytes]) -> None:
    while block := stream.read(BLOCK):
        out.write(block)
