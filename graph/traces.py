"""What a trace answers with: a tree of policies with their chains and holes, or the policies of a resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.chains import Chain
from graph.evidence import is_old, sourced
from graph.links import Brief, Link


@dataclass(frozen=True)
class Gap:
    """A hole: a need that is not covered, a use case or a policy with no known resource. `about` is the policy or
    use case concerned, `link` ties the need to it, `voices` are the links by which somebody expresses it."""

    sort: Literal["need", "case", "policy"]
    record: Brief
    about: Brief
    link: Link | None = None
    voices: tuple[Link, ...] = ()

    @property
    def since(self) -> str | None:
        """Since when it is said to be needed, as far as it is known."""
        told = (self.link, *self.voices) if self.sort == "need" else ()
        return next((link.since for link in told if link and link.since), None)

    @property
    def declared(self) -> bool:
        """Said by somebody, not found by counting."""
        return self.sort == "need" and self.record.status == "not_covered"


@dataclass(frozen=True)
class Tally:
    """Distinct resources: those that serve directly, and the others, that serve through something."""

    direct: frozenset[str]
    indirect: frozenset[str]

    @staticmethod
    def of(chains: Iterable[Chain]) -> Tally:
        found = list(chains)
        direct = frozenset(chain.resource.id for chain in found if chain.direct)
        return Tally(direct, frozenset(chain.resource.id for chain in found) - direct)


@dataclass(frozen=True)
class TracedPolicy:
    """A policy of the tree with its own chains."""

    policy: Brief
    level: str | None
    chains: tuple[Chain, ...]
    children: tuple[TracedPolicy, ...] = ()

    def all(self) -> Iterator[TracedPolicy]:
        """Itself and everything below, each as often as it stands in the tree."""
        yield self
        for child in self.children:
            yield from child.all()

    @property
    def own(self) -> Tally:
        return Tally.of(self.chains)

    @property
    def below(self) -> Tally:
        """Of the whole subtree; a resource is counted once, and as direct as soon as it is so somewhere."""
        return Tally.of(chain for node in self.all() for chain in node.chains)

    @property
    def empty(self) -> bool:
        return not any(node.chains for node in self.all())


@dataclass(frozen=True)
class Evidence:
    """The distinct links of a trace, counted by what is known of them."""

    links: tuple[Link, ...]
    at: str | None = None

    @property
    def sourced(self) -> int:
        return sum(sourced(link) for link in self.links)

    @property
    def undated(self) -> int:
        return sum(link.undated for link in self.links)

    @property
    def old(self) -> int:
        """Links last vouched for more than two years before the day asked about."""
        return sum(is_old(link, self.at) for link in self.links)


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What both ways tell: `cycles` are records that lead back to themselves; `cut` when chains were too long or too
    many, `more` records being one step too far."""

    evidence: Evidence
    cycles: tuple[tuple[Brief, ...], ...] = ()
    cut: bool = False
    more: int = 0
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class PolicyTrace(Trace):
    """The resources that serve a policy; `above` goes from the top to the parent."""

    root: TracedPolicy
    above: tuple[Brief, ...]
    gaps: tuple[Gap, ...]

    @property
    def chains(self) -> tuple[Chain, ...]:
        """Every chain of the tree, once."""
        found = {(chain.policy.id, chain.step_ids): chain for node in self.root.all() for chain in node.chains}
        return tuple(found.values())


@dataclass(frozen=True)
class ServedPolicy:
    """A policy that a resource serves; `above` are the objective and policy that it is part of, nearest first."""

    policy: Brief
    level: str | None
    chains: tuple[Chain, ...]
    above: tuple[Brief, ...] = ()

    @property
    def direct(self) -> bool:
        return any(chain.direct for chain in self.chains)


@dataclass(frozen=True, kw_only=True)
class ResourceTrace(Trace):
    """The policies that a resource serves, the direct ones first."""

    resource: Brief
    policies: tuple[ServedPolicy, ...]

    @property
    def chains(self) -> tuple[Chain, ...]:
        return tuple(chain for served in self.policies for chain in served.chains)

    @property
    def direct(self) -> tuple[ServedPolicy, ...]:
        return tuple(served for served in self.policies if served.direct)

    @property
    def indirect(self) -> tuple[ServedPolicy, ...]:
        return tuple(served for served in self.policies if not served.direct)
