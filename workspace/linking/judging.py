"""`/liens/<id>/accord`: what somebody else said of one's record, or of the policy that one leads, is right or not."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.editing import change_relation
from graph.errors import Invalid, NotAllowed
from graph.links import Link
from graph.one_link import one_link
from graph.permissions import must_judge
from workspace.current import account_name, database, signed_in, viewer
from workspace.language import gettext
from workspace.linking.checking import back, operation
from workspace.rendering import render

blueprint = Blueprint("linking_judging", __name__)


@blueprint.before_request
def only_judges() -> None:
    """Visitors are sent to the door; members who bear and lead nothing are told who may."""
    if not signed_in():
        abort(401)
    if not viewer().judges:
        raise NotAllowed("Seuls ses porteurs et l'animation peuvent modifier cette fiche.")


@blueprint.get("/liens/<id>/accord")
def judge(id: str) -> ResponseReturnValue:
    """Is what somebody else said of one's record right?"""
    link = _link(id)
    return render("linking/standing.html", link=link, back=back(link))


@blueprint.post("/liens/<id>/accord")
def judged(id: str) -> ResponseReturnValue:
    """Confirms or contests a link, with a word of why; who added it sees both."""
    link, standing = _link(id), request.form.get("accord", "")
    if standing not in ("confirmed", "contested"):
        raise Invalid({"accord": "« confirmed » ou « contested » attendu"})
    day = datetime.now(UTC).date().isoformat()
    consent = {"standing": standing, "standing_by": account_name(), "standing_at": day}
    change_relation(database(), viewer(), id, link.version, consent, operation())
    flash(
        gettext("Lien confirmé, merci.") if standing == "confirmed" else gettext("Lien contesté : l’animation le voit.")
    )
    return redirect(back(link))


def _link(id: str) -> Link:
    link = one_link(database(), viewer(), id)
    must_judge(viewer(), link.type, link.source.id, link.target.id)
    return link
