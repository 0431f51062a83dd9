"""`/communautes/<slug>/participation`: who comes to the meetings of a committee, body by body and year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from graph.participation import Participation, participation
from workspace.csv_files import Cell
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.rendering import render
from workspace.words import term
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("participation", __name__)
LAST = 6  # meetings shown one by one: more do not fit a page


@blueprint.get("/communautes/<slug>/participation")
def show(slug: str) -> ResponseReturnValue:
    """`?annee=` keeps the meetings of a year; `?qui=absents` those who never come or only by a deputy."""
    found = _asked(slug)
    watched = [part for part in found.parts if part.never or part.by_deputy]
    rows = watched if request.args.get("qui") == "absents" else found.parts
    return render(
        "committees/participation.html", found=found, rows=rows, watched=watched, slug=slug,
        held=found.held[-LAST:], year=request.args.get("annee", ""), only=request.args.get("qui", ""),
        colleges=found.over_years(lambda part: [part.college]), themes=found.over_years(attrgetter("themes")),
        territories=found.over_years(lambda part: [part.territory]),
    )  # fmt: skip


@blueprint.get("/communautes/<slug>/participation.xlsx")
def workbook(slug: str) -> ResponseReturnValue:
    """Each body with every meeting."""
    return xlsx_file({gettext("Participation"): _rows(_asked(slug))}, f"{slug}-participation")


def _asked(slug: str) -> Participation:
    return participation(database(), viewer(), f"communaute-{slug}", request.args.get("annee", ""))


def _rows(found: Participation) -> Iterator[Sequence[Cell]]:
    yield [gettext("Structure"), gettext("Collège"), gettext("Territoire"), gettext("Venue"), gettext("Attendue"),
           *(f"{each.record.name} ({each.day})" for each in found.held)]  # fmt: skip
    for part in found.parts:
        marks = (part.marks.get(each.record.id) for each in found.held)
        yield [part.body.name, part.college, part.territory, part.share.came, part.share.expected,
               *(term(mark, "presence") if mark else "" for mark in marks)]  # fmt: skip
