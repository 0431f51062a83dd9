"""Pairs of records that share enough to be tied, with what they share: the same rule for a whole network and for one
record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph.suggested_clues import Clues
from graph.suggested_rules import COMMON, CROWD, EACH, FEWEST, SORTS, WORTH, Sort, says, way

Bearers = Mapping[tuple[Sort, str], Iterable[str]]


@dataclass
class Pair:
    """What two records share, by sort: stems, ids of themes and of users, identifiers. `naming` is the one whose text
    names an identifier of the other."""

    one: str
    other: str
    weight: float = 0
    shared: dict[Sort, list[str]] = field(default_factory=lambda: defaultdict(list))
    naming: str | None = None
    type: str = ""

    @property
    def sorts(self) -> list[Sort]:
        """Of what it shares, what is enough of its sort to be said."""
        return [sort for sort in SORTS if len(self.shared.get(sort, ())) >= FEWEST[sort]]


def bearers(every: Iterable[Clues]) -> dict[tuple[Sort, str], list[str]]:
    """Who says each word, has each theme, is used by each user."""
    out: dict[tuple[Sort, str], list[str]] = defaultdict(list)
    for each in every:
        for sort, keys in (("words", each.words), ("themes", each.themes), ("uses", each.uses)):
            for key in keys:
                out[sort, key].append(each.id)  # type: ignore[index]
    return out


def pairs(every: Mapping[str, Clues], borne: Bearers, about: str | None = None) -> list[Pair]:
    """The pairs worth a look, the best first; of one record (`about`) only its own."""
    found: dict[tuple[str, str], Pair] = {}
    for one, other, key in _named(every, about):
        name = (min(one, other), max(one, other))
        pair = found.setdefault(name, Pair(*name))
        pair.shared["named"].append(key)
        pair.weight, pair.naming = pair.weight + EACH["named"], pair.naming or one
    for (sort, key), ids in borne.items():
        held = [id for id in ids if id in every]
        if 1 < len(held) <= COMMON:
            _count(found, sort, key, held, about)
    kept = [pair for pair in found.values() if _worth(pair) and _tieable(pair, every)]
    return sorted(kept, key=lambda pair: (-pair.weight, pair.one, pair.other))


def _count(found: dict[tuple[str, str], Pair], sort: Sort, key: str, held: list[str], about: str | None) -> None:
    each = says(sort, len(held))
    ends = combinations(sorted(held), 2) if about is None else ((about, id) for id in held if id != about)
    if about is not None and about not in held:
        return
    for one, other in ends:
        name = (one, other) if one < other else (other, one)
        pair = found.get(name)
        if pair is None:
            pair = found[name] = Pair(*name)
        pair.shared[sort].append(key)
        pair.weight += each


def _named(every: Mapping[str, Clues], about: str | None) -> Iterator[tuple[str, str, str]]:
    """The record whose text names, the one that is named, by what."""
    naming: dict[str, list[str]] = defaultdict(list)
    bearing: dict[str, list[str]] = defaultdict(list)
    for each in every.values():
        for key in each.names:
            naming[key].append(each.id)
        for key in each.bears:
            bearing[key].append(each.id)
    for key in sorted(naming.keys() & bearing.keys()):
        if len(bearing[key]) > CROWD or len(naming[key]) > COMMON:
            continue
        for one in naming[key]:
            yield from ((one, other, key) for other in bearing[key] if one != other and about in (None, one, other))


def _worth(pair: Pair) -> bool:
    return pair.weight >= WORTH and bool(pair.sorts)


def _tieable(pair: Pair, every: Mapping[str, Clues]) -> bool:
    """Notes the relation to propose, its first end first; False when there is none."""
    ends = (pair.one, pair.other) if pair.naming in (None, pair.one) else (pair.other, pair.one)
    found = way(every[ends[0]].kind, every[ends[1]].kind, named=pair.naming is not None)
    if found is None:
        return False
    pair.type, back = found
    pair.one, pair.other = (ends[1], ends[0]) if back else ends
    return True
