"""A table as it was opened: its columns, and its rows read anew each time they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice

from graph.imports.drafts import Report
from graph.imports.tables.cells import Cell, clean
from graph.imports.tables.limits import MAX_CELL, MAX_ROWS, Refused

RawRow = tuple[int, Sequence[Cell]]
RawRows = Callable[[Report], Generator[RawRow, None, None]]
NOT_READ = "valeur non reprise"


@dataclass(frozen=True)
class Row:
    """A row that holds something: cleaned cells by column name; `line` is 0 when the row is a file of its own."""

    file: str
    line: int
    cells: dict[str, Cell]

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Table:
    """One sheet, CSV file or folder of Markdown files. `header` is the line of the column names (0: none),
    `positions` where each column stands, `kind` what the file itself says that it holds."""

    file: str
    sheet: str | None
    header: int
    columns: tuple[str, ...]
    positions: tuple[int, ...]
    raw: RawRows = field(repr=False, compare=False)
    hidden: bool = False
    kind: str | None = None
    encoding: str | None = None
    separator: str | None = None
    files: tuple[str, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{self.file} › {self.sheet}" if self.sheet else self.file

    def at(self, header: int, columns: Sequence[str], positions: Sequence[int]) -> Table:
        """The same table with another line as its header."""
        return replace(self, header=header, columns=tuple(columns), positions=tuple(positions))

    def rows(self, report: Report | None = None, only: Container[str] | None = None) -> Generator[Row, None, None]:
        """Rows below the header, one in memory at a time, with all columns or only some; what cannot be read of
        them is told in the report."""
        report = report if report is not None else Report()
        reader = _RowReader(self, report, only)
        try:
            with closing(self.raw(report)) as raw:
                for count, (line, cells) in enumerate(raw):
                    if count >= MAX_ROWS:
                        raise Refused(f"plus de {MAX_ROWS:,} lignes".replace(",", " "), "la suite n'est pas lue", line)
                    if (not self.header or line > self.header) and (row := reader.row(line, cells)):
                        yield row
        except Refused as refused:
            report.problem(self.name, None, None, refused.reason, refused.action, refused.line)

    def sample(self, size: int = 100) -> list[Row]:
        """The first rows, to guess from and to show."""
        with closing(self.rows()) as rows:
            return list(islice(rows, size))


class _RowReader:
    def __init__(self, table: Table, report: Report, only: Container[str] | None) -> None:
        self.table, self.report = table, report
        places = zip(table.columns, table.positions, strict=True)
        self.places = [(name, position) for name, position in places if only is None or name in only]
        self.known = set(table.positions)
        # Positions are in order: a row as wide as the columns has nothing beside them.
        full = len(table.positions) == max(table.positions, default=-1) + 1
        self.expected = len(table.positions) if full else -1
        self.told: set[int] = set()

    def row(self, line: int, cells: Sequence[Cell]) -> Row | None:
        """The named cells of a row; None when they are all empty."""
        table = self.table
        file = table.files[line - 1] if table.files else table.name
        place = Row(file, 0 if table.files else line, {})
        for name, position in self.places:
            if position < len(cells) and (cell := self._cell(place, name, cells[position])) != "":
                place.cells[name] = cell
        if len(cells) != self.expected:
            self._stray(line, cells)
        return place if place.cells else None

    def _cell(self, row: Row, name: str, raw: Cell) -> Cell:
        cell = clean(raw)
        if not isinstance(cell, str):
            return cell
        if len(cell) > MAX_CELL:
            reason = f"cellule de {len(cell)} caractères (limite : {MAX_CELL})"
            self.report.problem(row.file, name, cell, reason, NOT_READ, row.line or None)
            return ""
        if "\ufffd" in cell:
            reason = "caractères illisibles dans l'encodage du fichier"
            action = "repris avec « \ufffd » ; enregistrez le fichier en UTF-8 pour les garder"
            self.report.problem(row.file, name, cell, reason, action, row.line or None)
        return cell

    def _stray(self, line: int, cells: Sequence[Cell]) -> None:
        """Values that stand under no column name: told once a column."""
        for position, cell in enumerate(cells):
            if position not in self.known and position not in self.told and clean(cell) != "":
                self.told.add(position)
                reason = f"valeur sans nom de colonne (colonne {position + 1})"
                action = "colonne non reprise : donnez-lui un nom"
                self.report.problem(self.table.name, None, cell, reason, action, line)
