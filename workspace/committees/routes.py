"""`/communautes/<slug>/comite`: meetings, members and mandates, actions, decisions, groups; the same as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from graph import action_asks
from graph.committee_page import committee_page
from graph.committee_since import since_last
from graph.committee_todo import todos
from graph.committee_work import Work, work_of
from graph.committees import Committee, Meeting, committee
from graph.freshness import one_moment
from graph.mandate_columns import COLUMNS
from graph.mobilisation import animates, standings
from workspace.committees.mobilisation import words
from workspace.committees.since import figures
from workspace.committees.todo import headings, reason
from workspace.csv_files import Cell
from workspace.current import database, viewer
from workspace.dates import period, short_day
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import status_word, term, word
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("committees", __name__)


@blueprint.get("/communautes/<slug>/comite")
def show(slug: str) -> ResponseReturnValue:
    """What one who animates looks at before and after each meeting."""
    id = f"communaute-{slug}"
    with one_moment():
        told = committee_page(database(), viewer(), id, every="tout" in request.args)
        found, work, news = told.found, told.work, since_last(database(), viewer(), told.found)
    columns = [{"label": gettext("Présence le %(day)s", day=short_day(each.day or ""))} for each in found.last]
    noted = {meeting for body in found.bodies for meeting in body.came}
    reaches = animates(viewer(), id)
    mobilised = standings(database(), viewer(), id) if reaches else {}
    return render("committees/show.html", since=news, since_figures=figures(news), network=told.network,
                  network_total=told.total, found=found, work=work, slug=slug,
                  presence_columns=columns, period=period, asks_mandates="mandats" in request.args,
                  noted=noted, reaches=reaches, mobilised=mobilised, states=words(), reason=reason, headings=headings(),
                  todo=todos(database(), viewer(), id) if reaches else None,
                  words=action_asks.told(database(), viewer(), id),
                  roadmap=told.roadmap,
                  open_actions=[each for each in work.actions if each.open],
                  closed_actions=[each for each in work.actions if not each.open])  # fmt: skip


@blueprint.get("/communautes/<slug>/comite.xlsx")
def workbook(slug: str) -> ResponseReturnValue:
    """Members, meetings and actions, a sheet each."""
    id = f"communaute-{slug}"
    found, work = committee(database(), viewer(), id), work_of(database(), viewer(), id)
    sheets = {gettext("Membres et mandats"): _seats(found), gettext("Réunions"): _meetings(found),
              gettext("Actions"): _actions(work)}  # fmt: skip
    return xlsx_file(sheets, f"{slug}-comite")


def _seats(found: Committee) -> Iterator[Sequence[Cell]]:
    # These come back by the import of mandates.
    yield [*(word(column.label) for column in COLUMNS), *(f"{each.record.name} ({each.day})" for each in found.last)]
    for body in found.bodies:
        for seat in body.seats:
            came = (term(seat.came[each.record.id], "presence") if each.record.id in seat.came else ""
                    for each in found.last)  # fmt: skip
            yield [body.name, seat.who.name, seat.college or "", term(seat.seat, "seat") if seat.seat else "",
                   seat.role or "", seat.since or "", seat.until or "", *came]  # fmt: skip


def _meetings(found: Committee) -> Iterator[Sequence[Cell]]:
    yield [gettext("Réunion"), gettext("Type"), gettext("Jour"), gettext("Commence à"), gettext("Finit à"),
           gettext("Lieu"), gettext("État")]  # fmt: skip
    for each in (*found.coming, *found.past):
        yield [each.record.name, term(each.type, "meeting_type") if each.type else "", each.day or "",
               each.starts or "", each.stops or "", each.place or "", _state(each)]  # fmt: skip


def _state(meeting: Meeting) -> str:
    return status_word(meeting.record.status or "", "Meeting")


def _actions(work: Work) -> Iterator[Sequence[Cell]]:
    yield [gettext("Action"), gettext("Qui"), gettext("Échéance"), gettext("État"), gettext("En retard")]
    for each in work.actions:
        yield [each.record.name, ", ".join(who.name for who in each.leads), each.due or "",
               status_word(each.record.status or "", "Action"), gettext("oui") if each.late else ""]  # fmt: skip
