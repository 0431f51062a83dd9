"""Tables as a workbook: a sheet each, the heads kept in sight, words as words and numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from flask import Response, make_response
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workspace.csv_files import Cell

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 8, 60  # characters


def xlsx_file(sheets: Mapping[str, Iterable[Sequence[Cell]]], name: str) -> Response:
    """A download of `name`.xlsx; of each sheet the first row is its heads."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for title, rows in sheets.items():
            _fill(book.add_worksheet(title), rows, head)
    answer = make_response(file.getvalue())
    answer.mimetype = TYPE
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Cell]], head: Format) -> None:
    widths: dict[int, int] = {}
    last = 0
    for last, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write(sheet, last, column, cell, None if last else head)
            widths[column] = max(widths.get(column, NARROWEST), min(WIDEST, len(str(cell)) + 2))
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, max(widths, default=0))


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, format: Format | None) -> None:
    # Never `write`: it makes formulas and links of texts that look like them.
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, format)
    else:
        sheet.write_number(row, column, cell, format)
