"""`/synthese?sujet=…&au=…`: a note drawn at once, as a page and as files, kept by nobody yet."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Invalid, NotFound
from workspace import keeping
from workspace.choosing import choose
from workspace.current import database, viewer
from workspace.papers import paper_file
from workspace.rendering import render
from workspace.syntheses.asked import Asked, asked_of
from workspace.syntheses.drawing import MOST
from workspace.syntheses.showing import page
from workspace.syntheses.writing_out import name_of, paper_of

blueprint = Blueprint("syntheses", __name__)


@blueprint.get("/synthese")
def show() -> ResponseReturnValue:
    """The note of one subject or several; without any, the form that asks for them."""
    asked = asked_of(request.args)
    if not asked.ids:
        return _form({}, {})
    try:
        note = asked.note()
    except NotFound:
        # The reader is told why, when it is only for others that it cannot be drawn.
        return _not_for_these(asked)
    groups, words = keeping.audiences()
    return render("syntheses/drawn.html", asked=asked, groups=groups, words=words, **page(note))


@blueprint.get("/synthese.<form>")
def file(form: str) -> Response:
    """The same as a file."""
    note = asked_of(request.args).note()
    return paper_file(paper_of(note), form, name_of(note))


@blueprint.post("/synthese")
def compare() -> ResponseReturnValue:
    """From names as typed to the note of what they name."""
    typed = {f"sujet{place}": request.form.get(f"sujet{place}", "").strip() for place in range(1, MOST + 1)}
    chosen = {name: choose(database(), viewer(), text) for name, text in typed.items() if text}
    errors = {name: each.error for name, each in chosen.items() if each.error}
    if not chosen:
        errors = {"sujet1": "ce champ est nécessaire"}
    if errors:
        return _form(typed, errors)
    ids = [each.record.id for each in chosen.values() if each.record]
    return redirect(Asked(tuple(dict.fromkeys(ids)), request.form.get("au", "").strip()).address)


def _form(typed: dict[str, str], errors: dict[str, str]) -> Response:
    return render("syntheses/ask.html", status=422 if errors else 200, typed=typed, errors=errors, most=MOST)


def _not_for_these(asked: Asked) -> Response:
    if asked.shared == "private":
        raise NotFound(asked.ids[0])
    Asked(asked.ids, asked.au).note()
    raise Invalid({"pour": "un sujet de la note n'est pas visible de tous ceux-là"})
