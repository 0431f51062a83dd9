"""Vocabularies in use: which terms, and how many records hold each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.database import Database
from graph.errors import NotFound
from graph.schema import SCHEMA, Field, Kind, Label
from graph.viewers import Viewer, sees

ADDED = """
MATCH (t:Term {vocabulary: $vocabulary}) RETURN t.key AS key, t.fr AS fr, t.en AS en, t.into AS into ORDER BY t.fr, key
"""


@dataclass(frozen=True)
class Term:
    """A term, and how many records that the viewer may see hold it; `declared` when it is in the code; `into` the key
    of the term that it became."""

    key: str
    label: Label
    uses: int
    declared: bool
    into: str | None = None


def managed() -> dict[str, list[tuple[Kind, Field]]]:
    """The vocabularies of fields of records, with the fields; those of states and of visibility belong to the code."""
    found: dict[str, list[tuple[Kind, Field]]] = {}
    for kind in SCHEMA.kinds.values():
        for field in kind.own.values():
            if field.vocabulary and field.type in ("term", "terms"):
                found.setdefault(field.vocabulary, []).append((kind, field))
    return found


def terms_of(db: Database, viewer: Viewer, vocabulary: str) -> list[Term]:
    """Its terms: declared, added, then those that became another. NotFound for none that is managed."""
    if vocabulary not in managed():
        raise NotFound(vocabulary)
    declared, uses = SCHEMA.vocabularies[vocabulary].terms, _uses(db, viewer, vocabulary)
    rows = {row["key"]: row for row in db.read(ADDED, vocabulary=vocabulary)}
    own = [Term(key, label, uses.pop(key, 0), key not in rows) for key, label in declared.items()]
    rest = [Term(key, Label(row["fr"], row["en"]), uses.pop(key, 0), declared=False, into=row["into"])
            for key, row in rows.items() if key not in declared]  # fmt: skip
    unknown = [Term(key, Label(key, key), n, declared=False) for key, n in sorted(uses.items())]
    return [*own, *(term for term in rest if not term.into), *unknown, *(term for term in rest if term.into)]


def _uses(db: Database, viewer: Viewer, vocabulary: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind, field in managed()[vocabulary]:
        query = f"MATCH (n:{kind.name}) WHERE n:Entity AND n.{field.name} IS NOT NULL AND {sees('n')} "
        for row in db.read(query + f"UNWIND [] + n.{field.name} AS key RETURN key, count(*) AS n", **viewer.params()):
            counts[row["key"]] = counts.get(row["key"], 0) + row["n"]
    return counts


def holding(db: Database, viewer: Viewer, vocabulary: str, key: str) -> Iterator[tuple[Field, list[str]]]:
    """The records that hold a term, by the field that does."""
    for kind, field in managed()[vocabulary]:
        held = f"MATCH (n:{kind.name}) WHERE n:Entity AND $key IN [] + n.{field.name} AND {sees('n')}"
        yield field, [row["id"] for row in db.read(f"{held} RETURN n.id AS id ORDER BY id", key=key, **viewer.params())]
