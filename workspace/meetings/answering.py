"""`/reponse/<token>`, `/reunions/<slug>/reponse`: « Je viens », « Je ne peux pas », « Je serai représenté par… »."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import Conflict, Invalid, NotFound
from graph.meeting_answers import Invited, answer, invited_by, own_invitation
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.meetings.agenda_told import agenda_of
from workspace.rendering import render

blueprint = Blueprint("answering", __name__)


@blueprint.get("/reponse/<token>")
def show(token: str) -> ResponseReturnValue:
    """The meeting and three buttons; programs that follow the links of a letter answer nothing."""
    return _page(invited_by(database(), token), f"/reponse/{token}")


@blueprint.post("/reponse/<token>")
def tell(token: str) -> ResponseReturnValue:
    """Keeps the answer of who bears this address."""
    return _told(invited_by(database(), token), f"/reponse/{token}")


@blueprint.get("/reunions/<slug>/reponse")
def own(slug: str) -> ResponseReturnValue:
    """The same for who is signed in and was invited."""
    return _page(_own(slug), f"/reunions/{slug}/reponse")


@blueprint.post("/reunions/<slug>/reponse")
def tell_own(slug: str) -> ResponseReturnValue:
    """Keeps the answer of who is signed in."""
    return _told(_own(slug), f"/reunions/{slug}/reponse")


def _own(slug: str) -> Invited:
    if not signed_in():
        abort(401)
    found = own_invitation(database(), viewer(), f"reunion-{slug}")
    if found is None:
        raise NotFound(f"reunion-{slug}")
    return found


def _told(invited: Invited, address: str) -> ResponseReturnValue:
    form = request.form
    try:
        answer(database(), invited, form.get("reponse", ""), form.get("par", ""))
    except Invalid as error:
        return _page(invited, address, error.fields, 422)
    except Conflict:
        return _page(invited, address, status=409)
    flash(gettext("Votre réponse est notée. Vous pouvez la changer jusqu’à la réunion."))
    return _private(redirect(address))


def _page(
    invited: Invited, address: str, errors: Mapping[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    return _private(render("meetings/answer.html", status=status, invited=invited, meeting=invited.meeting,
                           address=address, errors=errors or {}, par=request.form.get("par", invited.asked.deputy),
                           agenda=agenda_of(database(), viewer(), invited.meeting)))  # fmt: skip


def _private(response: ResponseReturnValue) -> Response:
    """Kept by nobody, found by no robot; the address is told to no other site."""
    assert isinstance(response, Response)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
