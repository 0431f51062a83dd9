"""Carrying an import out, and taking one back: drafts in, a report; again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass

from graph.database import Database
from graph.errors import NotAllowed
from graph.imports import holds, leases, runs
from graph.imports.ahead import ahead
from graph.imports.batches import BATCH
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.importer import Importer
from graph.imports.leases import Claim
from graph.imports.likeness import likely_twins
from graph.operations import Operation
from graph.undo import Undone, undo
from graph.viewers import Viewer

Progress = Callable[[int], None]

__all__ = ["BATCH", "Outcome", "Progress", "run_import", "undo_import"]


@dataclass
class Outcome:
    """What a run did; a dry run has no `run`, and its `importer` knows what would have been written."""

    report: Report
    run: str | None = None
    resumed: bool = False
    tally: tuple[runs.Tally, ...] = ()
    importer: Importer | None = None


def run_import(
    db: Database, viewer: Viewer, source: str, path: str, drafts: Iterable[Draft | DraftLink], report: Report, *,
    dry: bool = False, progress: Progress | None = None, claim: Claim | None = None, place: str = "",
) -> Outcome:  # fmt: skip
    """Brings the graph up to what the drafts say. `report` is the one the reader writes its problems to; `progress`
    is told how many drafts and links each batch held. Without a `claim`, one is made for this source and path;
    `place` tells apart two files of one name."""
    _must_edit(viewer)
    by = viewer.user or "import"
    if dry:
        return _dry(Importer(db, viewer, Operation(by), dry=True), drafts, report, progress)
    claim = claim or leases.claim(db, source, path, by, place=place)
    importer = Importer(db, viewer, Operation(by, f"import {source}", claim.op))
    with holds.held(db, claim) as hold, closing(ahead(importer.compared(drafts))) as batches:
        for batch in batches:
            hold.check()
            importer.carry_out(batch)
            hold.seen = importer.seen
            if progress:
                progress(batch.size)
        hold.stop()
        report.take(importer.report)
        report.matches += likely_twins(db, claim.op)
        tally = runs.finish(db, claim, importer.seen, report)
    return Outcome(report, claim.run, claim.resumed, tally)


def undo_import(db: Database, viewer: Viewer, run: str, claim: Claim | None = None) -> Undone:
    """Takes back exactly what a run did; what was edited since stays and is told. One that was cut goes on."""
    _must_edit(viewer)
    claim = claim or leases.claim_undo(db, run)
    with holds.held(db, claim) as hold:
        operation = Operation(viewer.user or "import", f"annulation de {run}", claim.op)
        undone = undo(db, viewer, run, operation) if runs.changes_of(db, run) else Undone(claim.op)
        hold.stop()
        runs.finish_undo(db, claim, undone)
    return undone


def _dry(importer: Importer, drafts: Iterable[Draft | DraftLink], report: Report, progress: Progress | None) -> Outcome:
    """Everything compared, nothing written."""
    for batch in importer.compared(drafts):
        importer.carry_out(batch)
        if progress:
            progress(batch.size)
    report.take(importer.report)
    created = sum(importer.touched.values())
    report.created, report.updated = created, len(importer.touched) - created
    report.unchanged = max(0, importer.seen - len(importer.touched) - report.left_out)
    return Outcome(report, tally=importer.tally, importer=importer)


def _must_edit(viewer: Viewer) -> None:
    if not viewer.edits:
        raise NotAllowed("Seule l'animation peut importer.")
