"""`/comptes`: who may sign in, who is invited, and what each may do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.briefs import briefs
from graph.errors import AlreadyExists, Invalid, NotAllowed
from graph.invitations import LASTS, Invitation, invitations, invite, send_again, take_back
from graph.roles import lift, set_role, suspend
from graph.users import ROLES, user_by_id, users
from workspace.accounts.letters import post_invitation
from workspace.accounts.session import account
from workspace.choosing import Choice, choose
from workspace.current import database, signed_in, viewer
from workspace.language import LANGUAGES, gettext, language
from workspace.public_address import root
from workspace.rendering import render
from workspace.words import role_word

blueprint = Blueprint("everyone", __name__, url_prefix="/comptes")


@blueprint.before_request
def only_hosts() -> None:
    """Facilitators invite; administrators keep everything here."""
    if not signed_in():
        abort(401)
    if account().user.role not in ("facilitator", "administrator"):
        raise NotAllowed(gettext("Seule l’animation voit les comptes du réseau."))


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Every account, and every invitation that waits for its answer."""
    everyone = users(database())
    people = briefs(database(), viewer(), [user.person for user in everyone if user.person])
    return render(
        "accounts/everyone.html", users=everyone, people=people, invitations=invitations(database()), roles=_roles(),
        administers=_administers(), own=account().user.id, mays=_may,
    )  # fmt: skip


@blueprint.get("/inviter")
def new_invitation() -> ResponseReturnValue:
    """An address, what the account may do, and the person that it is."""
    return _form(request.args.to_dict(), {})


@blueprint.post("/inviter")
def send_invitation() -> ResponseReturnValue:
    """Keeps the invitation and queues its letter, both or neither."""
    typed = request.form.to_dict()
    person = _person(typed)
    if person.text and not person.record:
        return _form(typed, {"person": person.error}, status=422)
    host, record = account().user, person.record
    try:
        database().transaction(lambda tx: post_invitation(tx, host, *invite(
            tx, host.id, typed.get("email", ""), typed.get("role", "member"), record.id if record else None,
            _language(typed),
        )))  # fmt: skip
    except Invalid as error:
        told = {"email" if name in ("to", "reply_to") else name: words for name, words in error.fields.items()}
        return _form(typed, told, status=422)  # the letter's own doubts are about the address
    except AlreadyExists as error:
        return _form(typed, {"email": _there_already(error.field)}, status=422)
    flash(gettext("Invitation envoyée à %(email)s.", email=typed["email"].strip()))
    return redirect("/comptes")


@blueprint.post("/invitations/<id>/renvoyer")
def again(id: str) -> ResponseReturnValue:
    """Sends a new link; the one before is dead."""
    host = account().user
    sent = database().transaction(lambda tx: post_invitation(tx, host, *send_again(tx, host.id, id)))
    flash(gettext("Invitation envoyée de nouveau à %(email)s ; le lien d’avant ne vaut plus.", email=sent.email))
    return redirect("/comptes#invitations")


@blueprint.post("/invitations/<id>/reprendre")
def cancel(id: str) -> ResponseReturnValue:
    """Takes an invitation back."""
    take_back(database(), account().user.id, id)
    flash(gettext("Invitation annulée : son lien ne vaut plus."))
    return redirect("/comptes#invitations")


@blueprint.post("/<id>/role")
def change_role(id: str) -> ResponseReturnValue:
    """Changes what an account may do."""
    role = request.form.get("role", "")
    set_role(database(), account().user.id, id, role)
    changed = user_by_id(database(), id)
    flash(gettext("%(name)s : %(role)s.", name=changed.name if changed else "", role=role_word(role)))
    return redirect("/comptes")


@blueprint.post("/<id>/suspendre")
def shut_out(id: str) -> ResponseReturnValue:
    """Suspends an account: it is signed out everywhere at once."""
    suspend(database(), account().user.id, id)
    flash(gettext("Compte suspendu : ses connexions sont fermées. Ce qu’il a écrit reste."))
    return redirect("/comptes")


@blueprint.post("/<id>/retablir")
def let_in(id: str) -> ResponseReturnValue:
    """Lets a suspended account in again."""
    lift(database(), account().user.id, id)
    flash(gettext("Compte rétabli."))
    return redirect("/comptes")


def _administers() -> bool:
    return bool(account().user.role == "administrator")


def _may(invitation: Invitation) -> bool:
    """May the reader send this again, or take it back?"""
    return _administers() or invitation.role == "member"


def _roles() -> list[tuple[str, str]]:
    return [(role, role_word(role)) for role in (ROLES if _administers() else ROLES[:1])]


def _person(typed: dict[str, str]) -> Choice:
    """The record typed, or the one pressed among those that it could be."""
    return choose(database(), viewer(), typed.get("choisie") or typed.get("personne", ""))


def _language(typed: dict[str, str]) -> str:
    wish = typed.get("langue", "")
    return wish if wish in LANGUAGES else language()


def _there_already(what: str) -> str:
    if what == "account":
        return gettext("Cette adresse a déjà un compte.")
    return gettext("Cette adresse est déjà invitée. Renvoyez l’invitation depuis la liste des comptes.")


def _form(typed: dict[str, str], errors: dict[str, str], status: int = 200) -> ResponseReturnValue:
    root()  # a site without an address cannot write to anybody: said before the form is filled
    person: Any = _person(typed)
    return render(
        "accounts/invite.html", status=status, typed=typed, errors=errors, person=person, roles=_roles(),
        langue=_language(typed), days=LASTS.days,
    )  # fmt: skip
