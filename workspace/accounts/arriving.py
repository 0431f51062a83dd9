"""`/invitation/<token>`: from a letter to an account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.briefs import briefs
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.invitations import Invitation, accept, invited
from graph.viewers import SYSTEM
from workspace.accounts import session
from workspace.accounts.new_password import refused
from workspace.accounts.secret_links import over, secret
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

blueprint = Blueprint("arriving", __name__, url_prefix="/invitation")


@blueprint.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """Who invites, to do what; a name and a password to choose. Reading uses nothing: programs follow links too."""
    invitation = invited(database(), token)
    if invitation is None:
        return over("invitation")
    return _page(token, invitation, _known_name(invitation), {})


@blueprint.post("/<token>")
def come_in(token: str) -> ResponseReturnValue:
    """Makes the account, and signs it in."""
    invitation = invited(database(), token)
    if invitation is None:
        return over("invitation")
    name = request.form.get("name", "")
    errors = ({} if name.strip() else {"name": gettext("Un nom est nécessaire.")}) | refused(request.form)
    if errors:
        return _page(token, invitation, name, errors, status=422)
    try:
        user = database().transaction(lambda tx: accept(tx, invitation, name, request.form["password"]))
    except Invalid as error:
        return _page(token, invitation, name, error.fields, status=422)
    except (NotFound, AlreadyExists):
        return over("invitation")
    session.enter(user, kept=False, how="invitation")
    flash(gettext("Bienvenue %(name)s. Votre compte est ouvert.", name=user.name))
    return redirect("/")


def _known_name(invitation: Invitation) -> str:
    """The name of the person that the account will be: told to who was invited as that person, whoever else sees it."""
    person = invitation.person
    found = briefs(database(), SYSTEM, [person]).get(person) if person else None
    return found.name if found else ""


def _page(
    token: str, invitation: Invitation, name: str, errors: dict[str, str], status: int = 200
) -> ResponseReturnValue:
    return secret(render(
        "accounts/invitation.html", status=status, token=token, invitation=invitation, name=name, errors=errors,
        other=session.account().user if signed_in() else None,
    ))  # fmt: skip
