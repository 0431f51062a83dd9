"""The holes of a policy: what it or its uses need and nothing covers, and what no known resource serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.asof import brief_at
from graph.chain_rings import Ground
from graph.chains import BEGINNINGS, Chain, ends
from graph.database import Database
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.traces import Gap
from graph.viewers import Viewer, sees, sees_link

VOICES = f"""
UNWIND $ids AS id
MATCH (need:Entity {{id: id}})<-[r:EXPRESSES]-(who)
WHERE NOT who:Gone AND {sees("need")} AND {sees_link("r")} AND {sees("who")} AND {in_force("r")}
RETURN id, {brief_at("who")} AS who, properties(r) AS properties ORDER BY who.name, who.id
"""


def gaps_of(
    ground: Ground, policies: Sequence[str], leaves: Iterable[str], chains: Mapping[str, Sequence[Chain]]
) -> list[Gap]:
    """Holes of the policies, in the order of the tree; `leaves` are those with nothing below them, `chains` all
    those found for each policy, before any filter."""
    bare = {id for id in leaves if not chains[id]}
    found: dict[tuple[str, str, str], Gap] = {}
    for id in policies:
        for gap in _of_one(ground, id, bare):
            found.setdefault((gap.sort, gap.record.id, gap.about.id), gap)
    return list(found.values())


def _of_one(ground: Ground, policy: str, bare: set[str]) -> Iterator[Gap]:
    about = ground.records[policy]
    yield from _needs(ground, policy)
    for link in ground.steps.under(policy):
        case = ground.records[ends(link)[0]]
        if case.kind == "UseCase":
            yield from _needs(ground, case.id)
            if not _served(ground, case.id):
                yield Gap("case", case, about, link)
    if policy in bare:
        yield Gap("policy", about, about)


def _needs(ground: Ground, id: str) -> Iterator[Gap]:
    """Needs of a policy or use case that are said not to be covered, or that nothing meets."""
    for link in ground.steps.under(id):
        need = ground.records[ends(link)[0]]
        if need.kind != "Need" or need.status == "covered":
            continue
        if need.status == "not_covered" or not ground.steps.under(need.id):
            yield Gap("need", need, ground.records[id], link)


def _served(ground: Ground, case: str) -> bool:
    """Does a use case use something, or has it a need that something meets?"""
    below = [ends(link)[0] for link in ground.steps.under(case)]
    return any(
        ground.records[id].kind in BEGINNINGS or bool(ground.steps.under(id)) for id in below
    )  # fmt: skip


def with_voices(db: Database, viewer: Viewer, gaps: Sequence[Gap], at: str | None) -> tuple[Gap, ...]:
    """The same gaps, with who expresses each need or use case."""
    concerned: dict[str, Brief] = {gap.record.id: gap.record for gap in gaps if gap.sort != "policy"}
    if not concerned:
        return tuple(gaps)
    voices: dict[str, list[Link]] = {}
    for row in db.read(VOICES, ids=sorted(concerned), at=at, **viewer.params()):
        link = link_of(row["properties"], "EXPRESSES", brief_of(row["who"]), concerned[row["id"]], inverse=True)
        voices.setdefault(row["id"], []).append(link)
    return tuple(
        replace(gap, voices=tuple(voices.get(gap.record.id, ()))) if gap.sort != "policy" else gap for gap in gaps
    )
