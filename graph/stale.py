"""What an account bears and nobody has confirmed for a year: whose turn it is to look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.database import Database
from graph.links import Brief, brief, brief_of
from graph.rights import viewer_as
from graph.users import User
from graph.viewers import sees

DAYS = 365
MOST = 30  # lines of a letter
BEARERS = """
MATCH (user:User) WHERE user.email > '' AND user.suspended_at IS NULL AND user.person IS NOT NULL
RETURN user.id AS id ORDER BY id
"""
# What people find by themselves to be out of date: goods and those who keep them, not meetings or notes.
OLD = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}})
WHERE (n:CommonGood OR n:Resource OR n:Collective) AND {sees("n")}
  AND coalesce(n.reviewed_at, n.updated_at, n.created_at) < $before
RETURN {brief("n")} AS record, n.reviewed_at AS reviewed_at ORDER BY n.name_key, n.id LIMIT {MOST}
"""


def bearers(db: Database) -> list[str]:
    """The accounts that are a person of the network."""
    return [row["id"] for row in db.read(BEARERS)]


def stale(db: Database, user: User) -> list[tuple[Brief, str | None]]:
    """The records that an account bears, not confirmed for a year, with the moment when they were last."""
    viewer = viewer_as(db, user)
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = db.read(OLD, ids=sorted(viewer.stewards), before=before, **viewer.params())
    return [(brief_of(row["record"]), row["reviewed_at"]) for row in rows]
