"""Partial dates: kept as typed ("2023", "2023-05", "2023-05-17"), compared as intervals of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FRENCH = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-zéû]+) (\d{4})")
_MONTHS = (
    ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
     "décembre"],
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"],
)  # fmt: skip


@dataclass(frozen=True)
class PartialDate:
    """A year, month or day; `first` and `last` are the ISO days that it covers."""

    text: str
    first: str
    last: str


@lru_cache(maxsize=4096)  # the same days are said by many lines of a table, and asked again as they are stored
def partial_date(text: str) -> PartialDate:
    """Reads ISO, French (12/03/2023, 03/2023) and worded (mars 2023) dates; ValueError if it is none."""
    year, month, day = _parts(" ".join(text.split()).lower())
    if not month:
        return PartialDate(f"{year:04}", f"{year:04}-01-01", f"{year:04}-12-31")
    last = calendar.monthrange(year, month)[1]
    if not day:
        return PartialDate(f"{year:04}-{month:02}", f"{year:04}-{month:02}-01", f"{year:04}-{month:02}-{last:02}")
    iso = date(year, month, day).isoformat()
    return PartialDate(iso, iso, iso)


def _parts(text: str) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part or 0) for part in found.groups())
    elif found := _FRENCH.fullmatch(text):
        day, month, year = (int(part or 0) for part in found.groups())
    elif (found := _WORDS.fullmatch(text)) and (month := _month(found[2])):
        day, year = int(found[1] or 0), int(found[3])
    else:
        raise ValueError(f"not a date: {text}")
    if not 1 <= year <= 9999 or not 0 <= month <= 12 or (day and not month):
        raise ValueError(f"not a date: {text}")
    return year, month, day


def _month(word: str) -> int:
    return next((names.index(word) + 1 for names in _MONTHS if word in names), 0)
