"""The links of a committee that its small drawing shows: what it is part of, its groups, what it keeps, who sits."""

from __future__ import annotations

from graph.database import Database
from graph.links import Link, brief, brief_of, in_force, link_of, today
from graph.viewers import Viewer, sees, sees_link
from graph.walking import WALKED

MOST = 15  # the drawing holds no more
# Meetings and roadmaps have their own parts of the page; members come last, as they are many.
NEAR = f"""
MATCH (c:Entity {{id: $id}})-[r:{WALKED}]-(o:Entity)
WHERE {sees("c")} AND {sees("o")} AND {sees_link("r")} AND {in_force("r")}
  AND NOT type(r) IN ['HOLDS', 'HAS_ROADMAP', 'DISCUSSES', 'APPROACHED']
WITH c, o, r ORDER BY type(r) = 'MEMBER_OF', type(r) <> 'PART_OF', o.kind = 'Person', o.name_key, o.id, r.id
WITH c, o, collect(r)[0] AS r
WITH collect([o, r, startNode(r) = c]) AS found, c
UNWIND found[..$most] AS each WITH c, size(found) AS total, each[0] AS o, each[1] AS r, each[2] AS out
RETURN total, type(r) AS type, properties(r) AS told, out, {brief("c")} AS committee, {brief("o")} AS other
"""


def committee_network(db: Database, viewer: Viewer, id: str) -> tuple[list[Link], int]:
    """The first links, a record once, and how many records there are; none for what the viewer may not see."""
    rows = db.read(NEAR, id=id, most=MOST, at=today(), **viewer.params())
    links = []
    for row in rows:
        committee, other = brief_of(row["committee"]), brief_of(row["other"])
        ends = (committee, other) if row["out"] else (other, committee)
        links.append(link_of(row["told"], row["type"], *ends, inverse=not row["out"]))
    return links, int(rows[0]["total"]) if rows else 0
