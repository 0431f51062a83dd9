"""The whole network as a scene, from its columns: all of it, or what the view's filters leave."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from graph.begun import begun
from graph.database import Database
from graph.links import Brief
from graph.neighbourhood import Near
from graph.network import Columns, network
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.network.measured import enough
from workspace.network.narrowing import Narrowed
from workspace.network.scene import Edge, Scene
from workspace.network.view import View

# So many of the best connected are sent to be drawn: 300 kB on the wire.
MOST_DRAWN = 5_000
# Their links tie all to all and are drawn when asked for: a territory or a theme without a drawn link says nothing.
PLACES = ("places",)
Mask = NDArray[np.bool_]


def whole(db: Database, viewer: Viewer, view: View, kept: Narrowed | None) -> Scene:
    """The best connected first. What is narrowed settles anew; the whole stands where it always does."""
    columns = network(
        db, viewer, families=view.families, relations=view.relations, at=view.day, said=view.said, sourced=view.sourced
    )
    chosen = _chosen(columns, view, kept, enough(db, viewer, view.measure, view.least))
    degrees = _degrees(columns, _within(columns, chosen))
    places = np.flatnonzero(chosen)
    order = places[np.argsort(-degrees[places], kind="stable")][:MOST_DRAWN]
    nodes = tuple(Near(_brief(columns, place), 0, int(degrees[place])) for place in order.tolist())
    settled = None if view.narrow else (columns.x[order].tolist(), columns.y[order].tolist())
    return Scene(
        nodes, _edges(columns, order), len(places), len(places) - len(order), settled=settled,
        years={} if view.narrow else begun(db, viewer),
    )  # fmt: skip


def _chosen(columns: Columns, view: View, kept: Narrowed | None, measured: frozenset[str] | None) -> Mask:
    """Records that the filters leave, with their neighbours when the view asks for them."""
    degrees = _degrees(columns, np.ones(len(columns.edges), dtype=bool))
    chosen = np.ones(len(columns.ids), dtype=bool)
    if kept:
        chosen = _among(columns, kept.ids)
        if view.beside and len(columns.edges):
            chosen[columns.edges[chosen[columns.edges].any(axis=1)].ravel()] = True
    elif view.families != PLACES:
        chosen = (degrees > 0) | ~np.isin(columns.kinds, _places(columns))
    if measured is not None:
        chosen &= _among(columns, measured)
    elif view.least:
        chosen &= degrees >= view.least
    return chosen


def _places(columns: Columns) -> list[int]:
    return [place for place, kind in enumerate(columns.kind_names) if SCHEMA.kinds[kind].family in PLACES]


def _among(columns: Columns, ids: Collection[str]) -> Mask:
    return np.fromiter((id in ids for id in columns.ids), dtype=bool, count=len(columns.ids))


def _within(columns: Columns, chosen: Mask) -> Mask:
    """Links of which both ends are chosen."""
    ends: Mask = chosen[columns.edges].reshape(-1, 2)
    return np.logical_and(ends[:, 0], ends[:, 1])


def _degrees(columns: Columns, links: Mask) -> NDArray[np.int64]:
    return np.bincount(columns.edges[links].ravel(), minlength=len(columns.ids))


def _edges(columns: Columns, order: NDArray[np.int64]) -> tuple[Edge, ...]:
    """Links among the records drawn, by their places in that order."""
    number = np.full(len(columns.ids), -1)
    number[order] = np.arange(len(order))
    drawn = np.flatnonzero(_within(columns, number >= 0))
    rows = (each[drawn].tolist() for each in (columns.types, columns.lines, columns.undated, columns.sourced))
    pairs = number[columns.edges[drawn]].tolist() if len(drawn) else []
    return tuple(
        Edge(a, b, columns.type_names[type], line, undated, told)
        for (a, b), type, line, undated, told in zip(pairs, *rows, strict=True)
    )


def _brief(columns: Columns, place: int) -> Brief:
    return Brief(columns.ids[place], columns.kind_names[columns.kinds[place]], columns.names[place])
