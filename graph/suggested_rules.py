"""How much it says that two records share something, and which link they may lack for it."""

from __future__ import annotations

from functools import cache
from math import log2
from typing import Literal

from graph.schema import SCHEMA

Sort = Literal["named", "words", "themes", "uses"]
SORTS: tuple[Sort, ...] = ("named", "words", "themes", "uses")
# What shares words, themes and uses; the others are tied only by an identifier that one of them names.
KINDS = frozenset({
    "Commons", "Dataset", "Software", "Service", "Standard", "Guide", "Offer", "Policy", "Programme", "UseCase", "Need",
    "Challenge", "Project", "Action", "Roadmap",
})  # fmt: skip
NAMING = KINDS | {"Organisation", "Community", "LegalText", "Note", "News", "Document"}
COMMON = 40  # what more records than that share says nothing of two of them
CROWD = 3  # an address that more records give is a portal, not somebody's
EACH: dict[Sort, float] = {"named": 4.0, "words": 2.0, "themes": 1.6, "uses": 2.0}
WORTH = 2.0  # two words that three records say, three that seven do, one identifier
FEWEST: dict[Sort, int] = {"named": 1, "words": 2, "themes": 2, "uses": 1}

# In this order, the first that the schema allows between the two, one way or the other.
FOR_NAMED = (
    "CONFORMS_TO", "INSTANCE_OF", "MENTIONS", "FRAMES", "SERVES", "MEETS", "ANSWERS", "IMPLEMENTS", "PRODUCES", "USES",
    "DEPENDS_ON", "NEEDS", "DELIVERS", "SUPPORTS", "CONTRIBUTES_TO", "PARTNERS",
)  # fmt: skip
FOR_SHARED = ("SERVES", "MEETS", "ANSWERS", "TAKES_UP", "CONFORMS_TO", "IMPLEMENTS", "USES", "NEEDS", "COMPLEMENTS")
ASKING = frozenset({"UseCase", "Project"})  # a service that shares words with another does not use it for that


def says(sort: Sort, bearers: int) -> float:
    """The weight of one thing shared, less the more records have it: half of it for three, a third for seven."""
    return EACH[sort] / log2(1 + max(bearers, 1))


@cache
def way(one: str, other: str, *, named: bool) -> tuple[str, bool] | None:
    """The relation to propose between records of these kinds, and whether it goes from the second to the first; of what
    is named, the first is the one whose text names the other. None when no relation is likely."""
    if not named and one == other:
        return ("COMPLEMENTS", False) if SCHEMA.allows("COMPLEMENTS", one, other) else None
    for ends, back in (((one, other), False), ((other, one), True)):
        if named and (type := _first(FOR_NAMED, ends)):
            return type, back
    if named:
        return None
    found = ((type, ends) for type in FOR_SHARED for ends in ((one, other), (other, one)) if _likely(type, ends))
    return next(((type, ends != (one, other)) for type, ends in found), None)


def _first(types: tuple[str, ...], ends: tuple[str, str]) -> str | None:
    return next((type for type in types if SCHEMA.allows(type, *ends)), None)


def _likely(type: str, ends: tuple[str, str]) -> bool:
    return SCHEMA.allows(type, *ends) and (type != "USES" or ends[0] in ASKING)
