"""`/imports`: a file dropped, its columns matched, a look at what it would do."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from graph.errors import NotAllowed, NotFound
from graph.imports import runs
from graph.imports.drafts import Problem
from graph.imports.holdings import holdings
from graph.imports.holds import told
from graph.imports.leases import Busy
from graph.imports.sources import SOURCES
from graph.imports.tables.mapping import load_mapping
from graph.settings import Settings
from workspace import errors, uploads
from workspace.csv_files import csv_file
from workspace.current import account_name, database, signed_in, viewer
from workspace.imports import telling, work
from workspace.imports.columns import chosen
from workspace.imports.matching import forms, summary
from workspace.imports.opened import open_upload, reopen
from workspace.language import gettext, number
from workspace.paging import page_number
from workspace.rendering import render, wants_fragment

blueprint = Blueprint("imports", __name__)


@blueprint.before_request
def only_facilitators() -> None:
    """Everything here reads private files or writes: visitors are sent to the door, members are told who may."""
    if not signed_in():
        abort(401)
    if not viewer().edits:
        raise NotAllowed(gettext("Seule l’animation du réseau peut importer. Envoyez-lui votre fichier."))


@blueprint.get("/imports")
def index() -> ResponseReturnValue:
    """The door for files, what waits, what was imported, and the public sources."""
    return _index()


@blueprint.post("/imports")
def drop() -> ResponseReturnValue:
    """Keeps the files and opens them; when none is a table, says why of each and keeps none."""
    files = [(file.filename, file.stream) for file in request.files.getlist("fichiers") if file.filename]
    if not files:
        return _index(422, error=gettext("Choisissez un fichier."))
    if len(files) > uploads.MOST_FILES:
        most = gettext("%(n)s fichiers au plus en une fois.", n=uploads.MOST_FILES)
        return _index(422, error=most)
    upload = uploads.keep(root(), files, viewer().user or "", account_name())
    opened = open_upload(upload)
    if not opened.tables:
        uploads.remove(upload)
        return _index(422, error=gettext("Aucun tableau n’a pu être lu."), problems=opened.problems)
    return redirect(f"/imports/{upload.token}/colonnes")


@blueprint.get("/imports/<token>/colonnes")
def columns(token: str) -> ResponseReturnValue:
    """What each table and column is, guessed or chosen."""
    return _columns(_upload(token))


@blueprint.post("/imports/<token>/colonnes")
def match(token: str) -> ResponseReturnValue:
    """Keeps what was chosen; goes on to the preview when asked and nothing lacks."""
    upload = _upload(token)
    before = load_mapping(upload.mapping)
    found = chosen(reopen(upload).headed(before), before, request.form)
    if found.mapping.tables:
        uploads.write(upload.mapping, found.mapping.to_yaml())
    if "continuer" not in request.form:
        return _columns(upload) if wants_fragment() else redirect(f"/imports/{token}/colonnes")
    if found.errors:
        return _columns(upload, found.errors, 422)
    return redirect(f"/imports/{token}/apercu")


@blueprint.get("/imports/<token>/correspondance.yml")
def mapping_file(token: str) -> ResponseReturnValue:
    """The mapping, to keep and to drop again with next month's file."""
    text = _upload(token).mapping.read_text(encoding="utf-8")
    headers = {"Content-Disposition": 'attachment; filename="correspondance.yml"'}
    return Response(text, mimetype="application/yaml", headers=headers)


@blueprint.get("/imports/<token>/apercu")
def preview(token: str) -> ResponseReturnValue:
    """What the import would do, or how far the reading is."""
    upload = _upload(token)
    looked = work.look(database(), viewer(), upload, anew="recalculer" in request.args)
    problems = looked.result.problems if looked.result else ()
    return render(
        "imports/preview.html", "preview", upload=upload, looked=looked, result=looked.result,
        tables=telling.seen_tables(looked.result.sights, problems, load_mapping(upload.mapping))
        if looked.result else (),
        links=[telling.link_words(link) for link in looked.result.links] if looked.result else (),
        tally=telling.tallied(looked.result.tally) if looked.result else (),
        report=telling.paged(problems, page_number()),
    )  # fmt: skip


