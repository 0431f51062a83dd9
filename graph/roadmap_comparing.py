"""Two years of a roadmap side by side: what went on, what ended, what began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph.briefs import states_on
from graph.database import Database
from graph.links import today
from graph.roadmap_figures import Budget, budget
from graph.roadmaps import CLOSED, Line, Roadmap
from graph.viewers import Viewer


@dataclass(frozen=True)
class Side:
    """A year: its lines, and how each stood at its end (now, when it is not over), by id."""

    road: Roadmap
    states: Mapping[str, str]

    @property
    def done(self) -> int:
        return sum(state == "done" for state in self.states.values())

    @property
    def open(self) -> int:
        return len(self.road.lines) - sum(state in CLOSED for state in self.states.values())

    @property
    def money(self) -> Budget | None:
        rows = budget(self.road.lines)
        return rows[-1] if rows else None


@dataclass(frozen=True)
class Compared:
    """Lines of both years, those of the earlier one only, those of the later one only."""

    earlier: Side
    later: Side
    both: tuple[tuple[Line, Line], ...]
    left: tuple[Line, ...]
    new: tuple[Line, ...]


def compared(db: Database, viewer: Viewer, earlier: Roadmap, later: Roadmap) -> Compared:
    """By action: a line that was taken up again is the same action in both."""
    before = {line.record.id: line for line in earlier.lines}
    after = {line.record.id: line for line in later.lines}
    return Compared(
        _side(db, viewer, earlier), _side(db, viewer, later),
        tuple((before[id], line) for id, line in after.items() if id in before),
        tuple(line for id, line in before.items() if id not in after),
        tuple(line for id, line in after.items() if id not in before),
    )  # fmt: skip


def _side(db: Database, viewer: Viewer, road: Roadmap) -> Side:
    last = date(int(road.year), 12, 31).isoformat()
    ids = [line.record.id for line in road.lines]
    return Side(road, states_on(db, viewer, ids, last if last < today() else None))
