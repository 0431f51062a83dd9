"""What holds by one record or by one link only: cut points, bridges, and how many are cut off without them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.measures.layers import Flags
from graph.positions import Ints


@dataclass(frozen=True)
class Holding:
    """A walk through the network that went as deep as it could. By record: its number in the walk (`reached`), how many
    were reached through it, itself included (`below`), from which record (`above`, -1 at a start), whether these hold
    to the rest by that one record only (`hangs`), and by that one pair only (`bridge`)."""

    reached: Ints
    below: Ints
    above: Ints
    hangs: Flags
    bridge: Flags

    @cached_property
    def starts(self) -> Ints:
        """The record where the walk through each one's component began."""
        by_order = np.argsort(self.reached)
        latest = np.maximum.accumulate(np.where(self.above[by_order] < 0, np.arange(len(by_order)), 0))
        out = np.empty_like(by_order)
        out[by_order] = by_order[latest]
        return out

    @property
    def cut_off(self) -> Ints:
        """By record: how many are no longer tied to the largest part left, if it withdraws; 0 when all still are."""
        count = len(self.above)
        hanging = np.flatnonzero(self.hangs)
        parts, largest = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        np.add.at(parts, self.above[hanging], self.below[hanging])
        np.maximum.at(largest, self.above[hanging], self.below[hanging])
        others = self.below[self.starts] - 1
        return np.asarray(others - np.maximum(largest, others - parts))

    @property
    def beyond(self) -> Ints:
        """By record: how many are on the smaller side of the bridge by which it was reached; 0 without one."""
        whole = self.below[self.starts]
        return np.where(self.bridge, np.minimum(self.below, whole - self.below), 0)

    def lost_without(self, place: int) -> Ints:
        """The places that are no longer tied to the largest part left, if this record withdraws."""
        root = self.starts[place]
        whole = np.zeros(len(self.above), dtype=bool)
        whole[self.reached[root] : self.reached[root] + self.below[root]] = True
        whole[self.reached[place]] = False
        parts = []
        for child in np.flatnonzero(self.hangs & (self.above == place)):
            part = np.zeros_like(whole)
            part[self.reached[child] : self.reached[child] + self.below[child]] = True
            whole &= ~part
            parts.append(part)
        ranked = sorted([whole, *parts], key=lambda part: -int(part.sum()))
        lost = np.logical_or.reduce(ranked[1:]) if parts else np.zeros_like(whole)
        return np.sort(np.argsort(self.reached)[lost])

    def smaller_side(self, end: int) -> Ints:
        """The places on the smaller side of the bridge by which `end` was reached."""
        root = self.starts[end]
        first, last = self.reached[end], self.reached[end] + self.below[end]
        whole = np.arange(self.reached[root], self.reached[root] + self.below[root])
        inside = (whole >= first) & (whole < last)
        side = inside if 2 * self.below[end] <= self.below[root] else ~inside
        return np.sort(np.argsort(self.reached)[whole[side]])


def holding(count: int, pairs: Ints) -> Holding:
    """By Tarjan's walk, 0.1 s for 10,000 records and 30,000 pairs; `pairs` are distinct, without loops."""
    starts, ends = _neighbours(count, pairs)
    cursor, limit, others = starts[:-1].tolist(), starts[1:].tolist(), ends.tolist()
    reached, lowest, above = [-1] * count, [0] * count, [-1] * count
    below, hangs, bridge = [1] * count, [False] * count, [False] * count
    clock = 0
    for start in range(count):
        if reached[start] >= 0:
            continue
        path, reached[start], lowest[start] = [start], clock, clock
        clock += 1
        while path:
            here = path[-1]
            if cursor[here] < limit[here]:
                there = others[cursor[here]]
                cursor[here] += 1
                if reached[there] < 0:
                    above[there], reached[there], lowest[there] = here, clock, clock
                    clock += 1
                    path.append(there)
                elif there != above[here]:
                    lowest[here] = min(lowest[here], reached[there])
                continue
            path.pop()
            if (back := above[here]) >= 0:
                below[back] += below[here]
                lowest[back] = min(lowest[back], lowest[here])
                hangs[here], bridge[here] = lowest[here] >= reached[back], lowest[here] > reached[back]
    numbers = [np.array(column, dtype=np.int64) for column in (reached, below, above)]
    return Holding(numbers[0], numbers[1], numbers[2], np.array(hangs, dtype=bool), np.array(bridge, dtype=bool))


def _neighbours(count: int, pairs: Ints) -> tuple[Ints, Ints]:
    """Where each record's neighbours begin in the list of all."""
    both = np.concatenate((pairs, pairs[:, ::-1]))
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    starts = np.concatenate(([0], np.cumsum(np.bincount(both[:, 0], minlength=count))))
    return starts, both[:, 1]
