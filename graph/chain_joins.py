"""Every chain below the policies of a tree, joined in numpy from the links in columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graph.chain_columns import Ints, Mask, Web
from graph.chains import BEGINNINGS, LONGEST, ring

# Chains of one tree: to count more tells nobody anything, and a page of them is not read.
MOST = 200_000


@dataclass(frozen=True)
class Chains:
    """A chain a row, in the order of the tree and the direct ones first: the places of its policy and of its
    resource, and its links from the policy down (-1 after the last). `cycles` are rings of ids met on the way;
    `cut` when there were too many chains."""

    policies: Ints
    resources: Ints
    steps: Ints
    cycles: frozenset[tuple[str, ...]] = frozenset()
    cut: bool = False

    def __len__(self) -> int:
        return len(self.policies)

    @cached_property
    def lengths(self) -> Ints:
        """How many links each has."""
        found: Ints = (self.steps >= 0).sum(axis=1)
        return found

    def only(self, rows: Ints | Mask) -> Chains:
        """These chains, in the same order."""
        return replace(self, policies=self.policies[rows], resources=self.resources[rows], steps=self.steps[rows])

    def rows_of(self, policies: Iterable[int], size: int) -> Ints:
        """The rows of the own chains of some policies, of `size` that there are."""
        asked: Mask = np.zeros(size, dtype=bool)
        asked[list(policies)] = True
        return np.flatnonzero(asked[self.policies])


def chains_of(web: Web, most: int = MOST) -> Chains:
    """All chains of a web, ring by ring: a direct one is never left out for a longer one."""
    begins = web.are(BEGINNINGS)
    path = np.arange(web.policies)[:, None]
    steps = np.zeros((web.policies, 0), dtype=np.int64)
    found, cycles, cut, room = [], set[tuple[str, ...]](), False, most
    for length in range(1, LONGEST + 1):
        path, steps, short = _longer(web, path, steps, room)
        round = (path[:, :-1] == path[:, -1:]).any(axis=1)
        cycles |= _rings(web, path[round])
        path, steps = path[~round], steps[~round]
        ends = begins[path[:, -1]]
        cut, room = cut or short, room - int(ends.sum())
        padded = np.pad(steps[ends], ((0, 0), (0, LONGEST - length)), constant_values=-1)
        found.append((path[ends, 0], path[ends, -1], padded))
    policies, resources, all_steps = (np.concatenate([part[side] for part in found]) for side in range(3))
    order = np.lexsort((web.ranks[resources], (all_steps >= 0).sum(axis=1), policies))
    return Chains(policies[order], resources[order], all_steps[order], frozenset(cycles), cut)


def _longer(web: Web, path: Ints, steps: Ints, room: int) -> tuple[Ints, Ints, bool]:
    """Each path with each link below its end, as far as there is room for them; whether there was not."""
    counts = np.bincount(web.up, minlength=len(web.ids))
    starts = np.cumsum(counts) - counts
    each = counts[path[:, -1]]
    fits: Mask = np.cumsum(each) <= room
    path, steps, each = path[fits], steps[fits], each[fits]
    rows = np.repeat(np.arange(len(path)), each)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(each) - each, each)
    links = starts[path[rows, -1]] + within
    longer = np.column_stack((path[rows], web.down[links])), np.column_stack((steps[rows], links))
    return *longer, not bool(fits.all())


def _rings(web: Web, path: Ints) -> set[tuple[str, ...]]:
    """The rings that paths end with: from where their last record was met before."""
    met = (path[:, :-1] == path[:, -1:]).argmax(axis=1)
    rings = (row for start in np.unique(met) for row in np.unique(path[met == start, start:-1], axis=0))
    return {ring(tuple(web.ids[place] for place in row)) for row in rings}
