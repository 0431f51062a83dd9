"""Lists of what may no longer be true: contested links, links without a source, records that nobody confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.database import Database
from graph.links import in_force, today
from graph.schema import SCHEMA
from graph.stale import DAYS
from graph.viewers import Viewer, sees, sees_link
from graph.worklists.shapes import Finding, Worklist

ALL = "|".join(SCHEMA.relations)
KEPT = [kind.name for name in ("commons", "resources", "communities") for kind in SCHEMA.kinds_of(name)]
# All links are read, as the question is about each.
CONTESTED = f"""
MATCH (a)-[r:{ALL}]->(b)
WHERE r.standing = 'contested' AND NOT a:Gone AND NOT b:Gone AND {sees("a")} AND {sees("b")} AND {sees_link("r")}
RETURN r.id AS item, type(r) AS type, a.id AS source, b.id AS target, r.standing_by AS by ORDER BY item
"""
UNSOURCED = f"""
MATCH (a)-[r:{ALL}]->(b)
WHERE r.source IS NULL AND r.source_url IS NULL AND coalesce(r.declared_by, '') <> 'actor'
  AND coalesce(r.standing, '') <> 'confirmed' AND NOT a:Gone AND NOT b:Gone
  AND {sees("a")} AND {sees("b")} AND {sees_link("r")} AND {in_force("r")}
WITH a.id AS id, count(*) AS links, collect(b.id)[..3] AS others WHERE links >= $fewest
RETURN id, links, others ORDER BY id
"""
STALE = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience AUDIENCES AND n.kind IN $kinds AND {sees("n")} AND coalesce(n.status, '') <> 'archived'
  AND coalesce(n.reviewed_at, n.updated_at, n.created_at) < $before
RETURN n.id AS id, coalesce(n.reviewed_at, n.updated_at, n.created_at) AS since,
       COUNT {{ MATCH (n)-[r]-(o:Entity) WHERE {sees("o")} AND {sees_link("r")} AND {in_force("r")} }} AS links
ORDER BY id
"""
FEWEST = 3  # links without a source, from which a record is worth an afternoon


def contested(db: Database, viewer: Viewer) -> list[Finding]:
    """Each link that one of those it is about does not recognise."""
    rows = db.read(CONTESTED, **viewer.params())
    return [
        Finding(row["source"], 1, {"type": row["type"], "by": row["by"] or ""}, (row["target"],), row["item"])
        for row in rows
    ]  # fmt: skip


def unsourced(db: Database, viewer: Viewer) -> list[Finding]:
    """Records with several links of which nobody said where they come from."""
    rows = db.read(UNSOURCED, fewest=FEWEST, at=today(), **viewer.params())
    return [Finding(row["id"], row["links"], {"links": row["links"]}, tuple(row["others"])) for row in rows]


def stale(db: Database, viewer: Viewer) -> list[Finding]:
    """Goods and communities that nobody confirmed for a year; the best tied first, as they mislead most."""
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    query = STALE.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences")
    rows = db.read(query, kinds=KEPT, before=before, at=today(), **viewer.params())
    return [Finding(row["id"], row["links"], {"since": row["since"], "links": row["links"]}) for row in rows]


CONTESTED_LINKS = Worklist("contested", contested)
UNSOURCED_LINKS = Worklist("unsourced", unsourced)
STALE_RECORDS = Worklist("stale", stale, frozenset(SCHEMA.kinds))
