"""Goes through the lines that are wanted of a roadmap, one after the other, and gathers the steps that make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import states
from graph.editing import touched
from graph.folding import fold
from graph.operations import GONE, Step
from graph.permissions import must_create
from graph.roadmap_cells import parsed, stored
from graph.roadmap_columns import BY_NAME, TIES
from graph.roadmap_grants import change_grants
from graph.roadmap_steps import NOT_YOURS, Steps
from graph.roadmap_wanted import Told, Wanted
from graph.roadmaps import Line, Roadmap
from graph.schema import SCHEMA
from graph.shaping import shape_record, standing_of
from graph.values import LONGEST_NAME, State, properties_of

FIELDS = ("name", "begins", "due", "progress")
STANDS = ("status", "visibility")
ACTION, TOPIC = SCHEMA.kinds["Action"], SCHEMA.kinds["RoadmapTopic"]


@dataclass
class Planner:
    """What it tells, and the action of each row, beside the steps."""

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
