"""In what order chains are read, how many at a time, and which of them are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.chains import Chain
from graph.database import Database
from graph.outlines import Outline
from graph.traces import Gap
from graph.viewers import Viewer
from workspace import diagram
from workspace.paging import Paging

SIZE, GAPS = 25, 10
# By the word of the address.
ORDERS = {"solidite": "strength", "nom": "name", "mesure": "policy", "age": "age"}


@dataclass(frozen=True)
class Reading:
    """What a page tells of a trace: chains with their place among all, holes, and what is drawn of both."""

    shown: Sequence[tuple[int, Chain]]
    paging: Paging
    chosen: int
    gaps: Sequence[Gap]
    gap_paging: Paging
    diagram: diagram.Diagram | None


def read(db: Database, viewer: Viewer, found: Outline, order: str, *, page: int, gap_page: int, chosen: int) -> Reading:
    """One page of chains and one of holes; `chosen` (from 0) is the place of the chain drawn in ink."""
    rows = found.in_order(ORDERS[order]).tolist()
    chosen = min(chosen, max(0, len(rows) - 1))
    places = range((page - 1) * SIZE, min(page * SIZE, len(rows)))
    drawn = diagram.fitting(found, rows, chosen)
    chains = _chains(db, viewer, found, [*(rows[place] for place in places), *drawn])
    listed = found.holes[(gap_page - 1) * GAPS : gap_page * GAPS]
    pictured = diagram.pictured(found.holes, drawn=bool(drawn))
    gaps = dict(zip((*listed, *pictured), found.gaps(db, viewer, (*listed, *pictured)), strict=True))
    return Reading(
        [(place, chain) for place in places if (chain := chains.get(rows[place]))],
        Paging(page, SIZE, len(rows)), chosen, [gap for hole in listed if (gap := gaps[hole])],
        Paging(gap_page, GAPS, len(found.holes)),
        diagram.diagram_of(
            db, viewer, [chain for row in drawn if (chain := chains.get(row))],
            [gap for hole in pictured if (gap := gaps[hole])],
            chains.get(rows[chosen]) if rows else None, at=found.at, left_out=len(found.chains) - len(drawn),
        ),
    )  # fmt: skip


def _chains(db: Database, viewer: Viewer, found: Outline, rows: Sequence[int]) -> Mapping[int, Chain]:
    """Chains by row; one that has just come apart is not there."""
    wanted = list(dict.fromkeys(rows))
    return {row: chain for row, chain in zip(wanted, found.told(db, viewer, wanted), strict=True) if chain}
