"""The adopted minutes of a meeting, who took part, and whom they were sent to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.committees import Meeting
from graph.database import Database
from graph.guests import Guest, guests
from graph.links import Brief, brief, brief_of
from graph.permissions import must_write
from graph.rights import viewer_for
from graph.viewers import Viewer, sees, sees_link

# Those that name the meeting; or what holds it, and are of its day.
MINUTES = f"""
MATCH (m:Entity {{id: $id}})
CALL (m) {{
  MATCH (m)<-[r:MENTIONS]-(n:Note) WHERE {sees_link("r")} RETURN n
  UNION
  MATCH (m)<-[h:HOLDS]-(c:Entity)<-[r:MENTIONS]-(n:Note)
  WHERE n.day_from = m.day_from AND {sees("c")} AND {sees_link("h")} AND {sees_link("r")} RETURN n
}}
WITH DISTINCT n WHERE NOT n:Gone AND n.adopted_at IS NOT NULL AND {sees("n")}
RETURN {brief("n")} AS note, n.adopted_at AS at, n.audience AS audience ORDER BY at DESC, note.id LIMIT 20
"""
CAME = f"""
MATCH (m:Entity {{id: $id}})<-[a:ATTENDS]-(who:Person) WHERE {sees_link("a")} AND {sees("who")}
RETURN who.id AS id, coalesce(a.presence, 'present') AS presence ORDER BY id
"""
SENT = (
    "MATCH (l:MeetingLetter {meeting: $id}) WHERE l.note = $note RETURN l.persons AS persons ORDER BY l.number, l.key"
)


@dataclass(frozen=True)
class Minutes:
    """A note that was adopted `at` (UTC), and who may read it."""

    note: Brief
    at: str
    audience: str


@dataclass(frozen=True)
class Participant:
    """Somebody who may be sent minutes: `presence` as noted; why not, as `state`: `unreachable`, `closed` when the note
    is not for them to read, `sent`; else `open`."""

    guest: Guest
    presence: str
    state: str


def minutes_of(db: Database, viewer: Viewer, held: Meeting) -> list[Minutes]:
    """The adopted minutes of a meeting that the viewer may see, the last adopted first."""
    rows = db.read(MINUTES, id=held.record.id, **viewer.params())
    return [Minutes(brief_of(row["note"]), row["at"], row["audience"]) for row in rows]


def participants(db: Database, viewer: Viewer, held: Meeting, told: Minutes) -> list[Participant]:
    """Everybody who was asked, sits there or was noted, by name, for who prepares the meeting."""
    must_write(viewer, held.record.id)
    id = held.record.id
    came = {row["id"]: row["presence"] for row in db.read(CAME, id=id, **viewer.params())}
    sent = {who for row in db.read(SENT, id=id, note=told.note.id) for who in row["persons"] or ()}
    return list(_participants(db, guests(db, viewer, held), told, came, sent))


def _participants(
    db: Database, every: list[Guest], told: Minutes, came: Mapping[str, str], sent: set[Any]
) -> Iterator[Participant]:
    for guest in every:
        state = "open"
        if guest.who.id in sent:
            state = "sent"
        elif not guest.reached.email:
            state = "unreachable"
        elif told.audience != "public" and not viewer_for(db, guest.reached.user).reads(told.audience):
            state = "closed"
        yield Participant(guest, came.get(guest.who.id, ""), state)
