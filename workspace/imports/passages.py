"""`/imports/passages/<run>`: an import under way, its report, and the way back."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from graph.briefs import briefs
from graph.errors import NotFound
from graph.imports import runs
from graph.imports.leases import Busy
from graph.imports.records import resolve
from graph.imports.runs import Run
from graph.links import Brief
from graph.schema import SCHEMA
from workspace import uploads
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.imports import telling, work
from workspace.imports.routes import blueprint, root, to_run
from workspace.language import gettext
from workspace.paging import page_number
from workspace.rendering import render
from workspace.uploads import Upload

MATCHES = 50


@blueprint.get("/imports/passages/<run>")
def passage(run: str) -> ResponseReturnValue:
    """One import: how far it is, what came of it, what is left of it."""
    found = runs.run_of(database(), run)
    tally = found.tally or (runs.written(database(), run) if found.cut and found.state == "running" else ())
    return render(
        "imports/passage.html", "passage", run=found, upload=_upload(found), tally=telling.tallied(tally),
        made=runs.made_by(database(), viewer(), run) if found.state == "done" else (),
        undone=runs.changes_of(database(), found.undo_op) if found.state == "undoing" and found.undo_op else 0,
        kept=_kept(found), matches=_matches(found), taken_back=telling.taken_back(found),
        report=telling.paged(found.problems, page_number()), drawn=_drawn(found),
    )  # fmt: skip


@blueprint.get("/imports/passages/<run>/problemes.csv")
def passage_problems(run: str) -> ResponseReturnValue:
    """Every problem that the import met."""
    return csv_file(telling.problem_rows(runs.run_of(database(), run).problems), f"problemes-{run}")


@blueprint.post("/imports/passages/<run>/reprendre")
def resume(run: str) -> ResponseReturnValue:
    """Takes up an import that was cut, or an undo."""
    found = runs.run_of(database(), run)
    if found.state == "undoing":
        return take_back(run)
    upload = _upload(found)
    if found.state != "running" or upload is None:
        flash(gettext("Il n’y a rien à reprendre."))
        return redirect(f"/imports/passages/{run}")
    return to_run(upload)


@blueprint.post("/imports/passages/<run>/annuler")
def take_back(run: str) -> ResponseReturnValue:
    """Takes back exactly what the import did."""
    try:
        work.take_back(database(), viewer(), runs.run_of(database(), run).id)
    except Busy:
        flash(gettext("Ce passage est en cours : rien n’a été annulé."))
    except NotFound:
        runs.run_of(database(), run)
        flash(gettext("Cet import est déjà annulé."))
    return redirect(f"/imports/passages/{run}")


def _drawn(run: Run) -> str:
    """The links that a drawing of the import asks for, when it made none that is drawn anyway."""
    made = [SCHEMA.relations[one.what] for one in run.tally if one.what in SCHEMA.relations]
    return "" if any(relation.walks for relation in made) else ",".join(relation.type.lower() for relation in made)


def _upload(run: Run) -> Upload | None:
    """The files of the run, while they are kept."""
    try:
        return uploads.find(root(), run.upload or "")
    except NotFound:
        return None


def _kept(run: Run) -> list[tuple[Brief | str, str]]:
    """What an undo left, with its reason."""
    there = briefs(database(), viewer(), [id for id, _ in run.kept])
    return [(there.get(id, id), why) for id, why in run.kept]


def _matches(run: Run) -> list[tuple[Brief | str, Brief | str, str]]:
    """Likely twins as records, where they are on the network."""
    shown = run.matches[:MATCHES]
    known = resolve(database(), [ref for match in shown for ref in match[:2]], {})
    there = briefs(database(), viewer(), {found.id for found in known.values()})

    def who(ref: str) -> Brief | str:
        return there.get(known[ref].id, ref) if ref in known else ref

    return [(who(one), who(other), why) for one, other, why in shown]
