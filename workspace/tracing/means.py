"""The table of means: which measures are shown, which are opened, and what is said under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from flask import request

from graph.chain_links import read_links
from graph.chains import Chain
from graph.database import Database
from graph.links import Brief, Link
from graph.means import means, measures
from graph.means_rows import Means
from graph.mobilised import Mobilised, mobilised
from graph.outlines import Doubt, Outline
from graph.viewers import Viewer
from graph.weaknesses import Weakness, lacking, weaknesses
from workspace.paging import Paging, page_number
from workspace.tracing.asking import narrowed

SIZE = 40
# Chains told in an opened row; the measure's own page tells them all.
CHAINS = 12
LINKS = 50
ALL = "toutes"
DOUBTS: Mapping[str, Doubt] = {"anciens": "old", "non-dates": "undated", "sans-source": "unsourced"}


@dataclass(frozen=True)
class Table:
    """One page of measures, the chains of those that are opened, and how many measures there are and have nothing."""

    head: Mobilised
    rows: Sequence[Means]
    opened: Mapping[int, Sequence[Chain]]
    more: Mapping[int, int]
    paging: Paging
    total: int
    unserved: int
    weak: Mapping[int, Sequence[Weakness]]

    @property
    def groups(self) -> list[tuple[Brief | None, list[Means]]]:
        """The rows under what each is part of, in the order of the tree."""
        return [(above, list(rows)) for above, rows in groupby(self.rows, key=lambda row: row.above)]


def table(db: Database, viewer: Viewer, found: Outline) -> Table:
    """What the address asks for: `?mesure=` an id, or « toutes », opens rows; `?sans=1` keeps those with nothing."""
    every = measures(found)
    bare = {hole.record for hole in found.holes if hole.sort == "policy"}
    kept = [pair for pair in every if pair[0] in bare] if request.args.get("sans") else every
    page = page_number()
    rows = means(db, viewer, found, kept[(page - 1) * SIZE : page * SIZE])
    opened, more = _opened(db, viewer, found, rows)
    head = mobilised(db, viewer, [found.root.id], found.at).get(found.root.id) or Mobilised(found.root)
    paging = Paging(page, SIZE, len(kept))
    return Table(head, rows, opened, more, paging, len(every), len(bare), weak(found, rows))


def weak(found: Outline, rows: Iterable[Means]) -> Mapping[int, Sequence[Weakness]]:
    """What may give way, by measure; nothing is said where filters take some of what serves it away."""
    if narrowed():
        return {}
    kinds = lacking(found)
    return {row.place: (*kinds.get(row.place, ()), *weaknesses(row)) for row in rows}


def every_row(db: Database, viewer: Viewer, found: Outline) -> list[Means]:
    """The rows of a file: those of the same address, all pages."""
    bare = {hole.record for hole in found.holes if hole.sort == "policy"}
    return means(
        db, viewer, found, [pair for pair in measures(found) if not request.args.get("sans") or pair[0] in bare]
    )


def doubtful(db: Database, viewer: Viewer, found: Outline, doubt: Doubt) -> tuple[Sequence[Link], Paging]:
    """One page of the links of which something is to be looked at again."""
    places, page = found.doubtful(doubt), page_number()
    shown = read_links(db, viewer, found.web, places[(page - 1) * LINKS : page * LINKS], found.at)
    return list(shown.values()), Paging(page, LINKS, len(places))


def _opened(
    db: Database, viewer: Viewer, found: Outline, rows: Sequence[Means]
) -> tuple[dict[int, list[Chain]], dict[int, int]]:
    asked = request.args.get("mesure", "")
    wanted = [row for row in rows if row.supports and asked in (row.policy.id, ALL)]
    order = found.in_order("strength") if wanted else np.zeros(0, dtype=np.int64)
    own = {row.place: order[found.chains.policies[order] == row.place] for row in wanted}
    told = {place: list(chains[:CHAINS]) for place, chains in own.items()}
    every = [row for chains in told.values() for row in chains]
    chains = iter(found.told(db, viewer, every) if every else [])
    opened = {place: [chain for _ in each if (chain := next(chains))] for place, each in told.items()}
    return opened, {place: len(chains) - len(told[place]) for place, chains in own.items()}
