"""Records to be created that may be there already under a near name: for a person to confirm, never merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.database import Database
from graph.imports.twins import Body, twins
from graph.viewers import Viewer, sees

# Communes of one name are many, and codes tell them apart.
NOT_COMPARED = frozenset({"Territory"})
# Reading and comparing the names of a kind: 0.4 s at this size.
MOST = 20_000
NAMES = f"""
MATCH (n:Entity) WHERE n.kind = $kind AND n.name IS NOT NULL AND {sees("n")}
RETURN n.id AS id, n.name AS name, n.acronym AS acronym ORDER BY n.kind, n.name, n.id LIMIT $limit
"""


def likely(db: Database, viewer: Viewer, new: Sequence[Body]) -> Iterator[tuple[str, str, str]]:
    """(ref of the new record, ref of the other, reason in French); the other is new too, or `maillage:<id>`."""
    refs = {body.ref for body in new}
    for kind in sorted({body.kind for body in new} - NOT_COMPARED):
        rows = db.read(NAMES, kind=kind, limit=MOST, **viewer.params())
        there = [Body(f"maillage:{row['id']}", kind, row["name"], row["acronym"] or "") for row in rows]
        for one, other, reason in twins([*(body for body in new if body.kind == kind), *there]):
            if one in refs:
                yield one, other, reason
            elif other in refs:
                yield other, one, reason
