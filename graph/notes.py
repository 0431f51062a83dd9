"""The notes that somebody may read, for taking them all away."""

from __future__ import annotations

from graph.database import Database
from graph.viewers import Viewer, sees

MOST = 2_000  # in one archive
IDS = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience LAYER AND n.kind = 'Note' AND {sees("n")}
RETURN n.id AS id ORDER BY coalesce(n.updated_at, n.created_at) DESC, n.id LIMIT $limit
"""


def note_ids(db: Database, viewer: Viewer) -> list[str]:
    """The last written first."""
    query = IDS.replace("LAYER", "> ''" if viewer.all else "IN $audiences")
    return [row["id"] for row in db.read(query, limit=MOST, **viewer.params())]
