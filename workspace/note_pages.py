"""What the page of a note shows besides its text: whether it was adopted, and what was changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import adoption
from graph.adoption import Standing
from graph.amendments import Amendment, amendments
from graph.entities import Record
from graph.note_shelves import Place, place_of
from graph.text_differences import Part
from workspace import mention_words
from workspace.current import database, viewer
from workspace.note_texts import parts_read


@dataclass(frozen=True)
class NotePage:
    """How the note stands; each amendment with what it changes."""

    standing: Standing
    place: Place
    amendments: Sequence[tuple[Amendment, Sequence[Part]]]

    @property
    def adopted(self) -> bool:
        return self.standing.adopted


def of(record: Record) -> NotePage | None:
    """None for a record that is no note."""
    if record.kind != "Note":
        return None
    standing = adoption.standing(database(), viewer(), record.id)
    known = amendments(database(), viewer(), record.id) if standing.adopted else []
    names = mention_words.names_of(record) if known else ()
    return NotePage(
        standing,
        place_of(database(), viewer(), record.id),
        [(each, parts_read(each.base, each.text, names)) for each in known],
    )
