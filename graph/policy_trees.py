"""A policy with its objectives and measures, and how many resources serve each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from graph.chain_columns import Ints, Web
from graph.chain_joins import Chains
from graph.links import Brief

# A tree of as many is shown whole; of a larger one, the branch where one is.
WHOLE = 60
# Parts told of one policy: a list of five hundred measures is no help beside a page.
SHOWN = 30

Parts = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Counts:
    """Distinct resources: those that serve directly, and the others, that serve through something."""

    direct: int
    indirect: int


@dataclass(frozen=True)
class Branch:
    """A policy of the tree with what serves it and its parts; `more` parts are not told."""

    policy: Brief
    level: str | None
    counts: Counts
    children: tuple[Branch, ...] = ()
    more: int = 0

    @property
    def empty(self) -> bool:
        return not (self.counts.direct or self.counts.indirect)


def branch(web: Web, chains: Chains, here: Collection[str], place: int = 0) -> Branch:
    """The tree of a policy: whole when it is small, else opened at the ids `here`."""
    kept = {number for number, id in enumerate(web.ids[: web.policies]) if id in here}
    whole = web.policies <= WHOLE

    def told(place: int, parent: int) -> Branch:
        opened = (whole or place in kept) and web.opened_under.get(place, parent) == parent
        parts = [part for part in web.children[place] if part and opened]
        shown = [part for number, part in enumerate(parts) if number < SHOWN or part in kept]
        return Branch(
            Brief(web.ids[place], "Policy", web.names[place]), web.levels[place], counts_below(web, chains, place),
            tuple(told(part, place) for part in shown), len(parts) - len(shown),
        )  # fmt: skip

    return told(place, -1)


def below(children: Parts, place: int) -> list[int]:
    """A policy and all that is part of it, each once."""
    found, edge = {place}, [place]
    while edge:
        edge = sorted({part for each in edge for part in children[each]} - found)
        found.update(edge)
    return sorted(found)


def counts_below(web: Web, chains: Chains, place: int) -> Counts:
    """Of a policy and its parts: a resource is counted once, and as direct as soon as it is so somewhere."""
    rows = chains.rows_of(below(web.children, place), web.policies)
    direct = _distinct(chains.resources[rows[chains.lengths[rows] == 1]], len(web.ids))
    return Counts(direct, _distinct(chains.resources[rows], len(web.ids)) - direct)


def tree_rings(children: Parts) -> set[tuple[int, ...]]:
    """Policies that are part of themselves."""
    found: set[tuple[int, ...]] = set()
    done: set[int] = set()
    path, ways = [0], [iter(children[0])]
    while ways:
        for part in ways[-1]:
            if part in path:
                found.add(tuple(path[path.index(part) :]))
            elif part not in done:
                path.append(part)
                ways.append(iter(children[part]))
                break
        else:
            done.add(path.pop())
            ways.pop()
    return found


def _distinct(places: Ints, size: int) -> int:
    seen = np.zeros(size, dtype=bool)
    seen[places] = True
    return int(np.count_nonzero(seen))
