"""Which resources serve a policy, which policies a resource serves, and what is missing: every chain in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.asof import day_of
from graph.chain_links import read_records
from graph.chain_rings import Ground, fetch_parents, fetch_steps, start
from graph.chains import TRACED, Chain, Walked, up_from
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.links import Brief
from graph.outlines import Outline
from graph.outlining import outline_policy
from graph.traces import Evidence, Gap, PolicyTrace, ResourceTrace, ServedPolicy, TracedPolicy
from graph.viewers import Viewer

__all__ = ["Gap", "PolicyTrace", "ResourceTrace", "trace_policy", "trace_resource"]

# Chains told for one resource: a page of more is not read.
MOST = 2000


def trace_policy(
    db: Database, viewer: Viewer, policy_id: str, *, at: str | None = None, territory: str | None = None,
    theme: str | None = None, confirmed_only: bool = False,
) -> PolicyTrace:  # fmt: skip
    """The policy's tree with every chain that ends in it; the filters are on chains, never on holes."""
    found = outline_policy(
        db, viewer, policy_id, at=at, territory=territory, theme=theme, confirmed_only=confirmed_only
    )
    by_policy: dict[str, list[Chain]] = {}
    for chain in found.all_told(db, viewer):
        by_policy.setdefault(chain.policy.id, []).append(chain)
    gaps = found.gaps(db, viewer, found.holes)
    return PolicyTrace(
        root=_tree(found, by_policy), above=found.above, gaps=tuple(filter(None, gaps)),
        evidence=_evidence((chain for each in by_policy.values() for chain in each), found.at),
        cycles=told_cycles(db, viewer, found.cycles, found.at), cut=found.cut, more=found.more, at=found.at,
    )  # fmt: skip


def trace_resource(db: Database, viewer: Viewer, id: str, *, at: str | None = None) -> ResourceTrace:
    """The policies that a resource serves, directly or through what uses it, and what these are part of."""
    day = day_of(at)
    ground = Ground()
    resource = start(db, viewer, ground, id, day)
    if resource is None:
        raise NotFound(id)
    if resource.kind not in TRACED:
        raise Invalid({"id": "cette fiche n'est ni une ressource, ni un commun, ni un projet, ni un besoin"})
    fetch_steps(db, viewer, ground, [id], day)
    walked = up_from(ground.steps, id, ground.kinds, MOST)
    by_policy: dict[str, list[Chain]] = {}
    for chain in _chains(ground, walked, resource):
        by_policy.setdefault(chain.policy.id, []).append(chain)
    fetch_parents(db, viewer, ground, by_policy, day)
    served = [_served(ground, policy, chains) for policy, chains in by_policy.items()]
    served.sort(key=lambda each: (not each.direct, each.policy.name, each.policy.id))
    return ResourceTrace(
        resource=resource, policies=tuple(served),
        evidence=_evidence((chain for each in served for chain in each.chains), day),
        cycles=tuple(tuple(ground.records[each] for each in ring) for ring in sorted(walked.cycles)),
        cut=walked.cut or ground.more > 0, more=ground.more, at=day,
    )  # fmt: skip


def told_cycles(
    db: Database, viewer: Viewer, rings: Sequence[Sequence[str]], at: str | None
) -> tuple[tuple[Brief, ...], ...]:
    """Rings of ids as records; one that has just come apart is left out."""
    records = read_records(db, viewer, [id for ring in rings for id in ring], at)
    return tuple(tuple(records[id] for id in ring) for ring in rings if all(id in records for id in ring))


def _tree(found: Outline, chains: Mapping[str, Sequence[Chain]]) -> TracedPolicy:
    """Each policy is shown under all that it is part of, and opened under the nearest to the top."""
    web = found.web

    def node(place: int, parent: int) -> TracedPolicy:
        parts = web.children[place] if web.opened_under.get(place, parent) == parent else ()
        policy = Brief(web.ids[place], "Policy", web.names[place]) if place else found.root
        own = tuple(chains.get(policy.id, ()))
        return TracedPolicy(policy, web.levels[place], own, tuple(node(part, place) for part in parts if part))

    return node(0, -1)


def _chains(ground: Ground, walked: Walked, resource: Brief) -> list[Chain]:
    """Chains of one resource, told by policy, the direct ones first."""
    out = []
    for steps in walked.chains:
        last = steps[-1].other
        out.append(Chain(last, resource, last, steps, ground.levels.get(last.id)))
    return sorted(out, key=lambda chain: (len(chain.steps), chain.target.name, chain.step_ids))


def _served(ground: Ground, policy: str, chains: Sequence[Chain]) -> ServedPolicy:
    above: dict[str, Brief] = {}
    edge = [policy]
    while edge:
        parents = [parent for id in edge for parent in ground.parents.get(id, ())]
        edge = [parent.id for parent in parents if parent.id not in above and parent.id != policy]
        above |= {parent.id: parent for parent in parents if parent.id != policy}
    return ServedPolicy(ground.records[policy], ground.levels.get(policy), tuple(chains), tuple(above.values()))


def _evidence(chains: Iterable[Chain], day: str | None) -> Evidence:
    links = {step.id: step for chain in chains for step in chain.steps}
    return Evidence(tuple(links[id] for id in sorted(links)), day)
