"""The figures of a layer: columns by record, and what is said of the whole."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.measures.holding import Holding
from graph.positions import Ints
from graph.schema import SCHEMA

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Whole:
    """Of a layer: records, links, the distinct pairs that they tie, the share of all possible pairs that this is
    (`density`) and the share of directed pairs that are tied the other way too (`reciprocity`), both 0 to 1."""

    records: int
    links: int
    pairs: int
    density: float
    reciprocity: float


@dataclass(frozen=True)
class Figures:
    """By place, ids in order: number of `links`; `between`, the share of the shortest paths between two others that
    pass by a record (0 to 1; estimated unless `exact`); `rank` by PageRank (they add up to 1); `core`; `community`
    (-1: alone); `component`, 0 the largest; and what holds by it alone."""

    layer: str
    ids: list[str]
    links: Ints
    between: Floats
    exact: bool
    rank: Floats
    core: Ints
    community: Ints
    component: Ints
    holding: Holding
    whole: Whole

    def place(self, id: str) -> int | None:
        """Where a record is in the columns; None when it is not measured, or hidden from the layer."""
        at = bisect_left(self.ids, id)
        return at if at < len(self.ids) and self.ids[at] == id else None

    @cached_property
    def kinds(self) -> NDArray[np.object_]:
        """By place, the kind of each record, by its id."""
        ids = np.array(self.ids, dtype=str)
        out = np.full(len(ids), "", dtype=object)
        for kind in sorted(SCHEMA.kinds.values(), key=lambda kind: len(kind.prefix)):
            out[np.char.startswith(ids, f"{kind.prefix}-")] = kind.name
        return out

    @cached_property
    def cut_off(self) -> Ints:
        """By place, how many are no longer tied to the rest if it withdraws."""
        return self.holding.cut_off

    @cached_property
    def sizes(self) -> Ints:
        """Records in each component, the largest first."""
        return np.bincount(self.component) if self.ids else np.zeros(0, dtype=np.int64)

    @property
    def isolated(self) -> Ints:
        """The places without any link."""
        return np.flatnonzero(self.links == 0)

    @cached_property
    def bridges(self) -> Ints:
        """Pairs of places tied by one link only, without which some are cut off; the most cut off first."""
        beyond = self.holding.beyond
        ends = np.flatnonzero(beyond)
        ends = ends[np.argsort(-beyond[ends], kind="stable")]
        return np.column_stack((self.holding.above[ends], ends))
