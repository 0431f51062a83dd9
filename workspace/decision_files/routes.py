"""`/decisions/<slug>/dossier`: the evidence file of a decision, its table, its pieces, and its files."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import decision_files, files
from graph.decision_files import DecisionFile, decision_file
from graph.decision_tables import write_table
from graph.errors import Conflict, Invalid
from graph.links import today
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.snapshots import snapshots
from workspace.choosing import choose
from workspace.current import database, signed_in, viewer
from workspace.dates import day
from workspace.decision_files.forms import read_table, table_of
from workspace.decision_files.papers import paper_of, sorts
from workspace.decision_files.shown import Shown, shown
from workspace.decision_files.words import said_words
from workspace.language import gettext
from workspace.papers import paper_file
from workspace.rendering import render

blueprint = Blueprint("decision_files", __name__)
KIND = SCHEMA.kinds["Decision"]
PAGE = f"/{KIND.url}/<slug>/dossier"


def file_of(slug: str, *, to_write: bool = False) -> DecisionFile:
    """The file at an address, for who may see the decision, or write it."""
    if to_write and not signed_in():
        abort(401)
    found = decision_file(database(), viewer(), f"{KIND.prefix}-{slug}")
    if to_write:
        must_write(viewer(), found.record.id)
    return found


def told_of(found: DecisionFile) -> Shown:
    """The file as this reader is told it."""
    names = {id: (record.name, record.kind) for id, record in found.known.items()}
    return shown(found.told, names, found.hidden, found.people)


@blueprint.get(PAGE)
def show(slug: str) -> Response:
    """Options side by side, what was looked at, who added what, and what was known on some days."""
    return _page(file_of(slug))


@blueprint.get(f"{PAGE}.<form>")
def export(slug: str, form: str) -> Response:
    """The same as a file, as it stands."""
    found = file_of(slug)
    when = gettext("au %(day)s", day=day(today()))
    listed = files.files_of(database(), viewer(), found.record.id)
    kept = [{"name": each.name, "sha256": each.sha256} for each in listed]
    return paper_file(paper_of(found.record, told_of(found), when, today(), kept), form, f"dossier-{slug}")


@blueprint.route(f"{PAGE}/modifier", methods=["GET", "POST"])
def table(slug: str) -> ResponseReturnValue:
    """The question, the options and the criteria, in one form."""
    found = file_of(slug, to_write=True)
    if request.method == "GET":
        return _form(found, table_of(found))
    typed = read_table(request.form, found)
    try:
        write_table(database(), viewer(), found.record.id, typed.version, typed.question,
                    typed.known_options(database(), viewer(), found.hidden), typed.criteria, typed.cells)  # fmt: skip
    except Invalid as error:
        return _form(found, typed, error.fields)
    except Conflict:
        return _form(found, typed.newer(found.version), conflict=True)
    flash(gettext("Dossier enregistré."))
    return redirect(f"{found.record.url}/dossier")


@blueprint.post(f"{PAGE}/pieces")
def add(slug: str) -> ResponseReturnValue:
    """Adds an initiative, something done elsewhere, or a document."""
    found = file_of(slug, to_write=True)
    typed = {name: request.form.get(name, "") for name in ("sorte", "fiche", "titre", "adresse", "commentaire")}
    chosen = choose(database(), viewer(), typed["fiche"])
    if chosen.error:
        return _page(found, typed, {"fiche": chosen.error})
    told = {"sort": typed["sorte"], "record": chosen.record.id if chosen.record else "", "title": typed["titre"],
            "url": typed["adresse"], "comment": typed["commentaire"]}  # fmt: skip
    try:
        decision_files.add_piece(database(), viewer(), found.record.id, told)
    except Invalid as error:
        return _page(found, typed, error.fields)
    flash(gettext("Ajouté au dossier."))
    return redirect(f"{found.record.url}/dossier#pieces")


@blueprint.post(f"{PAGE}/pieces/<piece>/retirer")
def take(slug: str, piece: str) -> ResponseReturnValue:
    """Takes a piece out; what was known before keeps it."""
    found = file_of(slug, to_write=True)
    decision_files.take_piece(database(), viewer(), found.record.id, piece)
    flash(gettext("Retiré du dossier."))
    return redirect(f"{found.record.url}/dossier#pieces")


def _page(
    found: DecisionFile, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Response:  # fmt: skip
    return render(
        "decision_files/show.html", status=422 if errors else 200, found=found, told=told_of(found), sorts=sorts(),
        typed=typed or {}, errors=errors or {}, taken=snapshots(database(), found.record.id),
        writes=viewer().writes(found.record.id), said_words=said_words(),
        files=files.files_of(database(), viewer(), found.record.id),
    )  # fmt: skip


def _form(
    found: DecisionFile, typed: object, errors: Mapping[str, str] | None = None, *, conflict: bool = False
) -> Response:  # fmt: skip
    status = 409 if conflict else 422 if errors else 200
    return render(
        "decision_files/edit.html", status=status, found=found, typed=typed, errors=errors or {}, conflict=conflict,
        now=told_of(found),
    )  # fmt: skip
