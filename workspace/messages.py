"""Sentences that come from the graph in French, in the reader's language: one place translates them when shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from graph.schema import SCHEMA, Field, Label
from graph.schema.live import of_schema
from workspace.language import gettext, language
from workspace.markup import spaced
from workspace.refusals import REFUSALS
from workspace.report_actions import ACTIONS
from workspace.report_reasons import REASONS

KNOWN = (*REFUSALS, *REASONS, *ACTIONS)
CONSTANT = frozenset(message for message in KNOWN if "%(" not in message)
_PLACE = re.compile(r"%\((\w+)\)s")
_BETWEEN = re.compile(r"(, | → )")
OURS = "words"


def translated(text: str) -> str:
    """The sentence in the reader's language, with French spaces; as it is when it is none of KNOWN."""
    if language() == "fr":
        return spaced(text)
    if text in CONSTANT:
        return gettext(text)
    template, values = _read(text)
    if not template:
        return spaced(text)
    return gettext(template) % {
        name: _ours(value) if name.startswith(OURS) else value for name, value in values.items()
    }


def _ours(words: str) -> str:
    """Sentences of KNOWN, or words of the schema in a row."""
    if words in CONSTANT:
        return gettext(words)
    return "".join(_schema_words().get(part, part) for part in _BETWEEN.split(words))


@lru_cache(maxsize=2048)
def _read(text: str) -> tuple[str, dict[str, str]]:
    """The template that says `text`, the one with most words of its own, and what is in its places."""
    for template, pattern in _templates():
        if found := pattern.fullmatch(text):
            return template, found.groupdict()
    return "", {}


@lru_cache(maxsize=1)
def _templates() -> list[tuple[str, re.Pattern[str]]]:
    held = sorted(
        (message for message in KNOWN if "%(" in message), key=lambda each: (-len(_PLACE.sub("", each)), each)
    )
    return [(message, re.compile(_pattern(message), re.DOTALL)) for message in held]


def _pattern(message: str) -> str:
    parts = _PLACE.split(message)
    return "".join(
        (rf"(?P<{part}>\d[\d ]*)" if part == "n" else rf"(?P<{part}>.+?)") if place % 2 else re.escape(part)
        for place, part in enumerate(parts)
    )


@of_schema
def _schema_words() -> dict[str, str]:
    return {label.fr: label.en for label in _labels()}


def _labels() -> Iterator[Label]:
    for kind in SCHEMA.kinds.values():
        yield from (kind.label, kind.plural, *_labels_of(kind.fields))
    for relation in SCHEMA.relations.values():
        yield from (relation.sentence, relation.inverse, *_labels_of(relation.fields))
    for vocabulary in SCHEMA.vocabularies.values():
        yield from vocabulary.terms.values()


def _labels_of(fields: Iterable[Field]) -> Iterator[Label]:
    return (field.label for field in fields)
