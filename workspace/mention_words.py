"""What a text names with `@`, in words for its readers and for its writer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from graph import mentions, note_lines
from graph.at_signs import BECAME, At
from graph.entities import Record
from graph.links import Brief
from graph.mentions import Reading
from graph.note_lines import Born
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.named import Name
from workspace.note_texts import without_hidden
from workspace.words import kind_word, status_word

T = TypeVar("T")


def names_of(record: Record) -> tuple[Name, ...]:
    """What the text of a record names; asked only of one that names something."""
    if not _text(record).count("@") or record.kind not in mentions.WRITINGS:
        return ()
    hidden = gettext("fiche réservée")
    return tuple(
        _name(words, each.record) if each.record else Name(words, hidden, exact=words in BECAME.values())
        for each in mentions.cited(database(), viewer(), record.id) for words in each.words
    )  # fmt: skip


def _name(words: str, record: Brief) -> Name:
    """A record that a line became is told there by its kind and how it stands: the line says the rest."""
    if words not in BECAME.values():
        return Name(words, record.name, record.id, record.url)
    told = ", ".join(filter(None, (kind_word(record.kind), status_word(record.status or "", record.kind))))
    return Name(words, told, record.id, record.url, exact=True, done=record.status == "done")


def readable(record: Record) -> str:
    """Its text without the names that the reader may not see: some were written before their record was hidden."""
    return without_hidden(_text(record), names_of(record))


def names_in(text: str) -> tuple[Name, ...]:
    """The same of a text that is not saved yet."""
    found = mentions.read(database(), viewer(), text).named if "@" in text else ()
    return tuple(Name(at.words, known.name, known.id, SCHEMA.url_of(known.kind, known.id)) for at, known in found)


def left_to_tell(record: Record) -> Reading:
    """What its writer has to tell: names with several records, with none, or with one that came since the last save.
    Nothing for who may not write it."""
    text = _text(record)
    if "@" not in text or record.kind not in mentions.WRITINGS or not viewer().writes(record.id):
        return Reading()
    found = mentions.reading_of(database(), viewer(), record.id, text)
    tied = {each.record.id for each in mentions.cited(database(), viewer(), record.id) if each.record}
    return Reading(
        _once([(at, known) for at, known in found.named if known.id not in tied]), _once(found.several),
        [at for at, _ in _once([(at, None) for at in found.unknown])],
    )  # fmt: skip


def _once(found: Iterable[tuple[At, T]]) -> list[tuple[At, T]]:
    """Each name once, however often the text says it."""
    return list({at.words: (at, told) for at, told in found}.values())


def born(record: Record) -> list[Born]:
    """The records that its lines became; asked only of a note that names something."""
    asked = record.kind == "Note" and "@[" in _text(record)
    return note_lines.born(database(), viewer(), record.id) if asked else []


def _text(record: Record) -> str:
    field = record.field("text")
    return str(field.value) if field and field.given else ""
