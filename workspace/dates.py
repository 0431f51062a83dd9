"""Days and periods in words, as precise as they are known: "12 mai 2023", "depuis 2022", "2022 – 2023"."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from graph import telling
from graph.dates import partial_date
from workspace.language import gettext, language

PARIS = ZoneInfo("Europe/Paris")
NO_BREAK = "\u00a0"
# Between a day and its month, a month and its year, and before the dash.
_WITHIN_DATE = re.compile(r"(?<=\d) (?=\w)|(?<=1er) |(?<=\w) (?=\d{4}\b)|(?<=\d) (?=–)")


def day(value: str | None) -> str:
    """A partial ISO date in words, unbroken: "12 mai 2023", "mai 2023", "2023". Other text is given back as it is."""
    return _day(value, language()) if value else ""


@lru_cache(maxsize=4096)
def _day(value: str, language: str) -> str:
    try:
        return telling.day(partial_date(value).text, language).replace(" ", NO_BREAK)
    except ValueError:
        return value


def short_day(value: str, today: date | None = None) -> str:
    """For narrow columns: "aujourd'hui", "hier", "19 nov." this year, else "19 nov. 2024"."""
    now = today or datetime.now(PARIS).date()
    text = moment_of(value).date().isoformat() if "T" in value else value
    if text == now.isoformat():
        return gettext("aujourd’hui")
    if len(text) == 10 and (now - date.fromisoformat(text)).days == 1:
        return gettext("hier")
    year, *rest = text.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [str(get_month_names("abbreviated", locale=language())[int(rest[0])])] if rest else []
    this_year = len(rest) > 1 and year == str(now.year)
    return NO_BREAK.join(words if this_year else [*words, year])


def clock() -> str:
    """The time of day in France: "14:02"."""
    return f"{datetime.now(PARIS):%H:%M}"


def moment_of(value: str) -> datetime:
    """A stored UTC time as a time in France."""
    return datetime.fromisoformat(value.replace("Z", "+00:00")).astimezone(PARIS)


def moment(value: str | None) -> str:
    """A stored UTC time in words: "21 novembre 2025 à 14 h 32"."""
    return _moment(value, language()) if value else ""


@lru_cache(maxsize=4096)
def _moment(value: str, language: str) -> str:
    then = moment_of(value)
    clock = f"{then.hour}{NO_BREAK}h{NO_BREAK}{then.minute:02}" if language == "fr" else f"{then:%H:%M}"
    return gettext("%(day)s à %(time)s", day=day(then.date().isoformat()), time=clock)


def period(since: str | None, until: str | None, *, event: bool = False) -> str:
    """What is known of a stretch of time: "depuis 2022", "2022 – 2023", "jusqu'en 2023", or "non daté"; of an event,
    "le 3 mai 2022"."""
    return _period(since, until, event, language())


@lru_cache(maxsize=4096)
def _period(since: str | None, until: str | None, event: bool, language: str) -> str:
    return _WITHIN_DATE.sub(NO_BREAK, telling.period(since, until, language, event=event)).replace("'", "’")
