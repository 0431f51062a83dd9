"""What was said of followed records since their followers were told: one letter for a burst of comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from graph.database import Database, Transaction
from graph.follows import Follow, Pace
from graph.viewers import Viewer, sees

QUIET, LONGEST = timedelta(minutes=10), timedelta(hours=1)  # a burst is over; it is told all the same
MOST = 50  # of one record in one letter
SINCE = "coalesce(f.heard_at, f.told_at)"
# What names its reader, or answers them, has its own letter at once.
UNTOLD = f"""
MATCH (c:Comment {{about: f.record}})
WHERE c.at > {SINCE} AND c.at <= $until AND c.by <> f.user AND c.removed_at IS NULL
  AND NOT EXISTS {{ MATCH (m:Mention {{key: f.user + '|' + c.thread}}) WHERE m.at >= c.at }}
  AND NOT EXISTS {{ MATCH (t:Comment {{id: c.thread}}) WHERE t.by = f.user AND t.id <> c.id }}
"""
DUE = f"""
MATCH (k:Counter {{name: 'changes'}})
MATCH (f:Follow {{pace: $pace}}) WHERE f.seq >= 0 AND f.record IS NOT NULL
CALL (f) {{ {UNTOLD} RETURN min(c.at) AS first, max(c.at) AS last }}
WITH k, f, first, last WHERE last IS NOT NULL AND ($pace <> 'now' OR last <= $quiet OR first <= $longest)
RETURN f.user AS user, k.n AS seq, max(last) AS last ORDER BY user
"""
SAID = f"""
MATCH (f:Follow {{id: $id}}) MATCH (n:Entity {{id: f.record}}) WHERE {sees("n")}
{UNTOLD}
RETURN COLLECT {{ MATCH (u:User {{id: c.by}}) RETURN u.name }}[0] AS who, c.text AS text, c.quote AS quote
ORDER BY c.at, c.id LIMIT {MOST}
"""
HEARD = """
MATCH (f:Follow {user: $user}) WHERE f.pace = $pace AND f.record IS NOT NULL
  AND coalesce(f.heard_at, f.told_at) < $until
SET f.heard_at = $until RETURN count(f) AS n
"""


@dataclass(frozen=True)
class Said:
    """A comment: who wrote it (None once their account is gone), its Markdown, the passage that it is about."""

    who: str | None
    text: str
    quote: str | None = None


def due(db: Database, pace: Pace, at: datetime) -> list[tuple[str, int, str]]:
    """The accounts to be told of comments at this pace: with the end of the feed, and the second of the last one."""
    told = {"until": second(at), "quiet": second(at - QUIET), "longest": second(at - LONGEST)}
    return [(row["user"], row["seq"], row["last"]) for row in db.read(DUE, pace=pace, **told)]


def said(db: Database, viewer: Viewer, follow: Follow, until: str) -> list[Said]:
    """What was said of a followed record up to a second, as far as its follower may see that record now."""
    return [Said(**row) for row in db.read(SAID, id=follow.id, until=until, **viewer.params())]


def heard(tx: Transaction, user: str, pace: Pace, until: str) -> None:
    """Notes that everything said up to a second was told."""
    tx.run(HEARD, user=user, pace=pace, until=until)


def second(at: datetime) -> str:
    """As comments are dated; one second earlier, since another may still be written in this one."""
    return (at.astimezone(UTC) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
