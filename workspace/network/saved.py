"""`/vues`: views of the network that somebody kept, found again, shared, shown on other sites."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from graph import saved_views
from graph.briefs import briefs
from graph.errors import Invalid, NotFound
from graph.saved_views import SavedView
from graph.viewers import ANONYMOUS
from workspace import keeping
from workspace.addresses import public
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.network.seeing import scene_of
from workspace.network.still import still_of
from workspace.network.view import view_of
from workspace.rendering import render
from workspace.security import FRAMED

saved = Blueprint("saved", __name__)


@saved.get("/vues")
def index() -> ResponseReturnValue:
    """One's own views, and those that others share with the reader."""
    mine, others = saved_views.saved_views(database(), viewer())
    return render("network/saved.html", mine=mine, others=others, words=keeping.shared_words())


@saved.get("/vues/garder")
def ask() -> ResponseReturnValue:
    """The form that keeps the view of an address."""
    keeping.only_accounts()
    query = view_of(request.args).kept_query
    return _form({"query": query, "shared": "private"}, "/vues/garder")


@saved.post("/vues/garder")
def keep() -> ResponseReturnValue:
    """Keeps it; what is wrong is said beside its field."""
    keeping.only_accounts()
    try:
        id = saved_views.keep(database(), viewer(), keeping.typed(), keeping.group_ids())
    except Invalid as error:
        return _form(keeping.typed(), "/vues/garder", error.fields)
    flash(gettext("Vue gardée. Elle est dans « Vues du réseau », et son adresse peut être envoyée."))
    return redirect(f"/vues/{id}")


@saved.get("/vues/<view>")
def show(view: str) -> ResponseReturnValue:
    """Goes to the view; when it cannot be drawn any more, says why and what can be done."""
    found = saved_views.saved_view(database(), viewer(), view)
    try:
        scene_of(database(), viewer(), view_of(parameters(found.query)))
    except (Invalid, NotFound) as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        return render("network/broken.html", status=422, view=found, fields=fields, mended=_mended(found, fields))
    return redirect(f"/reseau?{found.query}&vue={view}")


@saved.route("/vues/<view>/modifier", methods=["GET", "POST"])
def change(view: str) -> ResponseReturnValue:
    """Title, text, for whom; and, from the network's page, the view itself."""
    keeping.only_accounts()
    found = saved_views.saved_view(database(), viewer(), view)
    if not found.mine:
        raise NotFound(view)
    if request.method == "GET":
        query = view_of(request.args).kept_query if request.args else found.query
        told = {"title": found.title, "text": found.text, "shared": found.shared, "group": found.group or ""}
        return _form({**told, "query": query}, f"{found.url}/modifier", of=found)
    try:
        saved_views.change(database(), viewer(), view, keeping.typed(), keeping.group_ids())
    except Invalid as error:
        return _form(keeping.typed(), f"{found.url}/modifier", error.fields, of=found)
    flash(gettext("Vue enregistrée."))
    return redirect("/vues")


@saved.post("/vues/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view)
    flash(gettext("Vue retirée. Rien n’a changé dans le réseau."))
    return redirect("/vues")


@saved.get("/vues/<view>/integrer")
def framed(view: str) -> Response:
    """A public view for the page of another site: what anybody may see, whoever asks, without scripts."""
    found = saved_views.saved_view(database(), ANONYMOUS, view)
    still = still_of(database(), ANONYMOUS, found.query)
    answer = make_response(render_template(
        "network/framed.html", found=found, still=still, address=public(found.url), selected=None,
    ))  # fmt: skip
    answer.headers.update(FRAMED)
    return answer


def _form(
    told: dict[str, str], action: str, errors: dict[str, str] | None = None, of: SavedView | None = None
) -> Response:
    groups, words = keeping.audiences()
    frame = public(f"{of.url}/integrer") if of and of.shared == "public" else ""
    return render(
        "network/keep.html", status=422 if errors else 200, told=told, action=action, errors=errors or {}, of=of,
        groups=groups, words=words, frame=frame,
    )  # fmt: skip


def _mended(found: SavedView, fields: dict[str, str]) -> str:
    """The address without what is refused, and without centres that are not there any more."""
    kept = MultiDict((name, value) for name, value in parameters(found.query).items(multi=True) if name not in fields)
    view = view_of(kept)
    there = briefs(database(), viewer(), list(view.centres))
    return view.address(centres=tuple(id for id in view.centres if id in there), whole=not there)
