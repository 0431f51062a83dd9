"""Who may be asked to a meeting, who was, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from graph.addressees import Addressee
from graph.committees import Meeting, meeting
from graph.database import Database
from graph.errors import Conflict, Invalid, NotFound
from graph.links import Brief, brief, brief_of, in_force, today
from graph.operations import now
from graph.permissions import must_write
from graph.tokens import fingerprint
from graph.viewers import SYSTEM, Viewer, sees, sees_link

Answer = Literal["yes", "no", "represented"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "represented")
PRESENCE: Mapping[str, str] = {"yes": "present", "no": "excused", "represented": "represented"}
MOST, LONGEST_NAME = 500, 120
WHOLE_DAY = len("2026-01-31")
GUEST = "g {.id, .meeting, .person, .slot, .told_at, .told, .answer, .answer_slot, .answered_at, .deputy}"
# Those who sit that day in what holds the meeting or animate it, those noted there, and whoever was asked already.
GUESTS = f"""
MATCH (m:Entity {{id: $id}})
CALL (m) {{
  MATCH (m)<-[h:HOLDS]-(c:Entity)<-[r:MEMBER_OF|ANIMATES]-(who:Person)
  WHERE NOT c:Gone AND {sees("c")} AND {sees_link("h")} AND {sees_link("r")} AND {in_force("r")}
    AND coalesce(r.standing, '') <> 'contested'
  RETURN who, r.on_behalf_of AS body, r.seat AS seat
  UNION MATCH (m)<-[a:ATTENDS]-(who:Person) WHERE {sees_link("a")} RETURN who, null AS body, null AS seat
  UNION MATCH (g:Guest {{meeting: m.id}}) MATCH (who:Entity:Person {{id: g.person}})
  RETURN who, null AS body, null AS seat
}}
WITH m, who, head(collect(body)) AS body, head(collect(seat)) AS seat WHERE NOT who:Gone AND {sees("who")}
RETURN {brief("who")} AS who, body, seat,
  COLLECT {{ MATCH (u:User {{person: who.id}}) WHERE u.email > '' AND u.suspended_at IS NULL
             RETURN u {{.id, .email}} }}[0] AS user,
  COLLECT {{ MATCH (who)-[:HAS_CONTACT]->(contact:Contact) RETURN contact.email }}[0] AS email,
  COLLECT {{ MATCH (g:Guest {{key: m.id + '|' + who.id}}) RETURN {GUEST} }}[0] AS guest
ORDER BY who.name_key, who.id LIMIT {MOST}
"""
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
class Asked:
    """Somebody who was asked: when they were last written to (`told_at`), of which hours and place (`slot`), and what
    they answered about which."""

    id: str
    meeting: str
    person: str
    slot: str = ""
    told_at: str = ""
    told: str = ""
    answer: str = ""
    answer_slot: str = ""
    answered_at: str = ""
    deputy: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody who may be asked to a meeting, for which body, with the address that reaches them; `asked` once they
    were. `slot` is the meeting's present one."""

    who: Brief
    body: str | None
    seat: str | None
    reached: Addressee
    slot: str
    cancelled: bool
    asked: Asked | None = None

    @property
    def answer(self) -> str:
        """What they said of the present hours and place; "" while they have not."""
        return self.asked.answer if self.asked and self.asked.answer_slot == self.slot else ""

    @property
    def state(self) -> str:
        """Why they are written to: `new`, `changed`, `silent`, `cancelled`; else `unreachable`, `answered`, `told`."""
        if not self.reached.email:
            return "unreachable"
        if self.cancelled:
            known = self.asked is not None and self.asked.told != "cancelled"
            return "cancelled" if known else "told"
        if self.asked is None:
            return "new"
        if self.asked.slot != self.slot or self.asked.told == "cancelled":
            return "changed"
        return "answered" if self.answer else "silent"

    @property
    def due(self) -> bool:
        """Is there something to write to them?"""
        return self.state in ("new", "changed", "silent", "cancelled")


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


def slot_of(held: Meeting) -> str:
    """When and where, as one text: another one makes another invitation of it."""
    return "|".join((held.day or "", held.starts or "", held.stops or "", held.place or "", held.video or ""))


def is_past(held: Meeting) -> bool:
    """Is its day over?"""
    return bool(held.day_from and held.day and len(held.day) == WHOLE_DAY and held.day_from < today())


def must_be_asked(held: Meeting) -> None:
    """Invalid when nobody can be asked to this meeting, and why."""
    if not held.day or len(held.day) != WHOLE_DAY:
        raise Invalid({"day": "donnez d'abord un jour à la réunion"})
    if is_past(held):
        raise Invalid({"day": "la réunion est passée"})


def organised(db: Database, viewer: Viewer, id: str) -> Meeting:
    """A meeting, for who prepares it. NotFound for who may not see it, NotAllowed for who may not change it."""
    found = meeting(db, viewer, id)
    must_write(viewer, id)
    return found


def guests(db: Database, viewer: Viewer, held: Meeting) -> list[Guest]:
    """Everybody who may be asked, by name, for who prepares the meeting."""
    must_write(viewer, held.record.id)
    rows = db.read(GUESTS, id=held.record.id, at=held.day_from or today(), **viewer.params())
    return [_guest(row, held) for row in rows]


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


def ends(held: Meeting) -> str:
    """The UTC second after which its invitations open nothing: the end of the day after it."""
    return f"{date.fromisoformat(held.day or '') + timedelta(2)}T00:00:00Z"


def _guest(row: Mapping[str, Any], held: Meeting) -> Guest:
    who, user = brief_of(row["who"]), row["user"] or {}
    reached = Addressee(who.id, who.name, user.get("email") or row["email"], user.get("id"))
    asked = _asked(row["guest"]) if row["guest"] else None
    return Guest(who, row["body"], row["seat"], reached, slot_of(held), held.record.status == "abandoned", asked)


def _invited(db: Database, viewer: Viewer, row: Mapping[str, Any]) -> Invited:
    asked = _asked(row["guest"])
    return Invited(asked, row["name"] or "", meeting(db, viewer, asked.meeting))


def _asked(told: Mapping[str, Any]) -> Asked:
    return Asked(**{name: value for name, value in told.items() if value is not None})
