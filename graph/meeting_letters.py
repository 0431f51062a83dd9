"""What was written to whom about a meeting: each sending has a number, so that one sent twice leaves once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.committees import Meeting
from graph.database import Database, Transaction
from graph.errors import Conflict, Invalid
from graph.guests import Guest, ends, slot_of
from graph.operations import new_op, now
from graph.permissions import must_write
from graph.tokens import fingerprint, new_token
from graph.viewers import Viewer

LONGEST = 5_000
REMINDERS = (14, 7, 3, 2, 1)  # days before, among which one chooses
USUAL = (7, 1)
# MERGE waits for whoever writes the same number: the second finds the letter of the first.
BEGIN = """
MERGE (l:MeetingLetter {key: $key})
ON CREATE SET l += $set
RETURN l.id = $id AS own
"""
SENT = """
MATCH (l:MeetingLetter {meeting: $meeting})
RETURN l {.number, .sort, .at, .by, .count, .language,
          by_name: COLLECT { MATCH (u:User {id: l.by}) RETURN u.name }[0]} AS letter
ORDER BY l.number DESC, l.key LIMIT 100
"""
ASK = """
UNWIND $rows AS row
MERGE (g:Guest {key: row.key})
ON CREATE SET g.id = row.id, g.meeting = row.meeting, g.person = row.person, g.at = $now
SET g.told_at = $now, g.told = $sort, g.slot = CASE WHEN $sort = 'cancelled' THEN g.slot ELSE $slot END
CREATE (l:GuestLink {hash: row.hash, guest: g.id, until: $until})
RETURN count(l) AS n
"""
LINK = "UNWIND $rows AS row CREATE (l:GuestLink {hash: row.hash, guest: row.guest, until: $until}) RETURN count(l) AS n"
OLD = """
CALL () {
  MATCH (l:GuestLink) WHERE l.hash > '' RETURN l UNION ALL MATCH (l:ActionLink) WHERE l.hash > '' RETURN l
}
WITH l WHERE l.until < $now LIMIT $limit DELETE l RETURN count(*) AS n
"""
PLAN = "MATCH (p:MeetingPlan {meeting: $meeting}) RETURN p.remind AS remind"
KEEP_PLAN = "MERGE (p:MeetingPlan {meeting: $meeting}) SET p.remind = $remind RETURN p.meeting AS meeting"


@dataclass(frozen=True)
class Letter:
    """A sending: `sort` is invitation, cancelled or minutes; `count` people got it at `at` (UTC)."""

    number: int
    sort: str
    at: str
    by: str
    by_name: str | None
    count: int
    language: str


def letters(db: Database, viewer: Viewer, id: str) -> list[Letter]:
    """The sendings about a meeting, the last first, for who prepares it."""
    must_write(viewer, id)
    return [Letter(**row["letter"]) for row in db.read(SENT, meeting=id)]


def begin(
    tx: Transaction, viewer: Viewer, held: Meeting, number: int, sort: str, language: str, count: int,
    *, note: str | None = None, persons: Sequence[str] = (),
) -> None:  # fmt: skip
    """Takes the next number of a meeting. Conflict when it was taken: what it sends has left.
    Of minutes, `note` went to `persons`."""
    must_write(viewer, held.record.id)
    meeting = held.record.id
    taken = tx.run(SENT, meeting=meeting)
    if number != (taken[0]["letter"]["number"] if taken else 0) + 1:
        raise Conflict(meeting)
    id = new_op("letter")
    told = {"id": id, "meeting": meeting, "number": number, "sort": sort, "at": now(), "by": viewer.user or "",
            "language": language, "count": count, "note": note,
            "persons": list(persons)}  # fmt: skip
    if not tx.run(BEGIN, key=f"{meeting}|{number}", id=id, set=told)[0]["own"]:
        raise Conflict(meeting)


def ask(tx: Transaction, held: Meeting, asked: Sequence[Guest], sort: str) -> list[str]:
    """Notes that these are asked (or told that it is cancelled); the secrets of their letters, in order."""
    tokens = [new_token() for _ in asked]
    rows = [{"key": f"{held.record.id}|{guest.who.id}", "id": new_op("guest"), "meeting": held.record.id,
             "person": guest.who.id, "hash": fingerprint(token)}
            for guest, token in zip(asked, tokens, strict=True)]  # fmt: skip
    tx.run(ASK, rows=rows, sort=sort, slot=slot_of(held), until=ends(held), now=now())
    return tokens


def again(tx: Transaction, held: Meeting, asked: Iterable[Guest]) -> list[str]:
    """New secrets for people who were asked already, in order."""
    known = [guest.asked.id for guest in asked if guest.asked]
    tokens = [new_token() for _ in known]
    rows = [{"guest": id, "hash": fingerprint(token)} for id, token in zip(known, tokens, strict=True)]
    tx.run(LINK, rows=rows, until=ends(held))
    return tokens


def reminders(db: Database, id: str) -> tuple[int, ...]:
    """How many days before a meeting those who were asked are reminded, the first reminder first."""
    rows = db.read(PLAN, meeting=id)
    return tuple(sorted(rows[0]["remind"] or (), reverse=True)) if rows else USUAL


def keep_reminders(db: Database | Transaction, viewer: Viewer, id: str, told: Collection[str]) -> None:
    """Keeps the days. Invalid for one that is not among REMINDERS."""
    must_write(viewer, id)
    days = [int(each) for each in told if each.isascii() and each.isdigit() and int(each) in REMINDERS]
    if len(days) != len(told):
        raise Invalid({"rappels": "à choisir dans la liste"})
    write = db.run if isinstance(db, Transaction) else db.write
    write(KEEP_PLAN, meeting=id, remind=sorted(set(days), reverse=True))


def checked(message: str) -> str:
    """The words of a letter. Invalid when they are too long."""
    if len(message) > LONGEST:
        raise Invalid({"message": f"{LONGEST} caractères au plus"})
    return message.strip()


def sweep(db: Database, limit: int = 5_000) -> int:
    """Erases the secrets that open nothing any more; how many."""
    return int(db.write(OLD, now=now(), limit=limit)[0]["n"])
