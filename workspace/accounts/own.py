"""`/compte`: who one is here, and where one is signed in."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.briefs import briefs
from graph.errors import Invalid
from graph.identities import ties
from graph.second_factor import codes_left
from graph.sessions import close_others, close_session, sessions
from graph.users import rename
from workspace.accounts.session import account
from workspace.current import database, signed_in, viewer
from workspace.language import gettext, ngettext
from workspace.rendering import render

blueprint = Blueprint("account", __name__, url_prefix="/compte")


@blueprint.before_request
def only_signed_in() -> None:
    """Everything here is one's own."""
    if not signed_in():
        abort(401)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Who one is here, what one may do, and where one is signed in."""
    return _page()


@blueprint.post("/nom")
def change_name() -> ResponseReturnValue:
    """Changes the name that others read beside what one writes."""
    name = request.form.get("name", "")
    try:
        rename(database(), account().user.id, name)
    except Invalid as error:
        return _page(name, error.fields, status=422)
    flash(gettext("Votre nom est changé, partout où vous avez écrit."))
    return redirect("/compte")


@blueprint.post("/connexions/<id>/fermer")
def close(id: str) -> ResponseReturnValue:
    """Ends one of one's sessions."""
    closed = close_session(database(), account().user.id, id)
    flash(gettext("Connexion fermée.") if closed else gettext("Cette connexion était déjà fermée."))
    return redirect("/compte#connexions")


@blueprint.post("/connexions/fermer-les-autres")
def close_all_others() -> ResponseReturnValue:
    """Ends all of one's sessions but this one."""
    count = close_others(database(), account().user.id, account().session.id)
    flash(ngettext("%(num)s connexion fermée.", "%(num)s connexions fermées.", count))
    return redirect("/compte#connexions")


def _page(name: str | None = None, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    user = account().user
    person = briefs(database(), viewer(), [user.person]).get(user.person) if user.person else None
    return render(
        "accounts/account.html", status=status, user=user, person=person, name=user.name if name is None else name,
        errors=errors or {}, ties=ties(database(), user.id), sessions=sessions(database(), user.id),
        present=account().session,
        codes_left=codes_left(database(), user.id) if user.second_factor else 0,
    )  # fmt: skip
