"""What a stop reaches, told in full: by which links, what is left, where, and who bears it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.asof import brief_at
from graph.bearers import bearers
from graph.database import Database
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.supports import BACKWARD, BY_WAY, FORWARD, SORTS, Sort, holds
from graph.viewers import Viewer, sees, sees_link
from graph.whatif import Fall, Hit

BATCH = 200
MOST = 1000  # records told in one answer of the API


def _way(types: str, left: str, right: str) -> str:
    return f"""
  MATCH (x){left}[r:{types}]{right}(o)
  WHERE {sees_link("r")} AND NOT o:Gone AND {sees("o")} AND {in_force("r")} AND {holds("r")}
  RETURN r, o"""


LINKS = f"""
UNWIND $ids AS id MATCH (x:Entity {{id: id}}) WHERE {sees("x")}
CALL (x) {{{_way(FORWARD, "<-", "-")}
  UNION ALL{_way(BACKWARD, "-", "->")}
}}
WITH x, r, o ORDER BY o.name_key, r.id
RETURN {brief_at("x")} AS record, collect([type(r), endNode(r) = x, properties(r), {brief_at("o")}]) AS links
"""
PLACES = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}})-[r:IN_TERRITORY]->(t:Entity)
WHERE {sees("n")} AND {sees_link("r")} AND {sees("t")} AND {in_force("r")}
WITH t, n ORDER BY n.name_key, n.id
WITH t, collect(DISTINCT {brief_at("n")}) AS records
RETURN {brief_at("t")} AS territory, size(records) AS count, records[..3] AS first
ORDER BY count DESC, t.name_key, t.id
"""


@dataclass(frozen=True)
class Loss:
    """The supports of one sort: the links lost, and those left. `only` when nothing of it is left."""

    sort: Sort
    gone: tuple[Link, ...]
    left: tuple[Link, ...]

    @property
    def only(self) -> bool:
        return not self.left or self.sort.each


@dataclass(frozen=True)
class Told:
    """A record reached, with what it loses: the sorts of which nothing is left first."""

    record: Brief
    hit: Hit
    losses: tuple[Loss, ...]


@dataclass(frozen=True)
class Place:
    """A territory reached: how many records are lost or weakened there, and the first of them."""

    territory: Brief
    count: int
    first: tuple[Brief, ...]


@dataclass(frozen=True)
class Owner:
    """Who bears what is reached: the records, and the actor."""

    actor: Brief
    records: tuple[Brief, ...]


def told(db: Database, viewer: Viewer, fall: Fall, hits: Sequence[Hit]) -> list[Told]:
    """These in full, in their order; what has just been hidden or untied is left out."""
    rows = db.read(LINKS, ids=[hit.record.id for hit in hits], at=fall.at, **viewer.params())
    found = {row["record"]["id"]: row for row in rows}
    all_told = [_told(hit, found[hit.record.id], fall) for hit in hits if hit.record.id in found]
    return [each for each in all_told if each.losses]


def all_told(db: Database, viewer: Viewer, fall: Fall) -> Iterator[Told]:
    """Everything reached, read as it is asked for."""
    for first in range(0, len(fall.hits), BATCH):
        yield from told(db, viewer, fall, fall.hits[first : first + BATCH])


def places(db: Database, viewer: Viewer, fall: Fall) -> list[Place]:
    """Where what is reached is told to be, the most touched first."""
    ids = [hit.record.id for hit in fall.hits]
    rows = db.read(PLACES, ids=ids, at=fall.at, **viewer.params()) if ids else []
    return [
        Place(brief_of(row["territory"]), row["count"], tuple(map(brief_of, row["first"]))) for row in rows
    ]  # fmt: skip


def owners(db: Database, viewer: Viewer, fall: Fall) -> list[Owner]:
    """Who bears, produces or publishes what is reached, by name; those that stop themselves are left out."""
    stopped = {record.id for record in fall.stopped}
    backing = bearers(db, viewer, [hit.record.id for hit in fall.hits], fall.at)
    actors: dict[str, Brief] = {}
    borne: dict[str, dict[str, Brief]] = {}
    for link in (link for links in backing.values() for link in links):
        actors[link.source.id] = link.source
        borne.setdefault(link.source.id, {})[link.target.id] = link.target
    named = sorted(actors.values(), key=lambda actor: (actor.name.casefold(), actor.id))
    return [Owner(actor, tuple(borne[actor.id].values())) for actor in named if actor.id not in stopped]


def _told(hit: Hit, row: Mapping[str, object], fall: Fall) -> Told:
    record = brief_of(row["record"])  # type: ignore[arg-type]
    gone: dict[str, list[Link]] = {}
    left: dict[str, list[Link]] = {}
    for type, forward, properties, other in row["links"]:  # type: ignore[attr-defined]
        support = BY_WAY[type, forward]
        if record.kind in support.held:
            ends = (brief_of(other), record) if forward else (record, brief_of(other))
            where = gone if other["id"] in fall.fallen else left
            where.setdefault(support.sort.name, []).append(link_of(properties, type, *ends))
    losses = [Loss(SORTS[name], tuple(links), tuple(left.get(name, ()))) for name, links in gone.items()]
    losses.sort(key=lambda loss: (not loss.only, list(SORTS).index(loss.sort.name)))
    return Told(record, hit, tuple(losses))
