"""Where the names of the columns stand: below titles, notes and merged cells."""

from __future__ import annotations

from collections.abc import Sequence

from graph.folding import fold
from graph.imports.drafts import Report
from graph.imports.tables.cells import Cell, clean
from graph.imports.tables.limits import Refused
from graph.imports.tables.shapes import RawRow
from graph.imports.tables.words import head_words, name_of_kind

LOOKED_AT = 25


def find_header(rows: Sequence[RawRow]) -> int:
    """The line of the header: among the first full lines of distinct words, the one that says most known names."""
    fullest = max((len(_filled(cells)) for _, cells in rows), default=0)
    best, best_known = 0, -1
    for line, cells in rows[:LOOKED_AT]:
        filled = _filled(cells)
        known = sum(map(_known, filled))
        full = len(filled) * 2 >= fullest and len(filled) > (fullest > 1)
        if (full or known > 1) and _are_words(filled) and known > best_known:
            best, best_known = line, known
    if not best:
        raise Refused("aucune ligne de noms de colonnes", "table non lue : donnez un nom à chaque colonne")
    return best


def columns_of(cells: Sequence[Cell], sample: Sequence[RawRow], name: str, line: int, report: Report) -> dict[str, int]:
    """Column name → position. Unnamed columns that hold something get a name; a name used twice gets a number."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        head = " ".join(str(clean(cell)).split())[:200]
        if not head:
            if not any(position < len(row) and clean(row[position]) != "" for at, row in sample if at > line):
                continue
            head = f"colonne {position + 1}"
            report.problem(name, head, None, "colonne sans nom", f"appelée « {head} »", line)
        if head in columns:
            other = next(f"{head} ({n})" for n in range(2, len(cells) + 2) if f"{head} ({n})" not in columns)
            report.problem(name, head, None, "deux colonnes de même nom", f"la seconde est appelée « {other} »", line)
            head = other
        columns[head] = position
    return columns


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in map(clean, cells) if cell != ""]


def _are_words(filled: list[Cell]) -> bool:
    return all(isinstance(cell, str) and any(c.isalpha() for c in cell) and len(cell) < 100 for cell in filled)


def _known(cell: Cell) -> bool:
    return fold(str(cell)) in head_words() or name_of_kind(str(cell)) is not None
