"""Every gap of the network: needs that somebody told and nothing covers, and policies that nothing known serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from graph.chain_rings import kinds_in
from graph.chains import BEGINNINGS
from graph.database import Database, Rows
from graph.folding import fold
from graph.freshness import Keeper
from graph.gap_loops import Stage, is_closed, next_stage
from graph.links import Brief, brief, brief_of
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link
from graph.weaknesses import Weakness


def _visible(relation: str, other: str) -> str:
    return f"NOT {other}:Gone AND {sees(other)} AND {sees_link(relation)}"


def _others(pattern: str) -> str:
    """Cypher list of the visible records `o` at the other end of `r`, each once, by name."""
    return f"""COLLECT {{ MATCH {pattern} WHERE {_visible("r", "o")}
    WITH DISTINCT o ORDER BY o.name, o.id RETURN {brief("o")} }}"""


NEEDS = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience LAYER AND n.kind = 'Need'
RETURN {brief("n")} AS record, {_others("(n)<-[r:NEEDS]-(o)")} AS abouts, {_others("(n)<-[r:EXPRESSES]-(o)")} AS voices,
  EXISTS {{ MATCH (n)<-[r:TAKES_UP]-(o) WHERE {_visible("r", "o")} }} AS challenged,
  EXISTS {{ MATCH (n)<-[t:TAKES_UP]-(c)<-[r:RAISES]-(o)
            WHERE {_visible("t", "c")} AND {_visible("r", "o")} }} AS called,
  EXISTS {{ MATCH (n)<-[t:TAKES_UP]-(c)<-[r:ANSWERS]-(o)
            WHERE {_visible("t", "c")} AND {_visible("r", "o")} }} AS answered,
  EXISTS {{ MATCH (n)<-[r:MEETS]-(o) WHERE {_visible("r", "o")} }} AS met,
  COLLECT {{ MATCH (n)<-[r:NEEDS|EXPRESSES]-(o) WHERE {_visible("r", "o")} AND r.since IS NOT NULL
             RETURN r.since ORDER BY r.since_from, r.id LIMIT 1 }} AS since
ORDER BY record.name, record.id
"""
_SERVED = f"""
    EXISTS {{ MATCH (p)<-[r:SERVES]-(x) WHERE {_visible("r", "x")} AND x.kind IN {kinds_in(BEGINNINGS)} }}
    OR EXISTS {{ MATCH (p)<-[r:SERVES]-(x:UseCase)-[s:USES|NEEDS]->(y)
                 WHERE {_visible("r", "x")} AND {_visible("s", "y")} AND y.kind IN {kinds_in(BEGINNINGS)} }}
    OR EXISTS {{ MATCH (p)<-[r:SERVES]-(x:UseCase)-[s:NEEDS]->(y:Need)<-[t:MEETS]-(z)
                 WHERE {_visible("r", "x")} AND {_visible("s", "y")} AND {_visible("t", "z")} }}
    OR EXISTS {{ MATCH (p)-[r:NEEDS]->(y:Need)<-[t:MEETS]-(z) WHERE {_visible("r", "y")} AND {_visible("t", "z")} }}"""
UNSERVED = f"""
MATCH (p:Entity) USING INDEX p:Entity(audience, kind) WHERE p.audience LAYER AND p.kind = 'Policy'
  AND NOT EXISTS {{ MATCH (p)<-[r:PART_OF]-(o) WHERE {_visible("r", "o")} }}
  AND NOT ({_SERVED})
RETURN {brief("p")} AS record
ORDER BY record.name, record.id
"""
# What each policy is part of, and which policies a use case serves: a gap is asked about by policy of any level.
PARTS = f"""
MATCH (p:Entity) USING INDEX p:Entity(audience, kind) WHERE p.audience LAYER AND p.kind = 'Policy'
MATCH (p)-[r:PART_OF]->(o) WHERE {_visible("r", "o")}
RETURN p.id AS id, collect(o.id) AS above ORDER BY id
"""
SERVED = f"""
UNWIND $ids AS id MATCH (c:Entity {{id: id}})-[r:SERVES]->(o) WHERE {sees("c")} AND {_visible("r", "o")}
RETURN id, collect(o.id) AS above ORDER BY id
"""


@dataclass(frozen=True)
class AnyGap:
    """A gap with what lacks something, who says so and the stage that it is to reach next (« closed » when something
    answers and nobody said that it is covered). `declared`: told as not covered, not found by looking.
    `weakness`: the measure is served, by what may give way."""

    record: Brief
    declared: bool
    stage: Stage | None
    abouts: tuple[Brief, ...] = ()
    voices: tuple[Brief, ...] = ()
    since: str | None = None
    above: frozenset[str] = frozenset()
    closed: bool = False
    weakness: Weakness | None = None

    @property
    def need(self) -> bool:
        return self.record.kind == "Need"


def all_gaps(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    """Declared ones first, then by name, with the closed ones last; worked out once between two writes."""
    return Keeper(db, viewer).kept(("gaps",), partial(_all, db, viewer))


def policies_above(db: Database, viewer: Viewer, found: Sequence[AnyGap]) -> list[AnyGap]:
    """The same, each with the policies that lack it and all that those are part of."""
    cases = sorted({about.id for gap in found for about in gap.abouts if about.kind == "UseCase"})
    rows = (*_read(db, viewer, PARTS), *_read(db, viewer, SERVED, ids=cases))
    above = {row["id"]: row["above"] for row in rows}
    return [replace(gap, above=_policies(gap, above)) for gap in found]


def _read(db: Database, viewer: Viewer, query: str, **params: object) -> Rows:
    # The index is asked by audience first: who reads everything asks for any.
    return db.read(query.replace("LAYER", "> ''" if viewer.all else "IN $audiences"), **params, **viewer.params())


def _all(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    found = [_of_need(row) for row in _read(db, viewer, NEEDS)]
    found += [AnyGap(brief_of(row["record"]), declared=False, stage=None) for row in _read(db, viewer, UNSERVED)]
    found = policies_above(db, viewer, found)
    return sorted(found, key=lambda gap: (gap.closed, not gap.declared, fold(gap.record.name), gap.record.id))


def _policies(gap: AnyGap, above: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The policies that lack it, and all that they are part of."""
    edge = {each.id for each in (gap.record, *gap.abouts)}
    found: set[str] = set()
    while edge:
        found |= edge
        edge = {parent for id in edge for parent in above.get(id, ())} - found
    policies = SCHEMA.kinds["Policy"].prefix + "-"
    return frozenset(id for id in found if id.startswith(policies))


def _of_need(row: Mapping[str, Any]) -> AnyGap:
    record = brief_of(row["record"])
    closed = is_closed(record.status, met=row["met"])
    done = (True, row["challenged"], row["called"], row["answered"] or row["met"], closed)
    return AnyGap(
        record, record.status == "not_covered", None if closed else next_stage(done),
        tuple(map(brief_of, row["abouts"])), tuple(map(brief_of, row["voices"])), next(iter(row["since"]), None),
        closed=closed,
    )  # fmt: skip
