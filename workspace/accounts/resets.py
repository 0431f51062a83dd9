"""`/mot-de-passe-oublie`, `/mot-de-passe/<token>`."""

from __future__ import annotations

from flask import Blueprint, copy_current_request_context, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.errors import NotFound
from graph.resets import ask_reset, reset_password, resetting
from graph.users import User, user_by_email, well_formed
from workspace.accounts.letters import post_reset
from workspace.accounts.new_password import refused
from workspace.accounts.secret_links import over, secret
from workspace.current import database
from workspace.language import gettext, language
from workspace.public_address import root
from workspace.rendering import render

blueprint = Blueprint("resets", __name__)


@blueprint.get("/mot-de-passe-oublie")
def forgotten() -> ResponseReturnValue:
    """Which address?"""
    return render("accounts/forgotten.html", email="", error="")


@blueprint.post("/mot-de-passe-oublie")
def send_link() -> ResponseReturnValue:
    """Sends a link if the address has an account. What is answered, and when, is the same if it has none: the account
    is looked for in any case, and the link is made once the answer has left."""
    email = request.form.get("email", "").strip()
    if not well_formed(email):
        wrong = gettext("Tapez une adresse électronique entière, comme prenom.nom@exemple.fr.")
        return render("accounts/forgotten.html", status=422, email=email, error=wrong)
    root()  # a site without an address says so, to anybody alike
    user, wish = user_by_email(database(), email), language()
    answer = render("accounts/link_sent.html", email=email)
    answer.call_on_close(copy_current_request_context(lambda: _post(user, wish)))
    return answer


@blueprint.get("/mot-de-passe/<token>")
def choose(token: str) -> ResponseReturnValue:
    """A new password, twice. Reading uses nothing: programs follow links too."""
    user = resetting(database(), token)
    return secret(render("accounts/reset.html", token=token, user=user, errors={})) if user else over("reset")


@blueprint.post("/mot-de-passe/<token>")
def replace(token: str) -> ResponseReturnValue:
    """Replaces the password and ends every session; one then comes in by the door, second factor included."""
    user = resetting(database(), token)
    if user is None:
        return over("reset")
    if errors := refused(request.form):
        return secret(render("accounts/reset.html", status=422, token=token, user=user, errors=errors))
    try:
        reset_password(database(), token, request.form["password"])
    except NotFound:
        return over("reset")
    flash(gettext("Mot de passe changé, connexions fermées. Connectez-vous avec le nouveau."))
    return redirect("/connexion")


def _post(user: User | None, wish: str) -> None:
    """Nobody waits for this any more: what fails is logged."""
    try:
        if user and (token := ask_reset(database(), user.id)):
            post_reset(database(), user, token, wish)
    except Exception:
        current_app.logger.exception("the link for a forgotten password could not be queued")
