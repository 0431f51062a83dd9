"""`/couverture`: policies by territory or kind of resource, themes by audience; its cells, its CSV and its workbook."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.briefs import briefs
from graph.coverage import TYPES, Matrix, coverage
from graph.errors import NotFound
from graph.schema import SCHEMA
from workspace.coverage.asked import Asked, asked_of
from workspace.coverage.cells import cells, head, table
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.paging import Paging, page_number
from workspace.rendering import render
from workspace.words import initial, term
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("coverage", __name__)
SIZE = 100  # rows of a page
LISTED = 50  # resources of a page of a cell


@blueprint.get("/couverture")
def show() -> Response:
    """The matrix; empty cells say so."""
    asked = asked_of(request.args)
    found = coverage(database(), viewer(), asked.question)
    paging = Paging(page_number(), SIZE, len(found.rows))
    shown = range((paging.page - 1) * SIZE, min(paging.page * SIZE, len(found.rows)))
    return render(
        "coverage/index.html", status=422 if asked.wrong else 200, asked=asked, found=found, paging=paging,
        rows=[(found.rows[place], cells(found, place, asked)) for place in shown],
        heads=[(column, head(column, asked)) for column in found.columns], choices=_choices(),
    )  # fmt: skip


@blueprint.get("/couverture/case")
def cell() -> Response:
    """What a cell counts, by name."""
    asked = asked_of(request.args)
    found = coverage(database(), viewer(), asked.question)
    row, column = request.args.get("ligne", ""), request.args.get("colonne", "")
    ids = found.cell(row, column)
    record = next(each for each in found.rows if each.id == row)
    known = sorted(briefs(database(), viewer(), ids).values(), key=lambda each: (each.name.casefold(), each.id))
    paging = Paging(page_number(), LISTED, len(known))
    return render(
        "coverage/cell.html", asked=asked, record=record, column=_column(found, column, asked), paging=paging,
        shown=known[(paging.page - 1) * LISTED : paging.page * LISTED],
        kind="Theme" if asked.word == "themes-publics" else "Policy",
    )  # fmt: skip


@blueprint.get("/couverture.csv")
def file() -> Response:
    """The whole matrix, for a spreadsheet."""
    asked = asked_of(request.args)
    return csv_file(table(coverage(database(), viewer(), asked.question), asked), f"couverture-{asked.word}")


@blueprint.get("/couverture.xlsx")
def workbook() -> Response:
    """The same as a workbook."""
    asked = asked_of(request.args)
    rows = table(coverage(database(), viewer(), asked.question), asked)
    return xlsx_file({gettext("Couverture"): rows}, f"couverture-{asked.word}")


def _column(found: Matrix, key: str, asked: Asked) -> str:
    if not key:
        return ""
    column = next((each for each in found.columns if each.key == key), None)
    if column is None:
        raise NotFound(key)
    return head(column, asked)


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "croise": [
            ("politiques-territoires", gettext("Politiques et territoires")),
            ("politiques-sortes", gettext("Politiques et sortes de ressources")),
            ("themes-publics", gettext("Thèmes et publics")),
        ],
        "maille": [(type, initial(term(type, "territory_type"))) for type in TYPES],
        "echelon": [(key, initial(term(key, "echelon"))) for key in SCHEMA.vocabularies["echelon"].terms],
    }  # fmt: skip
