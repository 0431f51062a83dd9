"""Every gap of the network: needs that somebody told and nothing covers, and policies that nothing known serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graph.chain_rings import kinds_in
from graph.chains import BEGINNINGS
from graph.database import Database
from graph.folding import fold
from graph.freshness import Keeper
from graph.gap_loops import Stage, is_closed, next_stage
from graph.links import Brief, brief, brief_of
from graph.viewers import Viewer, sees, sees_link

# Needs or policies looked at: a list of more is not read, and the index is read in its order.
MOST = 10_000


def _visible(relation: str, other: str) -> str:
    return f"NOT {other}:Gone AND {sees(other)} AND {sees_link(relation)}"


def _others(pattern: str) -> str:
    """Cypher list of the visible records `o` at the other end of `r`, each once, by name."""
    return f"""COLLECT {{ MATCH {pattern} WHERE {_visible("r", "o")}
    WITH DISTINCT o ORDER BY o.name, o.id RETURN {brief("o")} }}"""


# From a policy to the top, through what the viewer sees.
_UP = f"(()-[up:PART_OF]->(m) WHERE NOT m:Gone AND {sees_link('up')} AND {sees('m')}){{0,6}}"
# What a need's policies are part of, to the top: a gap is asked about by policy, of whatever level.
_ABOVE = f"""COLLECT {{
    MATCH (n)<-[r:NEEDS]-(o) WHERE {_visible("r", "o")}
    CALL (o) {{
      RETURN o AS p
      UNION MATCH (o)-[s:SERVES]->(p) WHERE {_visible("s", "p")} RETURN p
    }}
    MATCH (p){_UP}(top) WHERE top.kind = 'Policy'
    RETURN DISTINCT top.id
  }}"""
NEEDS = f"""
MATCH (n:Entity) WHERE n.kind = 'Need' AND n.name IS NOT NULL AND {sees("n")}
WITH n ORDER BY n.kind, n.name, n.id LIMIT {MOST}
RETURN {brief("n")} AS record, {_others("(n)<-[r:NEEDS]-(o)")} AS abouts, {_others("(n)<-[r:EXPRESSES]-(o)")} AS voices,
  EXISTS {{ MATCH (n)<-[r:TAKES_UP]-(o) WHERE {_visible("r", "o")} }} AS challenged,
  EXISTS {{ MATCH (n)<-[t:TAKES_UP]-(c)<-[r:RAISES]-(o)
            WHERE {_visible("t", "c")} AND {_visible("r", "o")} }} AS called,
  EXISTS {{ MATCH (n)<-[t:TAKES_UP]-(c)<-[r:ANSWERS]-(o)
            WHERE {_visible("t", "c")} AND {_visible("r", "o")} }} AS answered,
  EXISTS {{ MATCH (n)<-[r:MEETS]-(o) WHERE {_visible("r", "o")} }} AS met,
  COLLECT {{ MATCH (n)<-[r:NEEDS|EXPRESSES]-(o) WHERE {_visible("r", "o")} AND r.since IS NOT NULL
             RETURN r.since ORDER BY r.since_from, r.id LIMIT 1 }} AS since,
  {_ABOVE} AS above
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
MATCH (p:Entity) WHERE p.kind = 'Policy' AND p.name IS NOT NULL AND {sees("p")}
WITH p ORDER BY p.kind, p.name, p.id LIMIT {MOST}
WHERE NOT EXISTS {{ MATCH (p)<-[r:PART_OF]-(o) WHERE {_visible("r", "o")} }}
  AND NOT ({_SERVED})
RETURN {brief("p")} AS record,
  COLLECT {{ MATCH (p){_UP}(top) RETURN DISTINCT top.id }} AS above
ORDER BY record.name, record.id
"""


@dataclass(frozen=True)
class AnyGap:
    """A gap with what lacks something, who says so and the stage that it is to reach next (« closed » when something
    answers and nobody said that it is covered). `declared`: told as not covered, not found by looking."""

    record: Brief
    declared: bool
    stage: Stage | None
    abouts: tuple[Brief, ...] = ()
    voices: tuple[Brief, ...] = ()
    since: str | None = None
    above: frozenset[str] = frozenset()
    closed: bool = False

    @property
    def need(self) -> bool:
        return self.record.kind == "Need"


def all_gaps(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    """Declared ones first, then by name, with the closed ones last; worked out once between two writes."""
    return Keeper(db, viewer).kept(("gaps",), partial(_all, db, viewer))


def _all(db: Database, viewer: Viewer) -> Sequence[AnyGap]:
    found = [_of_need(row) for row in db.read(NEEDS, **viewer.params())]
    found += [
        AnyGap(brief_of(row["record"]), False, None, above=frozenset(row["above"]))
        for row in db.read(UNSERVED, **viewer.params())
    ]
    return sorted(found, key=lambda gap: (gap.closed, not gap.declared, fold(gap.record.name), gap.record.id))


def _of_need(row: Mapping[str, Any]) -> AnyGap:
    record = brief_of(row["record"])
    closed = is_closed(record.status, met=row["met"])
    done = (True, row["challenged"], row["called"], row["answered"] or row["met"], closed)
    return AnyGap(
        record, record.status == "not_covered", None if closed else next_stage(done),
        tuple(map(brief_of, row["abouts"])), tuple(map(brief_of, row["voices"])), next(iter(row["since"]), None),
        frozenset(row["above"]), closed,
    )  # fmt: skip
