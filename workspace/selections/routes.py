"""`/selections`: those one reads, one of them, its title and for whom it is; its CSV and its Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from graph import follows, saved_views, selections
from graph.errors import Invalid, NotFound
from graph.folding import slug
from graph.saved_views import SELECTIONS, SavedView
from workspace import keeping
from workspace.choosing import record_of
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.selections import tables

blueprint = Blueprint("selections", __name__)


@blueprint.get("/selections")
def index() -> ResponseReturnValue:
    """One's own, and those that others share with the reader."""
    mine, others = saved_views.saved_views(database(), viewer(), SELECTIONS)
    return render("selections/index.html", mine=mine, others=others, words=keeping.shared_words())


@blueprint.route("/selections/nouvelle", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Title, text and for whom; with `?fiche=` its first entry too."""
    keeping.only_accounts()
    first = request.values.get("fiche", "")
    if first:
        record_of(database(), viewer(), first)
    if request.method == "GET":
        return _form({"title": "", "text": "", "shared": "private", "group": ""}, "/selections/nouvelle", first=first)
    try:
        id = saved_views.keep(database(), viewer(), keeping.typed(), keeping.group_ids(), SELECTIONS)
    except Invalid as error:
        return _form(keeping.typed(), "/selections/nouvelle", error.fields, first=first)
    if first:
        selections.add(database(), viewer(), id, {"sort": "record", "record": first})
    flash(gettext("Sélection créée : ajoutez-y des fiches, des adresses, ou ce qui manque."))
    return redirect(f"/selections/{id}")


@blueprint.get("/selections/<view>")
def show(view: str) -> ResponseReturnValue:
    """The entries in their order, each as it stands for this reader."""
    return page(view)


@blueprint.get("/selections/<view>.csv")
def file(view: str) -> ResponseReturnValue:
    """The same, for a spreadsheet."""
    found = selections.selection(database(), viewer(), view)
    return csv_file(tables.rows(found), slug(found.view.title) or "selection")


@blueprint.get("/selections/<view>.md")
def markdown(view: str) -> ResponseReturnValue:
    """The same as a text."""
    found = selections.selection(database(), viewer(), view)
    answer = make_response(tables.markdown(found))
    answer.mimetype = "text/markdown"
    name = slug(found.view.title) or "selection"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.md"'
    return answer


@blueprint.route("/selections/<view>/modifier", methods=["GET", "POST"])
def change(view: str) -> ResponseReturnValue:
    """Title, text, for whom."""
    keeping.only_accounts()
    found = saved_views.saved_view(database(), viewer(), view, SELECTIONS)
    if not found.mine:
        raise NotFound(view)
    action = f"{found.url}/modifier"
    if request.method == "GET":
        told = {"title": found.title, "text": found.text, "shared": found.shared, "group": found.group or ""}
        return _form(told, action, of=found)
    try:
        saved_views.change(database(), viewer(), view, keeping.typed(), keeping.group_ids(), SELECTIONS)
    except Invalid as error:
        return _form(keeping.typed(), action, error.fields, of=found)
    flash(gettext("Sélection enregistrée."))
    return redirect(found.url)


@blueprint.post("/selections/<view>/retirer")
def remove(view: str) -> ResponseReturnValue:
    """Keeps it no more; its records stay."""
    keeping.only_accounts()
    saved_views.remove(database(), viewer(), view, SELECTIONS)
    flash(gettext("Sélection retirée. Ses fiches sont toujours là."))
    return redirect("/selections")


def page(view: str, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> Response:
    """A selection, with what was typed in its form and is wrong."""
    found = selections.selection(database(), viewer(), view)
    return render(
        "selections/show.html", status=422 if errors else 200, found=found, typed=typed or {}, errors=errors or {},
        words=keeping.shared_words(), followed=follows.pace_of(database(), viewer(), f"/{SELECTIONS}/{view}"),
    )  # fmt: skip


def _form(
    told: Mapping[str, str], action: str, errors: Mapping[str, str] | None = None, of: SavedView | None = None,
    first: str = "",
) -> Response:  # fmt: skip
    groups, words = keeping.audiences()
    shown = {name: text for name, text in told.items() if name != "query"}
    return render(
        "selections/form.html", status=422 if errors else 200, told=shown, action=action, errors=errors or {}, of=of,
        groups=groups, words=words, first=record_of(database(), viewer(), first) if first else None,
    )  # fmt: skip
