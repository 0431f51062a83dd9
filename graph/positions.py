"""Positions for a whole network: the same for the same data, in time that grows with its size and no faster."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Beyond, a spiral: a drawing that has settled is then no longer worth its second of waiting.
SETTLED = 2000
ITERATIONS = 120
# 2,000 records take 2 ms a step by Fourier, where pair by pair takes 60; the sixty around a centre 1 ms, where pair
# by pair takes 0.2.
FEW = 150
GRID = 64
GOLDEN = np.pi * (3 - np.sqrt(5))


def positions(ids: Sequence[str], groups: Ints, edges: Ints) -> tuple[Floats, Floats]:
    """The x and y of each record, within -1000 and 1000; `groups` (families) sort a network too large to settle."""
    degrees = np.bincount(edges.ravel(), minlength=len(ids)) if len(edges) else np.zeros(len(ids), dtype=np.int64)
    if not len(ids):
        return np.zeros(0), np.zeros(0)
    points = settled(ids, edges, degrees) if len(ids) <= SETTLED else spiral(groups, degrees)
    points = points - (points.min(axis=0) + points.max(axis=0)) / 2
    points = points * (1000 / max(1e-9, np.abs(points).max()))
    return np.round(points[:, 0], 1), np.round(points[:, 1], 1)


def spiral(groups: Ints, degrees: Ints) -> Floats:
    """The most connected in the middle; a family holds together, each on its own sunflower."""
    points = np.zeros((len(degrees), 2))
    present = np.unique(groups)
    sizes = np.array([(groups == group).sum() for group in present])
    reach = 1.15 * (np.sqrt(sizes) + np.sqrt(sizes.max()))
    for place, group in enumerate(present):
        members = np.flatnonzero(groups == group)
        members = members[np.argsort(-degrees[members], kind="stable")]
        rank = np.arange(len(members))
        angle = 2 * np.pi * place / len(present)
        centre = (reach.max() if len(present) > 1 else 0) * np.array([np.cos(angle), np.sin(angle)])
        points[members, 0] = centre[0] + np.sqrt(rank) * np.cos(rank * GOLDEN)
        points[members, 1] = centre[1] + np.sqrt(rank) * np.sin(rank * GOLDEN)
    return points


def settled(ids: Sequence[str], edges: Ints, degrees: Ints) -> Floats:
    """Linked records attract, all repel each other, until they rest. A record starts where its id puts it, so that
    one record more moves the others little."""
    points: Floats = np.array([_start(id) for id in ids], dtype=np.float64) * float(np.sqrt(len(ids)))
    weight: Floats = 1.0 + degrees.astype(np.float64)
    heat = np.geomspace(0.12 * np.sqrt(len(ids)), 0.004 * np.sqrt(len(ids)), ITERATIONS)
    for step in heat:
        force = _repulsion(points, weight) - 0.08 * points
        if len(edges):
            force += _attraction(points, edges, degrees)
        length = np.maximum(1e-9, np.hypot(force[:, 0], force[:, 1]))
        points += force * (np.minimum(length, step) / length)[:, None]
    return points


def _start(id: str) -> tuple[float, float]:
    """A point of the unit disc, from the id alone."""
    digest = blake2b(id.encode(), digest_size=8).digest()
    turn, out = (int.from_bytes(half) / 2**32 for half in (digest[:4], digest[4:]))
    return np.sqrt(out) * np.cos(2 * np.pi * turn), np.sqrt(out) * np.sin(2 * np.pi * turn)


def _attraction(points: Floats, edges: Ints, degrees: Ints) -> Floats:
    """Springs; those of a hub pull less, so that it does not swallow what it holds."""
    source, target = edges[:, 0], edges[:, 1]
    pull = (points[target] - points[source]) / np.sqrt(np.minimum(degrees[source], degrees[target]))[:, None]
    out = np.zeros_like(points)
    for axis in (0, 1):
        out[:, axis] = np.bincount(source, pull[:, axis], len(points)) - np.bincount(target, pull[:, axis], len(points))
    return out


def _repulsion(points: Floats, weight: Floats) -> Floats:
    """Every record pushes every other by 1/distance, and no more than at the distance of a cell of the grid."""
    low, high = points.min(axis=0), points.max(axis=0)
    cell = max(1e-9, (high - low).max() / (GRID - 2))
    return _pairwise(points, weight, cell) if len(points) <= FEW else _gridded(points, weight, low, cell)


def _pairwise(points: Floats, weight: Floats, cell: float) -> Floats:
    across, along = (axis[:, None] - axis[None, :] for axis in points.T)
    push = weight[None, :] / np.maximum(cell**2, across**2 + along**2)
    return np.stack([(across * push).sum(axis=1), (along * push).sum(axis=1)], axis=1)


def _gridded(points: Floats, weight: Floats, low: Floats, cell: float) -> Floats:
    """Summed on a grid by Fourier."""
    where = (points - low) / cell
    corner = np.floor(where).astype(np.int64)
    share = where - corner
    mass = np.zeros((GRID, GRID))
    corners = [(dx, dy, _part(share, dx, dy)) for dx in (0, 1) for dy in (0, 1)]
    for dx, dy, part in corners:
        np.add.at(mass, (corner[:, 0] + dx, corner[:, 1] + dy), weight * part)
    out = np.zeros_like(points)
    spread = np.fft.rfft2(mass, (2 * GRID, 2 * GRID))
    for axis, kernel in enumerate(KERNELS):
        field = np.fft.irfft2(spread * kernel, (2 * GRID, 2 * GRID))[:GRID, :GRID] / cell
        for dx, dy, part in corners:
            out[:, axis] += part * field[corner[:, 0] + dx, corner[:, 1] + dy]
    return out


def _part(share: Floats, dx: int, dy: int) -> Floats:
    """How much of a record stands on one corner of its cell."""
    across = share[:, 0] if dx else 1 - share[:, 0]
    along = share[:, 1] if dy else 1 - share[:, 1]
    return np.asarray(across * along)


def _kernels() -> list[NDArray[np.complex128]]:
    """The push of a unit mass at the origin along each axis, on a grid twice as wide so that it does not wrap."""
    steps = np.fft.fftfreq(2 * GRID, 1 / (2 * GRID))
    x, y = np.meshgrid(steps, steps, indexing="ij")
    square = np.maximum(1.0, x**2 + y**2)
    return [np.fft.rfft2(axis / square) for axis in (x, y)]


KERNELS = _kernels()
