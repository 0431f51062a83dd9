"""Fetches the links that chains may be made of, ring by ring, and the tree of policies: no chain is built here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.asof import brief_at
from graph.chains import HOPS, LONGEST, Hop, Steps
from graph.database import Database
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.viewers import Viewer, sees, sees_link

# A policy's tree: policy, objective, measure, and room for sub-measures.
DEEPEST = 6


def _names(names: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{name}'" for name in sorted(names)) + "]"


def _side(hops: Sequence[Hop], near: str, far: str, arrow: tuple[str, str]) -> str:
    """One direction of a ring: from x along the hops whose `near` side is x."""
    types = sorted({type for hop in hops for type in hop.types})
    fitting = " OR ".join(
        f"(type(r) IN {_names(hop.types)} AND x.kind IN {_names(getattr(hop, near))} "
        f"AND o.kind IN {_names(getattr(hop, far))})" for hop in hops
    )  # fmt: skip
    return f"""
  MATCH (x){arrow[0]}[r:{"|".join(types)}]{arrow[1]}(o)
  WHERE NOT o:Gone AND {sees_link("r")} AND {sees("o")} AND {in_force("r")} AND ({fitting})
  RETURN r, o"""


def _ring(down: bool) -> str:
    forward = [hop for hop in HOPS if hop.forward]
    backward = [hop for hop in HOPS if not hop.forward]
    near, far = ("up", "down") if down else ("down", "up")
    incoming, outgoing = (forward, backward) if down else (backward, forward)
    return f"""
UNWIND $ids AS id
MATCH (x:Entity {{id: id}}) WHERE {sees("x")}
CALL (x) {{{_side(incoming, near, far, ("<-", "-"))}
  UNION{_side(outgoing, near, far, ("-", "->"))}
}}
RETURN x.id AS x, collect([{brief_at("o")}, o.level, type(r), properties(r), startNode(r) = x]) AS found ORDER BY x
"""


RINGS = {True: _ring(True), False: _ring(False)}
TREE = f"""
UNWIND $ids AS id
MATCH (x:Entity {{id: id}})DOWN[r:PART_OF]UP(o)
WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND o.kind = 'Policy' AND {sees("o")} AND {in_force("r")}
RETURN x.id AS x, {brief_at("o")} AS record, o.level AS level, properties(r) AS properties
ORDER BY record.name, record.id
"""
CHILDREN = TREE.replace("DOWN", "<-").replace("UP", "-")
PARENTS = TREE.replace("DOWN", "-").replace("UP", "->")
ROOT = f"MATCH (n:Entity {{id: $id}}) WHERE {sees('n')} RETURN {brief_at('n')} AS record, n.level AS level"


@dataclass
class Ground:
    """What a trace stands on: records met, levels of policies, steps, and the tree as `part of` links by parent or
    by child; `more` counts the records one step too far."""

    records: dict[str, Brief] = field(default_factory=dict)
    levels: dict[str, str | None] = field(default_factory=dict)
    steps: Steps = field(default_factory=Steps)
    tree: dict[str, list[Link]] = field(default_factory=dict)
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


def fetch_tree(
    db: Database, viewer: Viewer, ground: Ground, ids: Iterable[str], at: str | None, *, down: bool
) -> list[str]:
    """Policies below (or above) these ones, themselves first; their links are kept in `ground.tree`."""
    edge = list(ids)
    seen = edge
    for _ in range(DEEPEST):
        rows = db.read(CHILDREN if down else PARENTS, ids=edge, at=at, **viewer.params())
        for row in rows:
            other = ground.keep(row["record"], row["level"])
            pair = (other, ground.records[row["x"]])
            link = link_of(row["properties"], "PART_OF", *(pair if down else pair[::-1]))
            ground.tree.setdefault(row["x"], []).append(link)
        edge = list(dict.fromkeys(row["record"]["id"] for row in rows if row["record"]["id"] not in seen))
        seen = [*seen, *edge]
        if not edge:
            break
    return seen


def fetch_steps(
    db: Database, viewer: Viewer, ground: Ground, ids: Iterable[str], at: str | None, *, down: bool
) -> None:
    """Links to LONGEST steps from these records, kept in `ground.steps`."""
    edge = set(ids)
    seen = edge
    for depth in range(LONGEST + 1):
        rows = db.read(RINGS[down], ids=sorted(edge), at=at, **viewer.params())
        found = [(row["x"], each) for row in rows for each in row["found"]]
        if depth == LONGEST:
            ground.more = len({each[0]["id"] for _, each in found} - seen)
            return
        for x, each in found:
            _keep_step(ground, x, each, down=down)
        edge = {each[0]["id"] for _, each in found} - seen
        edge = {id for id in edge if ground.records[id].kind != "Policy"}
        seen = seen | edge
        if not edge:
            return


def _keep_step(ground: Ground, x: str, found: Sequence[Any], *, down: bool) -> None:
    row, level, type, properties, outgoing = found
    here, other = ground.records[x], ground.keep(row, level)
    source, target = (here, other) if outgoing else (other, here)
    # Down, a relation that leaves the policy's side is told backwards; up, one that comes to the resource's side is.
    ground.steps.add(link_of(properties, type, source, target, inverse=outgoing == down))
