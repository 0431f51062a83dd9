"""What those who were asked to a meeting answer: by the address of their letter, or signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.committees import Meeting, meeting
from graph.database import Database
from graph.errors import Conflict, Invalid, NotFound
from graph.guests import ANSWERS, GUEST, Asked, asked_from, is_past, slot_of
from graph.operations import now
from graph.tokens import fingerprint
from graph.viewers import SYSTEM, Viewer

LONGEST_NAME = 120
OF_SECRET = f"""
MATCH (l:GuestLink {{hash: $hash}}) MATCH (g:Guest {{id: l.guest}})
MATCH (m:Entity {{id: g.meeting}}) WHERE m:Meeting
RETURN {GUEST} AS guest, l.until AS until, COLLECT {{ MATCH (p:Entity {{id: g.person}}) RETURN p.name }}[0] AS name
"""
OWN = f"""
MATCH (u:User {{id: $user}}) MATCH (g:Guest {{key: $meeting + '|' + u.person}})
RETURN {GUEST} AS guest, u.name AS name
"""
COUNTS = """
MATCH (g:Guest {meeting: $meeting})
RETURN CASE WHEN g.answer_slot = $slot THEN g.answer ELSE '' END AS answer, count(*) AS n ORDER BY answer
"""
OF_PERSON = """
MATCH (g:Guest {person: $person})
RETURN g {.meeting, .told_at, .answer, .deputy, .answered_at} AS told ORDER BY g.told_at, g.key
"""
TELL = """
MATCH (g:Guest {id: $id})
SET g.answer = $answer, g.deputy = $deputy, g.answer_slot = $slot, g.answered_at = $now RETURN g.id AS id
"""


@dataclass(frozen=True)
class Invited:
    """An invitation as its bearer reads it."""

    asked: Asked
    name: str
    meeting: Meeting

    @property
    def answer(self) -> str:
        """What was said of the present hours and place."""
        return self.asked.answer if self.asked.answer_slot == slot_of(self.meeting) else ""

    @property
    def state(self) -> str:
        """`open`, or why it is not answered any more: `cancelled`, `past`."""
        if self.meeting.record.status == "abandoned":
            return "cancelled"
        return "past" if is_past(self.meeting) else "open"


def counted(db: Database, held: Meeting) -> dict[str, int]:
    """How many answered what about the present hours and place; "" for those who have not."""
    rows = db.read(COUNTS, meeting=held.record.id, slot=slot_of(held))
    return {row["answer"] or "": row["n"] for row in rows}


def invited_by(db: Database, token: str) -> Invited:
    """The invitation of a secret. NotFound for one that is none, is over, or whose meeting is gone."""
    rows = db.read(OF_SECRET, hash=fingerprint(token))
    if not rows or rows[0]["until"] < now():
        raise NotFound("")
    return _invited(db, SYSTEM, rows[0])


def own_invitation(db: Database, viewer: Viewer, id: str) -> Invited | None:
    """The reader's own invitation to a meeting that they may see."""
    rows = db.read(OWN, user=viewer.user, meeting=id) if viewer.user else []
    return _invited(db, viewer, rows[0]) if rows else None


def answer(db: Database, invited: Invited, said: str, deputy: str = "") -> None:
    """Keeps an answer, the last one counts. Invalid names what is wrong, Conflict: it is not answered any more."""
    deputy = " ".join(deputy.split())
    wrong = {}
    if said not in ANSWERS:
        wrong["reponse"] = "à choisir dans la liste"
    if said == "represented" and not deputy:
        wrong["par"] = "dites par qui vous serez représenté"
    if len(deputy) > LONGEST_NAME:
        wrong["par"] = f"{LONGEST_NAME} caractères au plus"
    if wrong:
        raise Invalid(wrong)
    if invited.state != "open":
        raise Conflict(invited.meeting.record.id)
    kept = deputy if said == "represented" else None
    db.write(TELL, id=invited.asked.id, answer=said, deputy=kept, slot=slot_of(invited.meeting), now=now())


def asked_of(db: Database, person: str) -> list[dict[str, Any]]:
    """Every invitation of a person with what they answered, for the export of their data."""
    return [row["told"] for row in db.read(OF_PERSON, person=person)]


def _invited(db: Database, viewer: Viewer, row: Mapping[str, Any]) -> Invited:
    asked = asked_from(row["guest"])
    return Invited(asked, row["name"] or "", meeting(db, viewer, asked.meeting))
