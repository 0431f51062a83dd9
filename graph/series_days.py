"""The days of a meeting that repeats, as calendars of people tell them: « le 2e mardi », « le dernier mardi »."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, takewhile

RHYTHMS = ("weekly", "fortnightly", "monthly", "monthly_last", "quarterly")
MOST = 60  # meetings of a series, the first included
_WEEKS = {"weekly": 1, "fortnightly": 2}
_MONTHS = {"monthly": 1, "monthly_last": 1, "quarterly": 3}


def nth(day: date) -> int:
    """Which of its weekday in the month: 1 to 4; 5 is the last."""
    return (day.day - 1) // 7 + 1


def is_last(day: date) -> bool:
    """Is it the last of its weekday in the month?"""
    return (day + timedelta(7)).month != day.month


def after(first: date, rhythm: str) -> Iterator[date]:
    """The days that follow `first`, without end."""
    if rhythm in _WEEKS:
        return (first + timedelta(weeks=_WEEKS[rhythm] * each) for each in count(1))
    place = 5 if rhythm == "monthly_last" else nth(first)
    return (_in_month(first, _MONTHS[rhythm] * each, place) for each in count(1))


def days(first: date, rhythm: str, *, until: date | None = None, total: int | None = None) -> list[date]:
    """The days after `first`: up to `until`, or so that there are `total` meetings; never more than MOST in all."""
    most = min(total or MOST, MOST) - 1
    kept = takewhile(lambda day: until is None or day <= until, after(first, rhythm))
    return [day for _, day in zip(range(most), kept, strict=False)]


def beyond(first: date, rhythm: str, until: date) -> bool:
    """Would there be more than MOST meetings up to that day?"""
    found = takewhile(lambda day: day <= until, after(first, rhythm))
    return sum(1 for _ in zip(range(MOST), found, strict=False)) >= MOST


def _in_month(first: date, months: int, place: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    month += 1
    long = calendar.monthrange(year, month)[1]
    of_weekday = [day for day in range(1, long + 1) if date(year, month, day).weekday() == first.weekday()]
    return date(year, month, of_weekday[-1] if place == 5 else of_weekday[place - 1])
