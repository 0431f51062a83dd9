"""Light, dark, or as the system says: kept in a cookie, so that the server writes it in the page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from workspace.addresses import own_path
from workspace.language import YEAR

COOKIE = "theme"
THEMES = ("light", "dark")

blueprint = Blueprint("appearance", __name__)


def theme() -> str:
    """ "light" or "dark" when chosen, else ""."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


@blueprint.get("/apparence")
def choose() -> BaseResponse:
    """Keep the choice and go back to the page it was made on."""
    response: Response = redirect(own_path(request.args.get("page")))  # type: ignore[assignment]
    wish = request.args.get("theme")
    if wish in THEMES:
        response.set_cookie(
            COOKIE,
            wish,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    else:
        response.delete_cookie(
            COOKIE, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True
        )
    return response
