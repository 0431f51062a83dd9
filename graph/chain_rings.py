"""The links that chains may be made of, ring by ring, and what policies are part of: no chain is built here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.asof import brief_at
from graph.chains import HOPS, LONGEST, Hop, Steps
from graph.database import Database
from graph.links import Brief, brief_of, in_force, link_of
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

# A policy's tree: policy, objective, measure, and room for sub-measures.
DEEPEST = 6
FORWARD = [hop for hop in HOPS if hop.forward]
BACKWARD = [hop for hop in HOPS if not hop.forward]
TYPES = {
    way: sorted({type for hop in hops for type in hop.types}) for way, hops in ((True, FORWARD), (False, BACKWARD))
}


def kinds_in(names: Iterable[str]) -> str:
    """Cypher list of kinds or types of the schema."""
    return "[" + ", ".join(f"'{name}'" for name in sorted(names)) + "]"


def _side(hops: Sequence[Hop], arrow: tuple[str, str]) -> str:
    """One direction of a ring: up from x."""
    types = sorted({type for hop in hops for type in hop.types})
    fitting = " OR ".join(
        f"(type(r) IN {kinds_in(hop.types)} AND x.kind IN {kinds_in(hop.down)} "
        f"AND o.kind IN {kinds_in(hop.up)})" for hop in hops
    )  # fmt: skip
    return f"""
  MATCH (x){arrow[0]}[r:{"|".join(types)}]{arrow[1]}(o)
  WHERE NOT o:Gone AND {sees_link("r")} AND {sees("o")} AND {in_force("r")} AND ({fitting})
  RETURN r, o"""


# What a link of the type r says, where one of its fields decides that.
TOLD = " ".join([
    "CASE type(r)",
    *(f"WHEN '{type}' THEN r.{SCHEMA.relations[type].told_by}"
      for types in TYPES.values() for type in types if SCHEMA.relations[type].told_by),
    "END",
])  # fmt: skip
ABOVE = f"""
UNWIND $ids AS id
MATCH (x:Entity {{id: id}}) WHERE {sees("x")}
CALL (x) {{{_side(BACKWARD, ("<-", "-"))}
  UNION ALL{_side(FORWARD, ("-", "->"))}
}}
RETURN x.id AS x, collect([{brief_at("o")}, o.level, type(r), properties(r), startNode(r) = x]) AS found ORDER BY x
"""
PARENTS = f"""
UNWIND $ids AS id
MATCH (x:Entity {{id: id}})-[r:PART_OF]->(o)
WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND o.kind = 'Policy' AND {sees("o")} AND {in_force("r")}
RETURN x.id AS x, {brief_at("o")} AS record, o.level AS level
ORDER BY record.name, record.id
"""
ROOT = f"MATCH (n:Entity {{id: $id}}) WHERE {sees('n')} RETURN {brief_at('n')} AS record, n.level AS level"


@dataclass
class Ground:
    """What a trace stands on: records met, levels of policies, steps, and the policies that each is part of; `more`
    counts the records one step too far."""

    records: dict[str, Brief] = field(default_factory=dict)
    levels: dict[str, str | None] = field(default_factory=dict)
    steps: Steps = field(default_factory=Steps)
    parents: dict[str, list[Brief]] = field(default_factory=dict)
    more: int = 0

    def keep(self, row: Mapping[str, Any], level: str | None) -> Brief:
        record = self.records.setdefault(row["id"], brief_of(row))
        self.levels.setdefault(record.id, level)
        return record

    @property
    def kinds(self) -> dict[str, str]:
        """Made anew at each call."""
        return {id: record.kind for id, record in self.records.items()}


def start(db: Database, viewer: Viewer, ground: Ground, id: str, at: str | None) -> Brief | None:
    """The record asked about, or None when the viewer may not see it."""
    rows = db.read(ROOT, id=id, at=at, **viewer.params())
    return ground.keep(rows[0]["record"], rows[0]["level"]) if rows else None


def fetch_parents(db: Database, viewer: Viewer, ground: Ground, ids: Iterable[str], at: str | None) -> None:
    """The policies above these ones, kept in `ground.parents`."""
    seen, edge = set[str](), set(ids)
    for _ in range(DEEPEST):
        for row in db.read(PARENTS, ids=sorted(edge), at=at, **viewer.params()):
            ground.parents.setdefault(row["x"], []).append(ground.keep(row["record"], row["level"]))
        seen |= edge
        edge = {parent.id for id in edge for parent in ground.parents.get(id, ())} - seen
        if not edge:
            break


def fetch_steps(db: Database, viewer: Viewer, ground: Ground, ids: Iterable[str], at: str | None) -> None:
    """Links to LONGEST steps above these records, kept in `ground.steps`."""
    edge = set(ids)
    seen = edge
    for depth in range(LONGEST + 1):
        rows = db.read(ABOVE, ids=sorted(edge), at=at, **viewer.params())
        found = [(row["x"], each) for row in rows for each in row["found"]]
        if depth == LONGEST:
            ground.more = len({each[0]["id"] for _, each in found} - seen)
            return
        for x, each in found:
            _keep_step(ground, x, each)
        edge = {each[0]["id"] for _, each in found} - seen
        edge = {id for id in edge if ground.records[id].kind != "Policy"}
        seen = seen | edge
        if not edge:
            return


def _keep_step(ground: Ground, x: str, found: Sequence[Any]) -> None:
    row, level, type, properties, outgoing = found
    here, other = ground.records[x], ground.keep(row, level)
    source, target = (here, other) if outgoing else (other, here)
    # A relation that comes to the resource's side is told backwards.
    ground.steps.add(link_of(properties, type, source, target, inverse=not outgoing))
