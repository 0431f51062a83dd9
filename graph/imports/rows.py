"""Rows of the small CSV files of a source, each as a reading of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.imports.drafts import Report
from graph.imports.files import LEFT, place, text_of
from graph.imports.reading import Reading
from graph.imports.tables.limits import Refused
from graph.imports.tables.texts import encoding_of, records, separator_of


def csv_rows(path: Path, root: Path, report: Report) -> Iterator[Reading]:
    """A reading for each row, with its line; cells too many or too few are told."""
    where = place(path, root)
    if text_of(path, root, report) is None:
        return
    try:
        encoding = encoding_of(path)
        lines = records(path, where, encoding, separator_of(path, encoding), report)
        header = [name.strip() for name in next(lines, (0, []))[1] if isinstance(name, str)]
        for line, cells in lines:
            if len(cells) != len(header):
                reason = f"{len(cells)} cellules au lieu de {len(header)}"
                report.problem(where, None, cells[0] if cells else "", reason, "lues dans l'ordre des colonnes", line)
            yield Reading(where, dict(zip(header, map(str, cells), strict=False)), report, line)
    except Refused as refused:
        report.problem(where, None, None, refused.reason, refused.action or LEFT, refused.line)
