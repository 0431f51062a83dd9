"""A policy's trace in outline: everything is counted, and only what is read is told in full."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from graph.chain_columns import KINDS, Ints, Known, Mask, Web
from graph.chain_joins import Chains
from graph.chain_links import told_chains
from graph.chains import Chain
from graph.database import Database
from graph.evidence import Strength, old_before
from graph.gaps import Hole, told_gaps
from graph.links import Brief
from graph.policy_trees import Branch, Counts, branch, counts_below
from graph.traces import Gap
from graph.viewers import Viewer

Doubt = Literal["unsourced", "undated", "old"]
ORDERS = ("strength", "name", "policy", "age")
# Chains told at a time where all are.
BATCH = 500


@dataclass(frozen=True)
class Figures:
    """The distinct links of the chains, counted by what is known of them."""

    links: int
    sourced: int
    undated: int
    old: int


@dataclass(frozen=True)
class Outline:
    """The chains that end in a policy or in one of its parts, the holes, and what the policy is part of, from the
    top. Chains are in the order of the tree, a row is the place of one; `cycles` are rings of ids."""

    root: Brief
    level: str | None
    above: tuple[Brief, ...]
    web: Web
    chains: Chains
    holes: tuple[Hole, ...]
    cycles: tuple[tuple[str, ...], ...]
    at: str | None = None

    @property
    def more(self) -> int:
        """How many records are one step too far."""
        return self.web.more

    @property
    def cut(self) -> bool:
        """Were chains too long or too many?"""
        return self.chains.cut or self.more > 0

    @property
    def declared(self) -> int:
        """The holes that somebody told, not found by counting."""
        return sum(hole.declared for hole in self.holes)

    @property
    def counts(self) -> Counts:
        """The resources that serve the policy or one of its parts."""
        return counts_below(self.web, self.chains, 0)

    @property
    def figures(self) -> Figures:
        """Of the chains' links: how many there are, sourced, undated, and last vouched for more than two years ago."""
        unsourced, undated, old = (len(self.doubtful(doubt)) for doubt in ("unsourced", "undated", "old"))
        links = int(self._used().sum())
        return Figures(links, links - unsourced, undated, old)

    def doubtful(self, doubt: Doubt) -> list[int]:
        """Places of the chains' links that have no source or no date, or were last vouched for too long ago."""
        before = old_before(self.at)
        holds: Mapping[Doubt, Callable[[Known], bool]] = {
            "unsourced": lambda known: not known.sourced, "undated": lambda known: known.undated,
            "old": lambda known: bool(known.day and known.day < before),
        }  # fmt: skip
        doubted = np.array([holds[doubt](known) for known in self.web.known], dtype=bool)
        return np.flatnonzero(self._used() & doubted[self.web.of]).tolist()

    def _used(self) -> Mask:
        used: Mask = np.zeros(len(self.web.of), dtype=bool)
        used[self.chains.steps[self.chains.steps >= 0]] = True
        return used

    def tree(self, here: Collection[str] = ()) -> Branch:
        """The policy's tree; a large one is opened at the ids `here` only."""
        return branch(self.web, self.chains, {self.root.id, *here})

    def in_order(self, order: str) -> Ints:
        """The rows of all chains by strength, name, policy or age, the direct ones first in every order."""
        ranks, lengths = self.web.ranks[self.chains.resources], self.chains.lengths
        keys: Mapping[str, Callable[[], Ints]] = {
            "strength": lambda: self._worst([list(Strength).index(known.strength) for known in self.web.known]),
            "name": lambda: ranks,
            "policy": lambda: self.web.ranks[self.chains.policies],
            "age": lambda: -self._worst(_ages(self.web.known)),
        }
        found: Ints = np.lexsort((ranks, lengths, keys[order](), lengths > 1))
        return found

    def told(self, db: Database, viewer: Viewer, rows: Sequence[int] | Ints) -> list[Chain | None]:
        """These chains in full; None for one that has just come apart."""
        return told_chains(db, viewer, self.web, self.chains.steps[np.asarray(rows, dtype=np.int64)], self.at)

    def all_told(self, db: Database, viewer: Viewer) -> Iterator[Chain]:
        """Every chain in full, read as it is asked for."""
        for first in range(0, len(self.chains), BATCH):
            rows = np.arange(first, min(first + BATCH, len(self.chains)))
            yield from (chain for chain in self.told(db, viewer, rows) if chain)

    def records_of(self, rows: Sequence[int]) -> list[list[tuple[int, str]]]:
        """Place and kind of the records of these chains, each from the policy down."""
        down, kinds = np.append(self.web.down, -1), [KINDS[kind] for kind in self.web.kinds.tolist()]
        places = np.column_stack((self.chains.policies[rows], down[self.chains.steps[rows]])).tolist()
        return [[(place, kinds[place]) for place in row if place >= 0] for row in places]

    def gaps(self, db: Database, viewer: Viewer, holes: Sequence[Hole]) -> list[Gap | None]:
        """These holes in full; None for one that has just been filled."""
        return told_gaps(db, viewer, self.web, holes, self.at)

    def narrowed(self, ids: Collection[str] | None, *, confirmed_only: bool) -> Outline:
        """With the chains only that begin at one of these records (None: any), or of which every link is confirmed."""
        keep: Mask = np.ones(len(self.chains), dtype=bool)
        if ids is not None:
            keep &= np.array([id in ids for id in self.web.ids], dtype=bool)[self.chains.resources]
        if confirmed_only:
            keep &= self._worst([known.strength is not Strength.CONFIRMED for known in self.web.known]) == 0
        return self if keep.all() else replace(self, chains=self.chains.only(keep))

    def _worst(self, values: Sequence[int]) -> Ints:
        """The largest value of each chain's links; a link that is not there has none."""
        column = np.append(np.array(values, dtype=np.int64)[self.web.of], -1)
        found: Ints = column[self.chains.steps].max(axis=1, initial=-1)
        return found


def _ages(known: Sequence[Known]) -> list[int]:
    """Larger for what was vouched for earlier, and largest when nobody knows."""
    days = {day: place for place, day in enumerate(sorted({each.day for each in known if each.day}, reverse=True))}
    return [days.get(each.day or "", len(days)) for each in known]
