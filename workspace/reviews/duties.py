"""`/revue/<id>/relecteur`, `/compte/relectures`: to whom a record is entrusted, and what one has to look at."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph import review_duties
from graph.errors import Invalid
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.reviews.doors import of_account
from workspace.reviews.routes import show_page

blueprint = Blueprint("review_duties", __name__)


@blueprint.post("/revue/<id>/relecteur")
def entrust(id: str) -> ResponseReturnValue:
    """Entrusts the record to an account that may write it, or to nobody any more."""
    door = of_account(id)
    if request.form.get("geste") == "retirer":
        review_duties.release(database(), viewer(), id)
        flash(gettext("Cette fiche n’est plus confiée à personne."))
        return redirect(f"/revue/{id}#relecture")
    try:
        review_duties.entrust(database(), viewer(), id, request.form.get("compte", ""), request.form.get("mois", ""))
    except Invalid as error:
        return show_page(door, dict(error.fields), status=422)
    flash(gettext("C’est noté : une lettre le rappellera quand le jour sera venu."))
    return redirect(f"/revue/{id}#relecture")


@blueprint.get("/compte/relectures")
def own() -> ResponseReturnValue:
    """One's own, those whose day has come first; and all, for who animates the whole."""
    if not signed_in():
        abort(401)
    every = viewer().edits and "toutes" in request.args
    return render("reviews/duties.html", duties=review_duties.duties(database(), viewer(), every=every), every=every)
