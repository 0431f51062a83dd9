"""What the page of a meeting says of its guests: answers, for who prepares it; one's own, for who was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.agendas import Point, agenda, may_propose
from graph.committees import Meeting, meeting
from graph.guests import Guest, guests
from graph.links import Brief
from graph.meeting_answers import Invited, counted, own_invitation
from workspace.current import database, viewer


@dataclass(frozen=True)
class Panel:
    """`asked` is everybody who was, for who prepares the meeting; `own` the reader's invitation; `counts` by answer,
    for both. `prepares`: may the reader change the meeting?"""

    held: Meeting
    prepares: bool
    asked: Sequence[Guest]
    own: Invited | None
    counts: dict[str, int]
    agenda: Sequence[Point]
    sits: bool  # may they propose a point?


def panel(record: Brief) -> Panel:
    """Of a meeting that the reader sees."""
    db, reader = database(), viewer()
    held = meeting(db, reader, record.id)
    prepares = reader.writes(record.id)
    asked = [guest for guest in guests(db, reader, held) if guest.asked] if prepares else []
    own = own_invitation(db, reader, record.id)
    return Panel(held, prepares, asked, own, counted(db, held) if prepares or own else {},
                 agenda(db, reader, held), may_propose(db, reader, held))  # fmt: skip
