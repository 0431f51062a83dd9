"""After a run: organisations that it brought and that may be ones already there under another name."""

from __future__ import annotations

from graph.database import Database
from graph.imports.evidence import Body, twins

BROUGHT = """
MATCH (c:Change) WHERE c.op = $op AND c.subject = 'record' AND c.action = 'create'
MATCH (n:Organisation {id: c.record}) RETURN n.id AS id ORDER BY id
"""
# By the index on (kind, name, id).
ALL = """
MATCH (n:Entity) WHERE n.kind = 'Organisation' AND n.name IS NOT NULL
RETURN n.id AS id, n.name AS name, n.acronym AS acronym ORDER BY id
"""


def likely_twins(db: Database, op: str) -> list[tuple[str, str, str]]:
    """(record, record, reason): a person says whether they are one. At least one of each pair came with this run."""
    brought = {row["id"] for row in db.read(BROUGHT, op=op)}
    if not brought:
        return []
    rows = db.read(ALL)
    bodies = [Body(row["id"], "Organisation", row["name"], row["acronym"] or "") for row in rows]
    return [pair for pair in twins(bodies) if brought & {pair[0], pair[1]}]
