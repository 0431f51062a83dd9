"""Cells made clean, and turned into what a field of the schema expects."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from graph.folding import fold
from graph.schema import Field
from graph.values import State

Cell = str | int | float
DateOrder = Literal["day-first", "month-first"]

NOT_GIVEN_WORDS = frozenset({"non renseigne", "non renseignee", "nr", "nc", "non communique", "inconnu", "not given"})
LONGEST_WORD = max(map(len, NOT_GIVEN_WORDS))
# "NC" may be the name of something.
NAMES = frozenset({"name", "acronym", "aliases"})
LENGTHS = {"siren": 9, "siret": 14, "phone": 10}
CODE_LENGTHS = {"commune": 5, "departement": 2, "region": 2, "epci": 9}
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_PLACEHOLDER = re.compile(r"[-–—?…./]+")
_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_SLASHED = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})")
_EXCEL_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True)
class Conventions:
    """How a table writes numbers and dates."""

    decimal: Literal[",", "."] = ","
    dates: DateOrder = "day-first"


def clean(cell: Cell) -> Cell:
    """Text composed (NFC), without invisible characters nor spaces around, no-break ones included."""
    if not isinstance(cell, str):
        return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")))
    return text.strip()


def convert(field: Field, cell: Cell, conventions: Conventions, code_of: str = "") -> tuple[object, str]:
    """The raw value for a field, and what was changed on the way, in French ("" when nothing).
    None: the cell says nothing. `code_of` is the type of territory that a code belongs to."""
    if isinstance(cell, str):
        if len(cell) <= LONGEST_WORD and field.name not in NAMES:
            if _PLACEHOLDER.fullmatch(cell):
                return None, ""
            if fold(cell) in NOT_GIVEN_WORDS:
                return State.NOT_GIVEN, ""
        return _text(field, cell, conventions), ""
    if field.type in ("number", "amount", "yes_no"):
        return cell, ""
    if field.type == "date":
        return _numeric_date(cell)
    length = LENGTHS.get(field.type) or (CODE_LENGTHS.get(code_of, 0) if field.name == "code" else 0)
    return padded(cell, length)


def padded(cell: Cell, length: int) -> tuple[str, str]:
    """A code that a spreadsheet took for a number, with its leading zeros again."""
    text = str(cell)
    if isinstance(cell, str) or not length or len(text) >= length or not text.isdigit():
        return text, ""
    whole = text.zfill(length)
    return whole, f"code enregistré comme un nombre : repris comme « {whole} »"


def _text(field: Field, text: str, conventions: Conventions) -> str:
    if field.type in ("number", "amount"):
        return _decimal(text, conventions)
    if field.type == "date":
        return _date(text, conventions)
    return text


def _decimal(text: str, conventions: Conventions) -> str:
    """Always with a decimal comma, thousands apart or joined."""
    if conventions.decimal == ".":
        return text.replace(",", "")
    return text.replace(".", "") if "," in text else text


def _date(text: str, conventions: Conventions) -> str:
    if found := _TIME.fullmatch(text):
        return found[1]
    if conventions.dates == "month-first" and (found := _SLASHED.fullmatch(text)):
        return f"{found[3]}/{found[1]}/{found[4]}"
    return text


def _numeric_date(cell: int | float) -> tuple[str, str]:
    """A year, or the serial number of a day in a cell that lost its date format."""
    if not 20_000 <= cell <= 80_000:
        return str(cell), ""
    day = (datetime.combine(_EXCEL_DAY_ZERO, datetime.min.time()) + timedelta(days=float(cell))).date().isoformat()
    return day, f"date enregistrée comme un nombre : reprise comme {day}"
