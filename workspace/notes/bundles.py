"""`/notes/importer/<token>`: the notes of an archive, seen before they are kept, then made at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from flask import Blueprint, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from graph import note_bundles
from graph.briefs import briefs
from graph.note_bundles import Told, Wanted
from graph.operations import Operation
from graph.permissions import must_create
from graph.schema import SCHEMA
from graph.settings import Settings
from workspace import filing, forms, note_seen_by, uploads
from workspace.addresses import public
from workspace.current import account_name, database, viewer
from workspace.language import gettext, ngettext
from workspace.mention_words import names_in
from workspace.notes import bundle_work
from workspace.notes.bundle_work import Read
from workspace.notes.left_out import left_out
from workspace.rendering import render
from workspace.uploads import Upload
from workspace.words import word
from workspace.writers import only_writers

blueprint = Blueprint("note_bundles", __name__)
blueprint.before_request(only_writers)
SHOWN = 20
NOTE = SCHEMA.kinds["Note"].fields


def begin(sent: FileStorage) -> ResponseReturnValue:
    """Keeps an archive that was sent, and begins to read it."""
    upload = uploads.keep(_root(), [(sent.filename or "notes.zip", sent.stream)], viewer().user or "", account_name())
    bundle_work.reading(upload, _site())
    return redirect(f"/notes/importer/{upload.token}")


@blueprint.get("/notes/importer/<token>")
def look(token: str) -> ResponseReturnValue:
    """What would be made, or how far the reading is. Nothing is kept yet."""
    return _page(_upload(token))


@blueprint.post("/notes/importer/<token>")
def make(token: str) -> ResponseReturnValue:
    """Makes the chosen notes in one operation."""
    upload = _upload(token)
    read = bundle_work.reading(upload, _site())
    chosen = {int(each) for each in request.form.getlist("note") if each.isdecimal()}
    picked = replace(read, notes=tuple(note for place, note in enumerate(read.notes) if place in chosen))
    if not read.over or not picked.notes:
        return _page(upload, gettext("cochez au moins une note"), chosen)
    files = filing.folder(current_app.extensions["settings"])
    operation = Operation(viewer().user or "", gettext("notes importées de %(file)s", file=upload.title))
    wanted = [_given(each) for each in _tied_here(read, bundle_work.wanted(upload, picked, files))]
    made = note_bundles.carry_out(database(), viewer(), wanted, operation)
    uploads.remove(upload)
    flash(ngettext("%(num)s note importée.", "%(num)s notes importées.", len(made)))
    flash(operation.id, "undo")
    return redirect(SCHEMA.url_of("Note", made[0]) if len(made) == 1 else "/notes/dossiers")


def _given(each: Wanted) -> Wanted:
    """To whom the form gives them all, or to whom each was given."""
    chosen = forms.seen_by(request.form.get("visibility", "")) if request.form.get("visibility") else {}
    return replace(each, raw={**each.raw, **chosen}) if chosen else each


def _page(upload: Upload, error: str = "", chosen: set[int] | None = None) -> ResponseReturnValue:
    read = bundle_work.reading(upload, _site())
    wanted = _tied_here(read, bundle_work.wanted(upload, read, None)) if read.over else []
    told = note_bundles.looked(database(), viewer(), wanted)
    there = briefs(database(), viewer(), [each.wanted.id for each in told if each.wanted.id])
    ticked = chosen if chosen is not None else {n for n, each in enumerate(told) if each.wanted.id not in there}
    names = names_in(told[0].names.text) if read.counted else ()
    return render(
        "notes/bundle.html", "reading", status=422 if error or read.refused else 200, upload=upload, read=read,
        told=told, there=there, ticked=ticked, error=error, left=bundle_work.reasons(read), shown=SHOWN,
        counted=left_out(read.counted), names=names, one=told[0] if read.counted else None,
        visibilities=note_seen_by.choices(), before=_as_before(read, told),
        errors=[("note-0", gettext("Notes"))] if error else [],
        labels={field.name: word(field.label) for field in NOTE},
    )  # fmt: skip


def _tied_here(read: Read, wanted: list[Wanted]) -> list[Wanted]:
    """In a text from elsewhere, the address of a record of this site names it; in one of ours it was but a link."""
    root = _site()
    return wanted if read.site == root else note_bundles.from_elsewhere(database(), viewer(), wanted, root)


def _as_before(read: Read, told: Sequence[Told]) -> str:
    """What the form begins with: nothing said, when they come from this site and tell for whom they are."""
    own = read.site == _site() and all(each.wanted.raw.get("visibility") for each in told)
    return "" if own else "members"


def _upload(token: str) -> Upload:
    must_create(viewer(), SCHEMA.kinds["Note"])
    return uploads.own(_root(), token, viewer().user)


def _site() -> str:
    return public("").rstrip("/")


def _root() -> Path:
    return cast(Settings, current_app.extensions["settings"]).data / "note-uploads"
