"""What a network adds to the schema while it runs: fields of kinds, terms of vocabularies, terms that became one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from graph.schema import SCHEMA
from graph.schema.shapes import Field, Kind, Label, Vocabulary

F = TypeVar("F", bound=Callable[..., Any])

DECLARED_KINDS: Mapping[str, Kind] = dict(SCHEMA.kinds)
DECLARED_VOCABULARIES: Mapping[str, Vocabulary] = dict(SCHEMA.vocabularies)
_answers: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Additions:
    """Fields by kind, terms by vocabulary and key, and by vocabulary the keys that are another's now."""

    fields: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)
    merged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def of_schema(function: F) -> F:
    """Keeps what a function says of the schema until the schema changes."""
    kept = cache(function)
    _answers.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


def extend(added: Additions, edition: int) -> None:
    """Makes the schema what is declared and what was added, for everything that reads it from now on."""
    vocabularies = dict(DECLARED_VOCABULARIES) | _own_vocabularies(added)
    for name, vocabulary in vocabularies.items():
        vocabularies[name] = _with_terms(vocabulary, added)
    for name, kind in DECLARED_KINDS.items():
        SCHEMA.kinds[name] = replace(kind, fields=(*kind.fields, *added.fields.get(name, ())))
    SCHEMA.vocabularies.clear()
    SCHEMA.vocabularies.update(vocabularies)
    SCHEMA.edition = edition
    for forget in _answers:
        forget()


def _own_vocabularies(added: Additions) -> dict[str, Vocabulary]:
    """A field that holds terms brings its own vocabulary, open, of its name."""
    held = (each for fields in added.fields.values() for each in fields if each.vocabulary)
    return {str(each.vocabulary): Vocabulary(str(each.vocabulary), each.label, {}, open=True) for each in held}


def _with_terms(vocabulary: Vocabulary, added: Additions) -> Vocabulary:
    merged = added.merged.get(vocabulary.name, {})
    terms = vocabulary.terms if vocabulary.open else {**vocabulary.terms, **added.terms.get(vocabulary.name, {})}
    return replace(vocabulary, terms={key: label for key, label in terms.items() if key not in merged}, merged=merged)
