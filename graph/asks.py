"""Each record that a campaign asks somebody about: which letter tells it, what became of that, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.campaigns import MINE, Campaign, mine
from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.schema import Label
from graph.viewers import Viewer, sees

Stage = Literal[
    "waiting", "invited", "opened", "confirmed", "changed", "left", "bounced", "failed", "uncertain", "silent"
]
STAGES: Mapping[Stage, Label] = {
    "waiting": Label("lettre en attente d'envoi", "letter waiting to leave"),
    "invited": Label("invité", "invited"),
    "opened": Label("page ouverte", "page opened"),
    "confirmed": Label("a confirmé", "confirmed"),
    "changed": Label("a modifié", "changed"),
    "left": Label("a passé la main", "handed over"),
    "bounced": Label("adresse refusée", "address refused"),
    "failed": Label("lettre non partie", "letter not sent"),
    "uncertain": Label("envoi incertain", "sending uncertain"),
    "silent": Label("sans réponse", "no answer"),
}
BATCH = 500

MAKE = """
MATCH (k:Counter {name: 'changes'})
UNWIND $asks AS ask CREATE (a:Ask) SET a = ask, a.seq = k.n RETURN count(a) AS made
"""
ROWS = f"""
MATCH (c:Campaign {{id: $id}}) WHERE {MINE}
MATCH (a:Ask {{campaign: c.id}})
MATCH (n:Entity {{id: a.record}}) WHERE ($edits OR n.id IN $facilitated) AND {sees("n")}
OPTIONAL MATCH (job:Job {{key: a.mail}})
RETURN a {{.id, .record, .person, .name, .mail, .reminders, .opened_at, .confirmed_at, .changed_at, .left_at,
           .bounced_at, .answered_at, .seen_at, .silent}} AS ask, {brief("n")} AS record,
       job {{.id, .state, .cause, .error}} AS job,
       CASE WHEN a.user IS NOT NULL THEN
         EXISTS {{ MATCH (ch:Change {{record: a.record}}) WHERE ch.seq > a.seq AND ch.by = a.user }} ELSE false END
         AS wrote
ORDER BY n.name_key, n.id, a.name, a.id
"""
# Who is still to be reminded: not answered, and the last letter was not lost.
DUE = """
MATCH (a:Ask {campaign: $id}) WHERE a.answered_at IS NULL AND a.bounced_at IS NULL AND a.email IS NOT NULL
  AND NOT EXISTS { MATCH (ch:Change {record: a.record}) WHERE ch.seq > a.seq AND ch.by = a.user }
OPTIONAL MATCH (job:Job {key: a.mail})
WITH a, job WHERE coalesce(job.state, 'done') = 'done'
MATCH (n:Entity {id: a.record})
RETURN a {.id, .record, .person, .name, .email, .user} AS ask, n.name AS name, n.reviewed_at AS reviewed_at
ORDER BY a.email, n.name_key, a.id
"""
REMINDED = """
UNWIND $asks AS ask MATCH (a:Ask {id: ask.id}) SET a.mail = ask.mail, a.reminders = a.reminders + 1
RETURN count(a) AS n
"""
ANSWERED = """
MATCH (a:Ask {record: $record}) WHERE a.id = $ask OR a.user = $user
SET a[$what] = coalesce(a[$what], $now)
SET a.answered_at = CASE WHEN $what = 'opened_at' THEN a.answered_at ELSE coalesce(a.answered_at, $now) END,
    a.silent = CASE WHEN $what = 'opened_at' THEN a.silent ELSE false END
RETURN count(a) AS n
"""
MARK = f"""
MATCH (a:Ask {{id: $ask, campaign: $id}}) MATCH (c:Campaign {{id: $id}}) WHERE {MINE}
MATCH (n:Entity {{id: a.record}}) WHERE $edits OR n.id IN $facilitated
SET a[$what] = $now RETURN a.mail AS mail
"""


@dataclass(frozen=True)
class Ask:
    """A record, who was asked about it, and how that stands. `job` is the letter's, while it is not settled."""

    id: str
    record: Brief
    name: str
    stage: Stage
    reminders: int = 0
    opened_at: str | None = None
    answered_at: str | None = None
    seen_at: str | None = None
    job: str | None = None
    error: str = ""

    @property
    def to_review(self) -> bool:
        """Did it bring a change that no facilitator looked at yet?"""
        return self.stage in ("changed", "left") and self.seen_at is None


def make(tx: Transaction, asks: Sequence[Mapping[str, Any]]) -> None:
    """Writes asks: id, campaign, record, person, name, email, user, mail (the key of the letter's job), at."""
    for first in range(0, len(asks), BATCH):
        tx.run(MAKE, asks=[{"reminders": 0, **ask} for ask in asks[first : first + BATCH]])


def asks(db: Database, viewer: Viewer, campaign: Campaign) -> list[Ask]:
    """Every ask of a campaign whose record the viewer keeps true, by name."""
    return [_ask(row) for row in db.read(ROWS, id=campaign.id, **mine(viewer))]


def unanswered(db: Database, campaign: str) -> list[dict[str, Any]]:
    """For reminders: `ask`, the record's `name` and the day it was last confirmed, by address."""
    return db.read(DUE, id=campaign)


def reminded(tx: Transaction, told: Iterable[Mapping[str, Any]]) -> None:
    """Notes the letters by which asks were told again: id and mail of each."""
    rows = list(told)
    for first in range(0, len(rows), BATCH):
        tx.run(REMINDED, asks=rows[first : first + BATCH])


def answered(db: Database, record: str, what: str, *, ask: str | None = None, user: str | None = None) -> None:
    """Remembers the first `opened_at`, `confirmed_at`, `changed_at` or `left_at`, of an ask or of an account's."""
    db.write(ANSWERED, record=record, what=what, ask=ask, user=user, now=now())


def mark(db: Database, viewer: Viewer, campaign: str, ask: str, what: Literal["seen_at", "bounced_at"]) -> None:
    """A facilitator looked at what an ask brought, or knows that its letter came back."""
    if not db.write(MARK, id=campaign, ask=ask, what=what, now=now(), **mine(viewer)):
        raise NotFound(ask)


def _ask(row: Mapping[str, Any]) -> Ask:
    ask, job = row["ask"], row["job"] or {}
    settled = job.get("state", "done") == "done"
    return Ask(
        ask["id"], brief_of(row["record"]), ask["name"], _stage(ask, job, wrote=row["wrote"]), ask["reminders"],
        ask["opened_at"], ask["answered_at"], ask["seen_at"], None if settled else job["id"], job.get("error") or "",
    )  # fmt: skip


def _stage(ask: Mapping[str, Any], job: Mapping[str, Any], *, wrote: bool) -> Stage:
    """The furthest that it came; an answer counts more than what became of the letter."""
    if ask["left_at"]:
        return "left"
    if ask["changed_at"] or (wrote and not ask["confirmed_at"]):
        return "changed"
    if ask["confirmed_at"]:
        return "confirmed"
    if ask["bounced_at"] or job.get("cause") == "refused":
        return "bounced"
    if job.get("state") in ("failed", "uncertain"):
        return "failed" if job["state"] == "failed" else "uncertain"
    if ask["silent"]:
        return "silent"
    if ask["opened_at"]:
        return "opened"
    return "waiting" if job.get("state") in ("waiting", "running") else "invited"
