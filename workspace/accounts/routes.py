"""`/connexion`, `/deconnexion`, `/compte`."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from graph.users import authenticate
from workspace.accounts.session import Account
from workspace.addresses import own_path
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/connexion")
def sign_in() -> ResponseReturnValue:
    """The door; who is in already is sent on."""
    if signed_in():
        return redirect(own_path(request.values.get("suite")))
    return render("accounts/sign_in.html", next=own_path(request.values.get("suite")), email="", errors={})


@blueprint.post("/connexion")
def enter() -> ResponseReturnValue:
    """Opens a session. One message for a wrong address and a wrong password: neither is told apart."""
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    user = authenticate(database(), email, password)
    if user is None:
        errors = {"password": gettext("L’adresse ou le mot de passe ne convient pas. Essayez encore.")}
        return render(
            "accounts/sign_in.html", status=422, next=own_path(request.values.get("suite")), email=email, errors=errors
        )
    login_user(Account(user), remember="remember" in request.form)
    flash(gettext("Bonjour %(name)s.", name=user.name))
    return redirect(own_path(request.values.get("suite")))


@blueprint.post("/deconnexion")
def leave() -> ResponseReturnValue:
    """Ends this session."""
    logout_user()
    flash(gettext("Vous êtes déconnecté."))
    return redirect("/")


@blueprint.get("/compte")
def account() -> ResponseReturnValue:
    """Who one is here, and what one may do."""
    if not signed_in():
        abort(401)
    return render("accounts/account.html", user=current_user.user)
