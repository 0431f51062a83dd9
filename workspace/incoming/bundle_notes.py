"""The notes of an archive, each with its folder and with what its links lead to within the archive."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from graph.at_signs import CODE
from workspace.cleaning.refusing import Refused
from workspace.incoming import markdown_file
from workspace.incoming.bundle_parts import MANIFEST, Parts
from workspace.incoming.shapes import Told as Empty

LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\(\s*<?([^()\s<>]{1,500})>?(?:\s+\"[^\"\n]{0,200}\")?\s*\)")
OWN_FILE = re.compile(r"(?:.*/)?fichiers/([\w-]+)/(f-[\w-]{4,40})\.\w+")
OWN_ADDRESS = re.compile(r"/fichier/(f-[\w-]{4,40})")
OWN_NOTE = re.compile(r"/notes/([\w-]{1,160})(#[\w-]*)?")
FIELDS = ("summary", "day", "website", "source", "source_url", "source_date", "status", "visibility")
ABSENT = "?"  # where a link to a file of a site leads, when the archive does not have it
__all__ = ["ABSENT", "MANIFEST", "Note", "Piece", "notes_of"]


@dataclass(frozen=True)
class Piece:
    """A file of a note: its path, its name and its words."""

    path: str
    name: str
    alt: str


@dataclass(frozen=True)
class Note:
    """A note as the archive tells it. `files` and `notes` are what the targets of its links lead to: a path, and for a
    note the place in it; `cites` are ids by the words that named them."""

    path: str
    id: str
    name: str
    fields: dict[str, str]
    text: str
    folder: str
    pinned: bool = False
    archived: bool = False
    group: str = ""
    cites: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()


def notes_of(parts: Parts, manifest: Mapping[str, Any]) -> list[Note]:
    """Every text that is one; the others go to what the archive leaves out."""
    told = Told(parts, manifest)
    out = []
    for path in parts.texts:
        try:
            out.append(told.note(path))
        except Refused as refusal:
            parts.left.append([path, str(refusal)])
    return out


class Told:
    """What the archive says of each note and file, by path."""

    def __init__(self, parts: Parts, manifest: Mapping[str, Any]) -> None:
        self.parts = parts
        self.notes, self.files = _dict(manifest.get("notes")), _dict(manifest.get("files"))
        self.by_stem = {PurePosixPath(path).stem: path for path in parts.texts}
        self.own = {path: found for path in parts.files if (found := OWN_FILE.fullmatch(path))}
        self.by_file = {found[2]: path for path, found in self.own.items()}
        tops = {PurePosixPath(path).parts[0] for path in parts.texts if "/" in path}
        self.top = tops.pop() if len(tops) == 1 and all("/" in path for path in parts.texts) else ""

    def note(self, path: str) -> Note:
        """The note of one path. Refused for what is no text."""
        text, known = self.parts.text(path), _dict(self.notes.get(path))
        front, body = markdown_file.parts(text)
        said = (
            markdown_file.told(text)
            if body.strip() or not front
            else Empty(text="", title=str(front.get("name") or ""))
        )
        stem = PurePosixPath(path).stem
        id = str(front.get("id") or "")
        files, notes, pieces = self._led(path, said.text)
        own = [self._piece(each, "") for each, found in self.own.items() if found[1] == stem]
        return Note(
            path, id if re.fullmatch(r"note-[\w-]{1,150}", id) else "", said.title or stem,
            {name: front[name] for name in FIELDS if isinstance(front.get(name), str) and front[name]}, said.text,
            str(known.get("folder") or "") if known else self._folder(path), bool(known.get("pinned")),
            bool(known.get("archived")), str(known.get("group") or ""),
            {str(words): str(of) for words, of in _dict(known.get("cites")).items()}, files, notes,
            tuple({each.path: each for each in reversed([*own, *pieces])}.values()),
        )  # fmt: skip

    def _folder(self, path: str) -> str:
        """Where it stands, without the one folder that all stand in."""
        folders = PurePosixPath(path).parts[:-1]
        return " / ".join(folders[1:] if self.top else folders)

    def _led(self, path: str, text: str) -> tuple[dict[str, str], dict[str, tuple[str, str]], list[Piece]]:
        files, notes, pieces = {}, {}, []
        for words, target in _targets(text):
            to, place = self._path(path, target)
            if to in self.parts.texts:
                notes[target] = (to, place)
            elif to in self.parts.files:
                files[target] = to
                pieces.append(self._piece(to, words))
            elif OWN_ADDRESS.fullmatch(target):
                files[target] = ABSENT
        return files, notes, pieces

    def _path(self, path: str, target: str) -> tuple[str, str]:
        """The path in the archive that a link of a note leads to, and the place in it; "" when it leads elsewhere."""
        if found := OWN_ADDRESS.fullmatch(target):
            return self.by_file.get(found[1], ""), ""
        if found := OWN_NOTE.fullmatch(target):
            return self.by_stem.get(found[1], ""), found[2] or ""
        if re.match(r"[a-z][a-z0-9+.-]*:|/|#", target, re.I):
            return "", ""
        plain, sign, place = unquote(target).partition("#")
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), plain)), sign + place

    def _piece(self, path: str, words: str) -> Piece:
        known = _dict(self.files.get(path))
        name = str(known.get("name") or "") or PurePosixPath(path).name
        return Piece(path, name, str(known.get("alt") or "") or words.strip() or PurePosixPath(path).stem)


def _targets(text: str) -> Iterator[tuple[str, str]]:
    for found in LINK.finditer(CODE.sub("", text)):
        yield found[1], found[2]


def _dict(told: object) -> dict[str, Any]:
    return {str(key): value for key, value in told.items()} if isinstance(told, dict) else {}
