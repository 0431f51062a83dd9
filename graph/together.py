"""Who works with whom: pairs of actors, with the commons, groups and projects that both take part in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from graph.briefs import briefs
from graph.database import Database
from graph.links import Brief, brief, brief_of, in_force
from graph.viewers import Viewer, sees, sees_link
from graph.walking import told_by

SHARED = ("Commons", "Community", "Project")
# What is done with others: to use a commons, to attend a meeting or to be approached is not yet to work together.
TYPES = (
    "MEMBER_OF", "ANIMATES", "LEADS", "PARTNERS", "CONTRACTED_BY", "STEWARDS", "CONTRIBUTES_TO", "FUNDS", "SUPPORTS",
    "INCUBATES",
)  # fmt: skip
# Where more take part they meet, and do not all work together: such a plenary is told apart. It bounds the work too:
# 500 in one commons are 124,750 pairs that say one thing; 2,000 commons of twenty, 374,000 pairs, are counted and
# ranked in 1.1 s.
CROWD = 20
MOST = 3_000  # pairs that are drawn, those with the most in common first

ASK = f"""
MATCH (s:Entity) USING INDEX s:Entity(audience, kind) WHERE s.audience LAYER AND s.kind IN $kinds AND {sees("s")}
CALL (s) {{
  MATCH (s)-[r:{"|".join(TYPES)}]-(a)
  WHERE NOT a:Gone AND a.kind IN ['Organisation', 'Person'] AND {sees("a")} AND {sees_link("r")} AND {in_force("r")}
    AND {told_by("r")}
  WITH DISTINCT a.id AS id ORDER BY id
  RETURN collect(id) AS actors
}}
WITH s, actors WHERE size(actors) > 1
RETURN {brief("s")} AS record, actors ORDER BY s.name, s.id
"""
# `$all OR …` would hide the index from the planner: two texts.
ASKED = {True: ASK.replace("LAYER", "> ''"), False: ASK.replace("LAYER", "IN $audiences")}


@dataclass(frozen=True)
class Pair:
    """Two actors and what they share, by name."""

    one: Brief
    other: Brief
    shared: tuple[Brief, ...]


@dataclass(frozen=True)
class Together:
    """The pairs with the most in common first; `crowds` are told apart with how many take part in each; `left_out`
    counts pairs beyond MOST."""

    pairs: tuple[Pair, ...]
    crowds: tuple[tuple[Brief, int], ...] = ()
    left_out: int = 0


def together(
    db: Database, viewer: Viewer, kinds: Iterable[str] = SHARED, *, at: str | None = None,
    said: Sequence[str] | None = None, sourced: bool | None = None, among: Collection[str] | None = None,
    only: Collection[str] = (), around: Collection[str] = (), least: int = 1,
) -> Together:  # fmt: skip
    """What is shared counts when it is `among` these ids, or for those actors that are; `only` these shared records;
    `around` these actors: their pairs, and those among who they work with."""
    rows = db.read(
        ASKED[viewer.all], kinds=sorted(set(kinds)), at=at, said=said, sourced=sourced, **viewer.params()
    )  # fmt: skip
    meeting = [
        (record, actors)
        for record, all_of in ((brief_of(row["record"]), row["actors"]) for row in rows)
        if (not only or record.id in only) and len(actors := _kept(record, all_of, among)) > 1
    ]
    crowds = [(record, len(actors)) for record, actors in meeting if len(actors) > CROWD]
    enough = {ends: shared for ends, shared in _paired(meeting).items() if len(shared) >= least}
    found = _around(enough, around)
    ranked = nsmallest(MOST, found, key=lambda ends: (-len(found[ends]), ends))
    names = briefs(db, viewer, {id for ends in ranked for id in ends})
    # A record that was hidden between the two questions makes no pair.
    pairs = (
        Pair(names[one], names[other], found[one, other])
        for one, other in ranked if one in names and other in names
    )  # fmt: skip
    return Together(tuple(pairs), tuple(crowds), len(found) - len(ranked))


def _kept(record: Brief, actors: Sequence[str], among: Collection[str] | None) -> list[str]:
    return [id for id in actors if among is None or record.id in among or id in among]


def _paired(meeting: Iterable[tuple[Brief, Sequence[str]]]) -> dict[tuple[str, str], tuple[Brief, ...]]:
    shared: dict[tuple[str, str], list[Brief]] = defaultdict(list)
    for record, actors in meeting:
        if len(actors) <= CROWD:
            for ends in combinations(actors, 2):
                shared[ends].append(record)
    return {ends: tuple(records) for ends, records in shared.items()}


def _around(
    found: dict[tuple[str, str], tuple[Brief, ...]], centres: Collection[str]
) -> dict[tuple[str, str], tuple[Brief, ...]]:
    if not centres:
        return found
    circle = {id for ends in found if set(ends) & set(centres) for id in ends}
    return {ends: shared for ends, shared in found.items() if set(ends) <= circle}
