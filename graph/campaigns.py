"""Campaigns: a list of records, a message, a day until which those who bear them are asked whether all is still true.
A plain letter to a group is one that asks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graph.database import Database, Transaction
from graph.errors import Conflict, NotAllowed, NotFound
from graph.operations import now
from graph.viewers import Viewer

Sort = Literal["update", "letter"]
State = Literal["draft", "running", "closed"]

MINE = "($edits OR c.by = $user)"
TOLD = """c {.id, .sort, .subject, .message, .place, .query, .words, .by, .by_name, .reply_to, .language, .until,
  .every, .open, .excluded, .state, .at, .sent_at, .closed_at}"""
ONE = f"MATCH (c:Campaign {{id: $id}}) WHERE {MINE} RETURN {TOLD} AS campaign"
ALL = f"""
MATCH (c:Campaign) WHERE {MINE}
CALL (c) {{ MATCH (a:Ask {{campaign: c.id}}) RETURN count(a) AS asked, count(a.answered_at) AS answered }}
RETURN {TOLD} AS campaign, asked, answered ORDER BY c.at DESC, c.id LIMIT 500
"""
# Written to first, which takes the lock: of two who press at once, one finds it sent.
START = f"""
MATCH (c:Campaign {{id: $id}}) WHERE {MINE} SET c.touched_at = $now
WITH c WHERE c.state = 'draft' SET c.state = 'running', c.sent_at = $now
RETURN {TOLD} AS campaign
"""
# Addresses are kept while somebody may still be reminded, and no longer.
CLOSE = f"""
MATCH (c:Campaign {{id: $id}}) WHERE c.state = 'running' AND {MINE}
SET c.state = 'closed', c.closed_at = $now
WITH c
CALL (c) {{
  MATCH (a:Ask {{campaign: c.id}}) OPTIONAL MATCH (job:Job {{key: a.mail}})
  SET a.silent = c.sort = 'update' AND a.answered_at IS NULL AND a.bounced_at IS NULL
                 AND coalesce(job.state, 'done') = 'done',
      a.email = null
}}
RETURN c.id AS id
"""
RUNNING = f"MATCH (c:Campaign {{id: $id}}) WHERE c.state = 'running' RETURN {TOLD} AS campaign"


@dataclass(frozen=True)
class Campaign:
    """`place` and `query` are the list that it asks about, `words` the same told; it reminds every `every` days until
    `until`; `open` when who has no account may answer; `excluded` are the asks left out, by key."""

    id: str
    sort: Sort
    subject: str
    message: str
    place: str
    query: str
    words: str
    by: str
    by_name: str
    reply_to: str
    language: str
    until: str
    every: int
    open: bool
    state: State
    at: str
    excluded: tuple[str, ...] = ()
    sent_at: str | None = None
    closed_at: str | None = None
    asked: int = 0
    answered: int = 0


def campaign(db: Database, viewer: Viewer, id: str) -> Campaign:
    """One's own campaign, or any for who answers for the whole. NotFound for others."""
    must_animate(viewer)
    rows = db.read(ONE, id=id, **mine(viewer))
    if not rows:
        raise NotFound(id)
    return campaign_of(rows[0]["campaign"])


def campaigns(db: Database, viewer: Viewer) -> list[Campaign]:
    """Those that the viewer may follow, newest first, with how many were asked and answered."""
    must_animate(viewer)
    rows = db.read(ALL, **mine(viewer))
    return [campaign_of(row["campaign"], asked=row["asked"], answered=row["answered"]) for row in rows]


def running(db: Database, id: str) -> Campaign | None:
    """A campaign under way, for the work in the background."""
    rows = db.read(RUNNING, id=id)
    return campaign_of(rows[0]["campaign"]) if rows else None


def start(tx: Transaction, viewer: Viewer, id: str) -> Campaign:
    """Marks a draft as sent; its letters are queued in the same transaction. Conflict when it was sent already."""
    must_animate(viewer)
    rows = tx.run(START, id=id, now=now(), **mine(viewer))
    if not rows:
        raise Conflict(id)
    return campaign_of(rows[0]["campaign"])


def close(db: Database, viewer: Viewer, id: str) -> None:
    """Ends a campaign: no more reminders; who did not answer is silent, and addresses are forgotten."""
    if not db.write(CLOSE, id=id, now=now(), **mine(viewer)):
        raise NotFound(id)


def must_animate(viewer: Viewer) -> None:
    """NotAllowed for who animates neither the whole nor a part."""
    if not viewer.edits and not viewer.facilitates:
        raise NotAllowed("Seule l'animation écrit aux porteurs.")


def mine(viewer: Viewer) -> dict[str, Any]:
    """The parameters that MINE refers to, and those of rights."""
    return {"user": viewer.user, **viewer.rights()}


def campaign_of(told: Mapping[str, Any], **more: Any) -> Campaign:
    """A Campaign from its node."""
    return Campaign(**{**told, "excluded": tuple(told["excluded"] or ())}, **more)
