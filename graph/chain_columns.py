"""What the chains of a policy's tree are made of, in columns of whole numbers that numpy joins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.chains import HOPS, Weight
from graph.evidence import Strength
from graph.schema import SCHEMA

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

KINDS = tuple(SCHEMA.kinds)
NUMBER = {kind: number for number, kind in enumerate(KINDS)}


class Known(NamedTuple):
    """What is known of a link: all that a chain is ranked and counted by."""

    weight: Weight
    type: str
    verb: str
    strength: Strength
    undated: bool
    sourced: bool
    day: str | None


# Links of which the same is known, with the places of the records above and below.
Group = tuple[Known, Ints, Ints]


@dataclass(frozen=True)
class Web:
    """Records by place: the policies of the tree first, the nearest first. Link i leads from `down[i]` up to `up[i]`,
    in the order of `up`, and `known[of[i]]` tells what is known of it; of two that say the same the stronger is here.
    `ranks` is the order of the names, `statuses` that of the needs; `more` counts the records one step too far."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    levels: tuple[str | None, ...]
    children: tuple[tuple[int, ...], ...]
    kinds: Ints
    ranks: Ints
    statuses: Mapping[int, str | None]
    down: Ints
    up: Ints
    of: Ints
    known: tuple[Known, ...]
    more: int = 0

    @property
    def policies(self) -> int:
        """How many of the records are policies of the tree."""
        return len(self.names)

    @cached_property
    def opened_under(self) -> Mapping[int, int]:
        """Under which policy each is opened, the nearest to the top: opened under each that it is part of, a thousand
        policies tied to one another would make more branches than there are atoms."""
        firsts: dict[int, int] = {}
        for place, parts in enumerate(self.children):
            for part in parts:
                if part:
                    firsts.setdefault(part, place)
        return firsts

    def are(self, kinds: Iterable[str]) -> Mask:
        """Which records are of these kinds."""
        found: Mask = np.isin(self.kinds, [NUMBER[kind] for kind in kinds])
        return found


@dataclass
class Places:
    """Records in the order in which they are met."""

    of: dict[str, int] = field(default_factory=dict)
    kinds: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    statuses: dict[int, str | None] = field(default_factory=dict)

    def __contains__(self, id: str) -> bool:
        return id in self.of

    def __len__(self) -> int:
        return len(self.of)

    def place(self, id: str, kind: str, key: str, status: str | None = None) -> int:
        """Where a record is; a new one comes last."""
        if id not in self.of:
            self.of[id] = len(self.kinds)
            self.kinds.append(NUMBER[kind])
            self.keys.append(key)
            if kind == "Need":
                self.statuses[self.of[id]] = status
        return self.of[id]

    def ranks(self) -> Ints:
        """The order of the folded names, which stand after the kind in the keys."""
        sortable = [(key.partition("/")[2], id) for key, id in zip(self.keys, self.of, strict=True)]
        ranks = np.empty(len(sortable), dtype=np.int64)
        ranks[sorted(range(len(sortable)), key=sortable.__getitem__)] = np.arange(len(sortable))
        return ranks


def fitting(type: str) -> Mask:
    """Whether a chain may go up by a relation of this type: from a kind (row) to a kind (column)."""
    fits: Mask = np.zeros((len(KINDS), len(KINDS)), dtype=bool)
    for hop in HOPS:
        if type in hop.types:
            fits[np.ix_([NUMBER[kind] for kind in hop.down], [NUMBER[kind] for kind in hop.up])] = True
    return fits


def joined(groups: Sequence[Group]) -> tuple[Ints, Ints, Ints, tuple[Known, ...]]:
    """The columns `down`, `up`, `of` and `known` of a web: of links that say the same of the same records, one."""
    known = sorted({told for told, _, _ in groups})
    places = {told: place for place, told in enumerate(known)}
    verbs = {said: number for number, said in enumerate(dict.fromkeys((told.type, told.verb) for told in known))}
    saying = np.array([verbs[told.type, told.verb] for told in known], dtype=np.int64)
    of = np.repeat(_ints(places[told] for told, _, _ in groups), [len(up) for _, up, _ in groups])
    up, down = (np.concatenate([_ints(()), *(group[side] for group in groups)]) for side in (1, 2))
    order = np.lexsort((of, saying[of], down, up))
    up, down, of = up[order], down[order], of[order]
    again = (up[1:] == up[:-1]) & (down[1:] == down[:-1]) & (saying[of[1:]] == saying[of[:-1]])
    first = np.concatenate(([True], ~again))[: len(up)]
    return down[first], up[first], of[first], tuple(known)


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)
