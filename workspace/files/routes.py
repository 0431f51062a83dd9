"""`/fichiers/<id>`: the images and files of a record, for who may write it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from graph import file_writing, files
from graph.errors import Invalid
from graph.links import Brief
from graph.permissions import must_write
from workspace import errors, filing, receiving
from workspace import file_names as names
from workspace.choosing import record_of
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.messages import translated
from workspace.rendering import render
from workspace.words import initial
from workspace.writers import only_writers

blueprint = Blueprint("files", __name__)
blueprint.before_request(only_writers)
FIELDS = ("fichier", "nom", "alt")


@blueprint.get("/fichiers/<id>")
def index(id: str) -> ResponseReturnValue:
    """What the record bears, what was taken away lately, and the form that adds."""
    return _index(_record(id))


@blueprint.post("/fichiers/<id>")
def add(id: str) -> ResponseReturnValue:
    """Adds one image or file."""
    record = _record(id)
    typed = {name: request.form.get(name, "").strip() for name in FIELDS}
    root = filing.folder(current_app.extensions["settings"])
    try:
        kept = receiving.receive(
            database(), viewer(), root, id, request.files.get("fichier"), typed["nom"], typed["alt"]
        )
    except Invalid as error:
        if _wants_line():
            return _line_refused(error.fields)
        return _index(record, 422, typed, error.fields)
    if _wants_line():
        return jsonify(line=kept.line), 201
    flash(gettext("« %(name)s » est ajouté à la fiche.", name=kept.name))
    return redirect(f"/fichiers/{id}")


@blueprint.get("/fichiers/<id>/<file>/modifier")
def edit(id: str, file: str) -> ResponseReturnValue:
    """Its name and its words."""
    record = _record(id)
    found = files.file(database(), viewer(), file).file
    return _edit(record, found, {"nom": names.stem(found.name), "alt": found.alt}, {})


@blueprint.post("/fichiers/<id>/<file>/modifier")
def change(id: str, file: str) -> ResponseReturnValue:
    """Keeps other words for it."""
    record = _record(id)
    found = files.file(database(), viewer(), file).file
    typed = {name: request.form.get(name, "").strip() for name in ("nom", "alt")}
    try:
        name = names.named(typed["nom"], found.mime)
        file_writing.rename(database(), viewer(), id, file, name, typed["alt"])
    except Invalid as error:
        return _edit(record, found, typed, error.fields)
    flash(gettext("« %(name)s » est enregistré.", name=name))
    return redirect(f"/fichiers/{id}")


@blueprint.post("/fichiers/<id>/<file>/retirer")
def take_away(id: str, file: str) -> ResponseReturnValue:
    """Takes it off the record; the page offers to bring it back."""
    _record(id)
    file_writing.take_away(database(), viewer(), id, file)
    flash(gettext("Fichier retiré. Il peut être remis pendant %(n)s jours.", n=files.DAYS))
    return redirect(f"/fichiers/{id}#retires")


@blueprint.post("/fichiers/<id>/<file>/remettre")
def bring_back(id: str, file: str) -> ResponseReturnValue:
    """Shows it again."""
    record = _record(id)
    try:
        file_writing.bring_back(database(), viewer(), id, file)
    except Invalid as error:
        return _index(record, 422, fields=error.fields)
    flash(gettext("Le fichier est de nouveau sur la fiche."))
    return redirect(f"/fichiers/{id}")


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> BaseResponse | ResponseReturnValue:
    """So large that it was not even read: the limit is told all the same, to whom it concerns."""
    id = str((request.view_args or {}).get("id", ""))
    if not viewer().writes(id):
        return errors.answer(errors.http_failure(error))
    if _wants_line():
        return _line_refused({"fichier": receiving.TOO_LARGE}, 413)
    return _index(_record(id), 413, fields={"fichier": receiving.TOO_LARGE})


def _wants_line() -> bool:
    """From the writing area, into which the file goes as a line of the text."""
    return request.accept_mimetypes.best == "application/json"


def _line_refused(fields: Mapping[str, str], status: int = 422) -> ResponseReturnValue:
    return jsonify(error=initial(" ".join(translated(message) for message in fields.values()))), status


def _record(id: str) -> Brief:
    record = record_of(database(), viewer(), id)
    must_write(viewer(), id)
    return record


def _index(
    record: Brief, status: int = 200, typed: dict[str, str] | None = None, fields: dict[str, str] | None = None
) -> Response:  # fmt: skip
    return render(
        "files/index.html", status=status, record=record, typed=typed or {}, wrong=fields or {},
        files=files.files_of(database(), viewer(), record.id), gone=files.gone_of(database(), viewer(), record.id),
        most=files.MOST, largest=receiving.MEGABYTES, days=files.DAYS, line_of=receiving.line_of,
    )  # fmt: skip


def _edit(record: Brief, found: files.File, typed: dict[str, str], wrong: dict[str, str]) -> Response:
    return render("files/edit.html", status=422 if wrong else 200, record=record, file=found, typed=typed, wrong=wrong)
