"""Terms added, renamed, made one and two again, by the facilitators of the whole."""

from __future__ import annotations

from collections.abc import Iterator

from graph import extensions, states
from graph.database import Database
from graph.editing import touched
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.kind_fields import must_shape
from graph.operations import Operation, Step
from graph.schema import Field
from graph.shaping import derive_record
from graph.values import term_key
from graph.viewers import Viewer
from graph.vocabularies import holding, terms_of
from graph.writing import write

BATCH, MOST = 200, 5_000  # records written at once, and of one term

KEEP = """
MERGE (t:Term {vocabulary: $vocabulary, key: $key}) SET t.fr = $fr, t.en = $en, t.into = null RETURN t.key AS key
"""
INTO = """
MERGE (t:Term {vocabulary: $vocabulary, key: $key}) ON CREATE SET t.fr = $fr, t.en = $en
SET t.into = $into WITH t
CALL (t) { MATCH (o:Term {vocabulary: $vocabulary, into: $key}) SET o.into = $into }
RETURN t.key AS key
"""
APART = """
MATCH (t:Term {vocabulary: $vocabulary, key: $key}) WHERE t.into IS NOT NULL SET t.into = null RETURN t.key AS key
"""


def keep_term(db: Database, viewer: Viewer, vocabulary: str, fr: str, en: str = "", key: str = "") -> str:
    """Adds a term, or renames the added one of this key. Invalid for no words, AlreadyExists for words in use."""
    must_shape(viewer)
    words = " ".join(fr.split())[:80]
    if not words or not term_key(words):
        raise Invalid({"fr": "ce champ est nécessaire"})
    known = terms_of(db, viewer, vocabulary)
    if any(term_key(str(each.label)) == term_key(words) and each.key != key for each in known):
        raise AlreadyExists("fr", words)
    if key and not any(each.key == key and not each.declared for each in known):
        raise NotFound(key)
    told = {
        "vocabulary": vocabulary,
        "key": key or term_key(words),
        "fr": words,
        "en": " ".join(en.split())[:80] or words,
    }
    extensions.write(db, KEEP, **told)
    return str(told["key"])


def merge_terms(db: Database, viewer: Viewer, vocabulary: str, key: str, into: str, operation: Operation) -> int:
    """Makes a term another: what records hold is written anew, and what is typed or imported later is the other at
    once. How many records; their history takes it back, `part_terms` parts the words."""
    must_shape(viewer)
    known = {each.key: each for each in terms_of(db, viewer, vocabulary) if not each.into}
    if key not in known or into not in known or key == into:
        raise Invalid({"into": "choisissez deux termes différents de la liste"})
    if known[key].uses > MOST:
        raise Invalid({"into": "trop de fiches portent ce terme : réunissez l'autre dans celui-ci"})
    label = known[key].label
    extensions.write(db, INTO, vocabulary=vocabulary, key=key, into=into, fr=label.fr, en=label.en)
    held = list(holding(db, viewer, vocabulary, key))
    steps = [step for each in held for step in _replaced(db, each, key, into, operation)]
    for first in range(0, len(steps), BATCH):
        write(db, viewer, operation, steps[first : first + BATCH])
    return len(steps)


def part_terms(db: Database, viewer: Viewer, vocabulary: str, key: str) -> None:
    """The term is one of its own again; records keep what they hold now."""
    must_shape(viewer)
    extensions.write(db, APART, vocabulary=vocabulary, key=key)


def _replaced(db: Database, held: tuple[Field, list[str]], key: str, into: str, operation: Operation) -> Iterator[Step]:
    field, ids = held
    for id, found in states.records(db, ids).items():
        value = found.state[field.name]
        several = isinstance(value, list)
        kept = list(dict.fromkeys(into if each == key else each for each in value)) if several else into
        after = derive_record({**found.state, field.name: kept})
        yield from touched(Step("record", id, found.state, after, found.version), operation)
