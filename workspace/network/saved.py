"""`/vues`: views of the network that somebody kept, found again, shared, shown on other sites."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from graph import saved_views
from graph.briefs import briefs
from graph.errors import Invalid, NotFound
from graph.saved_views import SavedView
from graph.viewers import ANONYMOUS
from workspace.addresses import public
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.list_filters import parameters
from workspace.network.arranging import arranged
from workspace.network.grouping import grouped
from workspace.network.picture import picture_of
from workspace.network.seeing import scene_of
from workspace.network.telling import told_of
from workspace.network.titles import counts_of
from workspace.network.view import view_of
from workspace.rendering import render
from workspace.security import FRAMED

saved = Blueprint("saved", __name__)


@saved.get("/vues")
def index() -> ResponseReturnValue:
    """One's own views, and those that others share with the reader."""
    mine, others = saved_views.saved_views(database(), viewer())
    return render("network/saved.html", mine=mine, others=others, words=shared_words())


@saved.get("/vues/garder")
def ask() -> ResponseReturnValue:
    """The form that keeps the view of an address."""
    _only_accounts()
    query = view_of(request.args).kept_query
    return _form({"query": query, "shared": "private"}, "/vues/garder")


@saved.post("/vues/garder")
def keep() -> ResponseReturnValue:
    """Keeps it; what is wrong is said beside its field."""
    _only_accounts()
    try:
        id = saved_views.keep(database(), viewer(), _typed(), _group_ids())
    except Invalid as error:
        return _form(_typed(), "/vues/garder", error.fields)
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
    _only_accounts()
    found = saved_views.saved_view(database(), viewer(), view)
    if not found.mine:
        raise NotFound(view)
    if request.method == "GET":
        query = view_of(request.args).kept_query if request.args else found.query
        told = {"title": found.title, "text": found.text, "shared": found.shared, "group": found.group or ""}
        return _form({**told, "query": query}, f"{found.url}/modifier", of=found)
    try:
        saved_views.change(database(), viewer(), view, _typed(), _group_ids())
    except Invalid as error:
        return _form(_typed(), f"{found.url}/modifier", error.fields, of=found)
    flash(gettext("Vue enregistrée."))
    return redirect("/vues")


@saved.post("/vues/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more."""
    _only_accounts()
    saved_views.remove(database(), viewer(), view)
    flash(gettext("Vue retirée. Rien n’a changé dans le réseau."))
    return redirect("/vues")


@saved.get("/vues/<view>/integrer")
def framed(view: str) -> Response:
    """A public view for the page of another site: what anybody may see, whoever asks, without scripts."""
    found = saved_views.saved_view(database(), ANONYMOUS, view)
    asked = view_of(parameters(found.query))
    whole = scene_of(database(), ANONYMOUS, asked)
    scene = grouped(database(), ANONYMOUS, whole, asked)
    picture = picture_of(scene, asked, arranged(database(), ANONYMOUS, scene, asked), None)
    answer = make_response(render_template(
        "network/framed.html", found=found, scene=scene, view=asked, picture=picture,
        counts=counts_of(whole, len(scene.groups)), told=told_of(scene), address=public(found.url), selected=None,
    ))  # fmt: skip
    answer.headers.update(FRAMED)
    return answer


def shared_words() -> dict[str, str]:
    """For whom a view is kept, in words."""
    return {
        "private": gettext("moi seulement"), "group": gettext("un de mes groupes"),
        "members": gettext("tous les membres"), "public": gettext("tout le monde"),
    }  # fmt: skip


def _form(
    told: dict[str, str], action: str, errors: dict[str, str] | None = None, of: SavedView | None = None
) -> Response:
    groups = [(id, brief.name) for id, brief in briefs(database(), viewer(), _group_ids()).items()]
    words = {name: word for name, word in shared_words().items() if name != "group" or groups}
    frame = public(f"{of.url}/integrer") if of and of.shared == "public" else ""
    return render(
        "network/keep.html", status=422 if errors else 200, told=told, action=action, errors=errors or {}, of=of,
        groups=sorted(groups, key=lambda pair: pair[1]), words=list(words.items()), frame=frame,
    )  # fmt: skip


def _typed() -> dict[str, str]:
    names = {"title": "titre", "text": "texte", "shared": "pour", "group": "groupe", "query": "vue"}
    return {name: request.form.get(field, "") for name, field in names.items()}


def _group_ids() -> list[str]:
    return sorted(getattr(getattr(current_user, "user", None), "groups", ()))


def _mended(found: SavedView, fields: dict[str, str]) -> str:
    """The address without what is refused, and without centres that are not there any more."""
    kept = MultiDict((name, value) for name, value in parameters(found.query).items(multi=True) if name not in fields)
    view = view_of(kept)
    there = briefs(database(), viewer(), list(view.centres))
    return view.address(centres=tuple(id for id in view.centres if id in there), whole=not there)


def _only_accounts() -> None:
    if not signed_in():
        abort(401)
