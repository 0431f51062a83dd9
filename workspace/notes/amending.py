"""`/notes/<slug>/amendements`: what is changed in a note after it was adopted."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import adoption, amendments
from graph.amendments import adopted_of, in_force
from graph.entities import Record
from graph.errors import Invalid
from workspace import mention_words, note_pages
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.note_texts import masked, unmasked, without_hidden
from workspace.notes.one import member_s_note, note_at
from workspace.rendering import render

blueprint = Blueprint("amending", __name__)


@blueprint.get("/notes/<slug>/amendements")
def show(slug: str) -> ResponseReturnValue:
    """The text in force, and the amendments by number."""
    return _page(note_at(slug))


@blueprint.get("/notes/<slug>/amendements/nouveau")
def ask(slug: str) -> ResponseReturnValue:
    """The text in force, to be changed."""
    return _form(member_s_note(slug), None, {})


@blueprint.post("/notes/<slug>/amendements/nouveau")
def propose(slug: str) -> ResponseReturnValue:
    """Proposes an amendment. What is wrong is told by field, and nothing typed is lost."""
    note = member_s_note(slug)
    # From the form of a note that was adopted meanwhile, the field bears the record's own name.
    text = request.form.get("texte", request.form.get("text", ""))
    after = request.form.get("apres", 0, type=int)
    whole = unmasked(text, mention_words.names_of(note), _in_force(note, after))
    try:
        number = amendments.propose(database(), viewer(), note.id, whole, request.form.get("pourquoi", ""), after)
    except Invalid as error:
        return _form(note, text, error.fields, after)
    flash(gettext("Amendement n° %(n)s proposé. Qui anime l’adopte ou le refuse.", n=number))
    return redirect(f"{note.url}/amendements#amendement-{number}")


@blueprint.post("/notes/<slug>/amendements/<amendment>")
def decide(slug: str, amendment: str) -> ResponseReturnValue:
    """Adopts or refuses one; who proposed it takes it back."""
    note, form = member_s_note(slug), request.form
    try:
        if form.get("geste") == "adopter":
            number = amendments.adopt_amendment(database(), viewer(), note.id, amendment, form.get("reunion", ""))
            flash(gettext("Amendement n° %(n)s adopté.", n=number))
        else:
            number = amendments.refuse_amendment(database(), viewer(), note.id, amendment, form.get("reponse", ""))
            flash(gettext("Amendement n° %(n)s clos : le texte en vigueur n’a pas changé.", n=number))
    except Invalid as error:
        return _page(note, error.fields, amendment)
    return redirect(f"{note.url}/amendements#amendement-{number}")


def _page(note: Record, errors: dict[str, str] | None = None, wrong: str = "") -> ResponseReturnValue:
    shown = note_pages.of(note)
    names = mention_words.names_of(note)
    known = [each for each, _ in shown.amendments] if shown else []
    text = in_force(shown.standing, known) if shown else ""
    return render(
        "notes/amendments.html", status=422 if errors else 200, record=note, note=shown, errors=errors or {},
        wrong=wrong, typed=request.form, text=without_hidden(text, names), names=names,
        hash=adoption.fingerprint(text),
    )  # fmt: skip


def _form(note: Record, typed: str | None, errors: dict[str, str], after: int | None = None) -> ResponseReturnValue:
    standing = adoption.standing(database(), viewer(), note.id)
    known = amendments.amendments(database(), viewer(), note.id)
    text = typed if typed is not None else masked(_in_force(note), mention_words.names_of(note))
    return render(
        "notes/amend.html", status=422 if errors else 200, record=note, standing=standing, text=text, errors=errors,
        after=len(adopted_of(known)) if after is None else after, why=request.form.get("pourquoi", ""),
    )  # fmt: skip


def _in_force(note: Record, after: int | None = None) -> str:
    standing = adoption.standing(database(), viewer(), note.id)
    return in_force(standing, amendments.amendments(database(), viewer(), note.id), after)
