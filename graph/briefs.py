"""Records in brief by id, for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.asof import status_at
from graph.database import Database
from graph.links import Brief, brief, brief_of
from graph.viewers import Viewer, sees

BRIEFS = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees('n')} RETURN {brief('n')} AS record ORDER BY id"

STATES = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
WITH n.id AS id, {status_at("n")} AS state WHERE state IS NOT NULL RETURN id, state ORDER BY id
"""


def briefs(db: Database, viewer: Viewer, ids: Iterable[str]) -> dict[str, Brief]:
    """The given records by id; what is unknown or hidden is not there."""
    rows = db.read(BRIEFS, ids=sorted(set(ids)), **viewer.params())
    return {row["record"]["id"]: brief_of(row["record"]) for row in rows}


def states_on(db: Database, viewer: Viewer, ids: Iterable[str], day: str | None) -> dict[str, str]:
    """The state of each record on a day (None: now); what is unknown, hidden or in no state is not there."""
    return {row["id"]: row["state"] for row in db.read(STATES, ids=sorted(set(ids)), at=day, **viewer.params())}
