"""The steps that change a roadmap, gathered line by line and put in an order in which they can be written at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import new_relation, touched
from graph.errors import NotAllowed
from graph.folding import slug
from graph.operations import REFS, Operation, Step
from graph.permissions import must_give, owner_of
from graph.roadmap_wanted import Fault
from graph.schema import SCHEMA
from graph.shaping import shape_record, shape_relation, standing_of
from graph.viewers import Viewer

NOT_YOURS = "Seuls ses porteurs et l'animation peuvent modifier cette fiche."
ALREADY = "ce lien existe déjà, terminé ou réservé à d'autres"


@dataclass
class Steps:
    """Steps by their sort. `present` are the records that they touch, `links` reads the links; `taken` the ids
    that a new record may not have; what a viewer may not do is a fault of its cell, and left out."""

    db: Database
    viewer: Viewer
    operation: Operation
    source: str
    present: dict[str, states.Present]
    links: Callable[[], Mapping[str, states.Present]]
    taken: set[str]
    faults: list[Fault] = field(default_factory=list)
    made: list[Step] = field(default_factory=list)
    changed: list[Step] = field(default_factory=list)
    dropped: list[Step] = field(default_factory=list)
    retied: list[Step] = field(default_factory=list)
    tied: list[tuple[int, str, Step]] = field(default_factory=list)
    grants: Counter[tuple[str, str]] = field(default_factory=Counter)  # of a funder to an action, there or made

    def all(self) -> list[Step]:
        """Records, then links taken away, changed and made, by type: few statements, however many lines."""
        links = (self.dropped, self.retied, list(self._new()))
        by_type = [sorted(steps, key=lambda step: step.type) for steps in links]
        return [*self.made, *self.changed, *(step for steps in by_type for step in steps)]

    def fault(self, row: int, column: str, message: str, said: object = "") -> None:
        """Tells a cell that is not taken."""
        self.faults.append(Fault(row, column, message, str(said if said is not None else "")[:200]))

    def record(self, kind_name: str, values: Mapping[str, Any], stands: Mapping[str, Any]) -> str:
        """A new record, whose id is free."""
        kind = SCHEMA.kinds[kind_name]
        wish = f"{kind.prefix}-{slug(str(values['name']))}"
        id = next(each for each in chain((wish,), (f"{wish}-{n}" for n in count(2))) if each not in self.taken)
        self.taken.add(id)
        base: dict[str, Any] = {
            "id": id, "kind": kind.name, REFS: {}, "visibility": "public",
            "created_at": self.operation.at, "created_by": self.operation.by,
        }  # fmt: skip
        after = shape_record(base | standing_of(kind, stands, base, self.operation.at), kind, values)
        self.made.append(Step("record", id, None, after))
        self.present[id] = states.Present(after, 0)
        return id

    def tie(self, row: int, column: str, type: str, source: str, target: str, raw: Mapping[str, Any]) -> None:
        """A new link between records that are present or made."""
        said = {"source": self.source, "declared_by": "curator", **raw}
        after = new_relation(SCHEMA.relations[type], source, target, said, self.operation)
        ends = [str(self.present[id].state["audience"]) for id in (after["@from"], after["@to"])]
        self.tied.append((row, column, Step("relation", after["id"], None, after, ends=(ends[0], ends[1]))))

    def retie(self, row: int, column: str, id: str, values: Mapping[str, Any]) -> None:
        """What is said of a link, changed."""
        found = self.links()[id]
        relation = SCHEMA.relations[found.state["@type"]]
        after = shape_relation(found.state, relation, found.state["@from"], found.state["@to"], values)
        for step in touched(Step("relation", id, found.state, after, found.version, found.ends), self.operation):
            if self._may(self.viewer, step, row, column):
                self.retied.append(step)

    def drop(self, row: int, column: str, id: str) -> None:
        """A link taken away."""
        found = self.links()[id]
        step = Step("relation", id, found.state, None, found.version, found.ends)
        if self._may(self.viewer, step, row, column):
            self.dropped.append(step)

    def _new(self) -> Iterator[Step]:
        """New links, but for those that are there already, for others or in the past."""
        owner = owner_of(self.viewer, self.made)
        new = {step.id for step in self.made}
        old = [step.id for _, _, step in self.tied if not new & {step.after["@from"], step.after["@to"]}]  # type: ignore[index]
        there = set(states.relations(self.db, old))
        there -= {step.id for step in self.dropped}
        for row, column, step in self.tied:
            if step.id in there:
                self.fault(row, column, ALREADY)
            elif self._may(owner, step, row, column):
                there.add(step.id)
                yield step

    def _may(self, viewer: Viewer, step: Step, row: int, column: str) -> bool:
        known = step.after or step.before or {}
        try:
            if not (viewer.writes(known["@from"]) or viewer.writes(known["@to"])):
                raise NotAllowed(NOT_YOURS)
            must_give(viewer, step)
        except NotAllowed as refused:
            self.fault(row, column, refused.why)
            return False
        return True
