"""The note at an address, and its text."""

from __future__ import annotations

from flask import abort

from graph.entities import Record, record
from graph.errors import NotFound
from workspace.current import database, signed_in, viewer
from workspace.language import language


def note_at(slug: str) -> Record:
    """NotFound for what is no note, or is not the reader's to see."""
    found = record(database(), viewer(), f"note-{slug}", language=language())
    if found.kind != "Note":
        raise NotFound(found.id)
    return found


def member_s_note(slug: str) -> Record:
    """The same for who is signed in; others go to the door."""
    if not signed_in():
        abort(401)
    return note_at(slug)


def text_of(note: Record) -> str:
    """As it was written, in Markdown."""
    field = note.field("text")
    return str(field.value) if field and field.given else ""
