"""The agenda of a meeting as each may read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.agendas import Point, agenda
from graph.committees import Meeting
from graph.database import Database
from graph.guests import Guest
from graph.rights import viewer_for
from graph.viewers import ANONYMOUS, Viewer


def agendas_for(db: Database, guests: Sequence[Guest], held: Meeting) -> list[list[dict[str, Any]]]:
    """The points that each of these may read: as their account does, else as everybody."""
    public = agenda(db, ANONYMOUS, held)
    if not any(point.hidden for point in public):  # most often: then nobody's rights are asked, 10 ms each
        return [told(public)] * len(guests)
    return [agenda_of(db, viewer_for(db, guest.reached.user), held) for guest in guests]


def agenda_of(db: Database, viewer: Viewer, held: Meeting) -> list[dict[str, Any]]:
    """The points that this viewer may read."""
    return told(agenda(db, viewer, held))


def told(points: Sequence[Point]) -> list[dict[str, Any]]:
    """As letters take them; what is hidden from who reads is left out, and keeps its time."""
    return [
        {"at": each.at, "title": each.title, "minutes": each.minutes, "about": treats(each)}
        for each in points if not each.hidden
    ]  # fmt: skip


def treats(point: Point) -> str:
    """The name of the record that a point deals with, where its title does not say it."""
    return point.about.name if point.about and point.about.name.casefold() != point.title.casefold() else ""
