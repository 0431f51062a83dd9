"""What is said to serve the policies that one leads, and that nobody of them has judged yet."""

from __future__ import annotations

from collections.abc import Sequence

from graph.database import Database
from graph.links import Link, brief, brief_of, link_of
from graph.viewers import Viewer, sees, sees_link

MOST = 200
TO_JUDGE = f"""
UNWIND $led AS id
MATCH (policy:Entity {{id: id}})<-[r:SERVES]-(n:Entity)
WHERE {sees("policy")} AND {sees("n")} AND {sees_link("r")}
  AND NOT coalesce(r.standing, '') IN ['confirmed', 'contested']
  AND (r.until_to IS NULL OR r.until_to >= toString(date()))
WITH r, n, policy ORDER BY r.created_at DESC, r.id LIMIT $limit
RETURN properties(r) AS told, {brief("n")} AS source, {brief("policy")} AS target ORDER BY r.created_at DESC, r.id
"""


def to_judge(db: Database, viewer: Viewer) -> Sequence[Link]:
    """SERVES links to a policy that the viewer leads, or to a part of it, neither confirmed nor contested; the last
    told first."""
    if not viewer.leads:
        return []
    rows = db.read(TO_JUDGE, led=sorted(viewer.leads), limit=MOST, **viewer.params())
    return [link_of(row["told"], "SERVES", brief_of(row["source"]), brief_of(row["target"])) for row in rows]
