"""With what means each measure of a policy is carried out: a row a measure, those with nothing kept in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.chain_columns import Known
from graph.chain_links import read_links
from graph.database import Database
from graph.evidence import Strength
from graph.links import Link
from graph.means_rows import Means, Support
from graph.mobilised import Mobilised, mobilised
from graph.outlines import Outline
from graph.viewers import Viewer


def measures(found: Outline) -> list[tuple[int, int]]:
    """Places of the measures and of what each is told under (-1: nothing), in the order of the tree: what has no parts,
    what is called a measure, and what something serves of its own."""
    web, served = found.web, set(np.unique(found.chains.policies).tolist())
    out: list[tuple[int, int]] = []
    stack = [(0, -1)]
    while stack:
        place, parent = stack.pop()
        opened = web.opened_under.get(place, parent) == parent
        parts = [part for part in web.children[place] if part] if opened else []
        if opened and (not parts or web.levels[place] == "measure" or place in served):
            out.append((place, parent))
        stack += [(part, place) for part in reversed(parts)]
    return out


def means(db: Database, viewer: Viewer, found: Outline, places: Sequence[tuple[int, int]]) -> list[Means]:
    """These measures in full, in two answers however many resources serve them."""
    best = _best(found, [place for place, _ in places])
    web, needs = found.web, _needs(found)
    wanted = {place for rows in best.values() for each in rows for place in (each.resource, *each.via)}
    wanted |= {need for place, _ in places for need in needs.get(place, ())}
    wanted |= {each for pair in places for each in pair if each >= 0}
    known = mobilised(db, viewer, (web.ids[place] for place in wanted), found.at)
    told = (_row(found, place, above, best.get(place, ()), needs, known) for place, above in places)
    rows = [row for row in told if row]
    links = read_links(db, viewer, web, {row.supports[0].last for row in rows if row.supports}, found.at)
    return [_proved(row, links) for row in rows]


@dataclass(frozen=True)
class _Best:
    resource: int
    via: tuple[int, ...]
    ways: int
    steps: tuple[int, ...]


def _best(found: Outline, policies: Iterable[int]) -> dict[int, list[_Best]]:
    """By policy, the best chain of each resource."""
    asked = np.zeros(found.web.policies, dtype=bool)
    asked[list(policies)] = True
    rows = found.in_order("strength")
    rows = rows[asked[found.chains.policies[rows]]]
    pairs = found.chains.policies[rows] * len(found.web.ids) + found.chains.resources[rows]
    _, first, ways = np.unique(pairs, return_index=True, return_counts=True)
    out: dict[int, list[_Best]] = {}
    for place in np.argsort(first).tolist():
        row = rows[first[place]]
        steps = tuple(step for step in found.chains.steps[row].tolist() if step >= 0)
        between = tuple(int(found.web.down[step]) for step in reversed(steps[:-1]))
        told = _Best(int(found.chains.resources[row]), between, int(ways[place]), steps)
        out.setdefault(int(found.chains.policies[row]), []).append(told)
    return out


def _needs(found: Outline) -> dict[int, list[int]]:
    """Needs that nothing covers, by the policy or use case that has them."""
    out: dict[int, list[int]] = {}
    for hole in found.holes:
        if hole.sort == "need":
            out.setdefault(hole.about, []).append(hole.record)
    return out


def _row(
    found: Outline, place: int, above: int, best: Sequence[_Best], needs: Mapping[int, Sequence[int]],
    known: Mapping[str, Mobilised],
) -> Means | None:  # fmt: skip
    ids = found.web.ids
    if (own := known.get(ids[place])) is None:
        return None
    supports = tuple(_support(found, each, known) for each in best if ids[each.resource] in known)
    unserved = any(hole.sort == "policy" and hole.record == place for hole in found.holes)
    under = known.get(ids[above]) if above >= 0 else None
    lacking = tuple(known[ids[need]].record for need in needs.get(place, ()) if ids[need] in known)
    return Means(
        own.record, found.web.levels[place], place, under.record if under else None, supports, own.bearers, lacking,
        unserved,
    )  # fmt: skip


def _support(found: Outline, best: _Best, known: Mapping[str, Mobilised]) -> Support:
    web = found.web
    links: list[Known] = [web.known[web.of[step]] for step in best.steps]
    days = [link.day for link in links]
    via = tuple(known[web.ids[place]].record for place in best.via if web.ids[place] in known)
    return Support(
        known[web.ids[best.resource]], len(best.steps) == 1,
        max((link.strength for link in links), key=list(Strength).index), via, best.ways, best.steps[0],
        min((day for day in days if day), default=None) if all(days) else None, any(link.undated for link in links),
    )  # fmt: skip


def _proved(row: Means, links: Mapping[int, Link]) -> Means:
    return replace(row, proof=links.get(row.supports[0].last)) if row.supports else row
