"""Which records lead how far along a question's links, and by which chains: sets and walks, nothing of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

Leads = Mapping[str, Sequence[str]]


class Chains:
    """`leads` tell for each step where its links go from each record. A chain passes no record twice: an organisation
    that funds a commons is not, by the same link, an answer to « which is funded by an organisation »."""

    def __init__(self, starts: Sequence[str], leads: Sequence[Leads]):
        self.starts, self.leads = starts, leads

    @cached_property
    def _farthest(self) -> list[dict[str, int]]:
        """How many steps may follow from each record at each point, were a record passed twice: never too few."""
        after: list[dict[str, int]] = [{}]
        for lead in reversed(self.leads):
            last = after[0]
            after.insert(0, {here: max(1 + last.get(there, 0) for there in theirs) for here, theirs in lead.items()})
        return after

    @cached_property
    def depths(self) -> dict[str, int]:
        """How many steps each start really leads."""
        return {start: self._depth((start,)) for start in self.starts}

    @property
    def counts(self) -> tuple[int, ...]:
        """The starts, then those that lead one step, two steps…"""
        return tuple(sum(depth >= step for depth in self.depths.values()) for step in range(len(self.leads) + 1))

    @property
    def answers(self) -> list[str]:
        """The starts that lead through every step, in their order."""
        return [start for start in self.starts if self.depths[start] == len(self.leads)]

    def of(self, start: str) -> Iterator[tuple[str, ...]]:
        """Every whole chain from a start."""
        return self._walk((start,))

    def _depth(self, passed: tuple[str, ...]) -> int:
        level, here = len(passed) - 1, passed[-1]
        most, best = self._farthest[level].get(here, 0), 0
        for there in self.leads[level].get(here, ()) if most else ():
            if 1 + self._farthest[level + 1].get(there, 0) > best and there not in passed:
                best = max(best, 1 + self._depth((*passed, there)))
            if best == most:
                break
        return best

    def _walk(self, passed: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        level, left = len(passed) - 1, len(self.leads) - len(passed)
        if level == len(self.leads):
            yield passed
            return
        for there in self.leads[level].get(passed[-1], ()):
            if there not in passed and self._farthest[level + 1].get(there, 0) >= left:
                yield from self._walk((*passed, there))
