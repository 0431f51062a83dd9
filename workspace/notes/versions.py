"""`/notes/<slug>/versions`: who wrote what, what differs between any two moments, and the names of versions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import note_versions
from graph.entities import Record
from graph.errors import Invalid
from graph.note_versions import Compared, Moment, text_of
from graph.permissions import must_write
from graph.text_differences import Part
from workspace import mention_words
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.note_texts import parts_read
from workspace.notes.one import member_s_note, note_at
from workspace.paging import whole_number
from workspace.rendering import render

blueprint = Blueprint("note_versions", __name__)


@blueprint.get("/notes/<slug>/versions")
def show(slug: str) -> ResponseReturnValue:
    """The moments of a note; `?de=` and `?a=` are the two that are compared, the last two unless others are asked."""
    return _page(note_at(slug))


@blueprint.post("/notes/<slug>/versions/<int:seq>")
def name(slug: str, seq: int) -> ResponseReturnValue:
    """Names a version, such as « v1 envoyée au bureau »; without a name, takes it away."""
    note = member_s_note(slug)
    must_write(viewer(), note.id)
    typed = request.form.get("nom", "")
    try:
        note_versions.name_version(database(), viewer(), note.id, seq, typed)
    except Invalid as error:
        return _page(note, error.fields, seq, typed)
    flash(gettext("Version nommée.") if typed.strip() else gettext("Cette version n’a plus de nom."))
    return redirect(f"{note.url}/versions")


def _page(
    note: Record, errors: dict[str, str] | None = None, wrong: int | None = None, typed: str = ""
) -> ResponseReturnValue:
    before = whole_number("avant")
    found, more = note_versions.moments(database(), viewer(), note.id, before)
    compared, text = _compared(note, found) or (None, [])
    return render(
        "notes/versions.html", status=422 if errors else 200, record=note, moments=found, more=more, before=before,
        named=note_versions.named_versions(database(), viewer(), note.id), compared=compared, text=text,
        errors=errors or {}, wrong=wrong, typed=typed,
    )  # fmt: skip


def _compared(note: Record, found: list[Moment]) -> tuple[Compared, list[Part]] | None:
    """The two with what differs in their text. Of a note with one version there is nothing to compare."""
    seqs = [moment.seq for moment in found]
    later = whole_number("a") or (seqs[0] if seqs else 0)
    earlier = whole_number("de") or next((seq for seq in seqs if seq < later), later)
    if earlier == later:
        return None
    compared = note_versions.compare(database(), viewer(), note.id, earlier, later, language())
    names = mention_words.names_of(note)
    return compared, parts_read(text_of(compared.old), text_of(compared.new), names)
