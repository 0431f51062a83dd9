"""`/supprimer/<id>`, `/corbeille`, `/retablir/<id>`."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import states, trash
from graph.editing import delete_record, restore_record
from graph.errors import NotFound
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from workspace.choosing import record_of
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.writers import only_writers

blueprint = Blueprint("trash", __name__)
blueprint.before_request(only_writers)


@blueprint.get("/supprimer/<id>")
def ask(id: str) -> ResponseReturnValue:
    """What goes with the record, before it goes."""
    record = record_of(database(), viewer(), id)
    must_write(viewer(), id)
    links = trash.links_that_go(database(), viewer(), id)
    version = states.records(database(), [id])[id].version
    return render("trash/ask.html", record=record, links=links, version=version, days=trash.DAYS)


@blueprint.post("/supprimer/<id>")
def delete(id: str) -> ResponseReturnValue:
    """Takes the record out; the page says so and offers to bring it back."""
    record = record_of(database(), viewer(), id)
    operation = Operation(viewer().user or "", request.form.get("why", ""))
    delete_record(database(), viewer(), id, request.form.get("version", type=int) or 0, operation)
    flash(gettext("« %(name)s » est à la corbeille pour trente jours.", name=record.name))
    return redirect("/corbeille")


@blueprint.get("/corbeille")
def index() -> ResponseReturnValue:
    """What can be brought back."""
    return render("trash/index.html", found=trash.lately_gone(database(), viewer()), days=trash.DAYS)


@blueprint.post("/retablir/<id>")
def restore(id: str) -> ResponseReturnValue:
    """Brings a record back with its links."""
    restore_record(database(), viewer(), id, Operation(viewer().user or ""))
    kind = SCHEMA.kind_of_id(id)
    if kind is None:
        raise NotFound(id)
    flash(gettext("La fiche est de retour, avec ses liens."))
    return redirect(SCHEMA.url_of(kind.name, id))
