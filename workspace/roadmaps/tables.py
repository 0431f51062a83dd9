"""`…/feuille-de-route/<year>.xlsx`: the lines as a table, which comes back as it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue

from graph.roadmap_columns import COLUMNS, TIES
from graph.roadmaps import Funding, Line, Roadmap
from workspace.csv_files import Cell
from workspace.language import gettext
from workspace.roadmaps.asked import asked, column_word
from workspace.words import term
from workspace.xlsx_files import xlsx_file

blueprint = Blueprint("roadmap_tables", __name__)


@blueprint.get("/communautes/<slug>/feuille-de-route/<year>.xlsx")
def workbook(slug: str, year: str) -> ResponseReturnValue:
    """A row a line; a line of several fundings has a row for each."""
    road = asked(slug, year)
    return xlsx_file({gettext("Feuille de route"): rows_of(road)}, f"{slug}-feuille-de-route-{year}")


def rows_of(road: Roadmap) -> Iterator[Sequence[Cell]]:
    """The heads, then the rows in the order of the page."""
    yield [column_word(column.name) for column in COLUMNS]
    for line in road.lines:
        for grant in line.grants or (None,):
            told = _cells(line) | _grant(grant)
            yield [told.get(column.name, "") for column in COLUMNS]


def _cells(line: Line) -> dict[str, Cell]:
    words = line.words
    return {
        "topic": line.topic.record.name, "name": line.record.name, "means": words.means or "", "lead": words.lead or "",
        "begins": line.begins or "", "due": line.due or "", "id": line.record.id,
        "progress": line.progress if line.progress is not None else "",
        "status": _term(line.record.status, "work_state"), "visibility": _term(line.record.visibility, "visibility"),
        "words_visibility": _term(words.visibility, "visibility") if words.link else "",
        # Names may hold commas: a line of the cell each.
        **{column.name: "\n".join(tied.record.name for tied in line.tied(column.name)) for column in TIES},
    }  # fmt: skip


def _grant(grant: Funding | None) -> dict[str, Cell]:
    if grant is None:
        return {}
    return {
        "funder": grant.funder.name, "step": _term(grant.step, "funding_step"),
        "amount": grant.amount if grant.amount is not None else "",
        "grant_visibility": _term(grant.visibility, "visibility"),
    }  # fmt: skip


def _term(key: str | None, vocabulary: str) -> str:
    return term(key, vocabulary) if key else ""
