"""Which meetings are near enough for those who were asked to be reminded, and who is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.committees import meeting
from graph.database import Database
from graph.guests import Guest, guests
from graph.meeting_letters import REMINDERS, USUAL, Letter, letters
from graph.viewers import SYSTEM

NEAR = """
MATCH (m:Meeting) WHERE m.day_from > $today AND m.day_from <= $last AND m.day_from = m.day
  AND m:Entity AND NOT coalesce(m.status, '') IN ['abandoned', 'done']
  AND EXISTS { MATCH (g:Guest {meeting: m.id}) }
RETURN m.id AS id, m.day_from AS day, COLLECT { MATCH (p:MeetingPlan {meeting: m.id}) RETURN p.remind }[0] AS remind
ORDER BY day, id
"""


@dataclass(frozen=True)
class Reminder:
    """A meeting on `day`, `before` days ahead of which its guests are reminded."""

    meeting: str
    day: str
    before: int

    @property
    def on(self) -> str:
        """The day on which it leaves."""
        return (date.fromisoformat(self.day) - timedelta(self.before)).isoformat()


def due(db: Database, today: date) -> list[Reminder]:
    """The reminders whose day has come: of each meeting the nearest one, as a worker that slept catches up once."""
    rows = db.read(NEAR, today=today.isoformat(), last=(today + timedelta(max(REMINDERS))).isoformat())
    found = (_nearest(row["id"], row["day"], USUAL if row["remind"] is None else row["remind"], today) for row in rows)
    return [each for each in found if each]


def reminded(db: Database, told: Reminder) -> tuple[Letter | None, list[Guest]]:
    """Who is reminded: asked before that day, and did not decline; with the letter by which they were asked. Nobody
    when the meeting was moved or cancelled meanwhile. NotFound when it is gone."""
    held = meeting(db, SYSTEM, told.meeting)
    last = next((each for each in letters(db, SYSTEM, told.meeting) if each.sort == "invitation"), None)
    if held.day != told.day or held.record.status in ("abandoned", "done") or last is None:
        return None, []
    return last, [guest for guest in guests(db, SYSTEM, held) if _wants(guest, told)]


def _wants(guest: Guest, told: Reminder) -> bool:
    asked = guest.asked
    return bool(asked and guest.reached.email and asked.told_at[:10] < told.on and guest.answer != "no")


def _nearest(id: str, day: str, days: Iterable[int], today: date) -> Reminder | None:
    left = (date.fromisoformat(day) - today).days
    before = min((each for each in days if each >= left), default=None)
    return Reminder(id, day, before) if before else None
