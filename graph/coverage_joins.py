"""Pairs of whole numbers joined in numpy: what is tied to a part is tied to the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graph.coverage_reading import Ground
from graph.filtering import DEEPEST
from graph.positions import Ints

WIDTH = 31  # bits of the second number of a pair: a record's number is that of a change, and there are fewer


def raised(ties: Ints, ground: Ground, places: Mapping[int, int]) -> Ints:
    """Pairs of a place and what covers it, or a part of it; only records that have a place."""
    above = _closure(np.unique(ties[:, 0]), ground.parts)
    above = above[np.isin(above[:, 1], np.array(list(places), dtype=np.int64))]
    above[:, 1] = [places[number] for number in above[:, 1].tolist()]
    return _distinct(_joined(ties[:, 0], above[:, 0], lambda of, to: np.column_stack([above[to, 1], ties[of, 1]])))


def _closure(numbers: Ints, parts: Ints) -> Ints:
    """Each number with itself and with all that it is part of."""
    found = edge = np.column_stack([numbers, numbers])
    for _ in range(DEEPEST):
        edge = _above(edge, parts)
        found = np.vstack([found, edge])
    return _distinct(found)


def _distinct(pairs: Ints) -> Ints:
    """Each pair once, in order; as one number each, a tenth of the time of np.unique by rows."""
    found = np.unique((pairs[:, 0] << WIDTH) + pairs[:, 1])
    return np.column_stack([found >> WIDTH, found & (1 << WIDTH) - 1])


def _above(edge: Ints, parts: Ints) -> Ints:
    """One step up: of each pair, the first with what the second is part of."""
    return _joined(edge[:, 1], parts[:, 0], lambda of, to: np.column_stack([edge[of, 0], parts[to, 1]]))


def crossed(ties: Ints, placed: Ints) -> Ints:
    """Row, column and what they share."""
    return _joined(ties[:, 1], placed[:, 1], lambda of, to: np.column_stack([ties[of, 0], placed[to, 0], ties[of, 1]]))


def _joined(left: Ints, right: Ints, told: Callable[[Ints, Ints], Ints]) -> Ints:
    """What is told of each pair of places at which both hold the same number."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first = np.searchsorted(ordered, left, "left")
    size = np.searchsorted(ordered, left, "right") - first
    lefts = np.repeat(np.arange(len(left)), size)
    within = np.arange(len(lefts)) - np.repeat(np.cumsum(size) - size, size)
    return told(lefts, order[np.repeat(first, size) + within])
