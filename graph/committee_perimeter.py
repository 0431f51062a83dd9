"""What is within a committee: itself and its groups, who sits there, what they carry, what it is at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.committee_work import DEPTH, OF_COMMITTEE
from graph.database import Database
from graph.errors import NotFound
from graph.freshness import Keeper
from graph.links import in_force, today
from graph.viewers import Viewer, sees, sees_link

MOST = 2_000
GROUPS = f"""
MATCH (c:Entity {{id: $id}}) WHERE c.kind = 'Community' AND {sees("c")}
RETURN [c.id] + COLLECT {{
  MATCH (c) ((above)<-[r:PART_OF]-(below:Community)
    WHERE NOT below:Gone AND {sees("below")} AND {sees_link("r")} AND {in_force("r")}){{1,{DEPTH}}} (g)
  WHERE g <> c RETURN DISTINCT g.id AS id ORDER BY id LIMIT 500
}} AS ids
"""
MEMBERS = f"""
UNWIND $ids AS id
MATCH (:Entity {{id: id}})<-[m:MEMBER_OF]-(who:Entity)
WHERE NOT who:Gone AND {sees("who")} AND {sees_link("m")} AND {in_force("m")}
RETURN DISTINCT who.id AS id ORDER BY id LIMIT {MOST}
"""
CARRIED = f"""
UNWIND $ids AS id
MATCH (who:Entity {{id: id}})
CALL (who) {{
  MATCH (who)-[r:STEWARDS|EXPRESSES]->(n:Entity)
  WHERE {sees("n")} AND {sees_link("r")} AND {in_force("r")} RETURN n
  UNION
  MATCH (who)<-[r:MAINTAINED_BY]-(n:Entity) WHERE {sees("n")} AND {sees_link("r")} AND {in_force("r")} RETURN n
}}
RETURN DISTINCT n.id AS id ORDER BY id LIMIT {MOST}
"""
ACTIONS = f"""
UNWIND $ids AS id
MATCH (top:Entity {{id: id}}) {OF_COMMITTEE}
WITH a WHERE NOT a:Gone AND {sees("a")}
RETURN DISTINCT a.id AS id ORDER BY id LIMIT {MOST}
"""
LINES = f"""
UNWIND $ids AS id
MATCH (:Entity {{id: id}})-[h:HAS_ROADMAP]->(m:Roadmap)<-[p:PART_OF]-(t:RoadmapTopic)<-[q:PART_OF]-(a:Action)
WHERE NOT m:Gone AND NOT t:Gone AND NOT a:Gone AND {sees("m")} AND {sees("t")} AND {sees("a")}
  AND {sees_link("h")} AND {sees_link("p")} AND {sees_link("q")}
RETURN DISTINCT a.id AS id ORDER BY id LIMIT {MOST}
"""


@dataclass(frozen=True)
class Within:
    """Ids: `groups` begin with the committee itself; `carried` are what members and groups bear or express; `lines`
    those of its roadmaps, `actions` all that it is at, the lines among them."""

    groups: tuple[str, ...]
    members: frozenset[str]
    carried: frozenset[str]
    lines: frozenset[str]
    actions: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self.groups) | self.members | self.carried | self.actions


def within(db: Database, viewer: Viewer, id: str) -> Within:
    """As far as the viewer may see. NotFound for what is no community that they may."""
    return Keeper(db, viewer).kept(("within", id, today()), lambda: _within(db, viewer, id))


def _within(db: Database, viewer: Viewer, id: str) -> Within:
    rows = db.read(GROUPS, id=id, at=today(), **viewer.params())
    if not rows:
        raise NotFound(id)
    groups = tuple(rows[0]["ids"])

    def asked(query: str, ids: Iterable[str]) -> frozenset[str]:
        found = db.read(query, ids=sorted(ids), at=today(), **viewer.params())
        return frozenset(row["id"] for row in found)

    members, lines = asked(MEMBERS, groups), asked(LINES, groups)
    return Within(groups, members, asked(CARRIED, members.union(groups)), lines, asked(ACTIONS, groups) | lines)
