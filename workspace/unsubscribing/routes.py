"""`/desabonner/<token>`."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from graph.unsubscribing import subscribe_again, unsubscribe, unsubscribed
from workspace import stopping
from workspace.current import database
from workspace.rendering import render
from workspace.stopping import Stop

blueprint = Blueprint("unsubscribing", __name__)


@blueprint.get("/desabonner/<token>")
def ask(token: str) -> ResponseReturnValue:
    """One button: programs that follow the links of a letter stop nothing."""
    return _page(_stop(token))


@blueprint.post("/desabonner/<token>")
def stop(token: str) -> ResponseReturnValue:
    """Stops these letters, from the page or from a mail program; or takes that back."""
    told = _stop(token)
    act = subscribe_again if request.form.get("geste") == "reprendre" else unsubscribe
    act(database(), told.email, told.sort)
    return _page(told, done=True)


def _stop(token: str) -> Stop:
    return stopping.read(current_app.extensions["settings"], token)


def _page(told: Stop, *, done: bool = False) -> ResponseReturnValue:
    stopped = told.email in unsubscribed(database(), [told.email], told.sort)
    return render("unsubscribing/show.html", told=told, stopped=stopped, done=done)


def init(app: Flask) -> None:
    """Mail programs send no token of a form; the signed address is the proof."""
    app.extensions["csrf"].exempt(stop)
