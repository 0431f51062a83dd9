"""Who stands behind resources: those who steward, produce or publish them."""

from __future__ import annotations

from collections.abc import Iterable

from graph.asof import brief_at
from graph.database import Database
from graph.links import Link, brief_of, in_force, link_of
from graph.viewers import Viewer, sees, sees_link

BEARERS = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})<-[r:STEWARDS|PRODUCES|PUBLISHES]-(who)
WHERE NOT who:Gone AND {sees("n")} AND {sees_link("r")} AND {sees("who")} AND {in_force("r")}
RETURN id, {brief_at("n")} AS record, {brief_at("who")} AS who, type(r) AS type, properties(r) AS properties
ORDER BY id, who.name, who.id, properties.id
"""


def bearers(db: Database, viewer: Viewer, ids: Iterable[str], at: str | None = None) -> dict[str, list[Link]]:
    """Links from stewards, producers and publishers by record id, told from them; `at` is an ISO day."""
    out: dict[str, list[Link]] = {}
    for row in db.read(BEARERS, ids=sorted(set(ids)), at=at, **viewer.params()):
        link = link_of(row["properties"], row["type"], brief_of(row["who"]), brief_of(row["record"]))
        out.setdefault(row["id"], []).append(link)
    return out
