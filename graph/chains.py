"""The chains that tie a resource to a policy: a closed list of steps, and no others.

Never through an organisation, a community, a territory or a theme: all would be tied to all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph import chain_words
from graph.evidence import Strength, last_known, sourced, strength, strength_of
from graph.links import Brief, Link
from graph.schema import SCHEMA

SUPPORTS = frozenset(kind.name for kind in SCHEMA.kinds_of("resources")) | {"Commons"}
# A project serves or meets like a resource; nothing is traced through what a project uses.
BEGINNINGS = SUPPORTS | {"Project"}
TRACED = BEGINNINGS | {"UseCase", "Need"}
LONGEST = 4


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


@dataclass
class Steps:
    """The links found, told upwards, by the record at each end."""

    below: dict[str, dict[tuple[str, ...], Link]] = field(default_factory=dict)
    above: dict[str, dict[tuple[str, ...], Link]] = field(default_factory=dict)

    def add(self, link: Link) -> None:
        """Keeps the link, or the stronger of two that say the same thing of the same records."""
        down, up = ends(link)
        told = (down, up, link.type, link.verb.fr)
        best = min((link, *filter(None, [self.below.get(up, {}).get(told)])), key=_weight)
        self.below.setdefault(up, {})[told] = self.above.setdefault(down, {})[told] = best

    def under(self, id: str) -> list[Link]:
        return sorted(self.below.get(id, {}).values(), key=lambda link: link.id)

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


def down_from(steps: Steps, policy: str, kinds: Mapping[str, str], most: int) -> Walked:
    """Every chain that ends at a policy; `kinds` tells the kind of each record."""
    walked = Walked()

    def walk(at: str, passed: tuple[str, ...], chain: tuple[Link, ...]) -> None:
        for link in steps.under(at):
            down = ends(link)[0]
            if down in passed:
                walked.cycles.add(ring(passed[passed.index(down) :]))
            elif len(walked.chains) >= most:
                walked.cut = True
            else:
                longer = (link, *chain)
                if kinds[down] in BEGINNINGS:
                    walked.chains.append(longer)
                if len(longer) < LONGEST:
                    walk(down, (*passed, down), longer)

    walk(policy, (policy,), ())
    return walked


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


def _weight(link: Link) -> tuple[int, bool, str]:
    return list(Strength).index(strength_of(link)), link.undated, link.id
