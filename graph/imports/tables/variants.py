"""One term, one spelling: later spellings of an open vocabulary's term are brought to the first, and told once."""

from __future__ import annotations

from graph.imports.checking import items
from graph.imports.drafts import Report
from graph.imports.tables.shapes import Row
from graph.schema import SCHEMA, Field
from graph.values import term_key


class Variants:
    """The first spelling of each term, over all tables."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.first: dict[tuple[str, str], str] = {}
        self.told: set[tuple[str, str]] = set()

    def kept(self, field: Field, value: object, row: Row) -> object:
        """The value in first spellings; anything but terms of an open vocabulary is given back as it is."""
        vocabulary = SCHEMA.vocabularies.get(field.vocabulary or "")
        if not (vocabulary and vocabulary.open and isinstance(value, str)):
            return value
        words = items(value) if field.type == "terms" else [value]
        return " | ".join(self._one(vocabulary.name, each, row) for each in words)

    def _one(self, vocabulary: str, words: str, row: Row) -> str:
        first = self.first.setdefault((vocabulary, term_key(words)), words)
        if words != first and (vocabulary, words) not in self.told:
            self.told.add((vocabulary, words))
            label = str(SCHEMA.vocabularies[vocabulary].label).lower()
            reason = f"autre écriture de « {first} »"
            self.report.problem(row.file, label, words, reason, "gardé comme un seul terme", row.line or None)
        return first
