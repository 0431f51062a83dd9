"""`/notes/nouvelle`, a note begun from a template; `/notes/modeles`, the templates that facilitators keep."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Invalid, NotAllowed
from graph.note_templates import BLANKS, drop_template, keep_template, template, templates
from graph.permissions import must_create
from graph.schema import SCHEMA
from workspace.choosing import choose
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import wrong_fields
from workspace.writers import only_writers

blueprint = Blueprint("note_templates", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/notes/nouvelle")
def begin() -> ResponseReturnValue:
    """Which template, about which record? Chosen, they lead to the form of a note with its first text."""
    must_create(viewer(), SCHEMA.kinds["Note"])
    about = choose(database(), viewer(), request.args.get("avec", ""))
    asked = request.args.get("modele", "")
    if asked and (about.record or not about.text):
        told = {"modele": template(database(), asked).id} | ({"avec": about.record.id} if about.record else {})
        return redirect("/ajouter/notes?" + urlencode(told))
    return render("notes/begin.html", templates=templates(database()), asked=asked, about=about)


@blueprint.get("/notes/modeles")
def kept() -> ResponseReturnValue:
    """The templates, and who may change them."""
    _only_facilitators()
    return render("notes/templates.html", templates=templates(database()))


@blueprint.get("/notes/modeles/nouveau")
def new() -> ResponseReturnValue:
    """An empty template."""
    _only_facilitators()
    return _form("", {}, {})


@blueprint.post("/notes/modeles/nouveau")
def add() -> ResponseReturnValue:
    """Keeps a new one."""
    return _keep("")


@blueprint.get("/notes/modeles/<id>")
def edit(id: str) -> ResponseReturnValue:
    """One to change."""
    _only_facilitators()
    found = template(database(), id)
    return _form(id, {"name": found.name, "text": found.text}, {})


@blueprint.post("/notes/modeles/<id>")
def change(id: str) -> ResponseReturnValue:
    """Keeps it, or takes it away: one that came with the site is again as it came."""
    if request.form.get("geste") == "retirer":
        drop_template(database(), viewer(), id)
        flash(gettext("Modèle retiré."))
        return redirect("/notes/modeles")
    return _keep(id)


def _keep(id: str) -> ResponseReturnValue:
    typed = request.form.to_dict()
    try:
        keep_template(database(), viewer(), typed.get("name", ""), typed.get("text", ""), id)
    except Invalid as error:
        return _form(id, typed, error.fields, status=422)
    flash(gettext("Modèle enregistré."))
    return redirect("/notes/modeles")


def _form(id: str, typed: Mapping[str, str], wrong: Mapping[str, str], status: int = 200) -> ResponseReturnValue:
    found = template(database(), id) if id else None
    labels = {"name": gettext("Nom"), "text": gettext("Texte")}
    return render("notes/template.html", status=status, found=found, typed=typed, wrong=wrong, blanks=BLANKS,
                  errors=wrong_fields(wrong, labels))  # fmt: skip


def _only_facilitators() -> None:
    if not viewer().edits:
        raise NotAllowed(gettext("Seule l’animation change les modèles de notes."))
