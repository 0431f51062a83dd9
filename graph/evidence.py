"""How far a link or a chain of links can be trusted: the one place of that rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from graph.dates import partial_date
from graph.links import Link, today
from graph.schema import Label

OLD_YEARS = 2


class Strength(StrEnum):
    """Three degrees, weakest last; a chain is as strong as its weakest link."""

    CONFIRMED = "confirmed"
    DECLARED = "declared"
    SUPPOSED = "supposed"

    @property
    def label(self) -> Label:
        return LABELS[self]

    @property
    def rule(self) -> Label:
        """The sentence that explains this degree to a reader."""
        return RULES[self]


LABELS = {
    Strength.CONFIRMED: Label("confirmé", "confirmed"),
    Strength.DECLARED: Label("déclaré", "declared"),
    Strength.SUPPOSED: Label("supposé", "supposed"),
}
RULES = {
    Strength.CONFIRMED: Label(
        "chaque lien est confirmé par l'acteur concerné", "every link is confirmed by the actor concerned"
    ),
    Strength.DECLARED: Label(
        "chaque lien est confirmé, déclaré par l'acteur ou a une source",
        "every link is confirmed, declared by the actor or sourced",
    ),
    Strength.SUPPOSED: Label(
        "au moins un lien est contesté, ou n'a ni source ni déclaration de l'acteur",
        "at least one link is contested, or has neither a source nor the actor's word",
    ),
}


def strength_of(link: Link) -> Strength:
    """The strength of one link; a contested one is only supposed, whoever declared it."""
    if link.standing == "confirmed":
        return Strength.CONFIRMED
    vouched = link.declared_by == "actor" or sourced(link)
    return Strength.DECLARED if vouched and link.standing != "contested" else Strength.SUPPOSED


def strength(links: Iterable[Link]) -> Strength:
    """The strength of a chain: that of its weakest link."""
    order = list(Strength)
    return order[max((order.index(strength_of(link)) for link in links), default=0)]


def sourced(link: Link) -> bool:
    """Does the link name where it comes from?"""
    return bool(link.source_words or link.source_url)


def last_known(link: Link) -> str | None:
    """The last day on which something vouches for the link: its source, an agreement, else when it began."""
    days = [partial_date(text).last for text in (link.source_date, link.standing_at) if text]
    begun = [partial_date(link.since).first] if link.since else []
    return max(days or begun, default=None)


def is_old(link: Link, at: str | None = None) -> bool:
    """Was the link last vouched for more than two years before the day `at` (today when absent)?"""
    known = last_known(link)
    return known is not None and known < old_before(at)


def old_before(at: str | None = None) -> str:
    """The ISO day before which what is known is old, on the day `at` (today when absent)."""
    return _years_before(at or today(), OLD_YEARS)


def _years_before(day: str, years: int) -> str:
    then = date.fromisoformat(day)
    # 29 February has no day of the same number two years before.
    return date(then.year - years, then.month, min(then.day, 28) if then.month == 2 else then.day).isoformat()
