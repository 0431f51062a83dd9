"""A roadmap of 2,000 actions: its table read and written, sent out, and its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from flask.testing import FlaskClient
from xlsxwriter import Workbook

from bench.measuring import Row, timed
from graph.database import Database
from graph.imports.drafts import Report
from graph.imports.tables import open_tables
from graph.operations import Operation
from graph.roadmap_changes import carry_out, changes_of
from graph.roadmap_edits import Opening, open_year
from graph.roadmap_tables import roadmap_table, sheet_of
from graph.roadmaps import roadmap
from graph.viewers import SYSTEM

LINES, TOPICS = 2_000, 20
BEFORE, YEAR = "2025", "2026"
HEADS = ("Sujet", "Action", "Ressources nécessaires", "Piste de financement", "Financeur", "Étape", "Montant (€)",
         "Pilotes", "Partenaires", "Début", "Échéance", "État", "Avancement (%)")  # fmt: skip


def rows(db: Database, client: FlaskClient, top: str, funders: Sequence[str], people: Sequence[str], folder: Path
         ) -> Iterator[Row]:  # fmt: skip
    """In, on an empty year, as the page does it: the file opened, read, compared and written."""
    path = folder / "feuille.xlsx"
    _table(path, funders, people)
    # Once in another year first: like the pages, it is measured with plans made and the engine warm.
    for year in (BEFORE, YEAR):
        opening = Opening(year, f"Feuille de route {year}", "public")
        open_year(db, SYSTEM, top, opening, None, (), "bench", Operation("bench"))
        took = _taken(db, top, year, path, new=LINES)
    yield Row("committee.roadmap.in", took, "ms", 5000.0)
    yield Row("committee.roadmap.in.same", _taken(db, top, YEAR, path, new=0), "ms", 5000.0)
    address = f"/communautes/{top.removeprefix('communaute-')}/feuille-de-route/{YEAR}"
    for name, end, goal in (("out", ".xlsx", 2000.0), ("page", "", None), ("follow", "/suivi", None)):
        assert client.get(address + end).status_code == 200
        times = timed(lambda end=end: client.get(address + end).data, runs=5, warm=1)  # type: ignore[misc]
        yield Row(f"committee.roadmap.{name}.median", times.median, "ms", goal)


def _taken(db: Database, top: str, year: str, path: Path, new: int) -> float:
    """Milliseconds."""
    begun, operation = perf_counter(), Operation("bench")
    road = roadmap(db, SYSTEM, top, year)
    sheet = sheet_of(db, SYSTEM, road, roadmap_table(open_tables(path, Report())))
    changes = changes_of(db, SYSTEM, road, sheet.wanted, "bench", operation)
    carry_out(db, SYSTEM, changes, operation)
    took = (perf_counter() - begun) * 1000
    assert changes.created == new
    assert not (*sheet.faults, *changes.faults)
    return took


def _table(path: Path, funders: Sequence[str], people: Sequence[str]) -> None:
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for n in range(LINES):
            told = (
                f"Sujet {n % TOPICS}", f"Action de la feuille {n}", f"{n % 5 + 1} jours", "à chercher",
                funders[n % len(funders)], "demandé", 1000 + n, people[n % len(people)],
                funders[(n + 7) % len(funders)],
                f"2026-{n % 6 + 1:02}", f"2026-{n % 6 + 7:02}", "en cours", n % 100,
            )  # fmt: skip
            for column, cell in enumerate(told):
                sheet.write(n + 1, column, cell)
