"""`/recits`: saved views in an order, each with its picture, its text and its links in words, read as one page."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import saved_views
from graph.errors import Invalid, NotFound
from graph.saved_views import STORIES, SavedView
from workspace import keeping
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.network.still import Still, still_of
from workspace.rendering import render

stories = Blueprint("stories", __name__)
MOST = 12  # steps: each is a picture of its own
PLACE = "rang-"


@stories.get("/recits")
def index() -> ResponseReturnValue:
    """One's own stories, and those that others share with the reader."""
    mine, others = saved_views.saved_views(database(), viewer(), STORIES)
    return render("network/stories.html", mine=mine, others=others, words=keeping.shared_words())


@stories.get("/recits/<view>")
def show(view: str) -> ResponseReturnValue:
    """The story: every step that the reader may see, one under the other."""
    found = saved_views.saved_view(database(), viewer(), view, STORIES)
    drawn = [(kept, still) for kept in _views(found) if (still := _still(kept))]
    # What is missing is its author's to mend; others are not told what they may not see.
    missing = len(_ids(found.query)) - len(drawn) if found.mine else 0
    return render("network/story.html", found=found, steps=drawn, missing=missing)


@stories.get("/recits/garder")
def ask() -> ResponseReturnValue:
    """The form of a new story."""
    keeping.only_accounts()
    return _form({"shared": "private"}, {}, "/recits/garder")


@stories.post("/recits/garder")
def keep() -> ResponseReturnValue:
    """Keeps it; what is wrong is said beside its field."""
    keeping.only_accounts()
    try:
        id = saved_views.keep(database(), viewer(), _typed(), keeping.group_ids(), STORIES)
    except Invalid as error:
        return _form(keeping.typed(), _places(), "/recits/garder", error.fields)
    flash(gettext("Récit gardé. Il est dans « Récits », et son adresse peut être envoyée."))
    return redirect(f"/recits/{id}")


@stories.route("/recits/<view>/modifier", methods=["GET", "POST"])
def change(view: str) -> ResponseReturnValue:
    """Title, text, for whom, and which views in which order."""
    keeping.only_accounts()
    found = saved_views.saved_view(database(), viewer(), view, STORIES)
    if not found.mine:
        raise NotFound(view)
    action = f"{found.url}/modifier"
    if request.method == "GET":
        told = {"title": found.title, "text": found.text, "shared": found.shared, "group": found.group or ""}
        return _form(told, {id: str(n) for n, id in enumerate(_ids(found.query), 1)}, action, of=found)
    try:
        saved_views.change(database(), viewer(), view, _typed(), keeping.group_ids(), STORIES)
    except Invalid as error:
        return _form(keeping.typed(), _places(), action, error.fields, of=found)
    flash(gettext("Récit enregistré."))
    return redirect(found.url)


@stories.post("/recits/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more; its views stay."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view, STORIES)
    flash(gettext("Récit retiré. Ses vues sont toujours là."))
    return redirect("/recits")


def _views(story: SavedView) -> list[SavedView]:
    """The views of a story that the reader may see, in its order."""
    mine, others = saved_views.saved_views(database(), viewer())
    known = {kept.id: kept for kept in (*mine, *others)}
    return [known[id] for id in _ids(story.query) if id in known]


def _still(kept: SavedView) -> Still | None:
    try:
        return still_of(database(), viewer(), kept.query)
    except (Invalid, NotFound):
        return None


def _ids(query: str) -> list[str]:
    return parameters(query).getlist("vue")


def _places() -> dict[str, str]:
    """Where each view stands, as typed."""
    places = {name.removeprefix(PLACE): text.strip() for name, text in request.form.items() if name.startswith(PLACE)}
    return {id: text for id, text in places.items() if text}


def _typed() -> dict[str, str]:
    """The form, with the views in their order. Invalid names a place that is none."""
    places = _places()
    if wrong := [text for text in places.values() if _rank(text) == 1000]:
        raise Invalid({"etapes": gettext("« %(text)s » n’est pas un rang : 1, 2, 3…", text=wrong[0])})
    if not 1 <= len(places) <= MOST:
        raise Invalid({"etapes": gettext("donnez un rang à une vue au moins, à %(most)s au plus", most=MOST)})
    ordered = sorted(places, key=lambda id: (int(places[id]), id))
    return {**keeping.typed(), "query": urlencode([("vue", id) for id in ordered])}


def _form(
    told: Mapping[str, str], places: Mapping[str, str], action: str, errors: Mapping[str, str] | None = None,
    of: SavedView | None = None,
) -> Response:  # fmt: skip
    groups, words = keeping.audiences()
    mine, others = saved_views.saved_views(database(), viewer())
    views = sorted((*mine, *others), key=lambda kept: (_rank(places.get(kept.id, "")), kept.title, kept.id))
    shown = {name: text for name, text in told.items() if name != "query"}
    return render(
        "network/story_form.html", status=422 if errors else 200, told=shown, places=places, action=action,
        errors=errors or {}, of=of, groups=groups, words=words, views=views, shared=keeping.shared_words(),
    )  # fmt: skip


def _rank(text: str) -> int:
    """Where a view stands in the form; those without a place come after."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1000
