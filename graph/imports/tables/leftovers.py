"""What a mapping leaves out of a table: each column is told, none is dropped silently."""

from __future__ import annotations

from contextlib import closing

from graph.folding import fold
from graph.imports.drafts import Report
from graph.imports.tables.cells import Cell
from graph.imports.tables.mapping import TableMapping
from graph.imports.tables.shapes import Table
from graph.imports.tables.words import SYNONYMS
from graph.schema import SCHEMA
from graph.shaping import contact_fields

LEFT = "colonne non reprise"
COORDINATES = frozenset(f"{SYNONYMS['email']}|{SYNONYMS['phone']}|email|phone".split("|"))


def tell_leftovers(table: Table, mapping: TableMapping, report: Report) -> None:
    """Columns of the table that the mapping does not use, columns that it asks for in vain, contacts not allowed."""
    used = mapping.used()
    for column, value in _first_values(table, [column for column in table.columns if column not in used]).items():
        _tell_column(table, column, value, mapping.kind == "Person", report)
    for column in sorted(used - set(table.columns)):
        report.problem(table.name, column, None, "colonne absente de la table", "ignorée ; vérifiez son nom")
    kind = SCHEMA.kinds.get(mapping.kind or "")
    targets = {*mapping.columns.values(), *mapping.constants}
    apart = targets & contact_fields(kind).keys() if kind else set()
    if apart and not {"purpose", "origin"} <= targets:
        reason = "coordonnées sans finalité (`purpose`) ni origine (`origin`) dans la correspondance"
        report.problem(table.name, ", ".join(sorted(apart)), None, reason, "coordonnées non reprises")


def _first_values(table: Table, columns: list[str]) -> dict[str, Cell]:
    """The first value of each column that holds any."""
    found: dict[str, Cell] = {}
    with closing(table.rows(only=columns)) as rows:
        for row in rows if columns else ():
            found = row.cells | found
            if len(found) == len(columns):
                break
    return {column: found[column] for column in columns if column in found}


def _tell_column(table: Table, column: str, value: Cell, person: bool, report: Report) -> None:
    if fold(column) not in COORDINATES and "@" not in str(value):
        report.problem(table.name, column, value, "aucun champ ne correspond", LEFT)
    else:
        why = "" if person else " : seules les fiches de personnes en portent, avec leur finalité et leur origine"
        report.problem(table.name, column, None, f"coordonnées{why}", LEFT)
