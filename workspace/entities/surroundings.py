"""What a territory or a theme gathers: who is there by kind, what it is divided into, its policies and actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.entities import Record
from graph.links import Brief
from graph.lists import Filters, Item, entities
from graph.neighbourhood import Neighbourhood, neighbourhood
from graph.schema import SCHEMA, Family, Kind
from graph.viewers import Viewer
from workspace.listings import address_of

FILTERS = {"Territory": ("territory", "territoire"), "Theme": ("theme", "theme")}
FIRST = 6
BRANCHES = 200


@dataclass(frozen=True)
class Presence:
    """How many records of a kind are there, and the list of them."""

    kind: Kind
    count: int
    url: str


@dataclass(frozen=True)
class Branch:
    """A part of a territory or theme, with its own parts."""

    record: Brief
    parts: tuple[Branch, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """Presence by family, the parts, and the best tied policies and actors."""

    total: int
    families: tuple[tuple[Family, tuple[Presence, ...]], ...]
    parts: tuple[Branch, ...]
    policies: tuple[Item, ...]
    actors: tuple[Item, ...]


def around(db: Database, viewer: Viewer, record: Record) -> Surroundings | None:
    """What a territory (its parts included) or a theme gathers; None for other kinds."""
    if record.kind not in FILTERS:
        return None
    filter, parameter = FILTERS[record.kind]
    asked: dict[str, Any] = {filter: record.id, "at": record.at}
    found = entities(db, viewer, Filters(size=1, **asked))
    kinds = found.facet("kind")
    # The parts of a territory are told apart, below.
    counts = {value.key: value.count for value in kinds.values if value.key != record.kind} if kinds else {}
    policies, actors = (
        entities(db, viewer, Filters(family=family, sort="links", size=FIRST, **asked)).items
        for family in ("policies", "actors")
    )
    near = neighbourhood(
        db, viewer, record.id, 2, relations=("PART_OF",), kinds=(record.kind,), at=record.at, limit=BRANCHES
    )
    return Surroundings(
        sum(counts.values()), _families(counts, parameter, record.id), _parts(near, record.id), policies, actors
    )


def _families(counts: dict[str, int], parameter: str, id: str) -> tuple[tuple[Family, tuple[Presence, ...]], ...]:
    found = []
    for family in SCHEMA.families.values():
        kinds = [kind for kind in SCHEMA.kinds_of(family.name) if counts.get(kind.name)]
        here = tuple(Presence(kind, counts[kind.name], _address(kind, parameter, id)) for kind in kinds)
        found.append((family, here))
    return tuple((family, here) for family, here in found if here)


def _address(kind: Kind, parameter: str, id: str) -> str:
    address = address_of(kind)
    return f"{address}{'&' if '?' in address else '?'}{parameter}={id}"


def _parts(near: Neighbourhood, root: str) -> tuple[Branch, ...]:
    """The two levels under `root`, by name."""
    records = {node.record.id: node.record for node in near.nodes}
    below: dict[str, list[str]] = {}
    for link in near.links:
        below.setdefault(link.target.id, []).append(link.source.id)

    def branches(id: str, depth: int) -> tuple[Branch, ...]:
        parts = sorted({part for part in below.get(id, ()) if part != root}, key=lambda part: records[part].name)
        return tuple(Branch(records[part], branches(part, depth - 1)) for part in parts if depth)

    return branches(root, 2)
