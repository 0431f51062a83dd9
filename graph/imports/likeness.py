"""After a run: organisations that it brought and that may be ones already there under another name."""

from __future__ import annotations

from graph.database import Database
from graph.imports.evidence import Body, twins

BROUGHT = """
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.subject = 'record' AND c.action = 'create'
MATCH (n:Entity {id: c.record}) WHERE n.kind = 'Organisation' RETURN collect(n.id) AS ids
"""
# By the index on (kind, name, id); lists in one row, since the driver takes 25 µs for each row.
ALL = """
MATCH (n:Entity) WHERE n.kind = 'Organisation' AND n.name IS NOT NULL
WITH n ORDER BY n.id
RETURN collect(n.id) AS ids, collect(n.name) AS names, collect(coalesce(n.acronym, '')) AS acronyms,
       collect(coalesce(n.name_key, '')) AS keys
"""


def likely_twins(db: Database, op: str) -> list[tuple[str, str, str]]:
    """(record, record, reason): a person says whether they are one. At least one of each pair came with this run."""
    brought = frozenset(db.read(BROUGHT, op=op)[0]["ids"])
    if not brought:
        return []
    columns = db.read(ALL)[0]
    rows = zip(columns["ids"], columns["names"], columns["acronyms"], columns["keys"], strict=True)
    # A record's `name_key` is its prefix and its folded name.
    bodies = [Body(id, "Organisation", name, acronym, key.partition("/")[2]) for id, name, acronym, key in rows]
    return list(twins(bodies, brought))
