"""What is shown: records and links around centres, or the whole network, in one shape for picture, table and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from graph.links import Brief, Link
from graph.neighbourhood import Near, Neighbourhood
from graph.network import LINES
from graph.positions import positions
from graph.schema import SCHEMA
from workspace.network.narrowing import Narrowed

FAMILIES = list(SCHEMA.families)


@dataclass(frozen=True)
class Edge:
    """A link by the places of its ends; `id` is known around a centre. Of two days compared,
    `change` is "new" or "gone" on the second. `count` is 0 for one link, else how many are drawn as this one line;
    `shared` is what the two actors at its ends have in common."""

    a: int
    b: int
    type: str
    line: int
    undated: bool
    sourced: bool = True
    change: str = ""
    id: str = ""
    count: int = 0
    shared: tuple[Brief, ...] = ()

    @property
    def width(self) -> int:
        """Of what stands for several links, in pixels: one more each time that these double, up to 6."""
        return min(6, self.count.bit_length())


@dataclass(frozen=True)
class Bundle(Brief):
    """What stands for the records of a group, as if it were one: its `address` is a view of the network."""

    address: str = ""

    @property
    def url(self) -> str:
        return self.address


@dataclass(frozen=True)
class Group:
    """Records drawn as one; `key` is the record that they share, None for those that share none; `inner` counts the
    links among them."""

    record: Bundle
    key: str | None
    members: tuple[Near, ...]
    inner: int


@dataclass(frozen=True)
class Scene:
    """Records and links drawn; `total` and `left_out` tell of those that are not, `hidden` and `folded` (with how many
    that hang on them) of those put aside. `around` is all that was found; `years` counts the links begun each year;
    `measured` are the figures by id that size the shapes (None: their links do). `groups` are those drawn as one, by
    id; `opened` those of which the records are drawn.
    Of who works with whom, `crowds` are what too many share, with how many, and `unpaired` counts pairs not drawn."""

    nodes: tuple[Near, ...]
    edges: tuple[Edge, ...]
    total: int
    left_out: int = 0
    around: Neighbourhood | None = None
    settled: tuple[Sequence[float], Sequence[float]] | None = None
    ties: Mapping[str, Link] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    narrowed: Narrowed | None = None
    hidden: tuple[Brief, ...] = ()
    folded: Mapping[Brief, int] = field(default_factory=dict)
    measured: Mapping[str, float] | None = None
    groups: Mapping[str, Group] = field(default_factory=dict)
    opened: tuple[Bundle, ...] = ()
    centres: tuple[Brief, ...] = ()
    crowds: tuple[tuple[Brief, int], ...] = ()
    unpaired: int = 0

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

    @cached_property
    def lines(self) -> dict[str, int]:
        """Links by who says so."""
        counts = Counter(edge.line for edge in self.edges)
        return {name: counts[place] for place, name in enumerate(LINES) if counts[place]}

    @property
    def unsourced(self) -> int:
        return sum(not edge.sourced for edge in self.edges)

    @property
    def undated(self) -> int:
        return sum(edge.undated for edge in self.edges)

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


def begun_each_year(links: Iterable[Link]) -> dict[int, int]:
    """Links begun each year, from the first to the last; of the undated nobody knows."""
    begun = Counter(int(link.since[:4]) for link in links if link.since)
    return {year: begun[year] for year in range(min(begun), max(begun) + 1)} if begun else {}


def line_of(link: Link) -> int:
    """Who says so, as a place in LINES."""
    return LINES.index(link.declared_by) if link.declared_by in LINES else LINES.index("curator")


def told_from(link: Link, id: str) -> Link:
    """The same link, told from one of its ends."""
    return replace(link, inverse=link.target.id == id)
