"""How a meeting may repeat, in words that its own day gives: « chaque mois, le deuxième jeudi »."""

from __future__ import annotations

from datetime import date

from babel.dates import get_day_names

from graph.committees import Meeting
from graph.series_days import is_last, nth
from workspace.language import gettext, language

LAST = 5  # a fifth weekday is the last


def rhythms(held: Meeting) -> list[tuple[str, str]]:
    """Pairs of a key and of what it means for this meeting, which has a day."""
    day = date.fromisoformat(held.day or "")
    weekday, place = str(get_day_names("wide", locale=language())[day.weekday()]), nth(day)
    last = gettext("chaque mois, le dernier %(weekday)s", weekday=weekday)
    monthly, quarterly = _monthly(weekday)[place - 1], _quarterly(weekday)[place - 1]
    told = [("weekly", gettext("chaque %(weekday)s", weekday=weekday)),
            ("fortnightly", gettext("un %(weekday)s sur deux", weekday=weekday)), ("monthly", monthly)]  # fmt: skip
    told += [("monthly_last", last)] if is_last(day) and place != LAST else []
    return [*told, ("quarterly", quarterly)]


def _monthly(weekday: str) -> tuple[str, ...]:
    return (
        gettext("chaque mois, le premier %(weekday)s", weekday=weekday),
        gettext("chaque mois, le deuxième %(weekday)s", weekday=weekday),
        gettext("chaque mois, le troisième %(weekday)s", weekday=weekday),
        gettext("chaque mois, le quatrième %(weekday)s", weekday=weekday),
        gettext("chaque mois, le dernier %(weekday)s", weekday=weekday),
    )


def _quarterly(weekday: str) -> tuple[str, ...]:
    return (
        gettext("chaque trimestre, le premier %(weekday)s du mois", weekday=weekday),
        gettext("chaque trimestre, le deuxième %(weekday)s du mois", weekday=weekday),
        gettext("chaque trimestre, le troisième %(weekday)s du mois", weekday=weekday),
        gettext("chaque trimestre, le quatrième %(weekday)s du mois", weekday=weekday),
        gettext("chaque trimestre, le dernier %(weekday)s du mois", weekday=weekday),
    )
