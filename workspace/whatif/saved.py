"""`/dependances/gardees`: what would have been reached on the day it was kept, and what would be now."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import saved_views, whatif_kept
from graph.briefs import briefs
from graph.errors import Invalid
from graph.saved_views import STOPS
from workspace import keeping
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.rendering import render
from workspace.whatif.asked import asked_of

saved = Blueprint("whatif_saved", __name__)


@saved.get("/dependances/gardees")
def index() -> ResponseReturnValue:
    """One's own, and those that others share with the reader."""
    mine, others = saved_views.saved_views(database(), viewer(), STOPS)
    return render("whatif/saved.html", mine=mine, others=others, words=keeping.shared_words())


@saved.get("/dependances/garder")
def ask() -> ResponseReturnValue:
    """The form that keeps an answer."""
    keeping.only_accounts()
    asked = asked_of(request.args)
    if not asked.stopped:
        return redirect("/dependances")
    query = asked.address(voir=None).partition("?")[2]
    return _form({"query": query, "shared": "private"})


@saved.post("/dependances/garder")
def keep() -> ResponseReturnValue:
    """Keeps it; what is wrong is said beside its field."""
    keeping.only_accounts()
    typed = keeping.typed()
    asked = asked_of(parameters(typed["query"]))
    try:
        id = whatif_kept.keep(database(), viewer(), typed, keeping.group_ids(), asked.ids, asked.au)
    except Invalid as error:
        return _form(typed, error.fields)
    flash(gettext("Réponse gardée avec sa date : elle pourra être comparée à ce qui sera connu plus tard."))
    return redirect(f"/dependances/gardees/{id}")


@saved.get("/dependances/gardees/<view>")
def show(view: str) -> ResponseReturnValue:
    """Then and now, and what has changed between."""
    found = saved_views.saved_view(database(), viewer(), view, STOPS)
    ids = parameters(found.query).getlist("arret")
    stopped = briefs(database(), viewer(), ids)
    return render(
        "whatif/compared.html", found=found, stopped=[stopped[id] for id in ids if id in stopped],
        compared=whatif_kept.compared(database(), viewer(), found, ids), words=keeping.shared_words(),
        day=parameters(found.query).get("au", ""),
    )  # fmt: skip


@saved.post("/dependances/gardees/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view, STOPS)
    flash(gettext("Réponse retirée. Rien n’a changé dans le réseau."))
    return redirect("/dependances/gardees")


def _form(told: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    groups, words = keeping.audiences()
    return render(
        "whatif/keep.html", status=422 if errors else 200, told=told, errors=errors or {}, groups=groups, words=words,
        asked=asked_of(parameters(told["query"])),
    )  # fmt: skip
