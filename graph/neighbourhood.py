"""What is around records: rings of neighbours to distance 3, and every relation among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.asof import brief_at
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief, Link, brief_of, link_of
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees
from graph.walking import ALL, WALKED, Walk, passes, walk

FARTHEST = 3
MOST = 1000
# From the second ring on, a record unfolds at most that many neighbours: one hub would fill the picture.
FAN = 60

RING = f"""
UNWIND $ids AS id
MATCH (x:Entity {{id: id}}) WHERE {sees("x")}
CALL (x) {{
  MATCH (x)-[r:TYPES]-(o)
  WHERE {passes("r", "o")} AND ($kinds IS NULL OR o.kind IN $kinds)
    AND ($among IS NULL OR o.id IN $among)
  WITH DISTINCT o ORDER BY o.id
  RETURN collect(o.id) AS found
}}
RETURN x.id AS id, found[..$fan] AS near, size(found) AS total ORDER BY id
"""
AMONG = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
CALL (n) {{ MATCH (n)-[r:TYPES]-(o) WHERE {passes("r", "o")} RETURN count(*) AS degree }}
CALL (n) {{
  MATCH (n)-[r:TYPES]->(o) WHERE o.id IN $ids AND {passes("r", "o")}
  RETURN collect([o.id, type(r), properties(r)]) AS links
}}
RETURN {brief_at("n")} AS record, degree, links ORDER BY n.id
"""
RINGS = {types: RING.replace("TYPES", types) for types in (WALKED, ALL)}
AMONGS = {types: AMONG.replace("TYPES", types) for types in (WALKED, ALL)}


@dataclass(frozen=True)
class Near:
    """A record at a distance; `degree` counts its links that may be walked, drawn or not."""

    record: Brief
    distance: int
    degree: int


@dataclass(frozen=True)
class Neighbourhood:
    """Records by distance and the links among them; `left_out` is at most how many records more there are."""

    centres: tuple[str, ...]
    nodes: tuple[Near, ...]
    links: tuple[Link, ...]
    left_out: int = 0
    at: str | None = None

    @property
    def cut(self) -> bool:
        return self.left_out > 0

    @property
    def undated(self) -> int:
        return sum(link.undated for link in self.links)


def neighbourhood(
    db: Database, viewer: Viewer, ids: str | Sequence[str], distance: int = 1, *, kinds: Iterable[str] | None = None,
    families: Iterable[str] | None = None, relations: Iterable[str] | None = None, at: str | None = None,
    limit: int = 200, among: Iterable[str] | None = None, said: Iterable[str] | None = None,
    sourced: bool | None = None, unfold: Sequence[str] = (),
) -> Neighbourhood:  # fmt: skip
    """What is within `distance` (1 to 3) of the records, through records of the kinds asked, `among` these ids, by
    links `said` by these and `sourced` or not; NotFound, Invalid. Of what is found, `unfold` are drawn with their own
    neighbours too, one after the other."""
    if distance not in range(1, FARTHEST + 1):
        raise Invalid({"distance": "distance attendue : 1, 2 ou 3"})
    if not 1 <= limit <= MOST:
        raise Invalid({"limit": f"nombre attendu, de 1 à {MOST}"})
    choices = walk(relations=relations, kinds=kinds, families=families, at=at, among=among, said=said, sourced=sourced)
    centres = list(dict.fromkeys([ids] if isinstance(ids, str) else ids))
    if not centres:
        raise Invalid({"ids": "une fiche est nécessaire"})
    distances, left_out = _rings(db, viewer, centres, distance, choices, limit)
    for id in unfold:
        left_out += _unfold(db, viewer, id, distances, choices, limit)
    rows = db.read(AMONGS[choices.pattern], ids=sorted(distances), **choices.params(viewer))
    nodes, links = _told(rows, distances)
    return Neighbourhood(tuple(centres), nodes, links, left_out, choices.at)


def _rings(
    db: Database, viewer: Viewer, centres: Sequence[str], distance: int, choices: Walk, limit: int
) -> tuple[dict[str, int], int]:
    """Distance of each record kept, and how many were left out; NotFound for a centre that the viewer may not see."""
    seen = dict.fromkeys(centres, 0)
    edge, left_out = list(centres), 0
    for ring in range(1, distance + 1):
        fan = max(limit, FAN) if ring == 1 else FAN
        rows = db.read(RINGS[choices.pattern], ids=edge, fan=fan, **choices.params(viewer))
        if ring == 1 and (missing := set(centres) - {row["id"] for row in rows}):
            raise NotFound(min(missing))
        found = dict.fromkeys(id for row in rows for id in row["near"] if id not in seen)
        edge = list(found)[: max(0, limit + len(centres) - len(seen))]
        left_out += len(found) - len(edge) + sum(row["total"] - len(row["near"]) for row in rows)
        seen |= dict.fromkeys(edge, ring)
        if not edge:
            break
    return seen, left_out


def _unfold(
    db: Database, viewer: Viewer, id: str, distances: dict[str, int], choices: Walk, limit: int
) -> int:  # fmt: skip
    """Adds the neighbours of one record of the picture; how many were left out. Of what is not there, nothing."""
    if id not in distances:
        return 0
    rows = db.read(RINGS[choices.pattern], ids=[id], fan=limit, **choices.params(viewer))
    found = [near for row in rows for near in row["near"] if near not in distances]
    kept = found[: max(0, MOST - len(distances))]
    distances |= dict.fromkeys(kept, distances[id] + 1)
    return len(found) - len(kept) + sum(int(row["total"]) - len(row["near"]) for row in rows)


def _told(rows: Iterable[Mapping[str, Any]], distances: Mapping[str, int]) -> tuple[tuple[Near, ...], tuple[Link, ...]]:
    found = {row["record"]["id"]: (brief_of(row["record"]), row) for row in rows}
    nodes = [Near(record, distances[id], row["degree"]) for id, (record, row) in found.items()]
    links = [
        link_of(properties, type, record, found[other][0])
        for record, row in found.values() for other, type, properties in row["links"] if other in found
    ]  # fmt: skip
    order = list(SCHEMA.kinds)
    nodes.sort(key=lambda near: (near.distance, order.index(near.record.kind), near.record.name, near.record.id))
    return tuple(nodes), tuple(sorted(links, key=lambda link: link.id))
