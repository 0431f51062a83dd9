"""Links that two records may lack, each with its reason: proposed to who may write one of them, never written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from graph.briefs import briefs
from graph.database import Database
from graph.freshness import Keeper
from graph.links import Brief, brief, brief_of, today
from graph.suggested_around import around
from graph.suggested_clues import Clues, of_kind
from graph.suggested_pairs import Pair, bearers, pairs
from graph.suggested_rules import NAMING, Sort
from graph.viewers import Viewer, edits, sees, sees_link

MOST = 1_000  # shown: nobody reads further in one go, and what is judged makes room
KEPT = 10_000
# Of each pair, the ends as they are now; what somebody tied, or refused to tie, since is not proposed.
STANDING = f"""
UNWIND $pairs AS pair
MATCH (a:Entity {{id: pair[0]}}) MATCH (b:Entity {{id: pair[1]}})
WHERE ({edits("a")} OR {edits("b")}) AND {sees("a")} AND {sees("b")}
  AND NOT EXISTS {{ (a)--(b) }} AND NOT EXISTS {{ (:Refused {{key: pair[2]}}) }}
RETURN pair[2] AS key, {brief("a")} AS one, {brief("b")} AS other,
  COLLECT {{ UNWIND [a, b] AS n MATCH (n)-[r:ABOUT]->(t:Entity) WHERE {sees("t")} AND {sees_link("r")}
             RETURN DISTINCT t.id ORDER BY t.id }} AS themes,
  COLLECT {{ UNWIND [a, b] AS n
             MATCH (n)(()-[r:PART_OF]->(o:Entity) WHERE {sees("o")} AND {sees_link("r")}){{0,5}}(p:Policy)
             WHERE NOT p:Gone RETURN DISTINCT p.id ORDER BY p.id }} AS policies
"""


@dataclass(frozen=True)
class Reason:
    """Words as the first record says them, identifiers, or the themes or users in common."""

    sort: Sort
    words: tuple[str, ...] = ()
    records: tuple[Brief, ...] = ()


@dataclass(frozen=True)
class Suggested:
    """A link of that type from `source` to `target`; `themes` and `policies` are ids that either end has or is in."""

    key: str
    type: str
    source: Brief
    target: Brief
    reasons: tuple[Reason, ...]
    weight: float
    themes: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()

    @property
    def ends(self) -> frozenset[str]:
        return frozenset((self.source.id, self.target.id))


@dataclass(frozen=True)
class _Found:
    """Pairs with the clues of their ends, as of one moment."""

    pairs: Sequence[Pair]
    clues: Mapping[str, Clues]


def suggested(db: Database, viewer: Viewer) -> list[Suggested]:
    """Those of the whole network with an end that the viewer may write, the likeliest first."""
    found = Keeper(db, viewer).kept(("suggested", today()), partial(_whole, db, viewer), NAMING | {"Theme"}, most=2)
    own = found.pairs if viewer.edits else [p for p in found.pairs if viewer.writes(p.one) or viewer.writes(p.other)]
    return _standing(db, viewer, own[:MOST], found.clues)


def worked_out(db: Database, viewer: Viewer) -> bool:
    """Is the whole list known since the last write? Else it takes seconds, at tens of thousands of records."""
    return Keeper(db, viewer).holds(("suggested", today()))


def suggested_for(db: Database, viewer: Viewer, id: str) -> list[Suggested]:
    """Those of one record, asked by the indexes: nothing of the rest of the network is read."""
    clues, borne = around(db, viewer, id)
    return _standing(db, viewer, pairs(clues, borne, id)[:MOST], clues) if id in clues else []


def key_of(one: str, other: str) -> str:
    """The name of a pair, whichever comes first."""
    return "|".join(sorted((one, other)))


def _whole(db: Database, viewer: Viewer) -> _Found:
    keeper = Keeper(db, viewer)
    every: dict[str, Clues] = {}
    for kind in sorted(NAMING):
        told = keeper.kept(("clues", kind, today()), partial(of_kind, db, viewer, kind), frozenset({kind, "Theme"}))
        every |= {each.id: each for each in told}
    found = pairs(every, bearers(every.values()))[:KEPT]
    ends = {id for pair in found for id in (pair.one, pair.other)}
    return _Found(found, {id: every[id] for id in ends})


def _standing(db: Database, viewer: Viewer, found: Iterable[Pair], clues: Mapping[str, Clues]) -> list[Suggested]:
    asked = {key_of(pair.one, pair.other): pair for pair in found}
    told = [[pair.one, pair.other, key] for key, pair in asked.items()]
    rows = {row["key"]: row for row in db.read(STANDING, pairs=told, **viewer.rights())}
    kept = [(key, pair) for key, pair in asked.items() if key in rows]
    near = {id for _, pair in kept for sort in ("themes", "uses") for id in pair.shared.get(sort, ())}
    known = briefs(db, viewer, near)
    return [
        Suggested(
            key, pair.type, brief_of(rows[key]["one"]), brief_of(rows[key]["other"]), _reasons(pair, clues, known),
            pair.weight, frozenset(rows[key]["themes"]), frozenset(rows[key]["policies"]),
        )
        for key, pair in kept
    ]  # fmt: skip


def _reasons(pair: Pair, clues: Mapping[str, Clues], known: Mapping[str, Brief]) -> tuple[Reason, ...]:
    out = []
    for sort in pair.sorts:
        shared = sorted(pair.shared[sort])
        if sort == "words":
            out.append(Reason(sort, tuple(sorted(clues[pair.one].words[root] for root in shared))))
        elif sort == "named":
            out.append(Reason(sort, tuple(shared)))
        else:
            out.append(Reason(sort, records=tuple(known[id] for id in shared if id in known)))
    return tuple(out)
