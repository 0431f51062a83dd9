"""`/connexion/fournisseur`, `/connexion/retour`, `/deconnexion/retour`: in and out by an identity provider."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, request
from flask import session as cookie
from flask.typing import ResponseReturnValue

from graph.database import Transaction
from graph.errors import AlreadyExists, NotFound
from graph.identities import Identity, arrive, tie, untie, user_of_identity
from graph.invitations import Invitation, accept, invited, invited_address
from graph.users import User, user_by_email
from workspace.accounts import known_provider
from workspace.accounts.door import go_on
from workspace.accounts.known_provider import ProviderFailed
from workspace.accounts.session import account
from workspace.addresses import own_path
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

WAY = "provider_way"

blueprint = Blueprint("provider", __name__)


@blueprint.before_request
def only_if_set_up() -> None:
    """Without a provider there is nothing here."""
    if not known_provider.configured():
        abort(404)


@blueprint.get("/connexion/fournisseur")
def leave_for_provider() -> ResponseReturnValue:
    """Sends the browser to the provider; where it came from, and with which invitation, waits in the cookie."""
    from workspace.accounts import oidc

    way = {"next": own_path(request.args.get("suite")), "invitation": request.args.get("invitation", "")}
    if signed_in():
        way["tie"] = account().user.id
    cookie[WAY] = way
    try:
        return redirect(oidc.begin().location)
    except ProviderFailed as error:
        return _failed(error)


@blueprint.get("/connexion/retour")
def come_back() -> ResponseReturnValue:
    """Takes who comes from the provider to their account: one they have, or one that waits for them."""
    from workspace.accounts import oidc

    way = cookie.pop(WAY, None) or {"next": "/", "invitation": ""}
    try:
        arrival = oidc.finish()
    except ProviderFailed as error:
        return _failed(error)
    if "tie" in way:
        return _tied(arrival.identity, way["tie"])
    user = _account(arrival.identity, way["invitation"])
    if user is None or user.suspended_at:
        return render("accounts/no_account.html", status=403, identity=arrival.identity, suspended=bool(user))
    return go_on(user, way["next"], how="provider", id_token=arrival.id_token)


@blueprint.get("/deconnexion/retour")
def signed_out() -> ResponseReturnValue:
    """Back from the provider, signed out there too."""
    flash(gettext("Vous êtes déconnecté, ici et chez %(provider)s.", provider=known_provider.name()))
    return redirect("/")


@blueprint.post("/compte/identites/<key>/retirer")
def forget(key: str) -> ResponseReturnValue:
    """Unties the provider from one's account; who has no password would not come in again, and is told so."""
    if not signed_in():
        abort(401)
    if not account().user.has_password:
        flash(gettext("Choisissez d’abord un mot de passe (« Mot de passe oublié ? »), sinon vous n’entreriez plus."))
    elif untie(database(), account().user.id, key):
        flash(gettext("Ce fournisseur n’ouvre plus votre compte."))
    return redirect("/compte")


def _account(identity: Identity, token: str) -> User | None:
    """The account known by (issuer, subject); else that of the invitation followed, or of an address that the provider
    vouches for, its account or its invitation. Nobody else is let in, unless the site is open."""
    db = database()
    if user := user_of_identity(db, identity):
        return user
    if token and (invitation := invited(db, token)):
        return _accepted(invitation, identity)
    if not identity.verified:
        return None
    if user := user_by_email(db, identity.email):
        if not user.suspended_at:
            tie(db, user.id, identity)
        return user
    if invitation := invited_address(db, identity.email):
        return _accepted(invitation, identity)
    return arrive(db, identity) if current_app.extensions["settings"].oidc_open else None


def _accepted(invitation: Invitation, identity: Identity) -> User | None:
    def work(tx: Transaction) -> User:
        user = accept(tx, invitation, identity.name, None)
        tie(tx, user.id, identity)
        return user

    try:
        return database().transaction(work)
    except (NotFound, AlreadyExists):  # answered meanwhile, in another tab
        return None


def _tied(identity: Identity, user: str) -> ResponseReturnValue:
    """Ties the identity to the account that asked for it, if that is still who is signed in."""
    if not signed_in() or account().user.id != user:
        abort(401)
    try:
        tie(database(), user, identity)
    except AlreadyExists:
        flash(gettext("Cette identité ouvre déjà un compte."))
    else:
        flash(gettext("%(provider)s ouvre maintenant votre compte.", provider=known_provider.name()))
    return redirect("/compte")


def _failed(error: ProviderFailed) -> ResponseReturnValue:
    current_app.logger.warning("sign-in by the provider failed: %s", error)
    return render("accounts/provider_failed.html", status=400)
