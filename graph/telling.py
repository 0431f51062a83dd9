"""A link told as a sentence with its dates and its source, for texts that leave the site: API, files, briefs."""

from __future__ import annotations

from babel.dates import get_month_names

from graph.links import Link
from graph.schema import Label

IN, ON = Label("en", "in"), Label("le", "on")
SINCE, SINCE_DAY = Label("depuis", "since"), Label("depuis le", "since")
UNTIL, UNTIL_DAY = Label("jusqu'en", "until"), Label("jusqu'au", "until")
UNDATED = Label("non daté", "undated")
SOURCE = Label("source : ", "source: ")
UNSOURCED = Label("sans source", "no source")


def day(text: str, language: str = "fr") -> str:
    """A partial ISO date in words: "12 mai 2023", "mai 2023", "2023"."""
    year, *rest = text.split("-")
    if not rest:
        return year
    month = get_month_names("wide", locale=language)[int(rest[0])]
    if len(rest) == 1:
        return f"{month} {year}"
    number = "1er" if language == "fr" and int(rest[1]) == 1 else str(int(rest[1]))
    return f"{number} {month} {year}"


def period(since: str | None, until: str | None, language: str = "fr", *, event: bool = False) -> str:
    """ "depuis 2023", "2022 – 2023", "jusqu'en 2023" or "non daté"; of an event "le 3 mai 2023", "en 2023"."""
    if since and until:
        first, last = day(since, language), day(until, language)
        return first if first == last else f"{first} – {last}"
    if since and event:
        return f"{(ON if len(since) == 10 else IN).in_language(language)} {day(since, language)}"
    if since:
        return f"{(SINCE_DAY if len(since) == 10 else SINCE).in_language(language)} {day(since, language)}"
    if until:
        return f"{(UNTIL_DAY if len(until) == 10 else UNTIL).in_language(language)} {day(until, language)}"
    return UNDATED.in_language(language)


def source(link: Link, language: str = "fr") -> str:
    """What vouches for the link: "convention 23-114, 2024", its address when there are no words, or "sans source"."""
    words = link.source_words or link.source_url
    if not words:
        return UNSOURCED.in_language(language)
    return f"{words}, {day(link.source_date, language)}" if link.source_date else words


def told(link: Link, language: str = "fr") -> str:
    """« ADEME finance Panoramax depuis 2023 — source : convention 23-114, 2024 »."""
    when = period(link.since, link.until, language, event=link.event)
    dated = f"{link.sentence(language)} {when}" if not link.undated else f"{link.sentence(language)} ({when})"
    sourced = link.source_words or link.source_url
    return f"{dated} — {SOURCE.in_language(language) if sourced else ''}{source(link, language)}"
