"""`/compte/reunions`, `/calendrier/<token>.ics`: one's own meetings, here and in one's calendar."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from graph.calendar_keys import end, key_of, make, own_communities, own_meetings, reader_of
from graph.links import today
from workspace.addresses import public
from workspace.calendars import calendar
from workspace.current import database, signed_in, viewer
from workspace.language import gettext
from workspace.public_address import root
from workspace.rendering import render

blueprint = Blueprint("own_meetings", __name__)


@blueprint.get("/compte/reunions")
def show() -> ResponseReturnValue:
    """The meetings to come, and the address of one's calendar."""
    return _page()


@blueprint.post("/compte/reunions")
def keep() -> ResponseReturnValue:
    """Makes the address, shown once, or takes it back."""
    if not signed_in():
        abort(401)
    if request.form.get("geste") != "retirer":
        return _page(public(f"/calendrier/{make(database(), viewer())}"))
    end(database(), viewer())
    flash(gettext("Cette adresse ne donne plus rien."))
    return redirect("/compte/reunions")


@blueprint.get("/calendrier/<token>.ics")
def calendar_of(token: str) -> ResponseReturnValue:
    """The meetings that the owner of this address may see at this moment."""
    reader = reader_of(database(), token)
    answer = make_response(calendar(gettext("Mes réunions"), own_meetings(database(), reader), root()))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = 'attachment; filename="mes-reunions.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _page(given: str = "") -> ResponseReturnValue:
    if not signed_in():
        abort(401)
    found = own_meetings(database(), viewer())
    coming = sorted(
        (each for each in found if (each.day_from or "9") >= today()), key=lambda each: each.day_from or "9"
    )
    answer = render("meetings/own.html", coming=coming, past=len(found) - len(coming), given=given,
                    communities=own_communities(database(), viewer()) if given else [],
                    key=key_of(database(), viewer()), tied=current_user.user.person is not None)  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
