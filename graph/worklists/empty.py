"""Départements, EPCI and themes with nobody: where the network does not reach yet."""

from __future__ import annotations

from graph.database import Database
from graph.links import in_force, today
from graph.viewers import Viewer, sees, sees_link
from graph.worklists.shapes import Finding, Worklist

TYPES = {"departement": 1_000_000, "epci": 0}  # a département first, then the EPCI of most communes
# Somebody in a commune is somebody in its EPCI; who administers a territory was put there by an import.
TERRITORIES = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind = 'Territory' AND n.type IN $types AND {sees("n")}
  AND NOT EXISTS {{
    MATCH (n)<-[:PART_OF*0..2]-(place)<-[r:IN_TERRITORY]-(who:Entity)
    WHERE {sees("who")} AND {sees_link("r")} AND {in_force("r")} }}
RETURN n.id AS id, n.type AS type, COUNT {{ (n)<-[:PART_OF]-() }} AS parts ORDER BY id
"""
THEMES = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind = 'Theme' AND {sees("n")}
  AND NOT EXISTS {{ MATCH (n)<-[:PART_OF]-() }}
  AND NOT EXISTS {{
    MATCH (n)<-[r:ABOUT]-(o:Entity) WHERE {sees("o")} AND {sees_link("r")} AND {in_force("r")} }}
RETURN n.id AS id ORDER BY id
"""


def territories(db: Database, viewer: Viewer) -> list[Finding]:
    """Départements and EPCI where no record is, nor in what is inside them."""
    rows = db.read(_own(TERRITORIES, viewer), types=list(TYPES), at=today(), **viewer.params())
    return [
        Finding(row["id"], TYPES[row["type"]] + row["parts"], {"type": row["type"], "parts": row["parts"]})
        for row in rows
    ]  # fmt: skip


def themes(db: Database, viewer: Viewer) -> list[Finding]:
    """Themes that no record has, and that no other divides."""
    return [Finding(row["id"]) for row in db.read(_own(THEMES, viewer), at=today(), **viewer.params())]


def _own(query: str, viewer: Viewer) -> str:
    return query.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences")


EMPTY_TERRITORIES = Worklist("empty-territories", territories)
EMPTY_THEMES = Worklist("empty-themes", themes)
