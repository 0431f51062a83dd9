"""A file that was sent: weighed, cleaned, kept, then told to the graph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from werkzeug.datastructures import FileStorage

from graph import file_writing
from graph.database import Database
from graph.errors import Invalid
from graph.viewers import Viewer
from workspace import filing
from workspace.cleaning import Refused, cleaned
from workspace.file_names import named

MEGABYTES = 10
LARGEST = MEGABYTES * 2**20
BLOCK = 1 << 18
TOO_LARGE = f"ce fichier est trop gros : {MEGABYTES} Mo au plus"


@dataclass(frozen=True)
class Received:
    """A file that was kept: its id, its name, and the line of Markdown that shows it."""

    id: str
    name: str
    line: str


def line_of(id: str, name: str, alt: str, *, image: bool) -> str:
    """`![what it shows](/fichier/…)`, or a link to a file that is no image."""
    words = " ".join(re.sub(r"[\[\]\\`*<>]", " ", (alt if image else "") or name).split())
    return f"{'!' if image else ''}[{words}](/fichier/{id})"


def receive(
    db: Database, viewer: Viewer, root: Path, record: str, sent: FileStorage | None, name: str, alt: str
) -> Received:  # fmt: skip
    """Adds what was sent to a record. Invalid names the field, and nothing is kept then."""
    if sent is None or not sent.filename:
        raise Invalid({"fichier": "choisissez un fichier"})
    file_writing.must_have_room(db, viewer, record)
    with filing.bench(root) as bench:
        source, whole, small = bench / "source", bench / "whole", bench / "small"
        _write(sent.stream, source)
        try:
            known = cleaned(source, whole, small, sent.filename)
        except Refused as refusal:
            raise Invalid({"fichier": str(refusal)}) from None
        called = named(name or sent.filename, known.mime) or named("fichier", known.mime)
        file_writing.check_words(called, alt, image=known.is_image)
        size = whole.stat().st_size
        sha256 = filing.keep(root, whole, small if known.is_image else None)
    id = file_writing.add(db, viewer, record, called, alt, size=size, sha256=sha256, **vars(known))
    return Received(id, called, line_of(id, called, alt, image=known.is_image))


def _write(stream: IO[bytes], path: Path) -> None:
    written = 0
    with path.open("wb") as file:
        while block := stream.read(BLOCK):
            written += len(block)
            if written > LARGEST:
                raise Invalid({"fichier": TOO_LARGE})
            file.write(block)
