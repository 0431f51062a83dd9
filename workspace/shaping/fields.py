"""`/champs`: the fields of each kind, those declared and those added."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import kind_fields
from graph.errors import AlreadyExists, Invalid
from graph.schema import SCHEMA, Kind
from graph.vocabularies import managed
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.shaping.doors import only_facilitators

blueprint = Blueprint("kind_fields", __name__)
blueprint.before_request(only_facilitators)


@blueprint.get("/champs")
def index() -> ResponseReturnValue:
    """Every kind with its added fields, and every vocabulary."""
    kinds = [(kind, len(kind_fields.added(kind.name))) for kind in SCHEMA.kinds.values()]
    vocabularies = [(SCHEMA.vocabularies[name], used) for name, used in managed().items()]
    return render("shaping/index.html", kinds=kinds, vocabularies=vocabularies)


@blueprint.get("/champs/<kind>")
def show(kind: str) -> ResponseReturnValue:
    """The fields of a kind, and the form for another."""
    return _page(_kind(kind), {}, {})


@blueprint.post("/champs/<kind>")
def add(kind: str) -> ResponseReturnValue:
    """Adds a field: the next form and the next import have it."""
    found, typed = _kind(kind), request.form.to_dict()
    try:
        kind_fields.add_field(database(), viewer(), found.name, typed)
    except Invalid as error:
        return _page(found, typed, error.fields)
    except AlreadyExists:
        return _page(found, typed, {"fr": gettext("cette sorte de fiche a déjà un champ de ce nom")})
    flash(gettext("Champ ajouté : il est dans les formulaires, les fiches et les imports."))
    return redirect(f"/champs/{kind}")


@blueprint.post("/champs/<kind>/<name>")
def change(kind: str, name: str) -> ResponseReturnValue:
    """Gives an added field other words, or takes it away."""
    found, typed = _kind(kind), request.form.to_dict()
    if typed.get("geste") == "retirer":
        kind_fields.remove_field(database(), viewer(), found.name, name)
        flash(gettext("Champ retiré. Ce que les fiches y disaient est gardé : ajoutez-le à nouveau pour le revoir."))
        return redirect(f"/champs/{kind}")
    try:
        kind_fields.rename_field(database(), viewer(), found.name, name, typed)
    except Invalid as error:
        return _page(found, {}, error.fields, wrong=name)
    flash(gettext("Champ renommé."))
    return redirect(f"/champs/{kind}")


def types() -> list[tuple[str, str]]:
    """What a field may hold, in words."""
    words = {
        "text": gettext("une ligne"), "lines": gettext("une liste, une ligne par élément"),
        "markdown": gettext("un texte long"), "number": gettext("un nombre"), "date": gettext("une date"),
        "yes_no": gettext("oui ou non"), "url": gettext("une adresse web"), "term": gettext("un terme"),
        "terms": gettext("plusieurs termes"),
    }  # fmt: skip
    return [(type, words[type]) for type in kind_fields.TYPES]


def _kind(url: str) -> Kind:
    return SCHEMA.kind_at(url) or abort(404)


def _page(kind: Kind, typed: dict[str, str], errors: dict[str, str], wrong: str = "") -> ResponseReturnValue:
    return render(
        "shaping/fields.html", status=422 if errors else 200, kind=kind, own=kind_fields.added(kind.name), typed=typed,
        errors=errors, wrong=wrong, types=types(),
    )  # fmt: skip
