"""`/connexion`, `/connexion/code`, `/deconnexion`."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.users import User, authenticate, user_by_id
from workspace.accounts import codes, known_provider, session
from workspace.addresses import own_path
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/connexion")
def sign_in() -> ResponseReturnValue:
    """The door; who is in already is sent on."""
    if signed_in():
        return redirect(own_path(request.args.get("suite")))
    return _door("")


@blueprint.post("/connexion")
def enter() -> ResponseReturnValue:
    """Opens a session. One message for a wrong address and a wrong password: neither is told apart."""
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    user = authenticate(database(), email, password)
    if user is None:
        wrong = gettext("L’adresse ou le mot de passe ne convient pas. Essayez encore.")
        return _door(email, {"password": wrong}, status=422)
    return go_on(user, own_path(request.form.get("suite")), kept="remember" in request.form)


@blueprint.get("/connexion/code")
def ask_code() -> ResponseReturnValue:
    """The second step, for who has a second factor."""
    if session.waiting_for_code() is None:
        return redirect("/connexion")
    return render("accounts/code.html", error="")


@blueprint.post("/connexion/code")
def give_code() -> ResponseReturnValue:
    """Takes a code of the telephone, or a recovery code; each is good once."""
    pending = session.waiting_for_code()
    user = user_by_id(database(), pending["user"]) if pending else None
    if pending is None or user is None:
        flash(gettext("La première étape date de plus de dix minutes : recommencez."))
        return redirect("/connexion")
    if not codes.accepted(database(), user.id, request.form.get("code", "")):
        wrong = gettext("Ce code ne convient pas, ou a déjà servi. Attendez le suivant.")
        return render("accounts/code.html", status=422, error=wrong)
    return _opened(user, pending["next"], kept=pending["kept"], how=pending["how"], id_token=pending["id_token"])


@blueprint.post("/deconnexion")
def leave() -> ResponseReturnValue:
    """Ends this session; who came by a provider is taken there, to end its session too."""
    if signed_in():
        ended = session.leave()
        if ended.id_token and (address := _of_the_provider(ended.id_token)):
            # Not a redirect: the content policy lets no form lead to another site.
            return render("accounts/signed_out.html", address=address), {"Refresh": f"0; url={address}"}
        flash(gettext("Vous êtes déconnecté."))
    return redirect(own_path(request.form.get("suite")))


def _of_the_provider(id_token: str) -> str | None:
    """Where who came by the provider ends the session there too."""
    if not known_provider.configured():
        return None
    from workspace.accounts import oidc

    return oidc.sign_out_address(id_token)


def go_on(
    user: User, next: str, *, kept: bool = False, how: str = "password", id_token: str | None = None
) -> ResponseReturnValue:
    """The first factor was right: in, or on to the second."""
    if user.second_factor:
        hint = id_token if id_token and len(id_token) <= known_provider.LONGEST_HINT else None
        session.wait_for_code(user, next=next, kept=kept, how=how, id_token=hint)
        return redirect("/connexion/code")
    return _opened(user, next, kept=kept, how=how, id_token=id_token)


def _opened(user: User, next: str, *, kept: bool, how: str, id_token: str | None) -> ResponseReturnValue:
    session.enter(user, kept=kept, how=how, id_token=id_token)
    flash(gettext("Bonjour %(name)s.", name=user.name))
    return redirect(next)


def _door(email: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    next = own_path(request.values.get("suite"))
    return render("accounts/sign_in.html", status=status, next=next, email=email, errors=errors or {})
