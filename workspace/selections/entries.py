"""Adding to a selection, from its page or from a record's; order, comments, and taking out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import saved_views, selections
from graph.errors import Conflict, Invalid
from graph.saved_views import SELECTIONS
from workspace import keeping
from workspace.choosing import choose, record_of
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.selections.routes import page

entries = Blueprint("selection_entries", __name__)
SORTS = {"fiche": "record", "ailleurs": "external", "manque": "missing"}
STEPS = {"monter": -1, "descendre": 1}


@entries.get("/selections/ajouter")
def choose_one() -> ResponseReturnValue:
    """To which selection a record is added."""
    keeping.only_accounts()
    record = record_of(database(), viewer(), request.args.get("fiche", ""))
    mine, others = saved_views.saved_views(database(), viewer(), SELECTIONS)
    own = [each for each in (*mine, *others) if each.mine]
    return render("selections/add.html", record=record, own=own, words=keeping.shared_words())


@entries.post("/selections/<view>/entrees")
def add(view: str) -> ResponseReturnValue:
    """Adds a record, an address elsewhere, or something that is missing."""
    keeping.only_accounts()
    typed = {
        name: request.form.get(name, "") for name in ("sorte", "fiche", "titre", "adresse", "besoin", "commentaire")
    }
    try:
        selections.add(database(), viewer(), view, _told(typed))
    except Invalid as error:
        return page(view, typed, error.fields)
    except Conflict:
        return page(view, typed, {"fiche": _meanwhile()})
    flash(gettext("Ajouté à la sélection."))
    return redirect(f"/selections/{view}#entrees")


@entries.post("/selections/<view>/entrees/<entry>")
def change(view: str, entry: str) -> ResponseReturnValue:
    """Up, down, out, or another comment."""
    keeping.only_accounts()
    act = request.form.get("geste", "")
    try:
        if act in STEPS:
            selections.move(database(), viewer(), view, entry, STEPS[act])
        elif act == "retirer":
            selections.remove(database(), viewer(), view, entry)
            flash(gettext("Retiré de la sélection."))
        elif act == "commenter":
            selections.comment(database(), viewer(), view, entry, request.form.get("commentaire", ""))
            flash(gettext("Commentaire enregistré."))
        else:
            raise Invalid({"geste": "ce geste n'existe pas"})
    except Conflict:
        flash(_meanwhile())
    return redirect(f"/selections/{view}#{entry if act != 'retirer' else 'entrees'}")


def _told(typed: dict[str, str]) -> dict[str, str]:
    """The form in the graph's names, with the record or the need looked up. Invalid names what was not found."""
    sort = SORTS.get(typed["sorte"], "")
    field = {"record": "fiche", "missing": "besoin"}.get(sort, "")
    found = choose(database(), viewer(), typed[field], ("Need",) if sort == "missing" else ()) if field else None
    if found and found.error:
        raise Invalid({field: found.error})
    record = found.record.id if found and found.record else ""
    return {"sort": sort, "record": record, "title": typed["titre"], "url": typed["adresse"],
            "comment": typed["commentaire"]}  # fmt: skip


def _meanwhile() -> str:
    return gettext("Quelqu’un a changé cette sélection entre-temps : rien n’a été écrasé, recommencez.")
