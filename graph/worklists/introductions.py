"""Pairs to introduce: near in what they work on, seek and offer, and where; yet without a way to know each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log2
from typing import Any

from graph.database import Database
from graph.fulltext import words_of
from graph.links import in_force, today
from graph.stemming import stem
from graph.viewers import Viewer, sees, sees_link
from graph.walking import WALKED
from graph.worklists.shapes import Finding, Worklist

KINDS = ("Organisation", "Community", "Commons")
COMMON = 60  # what more than so many share tells nothing of two of them
CROWD = 12  # who only meet in a larger circle than that may not know each other
OFTEN = 3  # pairs in which one record is told, so that nobody fills the list
MOST = 300
_TIED = f"{sees_link('r')} AND {sees('o')} AND {in_force('r')}"
ALL = "MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience AUDIENCES"
SOME = "UNWIND $ids AS each MATCH (n:Entity {id: each}) WHERE true"
TOLD = f"""
  AND n.kind IN $kinds AND {sees("n")}
  AND NOT coalesce(n.status, '') IN ['archived', 'dormant']
RETURN n.id AS id,
  coalesce(n.seeks, []) + COLLECT {{
    MATCH (n)-[r:EXPRESSES|NEEDS]->(o:Entity) WHERE {_TIED} RETURN o.name ORDER BY o.id
  }} AS seeks,
  coalesce(n.offers, []) + COLLECT {{
    MATCH (n)-[r:STEWARDS|PRODUCES|PUBLISHES]->(o:Entity) WHERE o.kind = 'Offer' AND {_TIED}
    RETURN o.name ORDER BY o.id
  }} AS offers,
  COLLECT {{ MATCH (n)-[r:ABOUT]->(o:Entity) WHERE {_TIED} RETURN DISTINCT o.id ORDER BY o.id }} AS themes,
  COLLECT {{ MATCH (n)-[r:IN_TERRITORY]->(o:Entity) WHERE {_TIED} RETURN DISTINCT o.id ORDER BY o.id }} AS places,
  COLLECT {{ MATCH (n)-[r:{WALKED}]-(o:Entity) WHERE {_TIED} RETURN DISTINCT o.id ORDER BY o.id }} AS near
ORDER BY id
"""


@dataclass
class _Pair:
    """What two records share, and how much it says."""

    weight: float = 0
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()  # what one seeks, what the other offers
    swapped: bool = False  # the second seeks what the first offers


def introductions(db: Database, viewer: Viewer, ids: Sequence[str] | None = None) -> list[Finding]:
    """Pairs with something to give each other, or with two things in common, further apart than two steps: of the whole
    network, or of these records alone."""
    begins = ALL.replace("AUDIENCES", "> ''" if viewer.all else "IN $audiences") if ids is None else SOME
    asked = {"kinds": list(KINDS), "ids": ids or [], "at": today(), **viewer.params()}
    rows = {row["id"]: row for row in db.read(begins + TOLD, **asked)}
    pairs: dict[tuple[str, str], _Pair] = defaultdict(_Pair)
    for name, each in (("themes", 1.0), ("places", 0.5)):
        for key, members in _bearers(rows, name).items():
            for pair in combinations(members, 2):
                pairs[pair].weight += each / log2(1 + len(members))
                setattr(pairs[pair], name, (*getattr(pairs[pair], name), key))
    _exchanges(rows, pairs)
    known = _circles(rows)
    worth = ((ends, pair) for ends, pair in pairs.items() if _worth(pair) and not _know(rows, known, *ends))
    return _few(sorted(worth, key=lambda told: (-told[1].weight, told[0])))


def _bearers(rows: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    """Who bears each theme or place, where it is few enough to say something."""
    out: dict[str, list[str]] = defaultdict(list)
    for id, row in rows.items():
        for key in row[name]:
            out[key].append(id)
    return {key: members for key, members in out.items() if 1 < len(members) <= COMMON}


def _exchanges(rows: Mapping[str, Any], pairs: dict[tuple[str, str], _Pair]) -> None:
    """Adds the words by which one seeks what another offers."""
    sought, offered = _words(rows, "seeks"), _words(rows, "offers")
    for root, seekers in sought.items():
        givers = offered.get(root, {})
        if not 0 < len(seekers) * len(givers) <= COMMON * COMMON or max(len(seekers), len(givers)) > COMMON:
            continue
        for seeker, told in seekers.items():
            for giver, given in givers.items():
                if seeker != giver:
                    pair = pairs[(min(seeker, giver), max(seeker, giver))]
                    pair.weight += 2 / log2(1 + len(givers))
                    pair.words, pair.swapped = (*pair.words, (told, given)), seeker > giver


def _words(rows: Mapping[str, Any], name: str) -> dict[str, dict[str, str]]:
    """Root of a word → record → the words as it tells them."""
    out: dict[str, dict[str, str]] = defaultdict(dict)
    for id, row in rows.items():
        for line in row[name]:
            for word in words_of(line):
                out[stem(word)].setdefault(id, line)
    return out


def _worth(pair: _Pair) -> bool:
    return bool(pair.words) or len(pair.themes) > 1 or bool(pair.themes and pair.places)


def _circles(rows: Mapping[str, Any]) -> dict[str, set[str]]:
    """The neighbours of each record through whom one meets another: not those of a crowd."""
    sizes = Counter(id for row in rows.values() for id in row["near"])
    return {id: {near for near in row["near"] if sizes[near] <= CROWD} for id, row in rows.items()}


def _know(rows: Mapping[str, Any], circles: Mapping[str, set[str]], one: str, other: str) -> bool:
    return other in rows[one]["near"] or bool(circles[one] & circles[other])


def _few(pairs: Iterable[tuple[tuple[str, str], _Pair]]) -> list[Finding]:
    """The best, each record a few times."""
    told: Counter[str] = Counter()
    out: list[Finding] = []
    for (one, other), pair in pairs:
        if len(out) == MOST or max(told[one], told[other]) >= OFTEN:
            continue
        told.update((one, other))
        first, second = (other, one) if pair.swapped else (one, other)
        facts = {
            "themes": len(pair.themes),
            "places": len(pair.places),
            "sought": _said(pair, 0),
            "offered": _said(pair, 1),
        }
        others = (second, *pair.themes[:3], *pair.places[:1])
        out.append(Finding(first, round(pair.weight, 3), facts, others, f"{one}|{other}"))
    return out


def _said(pair: _Pair, side: int) -> str:
    return "; ".join(dict.fromkeys(words[side] for words in pair.words))


INTRODUCTIONS = Worklist("introductions", introductions)
