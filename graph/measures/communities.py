"""Communities keep their numbers from one run to the next, as far as they are still the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from graph.positions import Ints

ALONE = -1


def numbered(ids: Sequence[str], found: Ints, before: Mapping[str, int]) -> Ints:
    """By record, the number of its community: that of the former community with which it shares most records, one
    each, else a new one, the largest first; ALONE for a community of one. `before` is by id, as kept."""
    sizes = np.bincount(found) if len(found) else np.zeros(0, dtype=np.int64)
    shared = Counter(
        (group, before[id]) for id, group in zip(ids, found.tolist(), strict=True)
        if sizes[group] > 1 and before.get(id, ALONE) != ALONE
    )  # fmt: skip
    names = _matched(shared)
    fresh = max(before.values(), default=ALONE) + 1
    for group in np.argsort(-sizes, kind="stable").tolist():
        if sizes[group] > 1 and group not in names:
            names[group], fresh = fresh, fresh + 1
    return np.array([names.get(group, ALONE) for group in found.tolist()], dtype=np.int64)


def _matched(shared: Mapping[tuple[int, int], int]) -> dict[int, int]:
    names: dict[int, int] = {}
    taken: set[int] = set()
    for (group, name), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if group not in names and name not in taken:
            names[group] = name
            taken.add(name)
    return names
