"""`/citer/<id>`: which record a name in a text means, told by who writes it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import states
from graph.editing import change_record
from graph.errors import NotFound
from graph.mentions import WRITINGS, chosen, reading_of
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.writers import only_writers

blueprint = Blueprint("naming", __name__)
blueprint.before_request(only_writers)


@blueprint.post("/citer/<id>")
def name(id: str) -> ResponseReturnValue:
    """Ties the names of a text to their records; among several of one name, `fiche` is the one that `mots` means."""
    state, version = _writing(id)
    words, record = request.form.get("mots", ""), request.form.get("fiche", "")
    text = str(state.get("text") or "")
    told = {"text": chosen(text, reading_of(database(), viewer(), id, text), words, record)} if words else {}
    change_record(database(), viewer(), id, version, told, Operation(viewer().user or "", gettext("noms reliés")))
    flash(gettext("Les noms du texte sont reliés à leurs fiches."))
    return redirect(f"{SCHEMA.url_of(state['kind'], id)}#fiche")


def _writing(id: str) -> tuple[dict[str, Any], int]:
    found = states.records(database(), [id]).get(id)
    if found is None or found.state.get("@gone") or not viewer().reads(found.state["audience"]):
        raise NotFound(id)
    must_write(viewer(), id)
    if found.state["kind"] not in WRITINGS:
        raise NotFound(id)
    return dict(found.state), found.version
