"""Promises of the days of a series: weekdays stay, months are as long as they are, sixty at most."""

from datetime import date, timedelta

import pytest

from graph.series_days import MOST, beyond, days


def told(found: list[date]) -> list[str]:
    return [day.isoformat() for day in found]


@pytest.mark.parametrize(("rhythm", "first", "expected"), [
    ("weekly", "2026-03-24", ["2026-03-31", "2026-04-07"]),
    ("fortnightly", "2026-12-22", ["2027-01-05", "2027-01-19"]),
    ("monthly", "2026-01-13", ["2026-02-10", "2026-03-10"]),
    ("monthly", "2026-01-29", ["2026-02-26", "2026-03-26"]),  # a fifth Thursday is the last one
    ("monthly_last", "2026-02-24", ["2026-03-31", "2026-04-28"]),
    ("quarterly", "2026-11-03", ["2027-02-02", "2027-05-04"]),
])  # fmt: skip
def test_the_days_are_those_that_people_say(rhythm: str, first: str, expected: list[str]) -> None:
    assert told(days(date.fromisoformat(first), rhythm, total=3)) == expected


@pytest.mark.parametrize("rhythm", ["weekly", "fortnightly", "monthly", "monthly_last", "quarterly"])
def test_whatever_the_first_day_they_keep_its_weekday_and_come_once(rhythm: str) -> None:
    for first in (date(2026, 1, 1) + timedelta(each) for each in range(0, 800, 13)):
        found = days(first, rhythm)
        assert len(found) == MOST - 1 and {day.weekday() for day in found} == {first.weekday()}
        assert first < found[0] and found == sorted(set(found))


def test_they_end_on_the_day_asked() -> None:
    first = date(2026, 1, 6)
    assert told(days(first, "weekly", until=date(2026, 1, 20))) == ["2026-01-13", "2026-01-20"]
    assert days(first, "weekly", until=date(2026, 1, 12)) == []
    assert not beyond(first, "weekly", first + timedelta(weeks=59)) and beyond(
        first, "weekly", first + timedelta(weeks=60)
    )
