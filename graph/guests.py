"""Who may be asked to a meeting, who was, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from graph.addressees import Addressee
from graph.committees import Meeting, meeting
from graph.database import Database
from graph.errors import Invalid
from graph.links import Brief, brief, brief_of, in_force, today
from graph.permissions import must_write
from graph.viewers import Viewer, sees, sees_link

Answer = Literal["yes", "no", "represented"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "represented")
PRESENCE: Mapping[str, str] = {"yes": "present", "no": "excused", "represented": "represented"}
MOST = 500
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


def ends(held: Meeting) -> str:
    """The UTC second after which its invitations open nothing: the end of the day after it."""
    return f"{date.fromisoformat(held.day or '') + timedelta(2)}T00:00:00Z"


def _guest(row: Mapping[str, Any], held: Meeting) -> Guest:
    who, user = brief_of(row["who"]), row["user"] or {}
    reached = Addressee(who.id, who.name, user.get("email") or row["email"], user.get("id"))
    asked = asked_from(row["guest"]) if row["guest"] else None
    return Guest(who, row["body"], row["seat"], reached, slot_of(held), held.record.status == "abandoned", asked)


def asked_from(told: Mapping[str, Any]) -> Asked:
    """What the graph keeps of somebody who was asked."""
    return Asked(**{name: value for name, value in told.items() if value is not None})
