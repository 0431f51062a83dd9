"""Where a reader's look at the network begins: their own committee, else the community that most are linked to."""

from __future__ import annotations

from graph.database import Database
from graph.freshness import Keeper
from graph.links import in_force
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

# The committee that one has joined last: who is in several has that one in mind.
OWN = f"""
MATCH (p:Entity {{id: $person}}) WHERE {sees("p")}
MATCH (p)-[r:MEMBER_OF|ANIMATES]->(c:Community) WHERE {sees_link("r")} AND {sees("c")} AND {in_force("r")}
RETURN c.id AS id ORDER BY coalesce(r.since_from, '') DESC, c.name_key, id LIMIT 1
"""
LARGEST = f"""
MATCH (c:Entity) USING INDEX c:Entity(audience, kind)
WHERE c.audience > '' AND c.kind = $kind AND {sees("c")}
CALL (c) {{
  MATCH (c)-[r]-(o:Entity) WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")} RETURN count(r) AS links
}}
WITH c, links WHERE links > 0
RETURN c.id AS id ORDER BY links DESC, c.name_key, id LIMIT 1
"""
# Where there is no community yet, what communities would be around.
KINDS = ("Community", "Commons", "Organisation")


def first_centre(db: Database, viewer: Viewer) -> str | None:
    """The id of a record to begin with; None while nothing that the viewer sees is linked to anything."""
    if viewer.person and (own := db.read(OWN, person=viewer.person, at=None, **viewer.params())):
        return str(own[0]["id"])
    return Keeper(db, viewer).kept("first centre", lambda: _largest(db, viewer))


def _largest(db: Database, viewer: Viewer) -> str | None:
    for kind in KINDS:
        if rows := db.read(LARGEST, kind=SCHEMA.kinds[kind].name, at=None, **viewer.params()):
            return str(rows[0]["id"])
    return None
