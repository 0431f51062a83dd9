"""Gaps found by looking at what serves a measure: a sort of resource that it lacks, or a support that may give way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.chain_columns import KINDS
from graph.means import measures
from graph.means_rows import Means
from graph.outlines import Outline
from graph.schema import SCHEMA

Sort = Literal["kind", "dormant", "licence", "bearer"]
ASLEEP = frozenset({"dormant", "archived"})
LICENSED = frozenset(kind.name for kind in SCHEMA.kinds.values() if kind.field("licence"))
# Kinds that do the same service to a measure: one is not missing where the other is.
ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"Dataset"}), frozenset({"Software", "Service"}), frozenset({"Commons"}), frozenset({"Standard"}),
    frozenset({"Guide", "Offer"}),
)  # fmt: skip
# Of fewer measures, what most of them have says nothing.
PEERS = 4


@dataclass(frozen=True)
class Weakness:
    """`kinds` are those that are missing, of the sort « kind »; any one of them would do."""

    sort: Sort
    kinds: frozenset[str] = frozenset()


def lacking(found: Outline) -> Mapping[int, tuple[Weakness, ...]]:
    """By measure, the kinds that it lacks and that more than half of the served measures of the same policy have; of
    four measures at least. What nothing serves lacks all, and is a hole already."""
    places = {place for place, _ in measures(found)}
    pairs = np.column_stack((found.chains.policies, found.web.kinds[found.chains.resources]))
    had: dict[int, set[str]] = {}
    for policy, kind in np.unique(pairs, axis=0).tolist():
        if policy in places:
            had.setdefault(policy, set()).add(KINDS[kind])
    if len(had) < PEERS:
        return {}
    usual = [alike for alike in ALIKE if 2 * sum(bool(alike & kinds) for kinds in had.values()) > len(had)]
    return {
        place: tuple(Weakness("kind", alike) for alike in usual if not alike & kinds) for place, kinds in had.items()
    }


def weaknesses(row: Means) -> tuple[Weakness, ...]:
    """Of all that serves a measure, directly or not: all asleep, none with a licence, all borne by one body."""
    if not row.supports:
        return ()
    known = [each.known for each in row.supports]
    licensed = [each for each in known if each.record.kind in LICENSED]
    bearers = [{bearer.id for bearer in each.bearers} for each in known]
    one = all(bearers) and len(set.union(*bearers)) == 1
    found: dict[Sort, bool] = {
        "dormant": all(each.record.status in ASLEEP for each in known),
        "licence": bool(licensed) and not any(each.licence for each in licensed),
        "bearer": one,
    }
    return tuple(Weakness(sort) for sort, holds in found.items() if holds)
