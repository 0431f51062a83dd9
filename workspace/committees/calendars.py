"""`/reunions/<slug>.ics`, `/communautes/<slug>/reunions.ics`: meetings for the calendars that people have already."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from graph.committees import Meeting, community, meeting, meetings
from workspace.calendars import calendar
from workspace.current import database, viewer
from workspace.public_address import root

blueprint = Blueprint("calendars", __name__)


@blueprint.get("/reunions/<slug>.ics")
def one(slug: str) -> ResponseReturnValue:
    """One meeting; empty while it has no day."""
    found = meeting(database(), viewer(), f"reunion-{slug}")
    return _file(found.record.name, [found], slug)


@blueprint.get("/communautes/<slug>/reunions.ics")
def all_of(slug: str) -> ResponseReturnValue:
    """Every meeting of a community, past and to come, to be followed: a cancelled one stays and says so."""
    found = community(database(), viewer(), f"communaute-{slug}")
    return _file(found.name, meetings(database(), viewer(), found.id), slug)


def _file(name: str, told: Iterable[Meeting], slug: str) -> Response:
    answer = make_response(calendar(name, told, root()))
    answer.mimetype = "text/calendar"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer
