"""From lines as somebody wants them to steps: what is new, what changes, what cannot be. Asking writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from graph import states
from graph.database import Database
from graph.editing import TAKEN
from graph.folding import slug
from graph.operations import Operation, Step
from graph.permissions import owner_of
from graph.roadmap_planning import ACTION, TOPIC, Planner
from graph.roadmap_steps import Steps
from graph.roadmap_wanted import Fault, Told, Wanted
from graph.roadmaps import Line, Roadmap, elsewhere
from graph.viewers import Viewer
from graph.writing import write

MOST_NUMBERS = 100  # of records that would have the same id


@dataclass(frozen=True)
class Changes:
    """What would be written, with what is told of it: cells that change, cells that are not taken; `ids` is the action
    of each row."""

    steps: Sequence[Step]
    told: Sequence[Told]
    faults: Sequence[Fault]
    ids: Mapping[int, str]

    @property
    def created(self) -> int:
        return len({each.row for each in self.told if each.new})

    @property
    def changed(self) -> int:
        return len({each.row for each in self.told if not each.new})

    @property
    def same(self) -> int:
        return len(set(self.ids) - {each.row for each in self.told})


def changes_of(
    db: Database, viewer: Viewer, road: Roadmap, wanted: Sequence[Wanted], source: str, operation: Operation
) -> Changes:
    """What makes the roadmap say what is wanted. A wrong cell is a Fault, and the rest is taken all the same."""
    lines = {line.record.id: line for line in road.lines}
    lines |= elsewhere(db, viewer, road, {want.id for want in wanted if want.id})
    # Most lines of a table that comes back are as they were: their links are read once one of them changes.
    links = cache(partial(_links, db, lines, wanted))
    steps = Steps(db, viewer, operation, source, _present(db, road, wanted), links, _taken(db, wanted))
    for line in lines.values():
        steps.grants.update((grant.funder.id, line.record.id) for grant in line.grants)
    planner = Planner(road, lines, steps)
    for want in wanted:
        planner.line(want)
    made = steps.all()
    return Changes(made, planner.told, steps.faults, planner.ids)


def carry_out(db: Database, viewer: Viewer, changes: Changes, operation: Operation) -> None:
    """Writes what was planned: all of it, or nothing. Conflict when something changed meanwhile."""
    if changes.steps:
        write(db, owner_of(viewer, changes.steps), operation, changes.steps)


def _present(db: Database, road: Roadmap, wanted: Sequence[Wanted]) -> dict[str, states.Present]:
    """Every record that is touched or tied, as stored."""
    ids = {road.record.id, *(topic.record.id for topic in road.topics)}
    for want in wanted:
        ids |= {want.id} if want.id else set()
        ids |= {each.id for records in want.ties.values() for each in records}
        ids |= {grant.funder.id for grant in want.grants or ()}
    return states.records(db, ids)


def _links(db: Database, lines: Mapping[str, Line], wanted: Sequence[Wanted]) -> dict[str, states.Present]:
    """Every link of the lines that are wanted."""
    ids: set[str] = set()
    for line in (lines[want.id] for want in wanted if want.id and want.id in lines):
        ids |= {line.link, line.words.link} | {grant.link for grant in line.grants}
        ids |= {tied.link for each in line.ties.values() for tied in each}
    return states.relations(db, ids - {""})


def _taken(db: Database, wanted: Sequence[Wanted]) -> set[str]:
    """The ids that new records may not have."""
    names = {str(want.values.get("name") or "") for want in wanted if not want.id} - {""}
    wishes = {f"{ACTION.prefix}-{slug(name)}" for name in names}
    wishes |= {f"{TOPIC.prefix}-{slug(want.topic)}" for want in wanted if want.topic}
    taken: set[str] = set()
    # Twice as many numbers each time, of those alone that are taken: at once they were 200,000 for 2,000 lines.
    first, last = 1, 1
    while wishes and first < MOST_NUMBERS:
        numbers = range(first, last + 1)
        asked = {f"{wish}-{n}" if n > 1 else wish: wish for wish in wishes for n in numbers}
        found = {row["id"] for row in db.read(TAKEN, ids=sorted(asked))}
        wishes -= {wish for id, wish in asked.items() if id not in found}
        taken |= found
        first, last = last + 1, 2 * last + 1
    return taken
