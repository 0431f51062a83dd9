"""A community's roadmap of this year, else of the last one, in a line: how many actions, done, late."""

from __future__ import annotations

from dataclasses import dataclass

from graph.committee_work import CLOSED
from graph.database import Database
from graph.links import Brief, brief, brief_of, today
from graph.viewers import Viewer, sees, sees_link

SHORT = f"""
MATCH (c:Entity {{id: $id}})-[h:HAS_ROADMAP]->(m:Roadmap)
WHERE NOT m:Gone AND {sees("m")} AND {sees_link("h")} AND m.year IS NOT NULL
WITH m ORDER BY left(m.year, 4) > $this, m.year DESC, m.id LIMIT 1
CALL (m) {{
  MATCH (m)<-[p:PART_OF]-(t:RoadmapTopic)<-[q:PART_OF]-(a:Action)
  WHERE NOT t:Gone AND NOT a:Gone AND {sees("t")} AND {sees("a")} AND {sees_link("p")} AND {sees_link("q")}
  WITH DISTINCT a
  RETURN count(a) AS lines, count(CASE a.status WHEN 'done' THEN 1 END) AS done,
    count(CASE WHEN NOT coalesce(a.status, '') IN $closed AND a.due_to < $today THEN 1 END) AS late
}}
RETURN {brief("m")} AS record, left(m.year, 4) AS year, lines, done, late ORDER BY record.id
"""


@dataclass(frozen=True)
class Short:
    """The roadmap of the latest year begun, with its lines counted as the viewer may see them."""

    record: Brief
    year: str
    lines: int
    done: int
    late: int


def short_roadmap(db: Database, viewer: Viewer, id: str) -> Short | None:
    """None for a community that has none that the viewer may see."""
    rows = db.read(SHORT, id=id, closed=list(CLOSED), today=today(), this=today()[:4], **viewer.params())
    return Short(brief_of(rows[0].pop("record")), **rows[0]) if rows else None
