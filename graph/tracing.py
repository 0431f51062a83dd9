"""Which resources serve a policy, which policies a resource serves, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graph.asof import day_of
from graph.chain_rings import Ground, fetch_steps, fetch_tree, start
from graph.chains import TRACED, Chain, Walked, down_from, ring, up_from
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.evidence import Strength
from graph.gaps import gaps_of, with_voices
from graph.links import Brief, Link, in_force
from graph.traces import Evidence, Gap, PolicyTrace, ResourceTrace, ServedPolicy, TracedPolicy
from graph.viewers import Viewer, sees, sees_link

__all__ = ["Gap", "PolicyTrace", "ResourceTrace", "trace_policy", "trace_resource"]

# Chains told for one policy, or for one resource: a page of more is not read.
MOST = 2000

IN_PLACE = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})-[r:IN_TERRITORY]->(t)
WHERE NOT t:Gone AND {sees_link("r")} AND {sees("t")} AND {in_force("r")}
  AND (t.id = $place OR EXISTS {{
    (t)-[inside:PART_OF*1..5]->(:Entity {{id: $place}})
    WHERE all(p IN inside WHERE {sees_link("p")} AND {sees("endNode(p)")} AND {in_force("p")}) }})
RETURN DISTINCT id ORDER BY id
"""
ON_THEME = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})-[r:ABOUT]->(t:Entity {{id: $theme}})
WHERE {sees_link("r")} AND {sees("t")} AND {in_force("r")} RETURN DISTINCT id ORDER BY id
"""


def trace_policy(
    db: Database, viewer: Viewer, policy_id: str, *, at: str | None = None, territory: str | None = None,
    theme: str | None = None, confirmed_only: bool = False,
) -> PolicyTrace:  # fmt: skip
    """The policy's tree with every chain that ends in it; the filters are on chains, never on holes."""
    day = day_of(at)
    ground = Ground()
    root = start(db, viewer, ground, policy_id, day)
    if root is None:
        raise NotFound(policy_id)
    if root.kind != "Policy":
        raise Invalid({"id": "cette fiche n'est pas une politique"})
    policies = fetch_tree(db, viewer, ground, [root.id], day, down=True)
    fetch_steps(db, viewer, ground, policies, day, down=True)
    kinds = ground.kinds
    found = {id: down_from(ground.steps, id, kinds, MOST) for id in policies}
    chains = {id: _chains(ground, walked, policy=id) for id, walked in found.items()}
    told = _kept(db, viewer, chains, day, territory, theme, confirmed_only)
    cycles: set[tuple[str, ...]] = set()
    tree = _tree(ground, root, None, told, (root.id,), cycles, set())
    gaps = gaps_of(ground, policies, [id for id in policies if id not in ground.tree], chains)
    return PolicyTrace(
        root=tree, above=_above(db, viewer, root, day), gaps=with_voices(db, viewer, gaps, day),
        evidence=_evidence((chain for each in told.values() for chain in each), day),
        cycles=_cycles(ground, cycles, found.values()),
        cut=any(walked.cut for walked in found.values()) or ground.more > 0, more=ground.more, at=day,
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
    fetch_steps(db, viewer, ground, [id], day, down=False)
    walked = up_from(ground.steps, id, ground.kinds, MOST)
    by_policy: dict[str, list[Chain]] = {}
    for chain in _chains(ground, walked, resource=id):
        by_policy.setdefault(chain.policy.id, []).append(chain)
    fetch_tree(db, viewer, ground, by_policy, day, down=False)
    served = [_served(ground, policy, chains) for policy, chains in by_policy.items()]
    served.sort(key=lambda each: (not each.direct, each.policy.name, each.policy.id))
    return ResourceTrace(
        resource=resource, policies=tuple(served),
        evidence=_evidence((chain for each in served for chain in each.chains), day),
        cycles=_cycles(ground, (), [walked]), cut=walked.cut or ground.more > 0, more=ground.more, at=day,
    )  # fmt: skip


def _chains(ground: Ground, walked: Walked, *, policy: str = "", resource: str = "") -> list[Chain]:
    """Chains of one policy (told by resource) or of one resource (told by policy), the direct ones first."""
    out = []
    for steps in walked.chains:
        first, last = _first(steps), steps[-1].other
        out.append(Chain(first if policy else last, first, last, steps, ground.levels.get(last.id)))
    return sorted(out, key=lambda chain: (len(chain.steps), chain.target.name, chain.step_ids))


def _first(steps: Sequence[Link]) -> Brief:
    return steps[0].target if steps[0].inverse else steps[0].source


def _kept(
    db: Database, viewer: Viewer, chains: Mapping[str, Sequence[Chain]], day: str | None, territory: str | None,
    theme: str | None, confirmed_only: bool,
) -> dict[str, tuple[Chain, ...]]:  # fmt: skip
    """The chains that the filters leave."""
    ids = {chain.resource.id for each in chains.values() for chain in each}
    for query, name, value in ((IN_PLACE, "place", territory), (ON_THEME, "theme", theme)):
        if value:
            ids = {row["id"] for row in db.read(query, ids=sorted(ids), at=day, **{name: value}, **viewer.params())}
    return {
        id: tuple(
            chain for chain in each
            if chain.resource.id in ids and not (confirmed_only and chain.strength is not Strength.CONFIRMED)
        )
        for id, each in chains.items()
    }  # fmt: skip


def _tree(
    ground: Ground, policy: Brief, link: Link | None, chains: Mapping[str, tuple[Chain, ...]],
    passed: tuple[str, ...], cycles: set[tuple[str, ...]], opened: set[str],
) -> TracedPolicy:  # fmt: skip
    """A policy that is part of two is shown under both and opened under the first: opened under each, a thousand
    policies tied to one another would make more branches than there are atoms."""
    children = []
    parts = () if policy.id in opened else ground.tree.get(policy.id, ())
    opened.add(policy.id)
    for part in parts:
        if part.source.id in passed:
            cycles.add(ring(passed[passed.index(part.source.id) :]))
        else:
            children.append(_tree(ground, part.source, part, chains, (*passed, part.source.id), cycles, opened))
    return TracedPolicy(policy, ground.levels.get(policy.id), link, chains[policy.id], tuple(children))


def _served(ground: Ground, policy: str, chains: Sequence[Chain]) -> ServedPolicy:
    above: dict[str, Brief] = {}
    edge = [policy]
    while edge:
        parents = [link.target for id in edge for link in ground.tree.get(id, ())]
        edge = [parent.id for parent in parents if parent.id not in above and parent.id != policy]
        above |= {parent.id: parent for parent in parents if parent.id != policy}
    return ServedPolicy(ground.records[policy], ground.levels.get(policy), tuple(chains), tuple(above.values()))


def _above(db: Database, viewer: Viewer, root: Brief, day: str | None) -> tuple[Brief, ...]:
    """From the top to the parent; the first by name where a policy is part of two."""
    ground = Ground({root.id: root})
    fetch_tree(db, viewer, ground, [root.id], day, down=False)
    out: list[Brief] = []
    at = root.id
    while parents := [link.target for link in ground.tree.get(at, ()) if link.target not in (*out, root)]:
        out.append(parents[0])
        at = parents[0].id
    return tuple(reversed(out))


def _evidence(chains: Iterable[Chain], day: str | None) -> Evidence:
    links = {step.id: step for chain in chains for step in chain.steps}
    return Evidence(tuple(links[id] for id in sorted(links)), day)


def _cycles(ground: Ground, rings: Iterable[tuple[str, ...]], walks: Iterable[Walked]) -> tuple[tuple[Brief, ...], ...]:
    found = {*rings, *(cycle for walked in walks for cycle in walked.cycles)}
    return tuple(tuple(ground.records[id] for id in cycle) for cycle in sorted(found))
