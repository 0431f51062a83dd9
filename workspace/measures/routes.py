"""`/reseau/mesures` and its CSV: of the public network, or of what members read."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response

from graph.briefs import briefs
from graph.freshness import one_moment
from graph.measures.reading import Measures, measures
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.figure_columns import ADVANCED, FIRST
from workspace.language import gettext
from workspace.measures import table
from workspace.measures.findings import findings
from workspace.paging import Paging, page_number
from workspace.rendering import render
from workspace.words import kind_word

blueprint = Blueprint("measures", __name__)
BATCH = 1000  # records whose names are read together


@blueprint.get("/reseau/mesures")
def show() -> Response:
    """Findings with what to do about them, then every record in a table."""
    with one_moment():
        found = measures(database(), viewer())
    if found is None or not found.figures.ids:
        return render("measures/empty.html", measured=found is not None)
    columns, sort = table.chosen()
    places = table.ordered(found.figures, sort)
    paging = Paging(page_number(), table.SIZE, len(places))
    shown = places[(paging.page - 1) * table.SIZE :][: table.SIZE].tolist()
    known = briefs(database(), viewer(), [found.figures.ids[place] for place in shown])
    rows = [
        (known[id], table.cells(found.figures, place, columns))
        for place in shown if (id := found.figures.ids[place]) in known
    ]  # fmt: skip
    return render(
        "measures/show.html", found=found, findings=findings(database(), viewer(), found.figures), rows=rows,
        columns=table.heads(columns), sort=sort, paging=paging, advanced=len(columns) > len(FIRST),
    )  # fmt: skip


@blueprint.get("/reseau/mesures.csv")
def file() -> Response:
    """Every measure of every record of the reader's layer."""
    return csv_file(_lines(measures(database(), viewer())), "reseau-mesures")


def _lines(found: Measures | None) -> Iterator[list[str]]:
    columns = (*FIRST, *ADVANCED)
    yield [gettext("identifiant"), gettext("nom"), gettext("sorte"), *(column.told().lower() for column in columns)]
    ids = found.figures.ids if found else []
    for start in range(0, len(ids), BATCH):
        known = briefs(database(), viewer(), ids[start : start + BATCH])
        for place, id in enumerate(ids[start : start + BATCH], start):
            if found and id in known:
                values = (str(column.value(found.figures, place)) for column in columns)
                yield [id, known[id].name, kind_word(known[id].kind), *values]
