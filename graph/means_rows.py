"""A measure as a row: what serves it, who bears that, where, in what state, on whose word and with what money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from graph.evidence import Strength
from graph.funding import Grant
from graph.links import Brief, Link
from graph.mobilised import Mobilised


@dataclass(frozen=True)
class Support:
    """A resource of a measure by its best chain (the direct ones first, then the strongest): `via` are the records
    between, from the resource up; `ways` counts all its chains. `last` is the place of the link that touches the
    policy; `day` is when the oldest link was last vouched for, None when one never was."""

    known: Mobilised
    direct: bool
    strength: Strength
    via: tuple[Brief, ...] = ()
    ways: int = 1
    last: int = -1
    day: str | None = None
    undated: bool = False

    @property
    def record(self) -> Brief:
        return self.known.record


@dataclass(frozen=True)
class Means:
    """A measure with what serves it; `above` is the objective that it is told under, `unserved` when no chain is
    known at all, whatever the filters. `proof` is the link that touches the measure in its best chain."""

    policy: Brief
    level: str | None
    place: int
    above: Brief | None
    supports: tuple[Support, ...]
    leads: tuple[Brief, ...] = ()
    needs: tuple[Brief, ...] = ()
    unserved: bool = False
    proof: Link | None = field(default=None, compare=False)

    @cached_property
    def direct(self) -> tuple[Support, ...]:
        return tuple(each for each in self.supports if each.direct)

    @cached_property
    def indirect(self) -> tuple[Support, ...]:
        return tuple(each for each in self.supports if not each.direct)

    @property
    def told(self) -> tuple[Support, ...]:
        """Whose bearers, territories, states and money the row tells: the direct ones, else the others. Never both."""
        return self.direct or self.indirect

    @property
    def bearers(self) -> list[Brief]:
        return _once(bearer for each in self.told for bearer in each.known.bearers)

    @property
    def places(self) -> list[Brief]:
        return _once(place for each in self.told for place in each.known.places)

    @property
    def grants(self) -> list[Grant]:
        return [grant for each in self.told for grant in each.known.grants]

    @property
    def states(self) -> Mapping[str | None, int]:
        """How many resources are in each state, the most common first; None is « not given »."""
        found: dict[str | None, int] = {}
        for each in self.told:
            found[each.record.status] = found.get(each.record.status, 0) + 1
        return dict(sorted(found.items(), key=lambda item: (item[0] is None, -item[1], item[0] or "")))

    @property
    def strengths(self) -> Mapping[Strength, int]:
        """How many resources are known so well, the strongest first."""
        found = [each.strength for each in self.told]
        return {strength: found.count(strength) for strength in Strength if strength in found}


def _once(records: Iterable[Brief]) -> list[Brief]:
    return list({record.id: record for record in records}.values())
