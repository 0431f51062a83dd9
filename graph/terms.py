"""Terms of open vocabularies: kept in the graph with the words first used for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.database import Database
from graph.folding import fold
from graph.schema import SCHEMA, Field, Label
from graph.values import NONE_WORDS, NOT_APPLICABLE_WORDS, term_key

KEEP = """
UNWIND $terms AS term
MERGE (t:Term {vocabulary: term.vocabulary, key: term.key})
ON CREATE SET t.fr = term.label, t.en = term.label
"""
ALL = """
MATCH (t:Term) USING INDEX t:Term(vocabulary, key) WHERE t.vocabulary > '' AND t.key > '' AND t.into IS NULL
RETURN t.vocabulary AS vocabulary, t.key AS key, t.fr AS fr, t.en AS en
"""

Terms = Mapping[tuple[str, str], Label]


def keep(db: Database, terms: Iterable[tuple[str, str, str]]) -> None:
    """Remembers (vocabulary, key, words) that are new; the first words seen stay."""
    rows = [
        {"vocabulary": vocabulary, "key": key, "label": words}
        for vocabulary, key, words in sorted(set(terms))
        if key not in SCHEMA.vocabularies[vocabulary].terms
    ]
    if rows:
        db.write(KEEP, terms=rows)


def added(db: Database) -> Terms:
    """Every term added at run time, by (vocabulary, key)."""
    return {(row["vocabulary"], row["key"]): Label(row["fr"], row["en"]) for row in db.read(ALL)}


def label_of(vocabulary: str, key: str, extra: Terms) -> Label:
    """The words of a term; the key itself when nobody ever named it."""
    return SCHEMA.vocabularies[vocabulary].terms.get(key) or extra.get((vocabulary, key)) or Label(key, key)


def in_fields(fields: Iterable[Field], raw: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(vocabulary, key, words) of what was typed in the open vocabularies of a form."""
    for field in fields:
        vocabulary = SCHEMA.vocabularies.get(field.vocabulary or "")
        if vocabulary and vocabulary.open and raw.get(field.name):
            for words in re.split(r"\n|\|", raw[field.name]):
                if words.strip() and fold(words) not in NONE_WORDS | NOT_APPLICABLE_WORDS:
                    key = term_key(words.strip())
                    if key not in vocabulary.merged:
                        yield vocabulary.name, key, " ".join(words.split())