@blueprint.get("/imports/<token>/problemes.csv")
def preview_problems(token: str) -> ResponseReturnValue:
    """Every problem that the preview met."""
    looked = work.look(database(), viewer(), _upload(token))
    if looked.result is None:
        raise NotFound(token)
    return csv_file(telling.problem_rows(looked.result.problems), "problemes")


@blueprint.post("/imports/<token>/importer")
def begin(token: str) -> ResponseReturnValue:
    """Begins the import, and shows it under way."""
    return to_run(_upload(token))


@blueprint.post("/imports/<token>/retirer")
def remove(token: str) -> ResponseReturnValue:
    """Takes the files off the server; what they gave to the network stays."""
    uploads.remove(_upload(token))
    flash(gettext("Fichier retiré du serveur."))
    return redirect("/imports")


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> BaseResponse | ResponseReturnValue:
    """A file over the limit: the sentence says the limit, and to whom it may concern."""
    if not viewer().edits:
        return errors.answer(errors.http_failure(error))
    most = number(current_app.config["MAX_CONTENT_LENGTH"] // 2**20)
    message = gettext("Le fichier est trop gros : %(n)s Mo au plus. Coupez-le, ou gardez les colonnes utiles.", n=most)
    return _index(413, error=message)


@blueprint.errorhandler(OSError)
def disk(error: OSError) -> BaseResponse:
    """A full disk or a folder that cannot be written: nothing half kept, and who can help."""
    current_app.logger.error("uploads: %s", error)
    why = told(error)
    message = gettext("Le serveur n’a pas pu garder le fichier : %(why)s. Prévenez l’administration, puis recommencez.",
                      why=why)  # fmt: skip
    return errors.answer(errors.Failure(507, "disk", message))


def _index(status: int = 200, error: str = "", problems: tuple[Problem, ...] = ()) -> Response:
    known = holdings(database(), viewer(), SOURCES, [source.refs[0] for source in SOURCES.values()])
    return render(
        "imports/index.html", status=status, error=error, problems=problems, runs=runs.recent(database(), 30),
        waiting=uploads.waiting(root()), sources=[(source, known[name]) for name, source in SOURCES.items()],
        most=current_app.config["MAX_CONTENT_LENGTH"] // 2**20, days=uploads.KEPT_DAYS,
    )  # fmt: skip


def _columns(upload: uploads.Upload, errors_by_field: dict[str, str] | None = None, status: int = 200) -> Response:
    opened, mapping = reopen(upload), load_mapping(upload.mapping)
    tables = forms(opened.headed(mapping), mapping)
    return render(
        "imports/columns.html", "columns", status=status, upload=upload, problems=opened.problems,
        tables=tables, errors=errors_by_field or {},
        wrong=summary(errors_by_field or {}, tables),
    )  # fmt: skip


def to_run(upload: uploads.Upload) -> BaseResponse:
    """Begins the import of an upload, or goes to the one under way."""
    try:
        run = work.start(database(), viewer(), upload)
    except Busy as busy:
        run = busy.id
    return redirect(f"/imports/passages/{run}")


def _upload(token: str) -> uploads.Upload:
    try:
        return uploads.find(root(), token)
    except NotFound:
        gone = gettext("Ce fichier n’est plus là : il est gardé %(days)s jours. Déposez-le à nouveau.",
                       days=uploads.KEPT_DAYS)  # fmt: skip
        abort(errors.answer(errors.Failure(404, "not_found", gone)))


def root() -> Path:
    """Where dropped files are kept."""
    return cast(Settings, current_app.extensions["settings"]).data / "uploads"


blueprint.add_app_template_filter(telling.field_words, "field_words")
