"""`/suivre` and `/suivi`."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph import follows
from graph.errors import NotFound
from graph.follows import Follow
from graph.question_answers import answered
from graph.saved_views import QUESTIONS, SELECTIONS, saved_view
from graph.selections import selection
from graph.unsubscribing import subscribe_again, unsubscribed
from workspace.addresses import own_path
from workspace.current import database, signed_in, viewer
from workspace.filter_words import list_words
from workspace.follows.digests import SORT
from workspace.language import gettext
from workspace.list_filters import parameters, query_of
from workspace.listings import LISTINGS
from workspace.question_reading import question_of, read
from workspace.question_words import sentence
from workspace.rendering import render
from workspace.words import initial

blueprint = Blueprint("follows", __name__)


@blueprint.before_request
def only_accounts() -> None:
    """What is told goes to an account's address."""
    if not signed_in():
        abort(401)


@blueprint.get("/suivi")
def index() -> ResponseReturnValue:
    """What the reader follows, and how often they are told."""
    found = follows.follows(database(), viewer())
    return render("follows/index.html", found=found, paces=paces(), stopped=_stopped(), name_of=name_of)


@blueprint.post("/suivre")
def follow() -> ResponseReturnValue:
    """Follows a record, what is around it, a list with its filters, a question or a selection; told each morning until
    one says otherwise."""
    listing = LISTINGS.get(request.form.get("liste", ""))
    if question := request.form.get("question", ""):
        _follow_question(question)
    elif kept := request.form.get("selection"):
        found = selection(database(), viewer(), kept)
        entries = [entry.id for entry in found.entries]
        follows.follow_selection(database(), viewer(), kept, found.view.title, entries)
    elif listing:
        query = query_of(parameters(request.form.get("filtre", "")), listing)
        words = list_words(parameters(query), listing)
        follows.follow_list(database(), viewer(), listing.url, query, words)
    elif centre := request.form.get("autour"):
        follows.follow_around(database(), viewer(), centre)
    else:
        follows.follow_record(database(), viewer(), request.form.get("fiche", ""))
    flash(gettext("Suivi : ce qui change vous est écrit chaque matin. Le rythme se choisit dans « Mes suivis »."))
    return redirect(own_path(request.form.get("page"), "/suivi"))


@blueprint.post("/suivi/<id>")
def change(id: str) -> ResponseReturnValue:
    """How often one is told, or no more."""
    if request.form.get("geste") == "retirer":
        follows.stop(database(), viewer(), id)
        flash(gettext("Vous ne le suivez plus."))
    else:
        follows.set_pace(database(), viewer(), id, request.form.get("rythme", ""))
        flash(gettext("Rythme noté."))
    return redirect("/suivi")


@blueprint.post("/suivi/reprendre")
def again() -> ResponseReturnValue:
    """Letters that were stopped from a mail program come again."""
    subscribe_again(database(), _email(), SORT)
    flash(gettext("Les lettres reviendront."))
    return redirect("/suivi")


def _follow_question(query: str) -> None:
    asked = question_of(database(), viewer(), parameters(query))
    found = answered(database(), viewer(), asked.asked)
    words = initial(sentence(asked.asked, asked.known))
    follows.follow_question(database(), viewer(), asked.query, words, found.ids)


def paces() -> list[tuple[str, str]]:
    """How often one may be told, in words."""
    words = {"now": gettext("aussitôt"), "daily": gettext("chaque matin"), "weekly": gettext("le lundi"),
             "never": gettext("jamais")}  # fmt: skip
    return [(pace, words[pace]) for pace in follows.PACES]


def name_of(each: Follow) -> str:
    """What it is called; nothing when the reader may not see it, or a record that its question names, any more."""
    if each.around:
        return gettext("Autour de %(name)s", name=each.brief.name) if each.brief else ""
    if each.record:
        return each.brief.name if each.brief else ""
    if each.place == SELECTIONS:
        return _selection_name(each)
    if each.place != QUESTIONS:
        return each.words
    asked = read(database(), viewer(), parameters(each.query))
    return initial(sentence(asked.question, asked.known)) if asked.question else ""


def _selection_name(each: Follow) -> str:
    try:
        return saved_view(database(), viewer(), each.query, SELECTIONS).title
    except NotFound:
        return ""


def _email() -> str:
    return str(current_user.user.email)


def _stopped() -> bool:
    return bool(unsubscribed(database(), [_email()], SORT))
