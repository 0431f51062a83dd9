"""The present state of records, contacts and relations, as the write path compares and undoes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graph.operations import GONE, REFS, State, Subject
from graph.schema import SCHEMA


class Reader(Protocol):
    """The database or an open transaction."""

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]: ...


RECORDS = """
UNWIND $ids AS id
CALL (id) { MATCH (n:Entity {id: id}) RETURN n UNION MATCH (n:Gone {id: id}) RETURN n }
RETURN n.id AS id, properties(n) AS properties, n:Gone AS gone,
       [(ref:Ref)-[:IDENTIFIES]->(n) | [ref.key, ref.imported]] AS refs
"""
CONTACTS = "UNWIND $ids AS id MATCH (n:Contact {id: id}) RETURN n.id AS id, properties(n) AS properties"
RELATIONS = """
UNWIND $ids AS id
MATCH (a)-[r:{type} {{id: id}}]->(b)
RETURN r.id AS id, properties(r) AS properties, a.id AS source, b.id AS target, a.audience AS a, b.audience AS b
"""


@dataclass(frozen=True)
class Present:
    """A state with the version that it was read at and, for a relation, the audiences of its ends."""

    state: State
    version: int
    ends: tuple[str, str] = ("public", "public")


def records(reader: Reader, ids: Iterable[str]) -> dict[str, Present]:
    """Records by id, deleted ones too (`@gone`)."""
    out = {}
    wanted = sorted(set(ids))
    for row in reader.read(RECORDS, ids=wanted) if wanted else ():
        state, version = _split(row["properties"])
        state[REFS] = dict(row["refs"])
        if row["gone"]:
            state[GONE] = True
        out[row["id"]] = Present(state, version)
    return out


def contacts(reader: Reader, ids: Iterable[str]) -> dict[str, Present]:
    """Contact nodes by record id."""
    rows = reader.read(CONTACTS, ids=sorted(set(ids)))
    return {row["id"]: Present(*_split(row["properties"])) for row in rows}


def relations(reader: Reader, ids: Iterable[str]) -> dict[str, Present]:
    """Relations by id; the id tells the type, without which the search would read them all."""
    out = {}
    for type, members in _by_type(ids).items():
        for row in reader.read(RELATIONS.format(type=type), ids=members):
            state, version = _split(row["properties"])
            state |= {"@type": type, "@from": row["source"], "@to": row["target"]}
            out[row["id"]] = Present(state, version, (row["a"], row["b"]))
    return out


def present(reader: Reader, subject: Subject, ids: Sequence[str]) -> dict[str, Present]:
    """The present states of one sort of thing."""
    return {"record": records, "contact": contacts, "relation": relations}[subject](reader, ids)


def type_of(relation_id: str) -> str | None:
    """FUNDS of "funds.3f2a…", None when no type of the schema begins the id."""
    type = relation_id.partition(".")[0].upper()
    return type if type in SCHEMA.relations else None


def _split(properties: dict[str, Any]) -> tuple[dict[str, Any], int]:
    state = dict(properties)
    return state, int(state.pop("version", 0))


def _by_type(ids: Iterable[str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for id in sorted(set(ids)):
        if type := type_of(id):
            out.setdefault(type, []).append(id)
    return out
