"""Tables as files that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from flask import Response, stream_with_context

# What a spreadsheet would run as a formula; a plain number, with its sign, is left alone.
FORMULA = re.compile(r"(?![+-]?[\d\s.,]+$)[=+\-@\t\r]")
Cell = str | int | float
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as cp1252


def csv_file(rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """A download of `name`.csv, sent row by row; what is wrong with the first row is still told as an error."""
    rest = iter(rows)
    first = next(rest, ())
    return Response(
        stream_with_context(_lines(chain([first], rest))), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )  # fmt: skip


@contextmanager
def csv_on_disk(path: Path, columns: Sequence[str]) -> Iterator[Callable[[Sequence[str]], None]]:
    """A new file with its header; the block writes its rows one by one."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTE_ORDER_MARK)
        writer = csv.writer(file)
        writer.writerow(columns)
        yield lambda row: writer.writerow([harmless(cell) for cell in row])


def harmless(cell: Cell) -> Cell:
    """The cell, with a quote before what would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
