"""What the figures say first: who alone holds others, which links do, who is between, who is alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph.briefs import briefs
from graph.database import Database
from graph.links import Brief
from graph.measures.figures import Figures
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.holding_words import counted, lost_without

TOP = 10
NAMED = 3  # of those who are cut off
# What may withdraw, or be known as a relay: a meeting holds its decisions, and that is as it should be.
FAMILIES = ("actors", "communities", "commons", "resources")
ABLE = [kind.name for family in FAMILIES for kind in SCHEMA.kinds_of(family)]


@dataclass(frozen=True)
class Holder:
    """A record without which others are cut off: `words` counts them (« 3 organisations »), `first` are some."""

    record: Brief
    count: int
    words: str
    first: tuple[Brief, ...]


@dataclass(frozen=True)
class Bridge:
    """The only link between two sides: `words` counts the smaller one."""

    one: Brief
    other: Brief
    words: str


@dataclass(frozen=True)
class Ranked:
    """A record and its figure."""

    record: Brief
    value: float


@dataclass(frozen=True)
class Findings:
    """The first TOP of each, of those ABLE to withdraw, and how many there are: `holders` and `bridges` whose loss cuts
    off two records or more, `leaves` those on which only one hangs; groups `apart`, and communities."""

    holders: tuple[Holder, ...]
    holder_count: int
    leaves: int
    bridges: tuple[Bridge, ...]
    bridge_count: int
    isolated: tuple[Brief, ...]
    isolated_count: int
    between: tuple[Ranked, ...]
    linked: tuple[Ranked, ...]
    apart: int
    communities: int


def findings(db: Database, viewer: Viewer, figures: Figures) -> Findings:
    """In words, for this viewer: a record that was hidden since the run is left out."""
    able = np.isin(figures.kinds, ABLE)
    cut = figures.cut_off * able
    first = _top(cut, 2)
    lost = {place: lost_without(figures, place) for place in first}
    bridges = [pair for pair in figures.bridges.tolist() if figures.holding.beyond[pair[1]] > 1]
    between, linked = _top(figures.between * able, 0), _top(figures.links * able, 0)
    isolated = figures.isolated
    wanted = [*first, *between, *linked, *isolated[:TOP].tolist(), *(end for pair in bridges[:TOP] for end in pair)]
    wanted += [place for places in lost.values() for place in places[:NAMED]]
    known = briefs(db, viewer, {figures.ids[place] for place in wanted})

    def told(places: Iterable[int]) -> list[tuple[int, Brief]]:
        return [(place, known[id]) for place in places if (id := figures.ids[place]) in known]

    return Findings(
        tuple(Holder(record, len(lost[place]), counted(figures, lost[place]),
                     tuple(record for _, record in told(lost[place][:NAMED]))) for place, record in told(first)),
        int((cut > 1).sum()), int((cut == 1).sum()),
        tuple(Bridge(ends[0][1], ends[1][1], counted(figures, figures.holding.smaller_side(pair[1]).tolist()))
              for pair in bridges[:TOP] if len(ends := told(pair)) == 2),
        len(bridges), tuple(record for _, record in told(isolated[:TOP].tolist())), len(isolated),
        tuple(Ranked(record, float(figures.between[place])) for place, record in told(between)),
        tuple(Ranked(record, float(figures.links[place])) for place, record in told(linked)),
        int((figures.sizes[1:] > 1).sum()), len(np.unique(figures.community[figures.community >= 0])),
    )  # fmt: skip


def _top(values: np.ndarray[tuple[int], np.dtype[np.generic]], least: float) -> list[int]:
    """The places of the TOP largest, of those at or above `least` (above, when that is 0)."""
    order = np.argsort(-np.asarray(values, dtype=np.float64), kind="stable")[:TOP]
    return [place for place in order.tolist() if values[place] > 0 and values[place] >= least]
