"""The note at an address, and its text as its reader may read it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.entities import Record, record
from graph.errors import NotFound
from workspace.current import database, viewer
from workspace.language import language
from workspace.named import Name


def note_at(slug: str) -> Record:
    """NotFound for what is no note, or is not the reader's to see."""
    found = record(database(), viewer(), f"note-{slug}", language=language())
    if found.kind != "Note":
        raise NotFound(found.id)
    return found


def text_of(note: Record) -> str:
    """As it was written, in Markdown."""
    field = note.field("text")
    return str(field.value) if field and field.given else ""


def without_hidden(text: str, names: Iterable[Name]) -> str:
    """A text, without the names of records that its reader may not see today."""
    for name in names:
        text = text if name.url else text.replace(f"@{name.words}", name.name)
    return text
