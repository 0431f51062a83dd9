"""What a change did to a thing, field by field, in words: the old and the new, long texts word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from graph.field_values import FieldValue, field_value
from graph.operations import State
from graph.schema import SCHEMA, Field, FieldType, Label
from graph.terms import Terms

Words = tuple[tuple[str, str], ...]
TEXTS = ("text", "markdown", "lines")
MOST_WORDS = 1_500  # comparing is quadratic: 3 ms for 1,500 words that all differ


def _extra(name: str, type: FieldType, fr: str, en: str, words: str | None = None) -> Field:
    return Field(name, type, Label(fr, en), vocabulary=words)


# What a record holds besides the fields of its kind, and people may be told.
EXTRA = (
    _extra("visibility", "term", "visible par", "visible to", "visibility"),
    _extra("group", "text", "groupe", "group"),
    _extra("reviewed_at", "text", "revue", "reviewed"),
    _extra("adopted_in", "text", "adoptée à", "adopted at"),
    _extra("folder", "text", "dossier", "folder"),
    _extra("pinned", "yes_no", "épinglée", "pinned"),
    _extra("archived_at", "date", "archivée le", "archived on"),
    _extra("amended", "number", "amendements adoptés", "adopted amendments"),
)


@dataclass(frozen=True)
class Difference:
    """A field before and after, in words; None where there was no such thing. `words` of a text that was reworked
    are runs of ("same" | "del" | "ins", text)."""

    field: str
    label: Label
    before: str | None
    after: str | None
    words: Words = ()


def differences(
    subject: str, kind: str, type: str | None, before: State | None, after: State | None, terms: Terms,
    language: str = "fr",
) -> tuple[Difference, ...]:  # fmt: skip
    """The fields that a change set, in schema order; what is derived is not told."""
    return tuple(_differences(_fields(subject, kind, type), before or {}, after or {}, terms, language))


def _fields(subject: str, kind: str, type: str | None) -> tuple[Field, ...]:
    if subject == "relation":
        relation = SCHEMA.relations.get(type or "")
        return relation.fields if relation else ()
    if kind not in SCHEMA.kinds:
        return EXTRA
    status = _extra("status", "term", "état", "state", SCHEMA.kinds[kind].statuses)
    return (*SCHEMA.kinds[kind].fields, status, *EXTRA)


def _differences(
    fields: tuple[Field, ...], before: Mapping[str, Any], after: Mapping[str, Any], terms: Terms, language: str
) -> Iterator[Difference]:
    for field in fields:
        old, new = field_value(field, before, terms), field_value(field, after, terms)
        if (old.state, old.value) != (new.state, new.value):
            told = [None if value.state == "not_given" else value.text(language) for value in (old, new)]
            yield Difference(field.name, field.label, told[0], told[1], _reworked(field, old, new))


def _reworked(field: Field, old: FieldValue, new: FieldValue) -> Words:
    if field.type not in TEXTS or not (old.given and new.given):
        return ()
    a, b = old.text().split(), new.text().split()
    if max(len(a), len(b)) > MOST_WORDS:
        return ()
    runs = []
    for tag, i, j, k, end in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(("same", " ".join(a[i:j])))
            continue
        runs += [("del", " ".join(a[i:j]))] * (i < j) + [("ins", " ".join(b[k:end]))] * (k < end)
    return tuple(runs)
