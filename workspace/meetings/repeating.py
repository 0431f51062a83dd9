"""`/reunions/<slug>/serie`: a meeting that repeats; this one and those after it are changed or cancelled at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from graph.committees import Meeting
from graph.errors import Invalid
from graph.guests import organised
from graph.operations import Operation
from graph.series import Wish, cancel, change_following, of_series, planned, repeat
from graph.series_days import MOST
from workspace.calendars import dated
from workspace.current import database, viewer
from workspace.language import gettext, ngettext
from workspace.meetings.rhythms import rhythms
from workspace.rendering import render

blueprint = Blueprint("repeating", __name__)


@blueprint.get("/reunions/<slug>/serie")
def show(slug: str) -> ResponseReturnValue:
    """The meetings of a series, or how to make one."""
    return _page(organised(database(), viewer(), f"reunion-{slug}"), {})


@blueprint.post("/reunions/<slug>/serie")
def make(slug: str) -> ResponseReturnValue:
    """Shows the days of a series, or makes its meetings."""
    held, form = organised(database(), viewer(), f"reunion-{slug}"), request.form
    wish = Wish(form.get("rythme", ""), form.get("jusqu", ""), form.get("nombre", ""), bool(form.get("libres")))
    try:
        if form.get("geste") != "faire":
            return _page(held, {}, planned(database(), viewer(), held.record.id, wish))
        count = repeat(database(), viewer(), held.record.id, wish, _operation())
    except Invalid as error:
        return _page(held, error.fields)
    flash(ngettext("Une réunion ajoutée.", "%(num)s réunions ajoutées.", count))
    return redirect(f"{held.record.url}/serie")


@blueprint.post("/reunions/<slug>/serie/suivantes")
def change(slug: str) -> ResponseReturnValue:
    """Changes this meeting and those after it."""
    held, form = organised(database(), viewer(), f"reunion-{slug}"), request.form
    try:
        count = change_following(database(), viewer(), held.record.id, form, form.get("decalage", ""), _operation())
    except Invalid as error:
        return _page(held, error.fields)
    flash(ngettext("Une réunion changée.", "%(num)s réunions changées.", count))
    return redirect(f"{held.record.url}/serie")


@blueprint.post("/reunions/<slug>/annuler")
def call_off(slug: str) -> ResponseReturnValue:
    """Cancels this meeting, or this one and those after it."""
    following = request.form.get("geste") == "suivantes"
    count = cancel(database(), viewer(), f"reunion-{slug}", _operation(), following=following)
    flash(ngettext("Une réunion annulée. Prévenez ceux qui y étaient invités.",
                   "%(num)s réunions annulées. Prévenez ceux qui y étaient invités.", count))  # fmt: skip
    return redirect(f"/reunions/{slug}/serie" if following else f"/reunions/{slug}/inviter")


def _operation() -> Operation:
    return Operation(viewer().user or "", gettext("série de réunions"))


def _page(held: Meeting, errors: Mapping[str, str], days: Sequence[str] = ()) -> ResponseReturnValue:
    series = of_series(database(), viewer(), held.record.id)
    return render("meetings/series.html", status=422 if errors else 200, meeting=held, errors=errors, days=days,
                  series=series, dated=dated(held), rhythms=rhythms(held) if dated(held) else [], most=MOST,
                  typed=request.form)  # fmt: skip
