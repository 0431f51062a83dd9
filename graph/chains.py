"""The chains that tie a resource to a policy: a closed list of steps, and no others.

Never through an organisation, a community, a territory or a theme: all would be tied to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph import chain_words
from graph.evidence import Strength, last_known, sourced, strength, strength_of
from graph.links import Brief, Link
from graph.schema import SCHEMA

SUPPORTS = frozenset(kind.name for kind in SCHEMA.kinds_of("resources")) | {"Commons"}
# A project serves or meets like a resource; nothing is traced through what a project uses.
BEGINNINGS = SUPPORTS | {"Project"}
TRACED = BEGINNINGS | {"UseCase", "Need"}
LONGEST = 4

Weight = tuple[int, bool, bool, int]


@dataclass(frozen=True)
class Hop:
    """A step of a chain: `down` names the kinds on the resource's side, `up` those on the policy's. `forward` when
    the relation itself goes from the resource's side to the policy's."""

    types: tuple[str, ...]
    down: frozenset[str]
    up: frozenset[str]
    forward: bool


HOPS = (
    Hop(("SERVES",), BEGINNINGS | {"UseCase"}, frozenset({"Policy"}), True),
    Hop(("MEETS",), BEGINNINGS, frozenset({"Need"}), True),
    Hop(("NEEDS",), frozenset({"Need"}), frozenset({"Policy", "UseCase"}), False),
    Hop(("USES", "NEEDS"), SUPPORTS, frozenset({"UseCase"}), False),
    Hop(("USES", "DEPENDS_ON", "INSTANCE_OF"), SUPPORTS, frozenset({"Service", "Commons", "Software"}), False),
)


@dataclass(frozen=True)
class Chain:
    """Steps from a resource to a policy. `target` is the far end of what was asked: the resource when a policy is
    traced, the policy when a resource is. `level` is the policy's (policy, objective, measure)."""

    target: Brief
    resource: Brief
    policy: Brief
    steps: tuple[Link, ...]
    level: str | None = None

    @property
    def direct(self) -> bool:
        return len(self.steps) == 1

    @property
    def strength(self) -> Strength:
        return strength(self.steps)

    @property
    def step_ids(self) -> tuple[str, ...]:
        """What makes two chains the same."""
        return tuple(step.id for step in self.steps)

    @property
    def undated(self) -> bool:
        return any(step.undated for step in self.steps)

    @property
    def unsourced(self) -> int:
        """How many steps do not say where they come from."""
        return sum(not sourced(step) for step in self.steps)

    @property
    def age(self) -> str | None:
        """ISO day on which the oldest step was last vouched for; None when one of them never was."""
        known = [last_known(step) for step in self.steps]
        return min((day for day in known if day), default=None) if all(known) else None

    @property
    def records(self) -> tuple[Brief, ...]:
        """From the resource to the policy, both included."""
        return (self.resource, *(step.other for step in self.steps))

    def sentence(self, language: str = "fr") -> str:
        """« Le jeu de données « X » sert la mesure « Y », parce que le service « Z » l'utilise — IGN, 2024 »."""
        return chain_words.sentence(self.resource, self.policy, self.level, self.steps, language)

    def claim(self, language: str = "fr") -> str:
        """The sentence without its sources."""
        return chain_words.claim(self.resource, self.policy, self.level, self.steps, language)


Told = tuple[str, str, str, str]


@dataclass
class Steps:
    """The links found, told upwards, by the record at the lower end."""

    above: dict[str, dict[Told, Link]] = field(default_factory=dict)

    def add(self, link: Link) -> None:
        """Keeps the link, or the stronger of two that say the same thing of the same records."""
        same = self.above.setdefault(ends(link)[0], {})
        known = same.get(told(link), link)
        same[told(link)] = min(link, known, key=lambda each: (weight(each), each.id))

    def over(self, id: str) -> list[Link]:
        return sorted(self.above.get(id, {}).values(), key=lambda link: link.id)


@dataclass
class Walked:
    """Chains from the resource up; `cycles` are the rings of records met; `cut` when there were too many chains."""

    chains: list[tuple[Link, ...]] = field(default_factory=list)
    cycles: set[tuple[str, ...]] = field(default_factory=set)
    cut: bool = False


def ends(link: Link) -> tuple[str, str]:
    """Ids of a step's ends: the resource's side, the policy's side."""
    pair = link.source.id, link.target.id
    return (pair[1], pair[0]) if link.inverse else pair


def told(link: Link) -> Told:
    """What a step says, of which records."""
    return (*ends(link), link.type, link.verb.fr)


def up_from(steps: Steps, resource: str, kinds: Mapping[str, str], most: int) -> Walked:
    """Every chain that begins at a resource."""
    walked = Walked()

    def walk(at: str, passed: tuple[str, ...], chain: tuple[Link, ...]) -> None:
        for link in steps.over(at):
            up = ends(link)[1]
            if up in passed:
                walked.cycles.add(ring(passed[passed.index(up) :]))
            elif len(walked.chains) >= most:
                walked.cut = True
            elif kinds[up] == "Policy":
                walked.chains.append((*chain, link))
            elif len(chain) + 1 < LONGEST:
                walk(up, (*passed, up), (*chain, link))

    walk(resource, (resource,), ())
    return walked


def ring(ids: tuple[str, ...]) -> tuple[str, ...]:
    """A cycle written from its first id, so that it is told once wherever it was entered."""
    first = ids.index(min(ids))
    return ids[first:] + ids[:first]


def weight(link: Link) -> Weight:
    """Of links that say the same the lightest is told: the stronger, the dated, the sourced, the last vouched for."""
    day = last_known(link)
    ordinal = date.fromisoformat(day).toordinal() if day else 0
    return list(Strength).index(strength_of(link)), link.undated, not sourced(link), -ordinal
