"""`/vocabulaires/<vocabulary>`: its terms, how many records hold each, added, renamed and made one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import term_changes
from graph.errors import AlreadyExists, Invalid
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.vocabularies import managed, terms_of
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render
from workspace.shaping.doors import only_facilitators

blueprint = Blueprint("vocabularies", __name__)
blueprint.before_request(only_facilitators)


@blueprint.get("/vocabulaires/<vocabulary>")
def show(vocabulary: str) -> ResponseReturnValue:
    """Its terms."""
    return _page(vocabulary, {}, {})


@blueprint.post("/vocabulaires/<vocabulary>")
def add(vocabulary: str) -> ResponseReturnValue:
    """Adds a term: forms offer it at once."""
    typed = request.form.to_dict()
    try:
        term_changes.keep_term(database(), viewer(), vocabulary, typed.get("fr", ""), typed.get("en", ""))
    except (Invalid, AlreadyExists) as error:
        return _page(vocabulary, typed, _told(error))
    flash(gettext("Terme ajouté."))
    return redirect(f"/vocabulaires/{vocabulary}")


@blueprint.post("/vocabulaires/<vocabulary>/<key>")
def change(vocabulary: str, key: str) -> ResponseReturnValue:
    """Renames an added term, makes it another, or parts them again."""
    form = request.form
    try:
        told = ACTS.get(form.get("geste", ""), _rename)(vocabulary, key)
    except (Invalid, AlreadyExists) as error:
        return _page(vocabulary, form.to_dict(), _told(error), key)
    flash(told)
    return redirect(f"/vocabulaires/{vocabulary}")


def _rename(vocabulary: str, key: str) -> str:
    form = request.form
    term_changes.keep_term(database(), viewer(), vocabulary, form.get("fr", ""), form.get("en", ""), key)
    return gettext("Terme renommé.")


def _merge(vocabulary: str, key: str) -> str:
    operation = Operation(viewer().user or "", gettext("termes réunis"))
    n = term_changes.merge_terms(database(), viewer(), vocabulary, key, request.form.get("into", ""), operation)
    if n:
        flash(operation.id, "undo")
    return ngettext("Termes réunis : une fiche changée.", "Termes réunis : %(num)s fiches changées.", n)


def _part(vocabulary: str, key: str) -> str:
    term_changes.part_terms(database(), viewer(), vocabulary, key)
    return gettext("Deux termes à nouveau. Les fiches gardent ce qu’elles disent maintenant.")


ACTS = {"reunir": _merge, "separer": _part}


def _told(error: Invalid | AlreadyExists) -> dict[str, str]:
    return dict(error.fields) if isinstance(error, Invalid) else {"fr": gettext("ce terme est déjà dans la liste")}


def _page(vocabulary: str, typed: dict[str, str], errors: dict[str, str], wrong: str = "") -> ResponseReturnValue:
    found = terms_of(database(), viewer(), vocabulary)
    return render(
        "shaping/vocabulary.html", status=422 if errors else 200, vocabulary=SCHEMA.vocabularies[vocabulary],
        terms=found, typed=typed, errors=errors, wrong=wrong, fields=managed()[vocabulary],
        names={term.key: term.label for term in found},
    )  # fmt: skip
