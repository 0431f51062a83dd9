"""`/compte/double-authentification`: a telephone beside the password, offered and never required."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, session
from flask.typing import ResponseReturnValue

from graph import second_factor
from workspace.accounts import codes
from workspace.accounts.confirming import unconfirmed
from workspace.accounts.sealing import sealed
from workspace.accounts.session import account
from workspace.current import database, signed_in
from workspace.language import gettext
from workspace.rendering import render

OFFERED = "offered_key"

blueprint = Blueprint("second_factor", __name__, url_prefix="/compte/double-authentification")


@blueprint.before_request
def only_signed_in() -> None:
    """Everything here is one's own."""
    if not signed_in():
        abort(401)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """How to begin; or, once it is on, new codes and the way back."""
    return _page()


@blueprint.post("")
def turn_on() -> ResponseReturnValue:
    """A first code proves that the telephone holds the key; the recovery codes are shown once."""
    key = session.get(OFFERED, "")
    step = codes.step_of(key, request.form.get("code", "")) if key else None
    if step is None:
        return _page(
            {"code": gettext("Ce code ne convient pas. Vérifiez l’heure du téléphone, et essayez le suivant.")}
        )
    fresh = second_factor.new_codes()
    if not second_factor.turn_on(database(), account().user.id, sealed(key), step, fresh):
        return redirect("/compte/double-authentification")
    del session[OFFERED]
    return render("accounts/codes.html", codes=fresh, first=True)


@blueprint.post("/codes")
def renew() -> ResponseReturnValue:
    """Ten other recovery codes; those given before are worth nothing."""
    if error := unconfirmed(request.form.get("present", "")):
        return _page({"renew": error})
    fresh = second_factor.new_codes()
    if not second_factor.renew_codes(database(), account().user.id, fresh):
        return redirect("/compte/double-authentification")
    return render("accounts/codes.html", codes=fresh, first=False)


@blueprint.post("/retirer")
def turn_off() -> ResponseReturnValue:
    """Back to the password alone."""
    if error := unconfirmed(request.form.get("present", "")):
        return _page({"off": error})
    second_factor.turn_off(database(), account().user.id)
    flash(gettext("La double authentification est retirée."))
    return redirect("/compte")


def _page(errors: dict[str, str] | None = None) -> ResponseReturnValue:
    user = account().user
    status = 422 if errors else 200
    if user.second_factor:
        left = second_factor.codes_left(database(), user.id)
        return render("accounts/second_factor.html", status=status, user=user, left=left, errors=errors or {})
    key = session.setdefault(OFFERED, codes.new_key())
    return render(
        "accounts/second_factor_offer.html", status=status, key=key, picture=codes.picture(key, user.email),
        errors=errors or {},
    )  # fmt: skip
