"""`/notes/dossiers`, all notes by folder; `/notes/<slug>/rangement`, where one is put."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import note_shelves
from graph.entities import Record
from graph.errors import Invalid
from graph.note_shelves import Place
from graph.operations import Operation
from graph.permissions import must_write
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.notes.one import member_s_note
from workspace.rendering import render

blueprint = Blueprint("note_shelves", __name__)


@blueprint.get("/notes/dossiers")
def show() -> ResponseReturnValue:
    """The notes that one may read, by folder; with `?archivees=1` those that were archived."""
    archived = bool(request.args.get("archivees"))
    found = note_shelves.shelves(database(), viewer(), archived=archived)
    return render("notes/shelves.html", shelves=found, archived=archived)


@blueprint.get("/notes/<slug>/rangement")
def ask(slug: str) -> ResponseReturnValue:
    """Where a note is, to be changed."""
    note = _note(slug)
    return _page(note, note_shelves.place_of(database(), viewer(), note.id), {})


@blueprint.post("/notes/<slug>/rangement")
def put(slug: str) -> ResponseReturnValue:
    """Puts it in a folder, at the head of it, or among the archived."""
    note, form = _note(slug), request.form
    place = Place(form.get("dossier", ""), "epinglee" in form, "archivee" in form)
    try:
        note_shelves.put(database(), viewer(), note.id, place, Operation(viewer().user or "", gettext("rangement")))
    except Invalid as error:
        return _page(note, place, error.fields)
    flash(gettext("Note rangée."))
    return redirect(note.url)


def _note(slug: str) -> Record:
    note = member_s_note(slug)
    must_write(viewer(), note.id)
    return note


def _page(note: Record, place: Place, errors: dict[str, str]) -> ResponseReturnValue:
    known = [folder for folder in note_shelves.shelves(database(), viewer()) if folder]
    return render("notes/shelve.html", status=422 if errors else 200, record=note, place=place, errors=errors,
                  folders=known)  # fmt: skip
