"""Values typed, pasted from a spreadsheet or sent as a file: a line each, with its day, its value and its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from werkzeug.datastructures import FileStorage

from graph.dates import partial_date
from graph.errors import Invalid
from graph.folding import fold
from graph.indicators import Reading, amount_of
from workspace.language import gettext

MOST_BYTES, MOST_LINES, MOST_TOLD = 1_000_000, 5_000, 5
SEPARATORS = "\t;,"
# Columns by what spreadsheets call them; without a first line that names them, they come in this order.
COLUMNS = {"date": "date", "jour": "date", "day": "date", "valeur": "value", "value": "value", "source": "source"}
USUAL = ("date", "value", "source")


def typed(text: str, file: FileStorage | None) -> str:
    """What was sent: the file when there is one, else the text. Invalid when it is too long."""
    sent = file.read(MOST_BYTES + 1) if file else b""
    if len(sent) > MOST_BYTES or len(text) > MOST_BYTES:
        raise Invalid({"fichier" if sent else "valeurs": gettext("au plus un mégaoctet")})
    return _decoded(sent) if sent else text


def table(text: str) -> tuple[Reading, ...]:
    """Its readings. Invalid names the first wrong lines."""
    rows = list(csv.reader(io.StringIO(text), delimiter=_separator(text)))
    if len(rows) > MOST_LINES:
        raise Invalid({"valeurs": gettext("au plus %(most)s lignes", most=MOST_LINES)})
    heads = [COLUMNS.get(fold(cell), "") for cell in rows[0]] if rows else []
    named = "date" in heads
    found: list[Reading] = []
    wrong: list[str] = []
    for number, row in enumerate(rows[named:], 1 + named):
        cells = dict(zip(heads if named else USUAL, (" ".join(cell.split()) for cell in row), strict=False))
        try:
            found += [_reading(cells)] if any(cells.values()) else []
        except ValueError as error:
            wrong.append(gettext("ligne %(n)s, %(why)s", n=number, why=error))
    if wrong or not found:
        told = " ; ".join(wrong[:MOST_TOLD]) or gettext("aucune valeur : une par ligne, date puis valeur")
        raise Invalid({"valeurs": told})
    return tuple(found)


def _reading(cells: Mapping[str, str]) -> Reading:
    day, value = cells.get("date", ""), cells.get("value", "")
    try:
        text = partial_date(day).text
    except ValueError as error:
        raise ValueError(
            gettext("date attendue, comme 2024, 2024-06 ou 2024-06-30 : « %(told)s »", told=day)
        ) from error
    if amount_of(value) is None:
        raise ValueError(gettext("nombre attendu : « %(told)s »", told=value))
    # The field keeps a source between brackets.
    return Reading(text, value, amount_of(value), cells.get("source", "").translate(str.maketrans("()", "[]")))


def _separator(text: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=lambda each: (first.count(each), -SEPARATORS.index(each)))


def _decoded(sent: bytes) -> str:
    """Spreadsheets of this country still write Windows-1252."""
    try:
        return sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        return sent.decode("cp1252", "replace")
