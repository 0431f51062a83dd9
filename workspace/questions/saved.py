"""`/questions/garder` and `/questions/<view>`: questions that somebody kept, found again and shared."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import saved_views
from graph.errors import Invalid, NotFound
from graph.saved_views import QUESTIONS, SavedView
from workspace import keeping
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.question_reading import read
from workspace.question_words import sentence
from workspace.rendering import render

saved = Blueprint("saved_questions", __name__)


@saved.get("/questions/garder")
def ask() -> ResponseReturnValue:
    """The form that keeps the question of an address."""
    keeping.only_accounts()
    query = read(database(), viewer(), request.args).query
    return _form({"query": query, "shared": "private"}, "/questions/garder")


@saved.post("/questions/garder")
def keep() -> ResponseReturnValue:
    """Keeps it; what is wrong is said beside its field."""
    keeping.only_accounts()
    try:
        id = saved_views.keep(database(), viewer(), _told(), keeping.group_ids(), QUESTIONS)
    except Invalid as error:
        return _form(keeping.typed(), "/questions/garder", error.fields)
    flash(gettext("Question gardée. Elle est dans « Questions », et son adresse peut être envoyée."))
    return redirect(f"/questions/{id}")


@saved.get("/questions/<view>")
def show(view: str) -> ResponseReturnValue:
    """Goes to the question, which says what cannot be asked any more."""
    found = saved_views.saved_view(database(), viewer(), view, QUESTIONS)
    return redirect(f"/questions?{found.query}&gardee={view}")


@saved.route("/questions/<view>/modifier", methods=["GET", "POST"])
def change(view: str) -> ResponseReturnValue:
    """Title, text, for whom; and, from the page of questions, the question itself."""
    keeping.only_accounts()
    found = saved_views.saved_view(database(), viewer(), view, QUESTIONS)
    if not found.mine:
        raise NotFound(view)
    if request.method == "GET":
        query = read(database(), viewer(), request.args).query if request.args else found.query
        told = {"title": found.title, "text": found.text, "shared": found.shared, "group": found.group or ""}
        return _form({**told, "query": query}, f"{found.url}/modifier", of=found)
    try:
        saved_views.change(database(), viewer(), view, _told(), keeping.group_ids(), QUESTIONS)
    except Invalid as error:
        return _form(keeping.typed(), f"{found.url}/modifier", error.fields, of=found)
    flash(gettext("Question enregistrée."))
    return redirect(found.url)


@saved.post("/questions/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view, QUESTIONS)
    flash(gettext("Question retirée. Rien n’a changé dans le réseau."))
    return redirect("/questions")


def _told() -> dict[str, str]:
    """The form, with the question as its address says it. Invalid for one that cannot be asked."""
    told = keeping.typed()
    asked = read(database(), viewer(), parameters(told["query"]))
    if asked.question is None:
        raise Invalid({"vue": gettext("cette question ne peut pas être posée : revoyez-la d’abord")})
    return {**told, "query": asked.query}


def _form(
    told: dict[str, str], action: str, errors: dict[str, str] | None = None, of: SavedView | None = None
) -> Response:
    groups, words = keeping.audiences()
    asked = read(database(), viewer(), parameters(told["query"]))
    return render(
        "questions/keep.html", status=422 if errors else 200, told=told, action=action, errors=errors or {}, of=of,
        groups=groups, words=words, sentence=sentence(asked.question, asked.known) if asked.question else "",
    )  # fmt: skip
