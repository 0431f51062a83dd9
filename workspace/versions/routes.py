"""`/versions/<id>/<seq>`: what a record said then, against what it says now."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.operations import Operation
from graph.versions import restore_version, version
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.rendering import render

blueprint = Blueprint("versions", __name__)


@blueprint.get("/versions/<id>/<int:seq>")
def show(id: str, seq: int) -> ResponseReturnValue:
    """The version that a change made, and what differs today."""
    return render("versions/version.html", version=version(database(), viewer(), id, seq, language()))


@blueprint.post("/versions/<id>/<int:seq>")
def restore(id: str, seq: int) -> ResponseReturnValue:
    """Goes back to it: a new save, that can be undone like any other."""
    found = version(database(), viewer(), id, seq)
    why = request.form.get("why", "") or gettext("retour à la version du %(day)s", day=found.at[:10])
    restore_version(database(), viewer(), id, seq, Operation(viewer().user or "", why))
    flash(gettext("La fiche dit de nouveau ce qu’elle disait alors. Les liens n’ont pas changé."))
    return redirect(found.record.url)
