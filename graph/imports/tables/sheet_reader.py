"""Reads a workbook for its parent: `heads PATH … FIRST` or `rows PATH … SHEET`, JSON lines out.

Run as a process of its own with bounded memory: a workbook of 5 kB whose last cell is XFD1048576 makes calamine ask
for 512 GiB and abort. Imports nothing of ours, so that it starts in 50 ms."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

# Most sheets of members are shorter: they are read once.
HEAD = 1_000


def main(action: str, path: str, memory: str, seconds: str, columns: str, sheet: str) -> None:
    """Prints the first rows of every sheet from a number on, or all rows of one; {"error": code} when it cannot."""
    _bound(int(memory), int(seconds))
    try:
        with CalamineWorkbook.from_path(path) as book:
            if action == "heads":
                _heads(book, int(columns), int(sheet))
            else:
                _rows(book, sheet, int(columns))
    except PasswordError:
        _say({"error": "password"})
    except (CalamineError, MemoryError, ValueError):
        _say({"error": "damaged"})


def _bound(memory: int, seconds: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _heads(book: CalamineWorkbook, columns: int, first: int) -> None:
    for meta in book.sheets_metadata[first:]:
        _say({"sheet": meta.name, "hidden": meta.visible != SheetVisibleEnum.Visible})
        # Said at once: the next step may be the end of this process.
        sys.stdout.flush()
        if meta.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(meta.name)
            if _wide(sheet) > columns:
                _say({"error": "columns", "width": _wide(sheet)})
                continue
            told = rows(sheet)
            for row in islice(told, HEAD):
                _say(row)
            _say({"whole": next(told, None) is None})


def _rows(book: CalamineWorkbook, name: str, columns: int) -> None:
    sheet = book.get_sheet_by_name(name)
    if _wide(sheet) > columns:
        _say({"error": "columns", "width": _wide(sheet)})
        return
    for row in rows(sheet):
        _say(row)


def rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """(line, cells) of the rows that hold something; cells merged downwards all hold the first one's value."""
    left = sheet.start[1] if sheet.start else 0
    merges = [
        (top, bottom, column - left)
        for (top, column), (bottom, _) in sheet.merged_cell_ranges or ()
        if bottom > top and column >= left
    ]
    merges.sort(reverse=True)
    open_merges: dict[int, tuple[int, Any]] = {}
    for i, cells in enumerate(sheet.iter_rows()):
        values = [_plain(cell) for cell in cells]
        for column, (bottom, value) in list(open_merges.items()):
            if i > bottom:
                del open_merges[column]
            elif values[column] == "":
                values[column] = value
        while merges and merges[-1][0] <= i:
            _, bottom, column = merges.pop()
            if column < len(values):
                open_merges[column] = (bottom, values[column])
        if any(value != "" for value in values):
            yield i + 1, values


def _wide(sheet: CalamineSheet) -> int:
    return sheet.end[1] + 1 if sheet.end else 0


def _plain(cell: object) -> str | int | float:
    """What JSON can say of a cell; dates in ISO form."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, str | int | float):
        return cell
    if isinstance(cell, datetime):
        day, _, clock = cell.isoformat(sep=" ", timespec="minutes").partition(" ")
        return day if clock == "00:00" else f"{day} {clock}"
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta) else ""


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
