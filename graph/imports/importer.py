"""Batches compared with the graph, some of them while the one before is written, then written in their turn."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from graph import terms
from graph.database import Database
from graph.errors import AlreadyExists, Conflict
from graph.imports.batches import batches, is_surprising
from graph.imports.checking import checked, checked_link, missing, new_terms
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.links import link_steps
from graph.imports.records import Known, record_steps
from graph.imports.room import Room
from graph.imports.runs import Tally
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.viewers import Viewer
from graph.writing import Group, grouped, write_groups

TRIES = 5


@dataclass(frozen=True)
class Comparison:
    """What brings the graph up to a batch. `touched` is each record and relation created (true) or changed.
    `surprising`: a record gets another name, or a new one not the id that it wished. `learnt` are other names that
    records go by, for later batches once this one is written: one that is compared again forgets them."""

    groups: list[Group]
    touched: dict[str, bool]
    surprising: bool
    report: Report
    learnt: dict[str, Known]


@dataclass(frozen=True)
class Compared:
    """A batch of `size` with its values parsed, what was wrong with them, and its comparison if that was made early."""

    size: int
    items: list[Draft | DraftLink]
    report: Report
    early: Comparison | None


@dataclass
class Importer:
    """Carries batches out under one operation, or only compares them when it is `dry`. `pending` is what it knows
    besides the graph: other names and, when dry, what it would have created. `touched` is every record and relation
    created (true) or changed."""

    db: Database
    viewer: Viewer
    operation: Operation
    dry: bool = False
    pending: dict[str, Known] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    touched: dict[str, bool] = field(default_factory=dict)
    terms: set[tuple[str, str, str]] = field(default_factory=set)
    surprised: bool = False
    seen: int = 0
    room: Room = field(default_factory=Room)

    def compared(self, items: Iterable[Draft | DraftLink]) -> Iterator[Compared]:
        """The batches of these drafts and links, checked, and compared as early as can be."""
        for batch in batches(items):
            self._keep_terms(batch.items)
            report = Report()
            parsed = [item for raw in batch.items if (item := _checked(raw, report))]
            yield Compared(len(batch.items), parsed, report, self._compare(parsed) if batch.early else None)

    def carry_out(self, batch: Compared) -> None:
        """Writes a batch; somebody may save one of its records meanwhile, so it is compared again then."""
        comparison = None if self.surprised else batch.early
        for attempt in range(TRIES):
            comparison = comparison or self._compare(batch.items)
            try:
                if not self.dry:
                    self.room.leave(write_groups(self.db, self.viewer, comparison.groups))
                break
            except (Conflict, AlreadyExists):
                if attempt == TRIES - 1:
                    raise
                comparison = None
        assert comparison is not None
        self.surprised = comparison.surprising and not self.dry
        if comparison.learnt:
            # Another dictionary: the next batch may be reading this one in its thread.
            self.pending = self.pending | comparison.learnt
        self.seen += batch.size
        self.report.take(batch.report)
        self.report.take(comparison.report)
        for id, made in comparison.touched.items():
            self.touched[id] = made or self.touched.get(id, False)

    @property
    def tally(self) -> tuple[Tally, ...]:
        """What was created and changed, by kind of record and type of relation."""
        made: dict[str, list[int]] = {}
        for id, created in self.touched.items():
            made.setdefault(_what(id), [0, 0])[not created] += 1
        return tuple(Tally(what, *counts) for what, counts in sorted(made.items()))

    def _keep_terms(self, items: list[Draft | DraftLink]) -> None:
        found = set(chain.from_iterable(new_terms(item) for item in items if isinstance(item, Draft)))
        if not self.dry and (new := found - self.terms):
            terms.keep(self.db, new)
            self.terms |= new

    def _compare(self, items: list[Draft | DraftLink]) -> Comparison:
        report, learnt = Report(), dict[str, Known]()
        # A dry run keeps all that it would create, and never compares again.
        pending = self.pending if self.dry else ChainMap(learnt, self.pending)
        drafts = [item for item in items if isinstance(item, Draft)]
        links = [item for item in items if isinstance(item, DraftLink)]
        steps = record_steps(self.db, drafts, self.operation, report, pending, dry=self.dry) if drafts else []
        steps += link_steps(self.db, links, self.operation, report, pending) if links else []
        steps.sort(key=_in_groups)
        groups = grouped(self.operation, steps) if not self.dry else []
        return Comparison(groups, _touched(steps), is_surprising(drafts, steps), report, learnt)


def _checked(item: Draft | DraftLink, report: Report) -> Draft | DraftLink | None:
    """With its values parsed; None for a draft that nobody could find again by a name."""
    if isinstance(item, DraftLink):
        return checked_link(item, report)
    draft = checked(item, report)
    if any(field.name == "name" for field in missing(draft)):
        report.leave_out(draft.where, "name", draft.refs[0], "le nom manque", "fiche non créée")
        return None
    return draft


def _touched(steps: list[Step]) -> dict[str, bool]:
    touched: dict[str, bool] = {}
    for step in steps:
        made = step.action == "create" and step.subject != "contact"
        touched[step.id] = made or touched.get(step.id, False)
    return touched


def _in_groups(step: Step) -> tuple[bool, str, str, str]:
    """Records first, then one statement a sort of write and type of relation."""
    return step.subject != "record", step.subject, step.action, step.type


def _what(id: str) -> str:
    """The kind of a record's id, or the type of a relation's."""
    type, dot, _ = id.partition(".")
    kind = None if dot and type.upper() in SCHEMA.relations else SCHEMA.kind_of_id(id)
    return kind.name if kind else type.upper()
