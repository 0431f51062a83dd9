"""`python -m workspace.incoming.bundles SOURCE OUT ROOT`: the notes of an archive, or of a document with pictures, as
JSON on standard output; the files that go with them are written in OUT, under their numbers."""

from __future__ import annotations

import json
import resource
import sys
import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workspace.cleaning import offices
from workspace.cleaning.apart import answer
from workspace.cleaning.refusing import DAMAGED, Refused
from workspace.incoming import archives, bundle_notes
from workspace.incoming.bundle_notes import Piece
from workspace.incoming.bundle_parts import Parts
from workspace.incoming.pictures import Pictures, address_of
from workspace.incoming.refusing import OTHER, TOO_DEEP, TOO_MANY_NOTES

MOST_NOTES, MOST_FILES = 500, 200
LARGEST_FILE = 10 * 2**20
BLOCK = 1 << 18
LIMITS = {resource.RLIMIT_AS: 1024 * 2**20, resource.RLIMIT_CPU: 60, resource.RLIMIT_FSIZE: LARGEST_FILE,
          resource.RLIMIT_CORE: 0}  # fmt: skip
TOO_LARGE, TOO_MANY, UNSHOWN = (
    "trop gros : 10 Mo au plus", "trop de fichiers : 200 au plus en une fois", "aucune note ne le montre",
)  # fmt: skip


def read(source: Path, out: Path, root: str) -> dict[str, Any]:
    """The notes with the numbers of their files, and what is left out with why; of a document, the one note that it is
    with its pictures. Refused for what is neither."""
    try:
        with zipfile.ZipFile(source) as archive:
            if not {"mimetype", "word/document.xml"} & offices.weighed(archive):
                return _read(Parts(archive), out)
        return _document(source, out, root)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError):
        raise Refused(DAMAGED) from None


def _read(parts: Parts, out: Path) -> dict[str, Any]:
    if len(parts.texts) > MOST_NOTES:
        raise Refused(TOO_MANY_NOTES)
    manifest = _manifest(parts)
    notes = bundle_notes.notes_of(parts, manifest)
    if not notes:
        raise Refused(OTHER)
    pieces = {piece.path: piece for note in notes for piece in note.pieces}
    kept = _written(parts, pieces, out)
    left = [*parts.left, *([path, UNSHOWN] for path in parts.files if path not in pieces)]
    return {
        "site": str(manifest.get("site") or ""), "left": left, "files": kept,
        "notes": [asdict(note) | {"pieces": [piece.path for piece in note.pieces]} for note in notes],
    }  # fmt: skip


def _document(source: Path, out: Path, root: str) -> dict[str, Any]:
    pictures = Pictures(out)
    told = archives.read(source, root, pictures)
    names = {address_of(number): alt for number, alt in enumerate(pictures.told)}
    files = {path: {"path": path, "name": f"image {number + 1}", "alt": alt or told.title or source.stem,
                    "number": number} for number, (path, alt) in enumerate(names.items())}  # fmt: skip
    lost = max(0, told.left.get("images", 0) - pictures.seen)
    fields = {"summary": told.summary} if told.summary else {}
    note = bundle_notes.Note(source.name, "", told.title or source.stem, fields, told.text, "",
                             files={path: path for path in names})  # fmt: skip
    left = [[source.name, why] for why in pictures.left]
    return {"site": root, "left": left, "files": files, "counted": {**told.left, "images": lost},
            "notes": [asdict(note) | {"pieces": list(names)}]}  # fmt: skip


def _written(parts: Parts, pieces: dict[str, Piece], out: Path) -> dict[str, Any]:
    """Each file by its path, with its number, or why it is not taken."""
    told: dict[str, Any] = {}
    for path, piece in pieces.items():
        number = sum("number" in each for each in told.values())
        size = parts.size(path)
        why = TOO_LARGE if size > LARGEST_FILE else TOO_MANY if number >= MOST_FILES else ""
        told[path] = {"why": why} if why else {**asdict(piece), "number": number}
        if not why:
            with parts.open(path) as stream, (out / str(number)).open("wb") as file:
                while block := stream.read(BLOCK):
                    file.write(block)
    return told


def _manifest(parts: Parts) -> dict[str, Any]:
    """What our own export says beside its notes; nothing of others."""
    try:
        told = json.loads(parts.text(bundle_notes.MANIFEST) or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


if __name__ == "__main__":
    source, out, root = sys.argv[1:4]
    answer(LIMITS, lambda: read(Path(source), Path(out), root), deep=TOO_DEEP)
