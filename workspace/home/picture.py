"""The small picture of the network on the first page: its best connected records of every family, at rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.database import Database
from graph.freshness import Keeper
from graph.network import Columns, network
from graph.positions import positions
from graph.schema import SCHEMA
from graph.viewers import Viewer

WIDTH, HEIGHT, MARGIN = 460, 306, 14
MOST = 64
# Fewer would look like a mistake, not like a network.
FEWEST = 6
SIZE, LARGEST = 11.0, 24.0
GAP = 24.0

Ints = NDArray[np.int64]
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Spot:
    """A shape: its upper left corner and its size."""

    family: str
    css: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Picture:
    """All shapes, and all lines as one path."""

    width: int
    height: int
    spots: tuple[Spot, ...]
    edges: str


def picture(db: Database, viewer: Viewer) -> Picture | None:
    """A picture of what the viewer may see, made once between two writes; None when there is too little."""
    return Keeper(db, viewer).kept("picture", lambda: drawn(network(db, viewer)))


def drawn(columns: Columns) -> Picture | None:
    """The picture of a network."""
    walked = np.isin(columns.types, [columns.type_names.index(type) for type in SCHEMA.walked()])
    edges = np.unique(np.sort(columns.edges[walked], axis=1), axis=0) if walked.any() else np.zeros((0, 2), np.int64)
    chosen, edges = _chosen(columns, edges)
    if len(chosen) < FEWEST:
        return None
    groups = np.array([_family_place(columns, place) for place in chosen], dtype=np.int64)
    points = _placed(np.column_stack(positions([columns.ids[place] for place in chosen], groups, edges)))
    degrees = np.bincount(edges.ravel(), minlength=len(chosen))
    spots = tuple(_spot(columns, place, points[i], degrees[i] == degrees.max()) for i, place in enumerate(chosen))
    lines = (f"M{a[0]:.0f} {a[1]:.0f}L{b[0]:.0f} {b[1]:.0f}" for a, b in points[edges])
    return Picture(WIDTH, HEIGHT, spots, "".join(lines))


def _chosen(columns: Columns, edges: Ints) -> tuple[Ints, Ints]:
    """The records drawn, and the edges among them by their place in the picture."""
    degrees = np.bincount(edges.ravel(), minlength=len(columns.ids))
    families = np.array([_family_place(columns, place) for place in range(len(columns.ids))], dtype=np.int64)
    wanted: list[int] = []
    for family in np.unique(families):
        members = np.flatnonzero((families == family) & (degrees > 0))
        share = max(3, round(MOST * np.sqrt(len(members)) / max(1.0, _roots(families, degrees))))
        wanted += members[np.argsort(-degrees[members], kind="stable")][:share].tolist()
    kept_edges = edges[np.isin(edges, wanted).all(axis=1)]
    chosen = np.unique(kept_edges)
    return chosen, np.searchsorted(chosen, kept_edges)


def _roots(families: Ints, degrees: Ints) -> float:
    """A large family is shown by more of its records, but not by as many times more."""
    return float(np.sqrt(np.bincount(families[degrees > 0])).sum()) if (degrees > 0).any() else 0.0


def _placed(points: Points) -> Points:
    """Points inside the picture, none on another."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    points = MARGIN + (points - low) / np.maximum(1e-9, high - low) * room
    for _ in range(60):
        apart = points[:, None, :] - points[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1]) + np.eye(len(points)) * GAP
        push = np.maximum(0.0, GAP - distance) / np.maximum(1e-9, distance) / 2
        points = np.clip(points + (apart * push[..., None]).sum(axis=1), MARGIN, [WIDTH - MARGIN, HEIGHT - MARGIN])
    return points


def _family_place(columns: Columns, place: int) -> int:
    kind = SCHEMA.kinds[columns.kind_names[columns.kinds[place]]]
    return list(SCHEMA.families).index(kind.family)


def _spot(columns: Columns, place: int, point: Points, largest: bool) -> Spot:
    family = SCHEMA.family_of(columns.kind_names[columns.kinds[place]])
    size = LARGEST if largest else SIZE
    return Spot(family.name, family.css, round(point[0] - size / 2, 1), round(point[1] - size / 2, 1), size)
