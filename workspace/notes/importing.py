"""`/notes/importer`, a text from a file, seen before it is kept; `/notes/coller`, what is pasted from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from graph import states
from graph.editing import change_record
from graph.entities import Record
from graph.errors import Conflict, Invalid
from graph.operations import Operation
from graph.permissions import must_create, must_write
from graph.retying import seen_again
from graph.schema import SCHEMA
from workspace import forms, incoming, note_seen_by
from workspace.addresses import public
from workspace.current import database, viewer
from workspace.incoming import Refused, Told
from workspace.language import gettext
from workspace.mention_words import names_in
from workspace.notes import bundles
from workspace.notes.left_out import left_out
from workspace.notes.one import member_s_note
from workspace.rendering import render
from workspace.words import word
from workspace.writers import only_writers

blueprint = Blueprint("importing", __name__)
blueprint.before_request(only_writers)
MEGABYTES = 10
TRIES = 5  # somebody else may write the note at the same moment
TOO_LARGE = f"ce fichier est trop gros : {MEGABYTES} Mo au plus"
TOO_LARGE_ARCHIVE = "ce fichier est trop gros : 10 Mo au plus, 60 Mo pour un ZIP de notes"


@blueprint.get("/notes/importer")
def ask() -> ResponseReturnValue:
    """Which file? `?note=` is the slug of the note that it goes to the end of."""
    return _ask(request.args.get("note", ""))


@blueprint.post("/notes/importer")
def look() -> ResponseReturnValue:
    """The text that a file gives, to be corrected and kept. Nothing is kept yet."""
    slug = request.form.get("note", "")
    note = _note(slug)
    sent = request.files.get("fichier")
    if sent and not note and (sent.filename or "").lower().endswith(".zip"):
        return bundles.begin(sent)
    content = sent.read(MEGABYTES * 2**20 + 1) if sent else b""
    try:
        told = _read(content, sent.filename or "" if sent else "")
    except Invalid as error:
        return _ask(slug, 422, error.fields)
    if sent and not note and told.left.get("images") and content.startswith(b"PK"):  # a document with its pictures
        sent.stream.seek(0)
        return bundles.begin(sent)
    return _seen(note, {"name": told.title, "summary": told.summary, "text": told.text}, told.left)


@blueprint.post("/notes/<slug>/ajout")
def add(slug: str) -> ResponseReturnValue:
    """Puts a text at the end of a note, whatever others write in it meanwhile."""
    note = member_s_note(slug)
    must_write(viewer(), note.id)
    typed = forms.typed(request.form, SCHEMA.kinds["Note"].fields)
    try:
        _added(note.id, typed.get("text", "").strip("\n"))
    except Invalid as error:
        return _seen(note, typed, {}, error.fields)
    flash(gettext("Le texte est à la fin de la note."))
    return redirect(note.url)


@blueprint.post("/notes/coller")
def paste() -> ResponseReturnValue:
    """HTML from a clipboard as Markdown, for the writing area: nothing is kept."""
    sent = request.files.get("html")
    try:
        told = _read(sent.read(MEGABYTES * 2**20 + 1) if sent else b"", "colle.html")
    except Invalid as error:
        return _plain(error.fields["fichier"], 422)
    return _plain(told.text)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
    """So large that it was not even read."""
    return _ask("", 413, {"fichier": TOO_LARGE_ARCHIVE})


def _read(content: bytes, name: str) -> Told:
    if not name:
        raise Invalid({"fichier": "choisissez un fichier"})
    if len(content) > MEGABYTES * 2**20:
        raise Invalid({"fichier": TOO_LARGE})
    root = public("").rstrip("/")
    try:
        told = incoming.read(content, name, root)
    except Refused as refusal:
        raise Invalid({"fichier": str(refusal)}) from None
    names = seen_again(database(), viewer(), told.text, root)
    left = {"names": len(names.words)} if names.words else {}
    return replace(told, text=names.text, left=told.left | left)


def _added(id: str, text: str) -> None:
    if not text.strip():
        raise Invalid({"text": gettext("il n’y a rien à ajouter")})
    for left in range(TRIES, 0, -1):
        found = states.records(database(), [id])[id]
        before = str(found.state.get("text") or "").rstrip()
        told = {"text": f"{before}\n\n{text}" if before else text}
        try:
            change_record(database(), viewer(), id, found.version, told,
                          Operation(viewer().user or "", gettext("texte importé")))  # fmt: skip
            return
        except Conflict:
            if left == 1:
                raise


def _note(slug: str) -> Record | None:
    """The note that the text goes to, None for a new one."""
    if not slug:
        must_create(viewer(), SCHEMA.kinds["Note"])
        return None
    note = member_s_note(slug)
    must_write(viewer(), note.id)
    return note


def _ask(slug: str, status: int = 200, wrong: Mapping[str, str] | None = None) -> Response:
    errors = [("champ-fichier", gettext("Fichier"))] if wrong else []
    return render("notes/import.html", status=status, record=_note(slug), slug=slug, most=MEGABYTES, wrong=wrong or {},
                  errors=errors)  # fmt: skip


def _seen(
    note: Record | None, typed: Mapping[str, str], left: Mapping[str, int], wrong: Mapping[str, str] | None = None
) -> Response:  # fmt: skip
    asked = ("text",) if note else ("name", "summary", "text")
    first, rest = forms.record_entries(SCHEMA.kinds["Note"], typed, wrong or {}, {})
    entries = sorted((each for each in [*first, *rest] if each.name in asked), key=lambda each: asked.index(each.name))
    labels = {each.name: each.label for each in entries}
    return render(
        "notes/import_seen.html", status=422 if wrong else 200, record=note, entries=entries, left=left_out(left),
        visibilities=note_seen_by.choices(), text=typed.get("text", ""),
        names=names_in(typed.get("text", "")),
        errors=[(f"champ-{name}", labels.get(name, word(name))) for name in wrong or {}],
    )  # fmt: skip


def _plain(text: str, status: int = 200) -> Response:
    answer = make_response(text, status)
    answer.mimetype = "text/plain"
    return answer
