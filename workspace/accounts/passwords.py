"""`/compte/mot-de-passe`."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.users import confirmed, set_password
from workspace.accounts.new_password import refused
from workspace.accounts.session import account
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

blueprint = Blueprint("passwords", __name__)


@blueprint.get("/compte/mot-de-passe")
def change() -> ResponseReturnValue:
    """The present password, then the new one twice."""
    if not signed_in():
        abort(401)
    return render("accounts/password.html", user=account().user, errors={})


@blueprint.post("/compte/mot-de-passe")
def keep() -> ResponseReturnValue:
    """Changes the password, and ends one's other sessions."""
    if not signed_in():
        abort(401)
    user, errors = account().user, refused(request.form)
    if not confirmed(database(), user.id, request.form.get("present", "")):
        errors = {"present": gettext("Ce n’est pas votre mot de passe actuel.")} | errors
    if errors:
        return render("accounts/password.html", status=422, user=user, errors=errors)
    set_password(database(), user.id, request.form["password"], keep=account().session.id)
    flash(gettext("Mot de passe changé. Vos autres connexions sont fermées."))
    return redirect("/compte")
