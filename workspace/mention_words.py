"""What a text names with `@`, in words for its readers and for its writer."""

from __future__ import annotations

from dataclasses import replace

from graph import mentions
from graph.entities import Record
from graph.mentions import Reading
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.named import Name


def names_of(record: Record) -> tuple[Name, ...]:
    """What the text of a record names; asked only of one that names something."""
    if not _text(record).count("@") or record.kind not in mentions.WRITINGS:
        return ()
    hidden = gettext("fiche réservée")
    return tuple(
        Name(words, each.record.name, each.record.id, each.record.url) if each.record else Name(words, hidden)
        for each in mentions.cited(database(), viewer(), record.id) for words in each.words
    )  # fmt: skip


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
    return replace(found, named=[(at, known) for at, known in found.named if known.id not in tied])


def _text(record: Record) -> str:
    field = record.field("text")
    return str(field.value) if field and field.given else ""
