"""The holes of a policy: what it or its uses need and nothing covers, and what no known resource serves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.asof import brief_at
from graph.chain_columns import Mask, Web
from graph.chain_joins import Chains
from graph.chain_links import read_links, read_records
from graph.chains import BEGINNINGS
from graph.database import Database
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.traces import Gap
from graph.viewers import Viewer, sees, sees_link

VOICES = f"""
UNWIND $ids AS id
MATCH (need:Entity {{id: id}})<-[r:EXPRESSES]-(who)
WHERE NOT who:Gone AND {sees("need")} AND {sees_link("r")} AND {sees("who")} AND {in_force("r")}
RETURN id, {brief_at("need")} AS record, {brief_at("who")} AS who, properties(r) AS properties ORDER BY who.name, who.id
"""


@dataclass(frozen=True)
class Hole:
    """A gap in places of a web: the record that lacks something, what it is about, and the link that ties the two
    (None of a policy that nothing serves, which is about itself)."""

    sort: Literal["need", "case", "policy"]
    record: int
    about: int
    link: int | None = None
    declared: bool = False


def holes_of(web: Web, chains: Chains) -> tuple[Hole, ...]:
    """The holes in the order of the tree; `chains` are all of them, before any filter."""
    needy = _needs_uncovered(web)
    cases = web.are(["UseCase"]) & ~_served(web)
    # Few policies have a hole among thousands of links: only the links that tell of one are looked at.
    concerned: Mask = needy | cases
    needing = web.up[needy[web.down]]
    concerned[needing] |= web.are(["UseCase"])[needing]
    found: dict[tuple[str, int, int], Hole] = {}
    for hole in _all(web, concerned, needy, cases, set(np.unique(chains.policies).tolist())):
        found.setdefault((hole.sort, hole.record, hole.about), hole)
    return tuple(found.values())


def told_gaps(db: Database, viewer: Viewer, web: Web, holes: Sequence[Hole], at: str | None) -> list[Gap | None]:
    """Holes in full, with who expresses each need or use case; None for one that is no longer there."""
    links = read_links(db, viewer, web, {hole.link for hole in holes if hole.link is not None}, at)
    policies = read_records(db, viewer, [web.ids[hole.record] for hole in holes if hole.link is None], at)
    voices = _voices(db, viewer, [web.ids[hole.record] for hole in holes if hole.link is not None], at)
    return [_told(hole, web.ids[hole.record], links, policies, voices) for hole in holes]


def _told(
    hole: Hole, id: str, links: Mapping[int, Link], policies: Mapping[str, Brief], voices: Mapping[str, Sequence[Link]]
) -> Gap | None:
    if hole.link is None:
        return Gap("policy", policies[id], policies[id]) if id in policies else None
    if (link := links.get(hole.link)) is None:
        return None
    record, about = (link.target, link.source) if link.inverse else (link.source, link.target)
    return Gap(hole.sort, record, about, link, tuple(voices.get(id, ())))


def _all(web: Web, concerned: Mask, needy: Mask, cases: Mask, served: set[int]) -> Iterator[Hole]:
    under: dict[int, list[int]] = {}
    for link in np.flatnonzero(concerned[web.down]).tolist():
        under.setdefault(int(web.up[link]), []).append(link)
    for policy in range(web.policies):
        yield from _needs(web, under, needy, policy)
        for link in under.get(policy, ()):
            case = int(web.down[link])
            yield from _needs(web, under, needy, case)
            if cases[case]:
                yield Hole("case", case, policy, link)
        if policy not in served and not web.children[policy]:
            yield Hole("policy", policy, policy)


def _needs(web: Web, under: Mapping[int, Sequence[int]], needy: Mask, about: int) -> Iterator[Hole]:
    for link in under.get(about, ()):
        need = int(web.down[link])
        if needy[need]:
            yield Hole("need", need, about, link, web.statuses.get(need) == "not_covered")


def _needs_uncovered(web: Web) -> Mask:
    """Needs that are said not to be covered, or that nothing meets."""
    needs, met = web.are(["Need"]), _has_below(web)
    for place in np.flatnonzero(needs).tolist():
        status = web.statuses.get(place)
        needs[place] = status == "not_covered" or (status != "covered" and not met[place])
    return needs


def _served(web: Web) -> Mask:
    """What uses something, or has a need that something meets."""
    useful = web.are(BEGINNINGS) | _has_below(web)
    served: Mask = np.zeros(len(web.ids), dtype=bool)
    served[web.up[useful[web.down]]] = True
    return served


def _has_below(web: Web) -> Mask:
    found: Mask = np.bincount(web.up, minlength=len(web.ids)) > 0
    return found


def _voices(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None) -> dict[str, list[Link]]:
    if not ids:
        return {}
    voices: dict[str, list[Link]] = {}
    for row in db.read(VOICES, ids=sorted(set(ids)), at=at, **viewer.params()):
        link = link_of(row["properties"], "EXPRESSES", brief_of(row["who"]), brief_of(row["record"]), inverse=True)
        voices.setdefault(row["id"], []).append(link)
    return voices
