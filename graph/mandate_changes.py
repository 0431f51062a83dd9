"""From a table of mandates to steps: who would sit, what would change or end, what cannot be. Asking writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph import states
from graph.committees import Seat
from graph.database import Database
from graph.dates import partial_date
from graph.folding import fold
from graph.links import today
from graph.mandate_columns import SAID
from graph.mandate_tables import Mandate, Sheet
from graph.mandates import EMPLOYERS, FIELDS, NOBODY, overlap
from graph.operations import Operation, Step
from graph.permissions import owner_of
from graph.roadmap_steps import Steps
from graph.roadmap_wanted import Fault, Told
from graph.viewers import Viewer
from graph.writing import write

NEW_COLLEGE = "ce collège n'est celui de personne dans ce comité"
CELLS = tuple(column.name for column in SAID)


@dataclass(frozen=True)
class Changes:
    """What would be written: cells that change, by row; `ended` are the rows that bring a mandate to its end, `same`
    how many change nothing; `colleges` those that nobody has yet."""

    steps: Sequence[Step]
    told: Sequence[Told]
    faults: Sequence[Fault]
    ended: frozenset[int]
    same: int
    colleges: tuple[str, ...]

    @property
    def created(self) -> int:
        return len({each.row for each in self.told if each.new})

    @property
    def changed(self) -> int:
        return len({each.row for each in self.told if not each.new} - self.ended)


def mandate_changes(
    db: Database, viewer: Viewer, committee: str, seats: Sequence[Seat], sheet: Sheet, source: str,
    operation: Operation, *, new_colleges: bool = False,
) -> Changes:  # fmt: skip
    """What makes the committee's mandates say what the table says; `new_colleges` takes colleges that nobody has."""
    links = states.relations(db, {each.known.link for each in sheet.mandates if each.known})
    present = states.records(db, {committee, *(each.who.id for each in sheet.mandates)})
    steps = Steps(db, viewer, operation, source, present, lambda: links, set())
    planner = _Planner(db, viewer, committee, seats, steps, new_colleges)
    planner.plan(sheet.mandates)
    made = steps.all()
    refused = {fault.row for fault in steps.faults} if len(made) < planner.asked else set()
    told = [each for each in planner.told if each.row not in refused] if refused else planner.told
    return Changes(made, told, steps.faults, frozenset(planner.ended), planner.same, tuple(planner.colleges.values()))


def carry_out(db: Database, viewer: Viewer, changes: Changes, operation: Operation) -> None:
    """Writes what was planned: all of it, or nothing. Conflict when something changed meanwhile."""
    if changes.steps:
        write(db, owner_of(viewer, changes.steps), operation, changes.steps)


@dataclass
class _Planner:
    """Goes through the rows; what stood first stands, and the row that cannot be beside it is told."""

    db: Database
    viewer: Viewer
    committee: str
    seats: Sequence[Seat]
    steps: Steps
    new_colleges: bool
    told: list[Told] = field(default_factory=list)
    ended: set[int] = field(default_factory=set)
    colleges: dict[str, str] = field(default_factory=dict)
    same: int = 0
    asked: int = 0

    def plan(self, mandates: Sequence[Mandate]) -> None:
        now = {seat.link: _state(seat) for seat in self.seats}
        moved = [each for each in mandates if each.known and self._differs(each)]
        self.standing: dict[str, list[Mapping[str, Any]]] = {}
        for seat in self.seats:
            if seat.link not in {each.known.link for each in moved if each.known}:
                self.standing.setdefault(seat.who.id, []).append(now[seat.link])
        self.known = {fold(seat.college): seat.college for seat in self.seats if seat.college}
        for each in mandates:
            before = now[each.known.link] if each.known else {}
            self._row(each, before, {**before, **self._taken(each, before)})

    def _differs(self, each: Mandate) -> bool:
        return any(each.said[name] != getattr(each.known, name) for name in each.said)

    def _taken(self, each: Mandate, before: Mapping[str, Any]) -> dict[str, Any]:
        """What the row says, its college as others write it; a college of nobody is left out unless it is asked for."""
        said = dict(each.said)
        college = said.get("college")
        if college and self.known and college != before.get("college"):
            if same := self.known.get(fold(college)):
                said["college"] = same
            elif not self.new_colleges:
                self.colleges.setdefault(fold(college), college)
                self.steps.fault(each.row, "college", NEW_COLLEGE, college)
                del said["college"]
        if not each.known and each.body:
            said["on_behalf_of"] = each.body
        return said

    def _row(self, each: Mandate, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        changed = [name for name in CELLS if after.get(name) != before.get(name)]
        wrong = self._wrong(each, after) if not each.known or FIELDS.intersection(changed) else None
        standing = self.standing.setdefault(each.who.id, [])
        if wrong:
            self.steps.fault(each.row, *wrong)
            standing += [before] if each.known else []
        elif each.known is None:
            standing.append(after)
            self._made(each, after)
        elif changed:
            standing.append(after)
            self._moved(each, before, after, changed)
        else:
            self.same += 1
            standing += [before] if self._differs(each) else []

    def _wrong(self, each: Mandate, after: Mapping[str, Any]) -> tuple[str, str, str] | None:
        """The cell that cannot be, why, and what it says."""
        since, until = _day(after.get("since"), "first"), _day(after.get("until"), "last")
        if since and until and until < since:
            return "until", "la fin vient avant le début", str(after["until"])
        if after.get("seat") == "deputy" and not after.get("on_behalf_of") and not self._employed(each):
            return "body", NOBODY, each.body
        other = next((one for one in self.standing.get(each.who.id, ()) if overlap(_days(one), _days(after))), None)
        if other:
            told = " – ".join(str(other.get(name) or "…") for name in ("since", "until"))
            return "since", f"un mandat le couvre déjà dans ce comité : {told}", str(after.get("since") or "")
        return None

    def _employed(self, each: Mandate) -> bool:
        known = each.known.employers if each.known else ()
        return bool(known or self.db.read(EMPLOYERS, who=each.who.id, at=today(), **self.viewer.params()))

    def _made(self, each: Mandate, after: Mapping[str, Any]) -> None:
        self.asked += 1
        raw = {name: value for name, value in after.items() if value is not None}
        self.steps.tie(each.row, "who", "MEMBER_OF", each.who.id, self.committee, raw)
        told = ("body", *CELLS)
        said = {**after, "body": each.body or each.who.name}
        self.told += [Told(each.row, each.who.name, name, None, said[name], True) for name in told if said.get(name)]

    def _moved(
        self, each: Mandate, before: Mapping[str, Any], after: Mapping[str, Any], changed: Sequence[str]
    ) -> None:
        self.asked += 1
        assert each.known
        self.steps.retie(each.row, "who", each.known.link, {name: after.get(name) for name in changed})
        self.told += [Told(each.row, each.who.name, name, before.get(name), after.get(name)) for name in changed]
        if after.get("until") and not before.get("until"):
            self.ended.add(each.row)


def _state(seat: Seat) -> dict[str, Any]:
    return {name: getattr(seat, name) for name in (*CELLS, "on_behalf_of")}


def _days(state: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the first and the last day."""
    days = {"since_from": _day(state.get("since"), "first"), "until_to": _day(state.get("until"), "last")}
    return {**state, **days}


def _day(text: object, end: str) -> str | None:
    return getattr(partial_date(str(text)), end) if text else None
