"""What a committee makes known: its meetings, its decisions, its adopted minutes, the last written first."""

from __future__ import annotations

from dataclasses import dataclass

from graph.committees import community
from graph.database import Database
from graph.links import Brief, brief, brief_of
from graph.viewers import Viewer, sees, sees_link

MOST = 50
NEWS = f"""
MATCH (c:Entity {{id: $id}})
CALL (c) {{
  MATCH (c)-[h:HOLDS]->(m:Meeting) WHERE NOT m:Gone AND {sees("m")} AND {sees_link("h")} RETURN m AS n
  UNION
  MATCH (c)-[h:HOLDS]->(m:Meeting)<-[r:DECIDED_IN]-(n:Decision)
  WHERE NOT m:Gone AND {sees("m")} AND {sees_link("h")} AND {sees_link("r")} RETURN n
  UNION MATCH (c)<-[r:MENTIONS]-(n:Note) WHERE n.adopted_at IS NOT NULL AND {sees_link("r")} RETURN n
  UNION
  MATCH (c)-[h:HOLDS]->(m:Meeting)<-[r:MENTIONS]-(n:Note)
  WHERE n.adopted_at IS NOT NULL AND NOT m:Gone AND {sees("m")} AND {sees_link("h")} AND {sees_link("r")} RETURN n
}}
WITH DISTINCT n WHERE NOT n:Gone AND {sees("n")}
RETURN {brief("n")} AS record, coalesce(n.adopted_at, n.created_at) AS at,
  coalesce(n.updated_at, n.adopted_at, n.created_at) AS updated_at, n.day AS day
ORDER BY at DESC, record.id LIMIT {MOST}
"""


@dataclass(frozen=True)
class News:
    """A meeting, a decision or adopted minutes; `at` (UTC) it was written or adopted, `day` it is of, as typed."""

    record: Brief
    at: str
    updated_at: str
    day: str | None


def committee_news(db: Database, viewer: Viewer, id: str) -> tuple[Brief, list[News]]:
    """A community with its news. NotFound for what is none that the viewer may see."""
    found = community(db, viewer, id)
    rows = db.read(NEWS, id=id, **viewer.params())
    return found, [News(brief_of(row["record"]), row["at"], row["updated_at"], row["day"]) for row in rows]
