"""Drawings arranged by something that has a name: columns of families, blocks of territories, circles of communities,
a line of years. Units are pixels at rest; what belongs nowhere stands apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.positions import GOLDEN, Floats, Ints

CELL, ROW = 190, 28  # room for a shape and its name, and the height of a line
GAP, APART = 56, 130  # between groups; before what belongs nowhere
HEAD = 40  # from the first row up to the heading
FEWEST = 12  # rows of a column, however few its records
WIDE = 1.7  # screens are wider than high
SPACING = 46  # between two records of a circle
WIDEST = 230  # a name above a circle
SHAPE = 7  # half of a shape: where a heading begins
SWEEPS = 4


@dataclass(frozen=True)
class Heading:
    """The name of a group, from x, or `centred` on it; `room` is how wide it may be."""

    text: str
    x: float
    y: float
    room: float
    centred: bool = False


@dataclass(frozen=True)
class Outline:
    """A circle around a group."""

    x: float
    y: float
    r: float


@dataclass(frozen=True)
class Arrangement:
    """Where each record stands; `room` is how much of a line its name has, 0 where names find their own place."""

    x: Floats
    y: Floats
    headings: tuple[Heading, ...]
    outlines: tuple[Outline, ...] = ()
    room: float = 0


def columns(groups: Sequence[int], titles: Sequence[str], edges: Ints, apart: int = -1) -> Arrangement:
    """A column for each group, in the order of titles; records near the height of what they are linked to."""
    numbers = np.array(groups, dtype=np.int64)
    x, y = np.zeros(len(numbers)), np.zeros(len(numbers))
    rows = max(FEWEST, math.ceil(math.sqrt(len(numbers) * CELL / ROW / WIDE)))
    present = [group for group in range(len(titles)) if (numbers == group).any()]
    members = {group: np.flatnonzero(numbers == group) for group in present}
    for sweep in range(SWEEPS):
        for group in present if sweep % 2 == 0 else reversed(present):
            order = members[group] if sweep == 0 else _by_neighbours(members[group], y, edges)
            y[order] = _heights(len(order), rows)
            members[group] = order
    top, left, headings = float(y.min(initial=0.0)) - HEAD, 0.0, []
    for group in present:
        left += APART if group == apart and left else 0
        x[members[group]] = left + CELL * (np.arange(len(members[group])) // _rows(len(members[group]), rows))
        width = CELL * math.ceil(len(members[group]) / _rows(len(members[group]), rows))
        headings.append(Heading(titles[group], left - SHAPE, top, width))
        left += width + GAP
    return Arrangement(x, y, tuple(headings), room=CELL)


def _by_neighbours(members: Ints, y: Floats, edges: Ints) -> Ints:
    """The same, from the one whose neighbours stand highest: fewer links cross."""
    if not len(edges):
        return members
    ends = np.concatenate((edges, edges[:, ::-1]))
    count = np.bincount(ends[:, 0], minlength=len(y))
    mean = np.bincount(ends[:, 0], y[ends[:, 1]], len(y)) / np.maximum(1, count)
    wanted = np.where(count > 0, mean, y)
    return members[np.argsort(wanted[members], kind="stable")]


def _rows(count: int, most: int) -> int:
    """Rows of a column that is folded where it has more than `most`: the folds are of one height."""
    return math.ceil(count / math.ceil(count / most))


def _heights(count: int, most: int) -> Floats:
    rows = _rows(count, most)
    return np.asarray(ROW * (np.arange(count) % rows - (rows - 1) / 2), dtype=np.float64)


def blocks(groups: Sequence[int], titles: Sequence[str], apart: int = -1) -> Arrangement:
    """A block of lines for each group, the largest first, laid in rows as words are."""
    sizes = np.bincount(np.array(groups, dtype=np.int64), minlength=len(titles))
    shapes = [_block(int(size)) for size in sizes]
    corners = _shelved([(w * CELL + GAP, h * ROW + HEAD + GAP) for w, h in shapes], sizes, apart)
    x, y = np.zeros(len(groups)), np.zeros(len(groups))
    headings = []
    for group in np.flatnonzero(sizes).tolist():
        members = np.flatnonzero(np.array(groups) == group)
        (left, top), (across, down) = corners[group], shapes[group]
        x[members] = left + CELL * (np.arange(len(members)) // down)
        y[members] = top + HEAD + ROW * (np.arange(len(members)) % down)
        width = across * CELL
        headings.append(Heading(titles[group], left - SHAPE, top + 8, width))
    return Arrangement(x, y, tuple(headings), room=CELL)


def _block(size: int) -> tuple[int, int]:
    """Columns and rows of a block, a little higher than wide."""
    across = max(1, round(math.sqrt(size * ROW / CELL * 1.4)))
    return across, math.ceil(size / across)


def circles(groups: Sequence[int], titles: Sequence[str], apart: int = -1) -> Arrangement:
    """A circle for each group, its first record in the middle; what belongs to none is in one without a line."""
    numbers = np.array(groups, dtype=np.int64)
    sizes = np.bincount(numbers, minlength=len(titles))
    reach = [SPACING * (0.9 + math.sqrt(size)) for size in sizes]
    corners = _shelved([(max(2 * r, WIDEST) + GAP, 2 * r + HEAD + GAP) for r in reach], sizes, apart)
    x, y = np.zeros(len(groups)), np.zeros(len(groups))
    headings, outlines = [], []
    for group in np.flatnonzero(sizes).tolist():
        members = np.flatnonzero(numbers == group)
        r = reach[group]
        middle, down = corners[group][0] + max(r, WIDEST / 2), corners[group][1] + HEAD + r
        rank = np.arange(len(members))
        x[members] = middle + SPACING * np.sqrt(rank) * np.cos(rank * GOLDEN)
        y[members] = down + SPACING * np.sqrt(rank) * np.sin(rank * GOLDEN)
        headings.append(Heading(titles[group], middle, down - r - 16, max(2 * r, WIDEST), centred=True))
        if group != apart:
            outlines.append(Outline(middle, down, r))
    return Arrangement(x, y, tuple(headings), tuple(outlines))


def _shelved(boxes: Sequence[tuple[float, float]], sizes: Ints, apart: int) -> dict[int, tuple[float, float]]:
    """Upper left corners: the largest first, in rows; what is apart begins a row of its own, lower down."""
    order = sorted(np.flatnonzero(sizes).tolist(), key=lambda group: (group == apart, -sizes[group], group))
    area = sum(boxes[group][0] * boxes[group][1] for group in order)
    most = max([math.sqrt(area * WIDE), *(boxes[group][0] for group in order)])
    corners, left, top, high = {}, 0.0, 0.0, 0.0
    for group in order:
        width, height = boxes[group]
        if left and (left + width > most or group == apart):
            left, top, high = 0.0, top + high + (APART - GAP if group == apart else 0), 0.0
        corners[group] = (left, top)
        left, high = left + width, max(high, height)
    return corners


def years(since: Sequence[int | None], undated: str) -> Arrangement:
    """A column for each year from the first to the last, a narrow one where nothing began; the undated apart."""
    known = sorted({year for year in since if year is not None})
    rows = max(FEWEST, math.ceil(math.sqrt(len(since) * CELL / ROW / WIDE)))
    x, y = np.zeros(len(since)), np.zeros(len(since))
    headings: list[Heading] = []
    left, last = 0.0, None
    for year in [*known, None]:
        members = np.array([place for place, each in enumerate(since) if each == year], dtype=np.int64)
        if not len(members):
            continue
        left += _pause(year, last, left)
        down = _rows(len(members), rows)
        x[members] = left + CELL * (np.arange(len(members)) // down)
        y[members] = -ROW * (np.arange(len(members)) % down)
        width = CELL * math.ceil(len(members) / down)
        headings.append(Heading(str(year) if year else undated, left - SHAPE, HEAD, width))
        left, last = left + width, year
    return Arrangement(x, y, tuple(headings), room=CELL)


def _pause(year: int | None, last: int | None, left: float) -> float:
    """A gap for the years between, no wider than four of them."""
    if year is None:
        return APART if left else 0
    return 0 if last is None else 30.0 * min(4, year - last - 1)
