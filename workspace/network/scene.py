"""What is shown: records and links around centres, or the whole network, in one shape for picture, table and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from graph.database import Database
from graph.evidence import sourced
from graph.links import Brief, Link
from graph.neighbourhood import Near, Neighbourhood, neighbourhood
from graph.network import LINES, Columns, network
from graph.positions import positions
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.network.trimming import trimmed
from workspace.network.view import View

# Of the whole network, so many of the best connected are sent to be drawn: 300 kB on the wire.
MOST_DRAWN = 5_000
FAMILIES = list(SCHEMA.families)


@dataclass(frozen=True)
class Edge:
    """A link by the places of its ends."""

    a: int
    b: int
    type: str
    line: int
    undated: bool


@dataclass(frozen=True)
class Scene:
    """Records and links drawn; `total` and `left_out` tell of those that are not, `hidden` and `folded` (with how many
    that hang on them) of those put aside. `around` is all that was found."""

    nodes: tuple[Near, ...]
    edges: tuple[Edge, ...]
    total: int
    left_out: int = 0
    around: Neighbourhood | None = None
    settled: tuple[Sequence[float], Sequence[float]] | None = None
    ties: Mapping[str, Link] = field(default_factory=dict)
    hidden: tuple[Brief, ...] = ()
    folded: Mapping[Brief, int] = field(default_factory=dict)

    @cached_property
    def families(self) -> dict[str, int]:
        """Records by family, in the schema's order."""
        counts = Counter(near.record.family.name for near in self.nodes)
        return {name: counts[name] for name in FAMILIES if counts[name]}

    @cached_property
    def relations(self) -> dict[str, int]:
        """Links by type, in the schema's order."""
        counts = Counter(edge.type for edge in self.edges)
        return {type: counts[type] for type in SCHEMA.relations if counts[type]}

    @property
    def undated(self) -> int:
        return sum(edge.undated for edge in self.edges)

    @cached_property
    def years(self) -> dict[int, int]:
        """Links begun each year, from the first to the last."""
        begun = Counter(int(link.since[:4]) for link in self.around.links if link.since) if self.around else Counter()
        return {year: begun[year] for year in range(min(begun), max(begun) + 1)} if begun else {}

    def positions(self) -> tuple[Sequence[float], Sequence[float]]:
        """Where records stand once the drawing has settled, within -1000 and 1000."""
        if self.settled:
            return self.settled
        groups = np.array([FAMILIES.index(near.record.family.name) for near in self.nodes], dtype=np.int64)
        edges = np.array([(edge.a, edge.b) for edge in self.edges], dtype=np.int64).reshape(-1, 2)
        x, y = positions([near.record.id for near in self.nodes], groups, edges)
        return x.tolist(), y.tolist()

    def find(self, id: str) -> Near | None:
        return next((near for near in self.nodes if near.record.id == id), None)


def scene_of(db: Database, viewer: Viewer, view: View) -> Scene:
    """What the view shows to this viewer; NotFound for a centre that they may not see."""
    return trimmed(_around(db, viewer, view) if view.centres else _whole(db, viewer, view), view)


def _around(db: Database, viewer: Viewer, view: View) -> Scene:
    found = neighbourhood(
        db, viewer, view.centres, view.distance, families=view.families, relations=view.relations, at=view.day,
        unfold=view.drawn.unfolded,
    )  # fmt: skip
    place = {near.record.id: number for number, near in enumerate(found.nodes)}
    edges = tuple(
        Edge(place[link.source.id], place[link.target.id], link.type, line_of(link), link.undated)
        for link in found.links
    )
    return Scene(found.nodes, edges, len(found.nodes), found.left_out, found, ties=_ties(found))


def _whole(db: Database, viewer: Viewer, view: View) -> Scene:
    columns = network(db, viewer, families=view.families, relations=view.relations, at=view.day)
    degrees = np.bincount(columns.edges.ravel(), minlength=len(columns.ids))
    order = np.argsort(-degrees, kind="stable")[:MOST_DRAWN]
    number = np.full(len(columns.ids), -1)
    number[order] = np.arange(len(order))
    kept = np.flatnonzero((number[columns.edges] >= 0).all(axis=1)) if len(columns.edges) else np.zeros(0, dtype=int)
    pairs = number[columns.edges[kept]].tolist() if len(kept) else []
    types, lines = columns.types[kept].tolist(), columns.lines[kept].tolist()
    edges = tuple(
        Edge(a, b, columns.type_names[type], line, undated)
        for (a, b), type, line, undated in zip(pairs, types, lines, columns.undated[kept].tolist(), strict=True)
    )
    nodes = tuple(Near(_brief(columns, place), 0, int(degrees[place])) for place in order.tolist())
    settled = (columns.x[order].tolist(), columns.y[order].tolist())
    return Scene(nodes, edges, len(columns.ids), len(columns.ids) - len(order), settled=settled)


def _brief(columns: Columns, place: int) -> Brief:
    return Brief(columns.ids[place], columns.kind_names[columns.kinds[place]], columns.names[place])


def line_of(link: Link) -> int:
    """Who says so, as a place in LINES."""
    return LINES.index(link.declared_by) if link.declared_by in LINES else LINES.index("curator")


def _ties(found: Neighbourhood) -> dict[str, Link]:
    """For each record, the link by which it is tied to one nearer to the centre, told from the record."""
    distance = {near.record.id: near.distance for near in found.nodes}
    ties: dict[str, Link] = {}
    for link in sorted(found.links, key=lambda link: (link.past, link.undated, not sourced(link), link.id)):
        for end, other in ((link.source, link.target), (link.target, link.source)):
            if distance[other.id] < distance[end.id] and end.id not in ties:
                ties[end.id] = told_from(link, end.id)
    return ties


def told_from(link: Link, id: str) -> Link:
    """The same link, told from one of its ends."""
    return replace(link, inverse=link.target.id == id)
