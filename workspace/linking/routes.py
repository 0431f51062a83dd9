"""`/liens/<id>/modifier`, `/liens/<id>/retirer`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import states, terms
from graph.editing import change_relation, delete_relation
from graph.errors import Conflict, Invalid, NotAllowed
from graph.links import Link
from graph.one_link import one_link
from graph.permissions import must_write
from graph.schema import SCHEMA
from workspace import forms
from workspace.addresses import own_path
from workspace.current import database, may_correct, viewer
from workspace.language import gettext
from workspace.linking.checking import back, operation, said, without_source
from workspace.rendering import render
from workspace.writers import only_writers

blueprint = Blueprint("linking", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/liens/<id>/modifier")
def edit_link(id: str) -> ResponseReturnValue:
    """The link's sentence, and what is said of it."""
    link = _correctable(id)
    return _form(
        link,
        forms.kept(_stored(link), SCHEMA.relations[link.type].fields, terms.added(database())),
        {},
        version=link.version,
    )


@blueprint.post("/liens/<id>/modifier")
def save_link(id: str) -> ResponseReturnValue:
    """Saves what is said of the link, unless somebody else did meanwhile."""
    link, typed = _correctable(id), request.form.to_dict()
    version = request.form.get("version", type=int) or 0
    raw = said(typed)
    try:
        without_source({**_stored(link), **raw}, link.declared_by)
        change_relation(database(), viewer(), id, version, raw, operation())
    except Invalid as error:
        return _form(link, typed, error.fields, status=422, version=version)
    except Conflict:
        now = forms.kept(_stored(link), SCHEMA.relations[link.type].fields, terms.added(database()))
        theirs = {name: now.get(name, "") for name in raw if now.get(name, "") != raw[name]}
        return _form(link, typed, {}, status=409, version=link.version, theirs=theirs)
    flash(gettext("Lien enregistré."))
    return redirect(back(link))


@blueprint.post("/liens/<id>/retirer")
def remove_link(id: str) -> ResponseReturnValue:
    """Takes a link away; the page says so and offers to undo."""
    done = operation()
    delete_relation(database(), viewer(), id, one_link(database(), viewer(), id).version, done)
    flash(done.id, "undo")
    return redirect(own_path(request.form.get("suite")))


def _link(id: str) -> Link:
    link = one_link(database(), viewer(), id)
    must_write(viewer(), link.source.id, link.target.id)
    return link


def _correctable(id: str) -> Link:
    link = _link(id)
    if not may_correct(link):
        raise NotAllowed("Ce lien a été ajouté par l'animation : vous pouvez le confirmer ou le contester.")
    return link


def _stored(link: Link) -> Mapping[str, Any]:
    return states.relations(database(), [link.id])[link.id].state


def _form(
    link: Link, typed: dict[str, str], errors: dict[str, str], status: int = 200, **more: Any
) -> ResponseReturnValue:
    relation = SCHEMA.relations[link.type]
    own, shared = forms.relation_entries(relation, typed, errors, {})
    return render(
        "linking/link.html", status=status, link=link, relation=relation, own=own, shared=shared, typed=typed,
        errors=forms.summary(errors, relation.fields), visibilities=forms.visibilities(), back=back(link),
        **({"theirs": None} | more),
    )  # fmt: skip
