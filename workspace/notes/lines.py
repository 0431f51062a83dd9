"""`/notes/<slug>/lignes`: a line of a note becomes an action, a decision, a use case, a need or a challenge."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import note_lines, states
from graph.editing import change_record
from graph.entities import Record, record
from graph.errors import Conflict, Invalid
from graph.freezing import frozen
from graph.note_lines import WHO, Line
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from workspace.choosing import choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import initial, kind_word
from workspace.writers import only_writers

blueprint = Blueprint("lines", __name__)
blueprint.before_request(only_writers)
ACTORS = ("Person", "Organisation")
LONGEST_NAME = 120
FIELDS = ("name", "due")


@blueprint.get("/notes/<slug>/lignes")
def show(slug: str) -> ResponseReturnValue:
    """The lines of a note; with `?ligne=` the form that makes a record of one."""
    return _page(_note(slug), {}, {})


@blueprint.post("/notes/<slug>/lignes")
def make(slug: str) -> ResponseReturnValue:
    """Makes the record and links the line to it. What is wrong is told by field, and nothing typed is lost."""
    note, typed = _note(slug), request.form.to_dict()
    line = _line(note, typed.get("texte", ""))
    who = choose(database(), viewer(), typed.get("qui", ""), ACTORS)
    try:
        if who.error:
            raise Invalid({"qui": who.error})
        raw = {name: typed.get(name, "") for name in FIELDS if name != "due" or typed.get("sorte") == "Action"}
        operation = Operation(viewer().user or "", gettext("depuis la note « %(name)s »", name=note.name))
        id = note_lines.make_of_line(
            database(), viewer(), note.id, line, typed.get("sorte", ""), raw, who.record.id if who.record else "",
            operation,
        )  # fmt: skip
    except Invalid as error:
        return _page(note, typed, error.fields, status=422)
    flash(gettext("La ligne est liée à sa fiche : %(kind)s.", kind=kind_word(SCHEMA.kind_of_id(id).name)))  # type: ignore[union-attr]
    return redirect(f"{note.url}#texte")


@blueprint.post("/notes/<slug>/cocher")
def tick(slug: str) -> ResponseReturnValue:
    """Ticks an action that a line became, or takes it up again; its box in the text follows."""
    note = _note(slug)
    action = next((each.record for each in note_lines.born(database(), viewer(), note.id)
                   if each.record.id == request.form.get("fiche") and each.record.kind == "Action"), None)  # fmt: skip
    if action is None:
        abort(404)
    status = "done" if request.form.get("fait") else "ongoing"
    operation = Operation(viewer().user or "", gettext("cochée dans « %(name)s »", name=note.name))
    must_write(viewer(), action.id)
    kept = states.records(database(), [note.id])[note.id].state
    also = [] if frozen(kept) else [(note.id, dict[str, str]())]  # adopted words stand, whatever becomes of the action
    for id, told in ((action.id, {"status": status}), *also):
        change_record(database(), viewer(), id, states.records(database(), [id])[id].version, told, operation)
    return redirect(f"{note.url}#objets")


def _note(slug: str) -> Record:
    found = record(database(), viewer(), f"note-{slug}")
    must_write(viewer(), found.id)
    return found


def _line(note: Record, text: str) -> Line:
    """The line as it was read. Conflict when somebody has changed it since."""
    found = next((line for line in _lines(note) if line.text.strip() == text.strip()), None)
    if found is None:
        raise Conflict(note.id)
    return found


def _lines(note: Record) -> list[Line]:
    field = note.field("text")
    return note_lines.lines(str(field.value)) if field and field.given else []


def _page(note: Record, typed: Mapping[str, str], errors: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    lines = _lines(note)
    asked = request.args.get("ligne", type=int)
    open_line = next(
        (line for line in lines if typed.get("texte", "").strip() == line.text.strip() or line.number == asked), None
    )
    kinds = [(kind, initial(kind_word(kind))) for kind in WHO]
    words = {
        "sorte": gettext("Sorte de fiche"),
        "name": gettext("Nom"),
        "qui": gettext("Qui"),
        "due": gettext("Échéance"),
    }
    return render(
        "notes/lines.html", status=status, record=note, lines=lines, open_line=open_line, kinds=kinds,
        typed=typed or _told(open_line), wrong=errors, actors=",".join(ACTORS),
        errors=[(f"champ-{name}", words[name]) for name in words if name in errors],
        who=choose(database(), viewer(), typed.get("qui", ""), ACTORS),
    )  # fmt: skip


def _told(line: Line | None) -> dict[str, str]:
    """What the form begins with: the line's own words as the name."""
    says = line.says if line else ""
    short = says if len(says) <= LONGEST_NAME else says[:LONGEST_NAME].rsplit(" ", 1)[0] + "…"
    return {"name": short.rstrip(" .;"), "sorte": "Action"}
