"""The parts of an archive of notes: texts, files, and what is not looked at."""

from __future__ import annotations

import stat
import zipfile
from pathlib import PurePosixPath
from typing import IO

from workspace.cleaning.refusing import Refused
from workspace.incoming import markdown_file
from workspace.incoming.shapes import LONGEST

MANIFEST = "notes.json"
TEXTS = (".md", ".markdown")
OTHERS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
MOST_MANIFEST = 8 * 2**20
HIDDEN, LINKED = "fichier caché", "lien vers un autre fichier"


class Parts:
    """`texts` and `files` by path; `left` are those that nobody reads, with why. The archive was weighed."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.texts: list[str] = []
        self.files: list[str] = []
        self.left: list[list[str]] = []
        for part in archive.infolist():
            if not part.is_dir() and part.filename != MANIFEST:
                self._sort(part)

    def _sort(self, part: zipfile.ZipInfo) -> None:
        path = part.filename
        if why := _unread(part):
            self.left.append([path, why])
        else:
            (self.texts if path.lower().endswith(TEXTS) else self.files).append(path)

    def size(self, path: str) -> int:
        """As it is declared: no more of it is read."""
        return self.archive.getinfo(path).file_size

    def open(self, path: str) -> IO[bytes]:
        """The bytes of one."""
        return self.archive.open(path)

    def text(self, path: str) -> str:
        """What one says, "" when it is not there. Refused for what is no text, or too much of it."""
        if path not in self.archive.namelist():
            return ""
        if self.size(path) > (MOST_MANIFEST if path == MANIFEST else 4 * LONGEST):
            raise Refused("texte trop long")
        return markdown_file.text_of(self.archive.read(path))


def _unread(part: zipfile.ZipInfo) -> str:
    names = PurePosixPath(part.filename).parts
    if any(name.startswith(".") or name.lower() in OTHERS for name in names):
        return HIDDEN
    return LINKED if stat.S_ISLNK(part.external_attr >> 16) else ""
