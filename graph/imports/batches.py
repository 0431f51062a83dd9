"""Drafts taken in small batches, each compared with the graph and written, or only compared for a dry run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from graph import terms
from graph.database import Database
from graph.errors import AlreadyExists, Conflict
from graph.imports.checking import checked, checked_link, missing, new_terms
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.links import link_steps
from graph.imports.records import Known, record_steps
from graph.imports.runs import Tally
from graph.operations import Operation, Step
from graph.schema import SCHEMA
from graph.viewers import Viewer
from graph.writing import write

# Measured: batches of 200 make somebody else's save wait 41 ms (p95), of 5,000 1.2 s, at the same rows a second.
BATCH = 200
TRIES = 5


@dataclass
class Importer:
    """Carries batches out under one operation, or only compares them when it is given `pending`: what it would have
    created. `touched` is every record and relation created (true) or changed."""

    db: Database
    viewer: Viewer
    operation: Operation
    report: Report
    pending: dict[str, Known] | None = None
    touched: dict[str, bool] = field(default_factory=dict)
    seen: int = 0

    def take(self, batch: list[Draft | DraftLink]) -> None:
        """One batch, all drafts or all links."""
        self.seen += len(batch)
        if isinstance(batch[0], Draft):
            self._records([draft for draft in batch if isinstance(draft, Draft)])
        else:
            self._links([link for link in batch if isinstance(link, DraftLink)])

    @property
    def tally(self) -> tuple[Tally, ...]:
        """What was created and changed, by kind of record and type of relation."""
        made: dict[str, list[int]] = {}
        for id, created in self.touched.items():
            made.setdefault(_what(id), [0, 0])[not created] += 1
        return tuple(Tally(what, *counts) for what, counts in sorted(made.items()))

    def _records(self, raw: list[Draft]) -> None:
        if self.pending is None:
            terms.keep(self.db, chain.from_iterable(new_terms(draft) for draft in raw))
        drafts = [self._nameless(checked(draft, self.report)) for draft in raw]
        self._carry_out(lambda report: record_steps(
            self.db, [d for d in drafts if d], self.operation, report, self.pending))  # fmt: skip

    def _links(self, raw: list[DraftLink]) -> None:
        links = [checked_link(link, self.report) for link in raw]
        self._carry_out(lambda report: link_steps(self.db, links, self.operation, report, self.pending))

    def _nameless(self, draft: Draft) -> Draft | None:
        """None for a draft that nobody could find again by a name."""
        if any(field.name == "name" for field in missing(draft)):
            self.report.leave_out(draft.where, "name", draft.refs[0], "le nom manque", "fiche non créée")
            return None
        return draft

    def _carry_out(self, steps_of: Callable[[Report], list[Step]]) -> None:
        """Writes a batch; somebody may save one of its records meanwhile, so it is compared again then."""
        for attempt in range(TRIES):
            report = Report()
            steps = sorted(steps_of(report), key=_in_groups)
            try:
                if self.pending is None:
                    write(self.db, self.viewer, self.operation, steps)
                break
            except (Conflict, AlreadyExists):
                if attempt == TRIES - 1:
                    raise
        self.report.take(report)
        for step in steps:
            made = step.action == "create" and step.subject != "contact"
            self.touched[step.id] = made or self.touched.get(step.id, False)


def batches(drafts: Iterable[Draft | DraftLink]) -> Iterator[list[Draft | DraftLink]]:
    """Up to 200 drafts or links of one sort; two drafts of one ref are in two batches, the second an update."""
    batch: list[Draft | DraftLink] = []
    refs: set[str] = set()
    for item in drafts:
        mine = set(item.refs) if isinstance(item, Draft) else set()
        if batch and (len(batch) == BATCH or type(item) is not type(batch[0]) or mine & refs):
            yield batch
            batch, refs = [], set()
        batch.append(item)
        refs |= mine
    if batch:
        yield batch


def _in_groups(step: Step) -> tuple[bool, str, str, str]:
    """Records first, then one statement a sort of write and type of relation."""
    return step.subject != "record", step.subject, step.action, step.type


def _what(id: str) -> str:
    """The kind of a record's id, or the type of a relation's."""
    type, dot, _ = id.partition(".")
    kind = None if dot and type.upper() in SCHEMA.relations else SCHEMA.kind_of_id(id)
    return kind.name if kind else type.upper()
