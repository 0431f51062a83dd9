"""From lines as somebody wants them to steps: what is new, what changes, what cannot be. Asking writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import TAKEN, touched
from graph.folding import fold, slug
from graph.operations import GONE, Operation, Step
from graph.permissions import must_create, owner_of
from graph.roadmap_cells import parsed, stored
from graph.roadmap_columns import BY_NAME, TIES
from graph.roadmap_grants import change_grants
from graph.roadmap_steps import NOT_YOURS, Steps
from graph.roadmap_wanted import Fault, Told, Wanted
from graph.roadmaps import Line, Roadmap, elsewhere
from graph.schema import SCHEMA
from graph.shaping import shape_record, standing_of
from graph.values import LONGEST_NAME, State, properties_of
from graph.viewers import Viewer
from graph.writing import write

FIELDS = ("name", "begins", "due", "progress")
STANDS = ("status", "visibility")
ACTION, TOPIC = SCHEMA.kinds["Action"], SCHEMA.kinds["RoadmapTopic"]


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
    planner = _Planner(road, lines, steps)
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
    # Number after number, of those alone that are taken still: all of them at once were 200,000 ids for 2,000 lines.
    for n in range(1, 100):
        if not wishes:
            break
        asked = {wish if n == 1 else f"{wish}-{n}": wish for wish in wishes}
        found = {row["id"] for row in db.read(TAKEN, ids=sorted(asked))}
        wishes = {asked[id] for id in found}
        taken |= found
    return taken


@dataclass
class _Planner:
    """Goes through the lines wanted, one after the other."""

    road: Roadmap
    lines: Mapping[str, Line]
    steps: Steps
    told: list[Told] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.topics = {fold(topic.record.name): topic.record.id for topic in self.road.topics}
        self.ranks = {topic.record.id: 0 for topic in self.road.topics}
        for line in self.road.lines:
            id = line.topic.record.id
            self.ranks[id] = max(self.ranks[id] + 1, int(line.rank or 0))

    def line(self, want: Wanted) -> None:
        """Everything of a line that is to change; nothing of a new one that has no name or no topic."""
        now, values = self.lines.get(want.id or ""), self._values(want)
        if len(want.topic or "") > LONGEST_NAME:
            self.steps.fault(want.row, "topic", f"{LONGEST_NAME} caractères au plus", want.topic)
            return
        if want.id is None and isinstance(values.get("name", State.NOT_GIVEN), State):
            self.steps.fault(want.row, "name", "ce champ est nécessaire")
        elif not (now and now.link) and not fold(want.topic or ""):
            self.steps.fault(want.row, "topic", "un sujet est nécessaire")
        elif id := self._action(want, values):
            self.ids[want.row] = id
            self._place(want, now, id)
            self._ties(want, now, id)
            self._words(want, now, id, values)
            self.told += change_grants(self.steps, self.road.year, want, now, id)

    def _values(self, want: Wanted) -> dict[str, Any]:
        """What was typed, parsed; a wrong cell is told and left out."""
        out: dict[str, Any] = {}
        for name, raw in want.values.items():
            try:
                out[name] = parsed(BY_NAME[name], raw)
            except ValueError as error:
                self.steps.fault(want.row, name, str(error), raw)
        return out

    def _action(self, want: Wanted, values: Mapping[str, Any]) -> str | None:
        """The action's id, once it is made or changed; None when there is none such."""
        own = {name: values[name] for name in FIELDS if name in values}
        stands = {name: values[name] for name in STANDS if not isinstance(values.get(name, State.NOT_GIVEN), State)}
        if want.id is None:
            return self._made(want, own, stands)
        found = self.steps.present.get(want.id)
        known = found and found.state["kind"] == "Action" and not found.state.get(GONE)
        if found is None or not known or not self.steps.viewer.reads(found.state["audience"]):
            self.steps.fault(want.row, "id", "cette fiche n'existe pas", want.id)
            return None
        if isinstance(own.get("name"), State):
            self.steps.fault(want.row, "name", "un nom est nécessaire")
            del own["name"]
        self._changed(want, found, self._in_order(want.row, own, found.state), stands)
        return want.id

    def _made(self, want: Wanted, own: Mapping[str, Any], stands: Mapping[str, Any]) -> str:
        must_create(self.steps.viewer, ACTION)
        own = self._in_order(want.row, own, {})
        id = self.steps.record("Action", own, {"status": "planned", **stands})
        for name, value in {**own, **stands}.items():
            if not isinstance(value, State):
                self._tell(want, id, name, None, value)
        return id

    def _changed(self, want: Wanted, found: states.Present, own: Mapping[str, Any], stands: Mapping[str, Any]) -> None:
        before = found.state
        changed = {name: value for name, value in {**own, **stands}.items() if stored(value) != before.get(name)}
        if changed and not self.steps.viewer.writes(str(before["id"])):
            for name in changed:
                self.steps.fault(want.row, name, NOT_YOURS)
        elif changed:
            told = standing_of(ACTION, {name: changed[name] for name in STANDS if name in changed}, before,
                               self.steps.operation.at)  # fmt: skip
            after = shape_record(dict(before) | told, ACTION, {n: v for n, v in changed.items() if n in own})
            step = Step("record", str(before["id"]), before, after, found.version)
            self.steps.changed += touched(step, self.steps.operation)
            for name, value in changed.items():
                self._tell(want, str(before["id"]), name, before.get(name), stored(value))

    def _in_order(self, row: int, own: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, without days that would have the action due before it begins: told at the due day."""
        days = dict(before)
        for name in ("begins", "due"):
            if name in own:
                days |= properties_of({name: own[name]}, ACTION.own)
        begins, due = days.get("begins_from"), days.get("due_to")
        if not ({"begins", "due"} & set(own)) or not begins or not due or begins <= due:
            return dict(own)
        self.steps.fault(row, "due", "l'échéance vient avant le début", own.get("due"))
        return {name: value for name, value in own.items() if name not in ("begins", "due")}

    def _place(self, want: Wanted, now: Line | None, id: str) -> None:
        """The line in its topic, after what stands there already; the topic is made when it is not there."""
        name = " ".join((want.topic or "").split())
        if not name or (now and now.link and fold(name) == fold(now.topic.record.name)):
            return
        topic = self.topics.get(fold(name)) or self._topic(want.row, name)
        if now and now.link:
            self.steps.drop(want.row, "topic", now.link)
        self.ranks[topic] += 1
        self.steps.tie(want.row, "topic", "PART_OF", id, topic, {"rank": self.ranks[topic]})
        self._tell(want, id, "topic", now.topic.record.name or None if now else None, name)

    def _topic(self, row: int, name: str) -> str:
        must_create(self.steps.viewer, TOPIC)
        seen = {"visibility": self.road.record.visibility}
        id = self.steps.record("RoadmapTopic", {"name": name}, seen)
        self.topics[fold(name)], self.ranks[id] = id, 0
        self.steps.tie(row, "topic", "PART_OF", id, self.road.record.id, {"rank": len(self.topics), **seen})
        return id

    def _ties(self, want: Wanted, now: Line | None, id: str) -> None:
        for column in TIES:
            if column.name not in want.ties:
                continue
            before, after = (now.tied(column.name) if now else ()), want.ties[column.name]
            known, kept = {tied.record.id for tied in before}, {each.id for each in after}
            for tied in before:
                if tied.record.id not in kept:
                    self.steps.drop(want.row, column.name, tied.link)
            for new in dict.fromkeys(each.id for each in after if each.id not in known):
                ends = (new, id) if column.inverse else (id, new)
                self.steps.tie(want.row, column.name, column.relation, *ends, {})
            if known != kept:
                self._tell(want, id, column.name, [tied.record.name for tied in before], [one.name for one in after])

    def _words(self, want: Wanted, now: Line | None, id: str, values: Mapping[str, Any]) -> None:
        """The link from the roadmap that says what the action needs; none while it says nothing."""
        words = now.words if now and now.words.link else None
        kept = {"means": words.means, "lead": words.lead, "words_visibility": words.visibility} if words else {}
        after = kept | {name: stored(values[name]) for name in ("means", "lead") if name in values}
        if not isinstance(values.get("words_visibility", State.NOT_GIVEN), State):
            after["words_visibility"] = values["words_visibility"]
        says = bool(after.get("means") or after.get("lead"))
        if after == kept or not (says or words):
            return
        raw = {"visibility" if name == "words_visibility" else name: value for name, value in after.items()}
        if words is None:
            self.steps.tie(want.row, "means", "PROVIDES_FOR", self.road.record.id, id, raw)
        elif says:
            self.steps.retie(want.row, "means", words.link, raw)
        else:
            self.steps.drop(want.row, "means", words.link)
        for name in after:
            if after[name] != kept.get(name) and (name != "words_visibility" or words):
                self._tell(want, id, name, kept.get(name), after[name])

    def _tell(self, want: Wanted, id: str, column: str, before: object, after: object) -> None:
        name = str(self.steps.present[id].state["name"])
        self.told.append(Told(want.row, name, column, before, after, new=want.id is None))
