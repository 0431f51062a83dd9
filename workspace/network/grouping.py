"""Records that share a territory, a community or a theme drawn as one, until somebody opens it: from scene to scene."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.database import Database
from graph.folding import fold
from graph.neighbourhood import Near
from graph.viewers import Viewer
from workspace.language import number
from workspace.network.belonging import WAYS, Belonging, Shared
from workspace.network.scene import Bundle, Edge, Group, Scene
from workspace.network.view import View

# An id that no record has, so that a community may be at the centre beside the group of its members.
PREFIX = "groupe-"
NOWHERE = "sans"


@dataclass(frozen=True)
class Gathered:
    """Links once their ends are groups: those drawn, and how many are inside each group (by its place)."""

    edges: tuple[Edge, ...]
    inner: Mapping[int, int]


def grouped(db: Database, viewer: Viewer, scene: Scene, view: View) -> Scene:
    """The scene with its groups; the same when the view asks for none. Centres stay themselves."""
    if not view.drawn.grouping:
        return scene
    way = WAYS[view.drawn.grouping]
    found = way.of(db, viewer, scene, view)
    ids = [PREFIX + (key or NOWHERE) for key in found.keys]
    alone = {place for place, near in enumerate(scene.nodes) if near.record.id in view.centres}
    shut: dict[str, list[int]] = defaultdict(list)
    for place, id in enumerate(ids):
        if place not in alone and id not in view.drawn.opened:
            shut[id].append(place)
    shown = [id for id in _ordered(shut) if id not in view.drawn.hidden]
    counts = Counter(id for place, id in enumerate(ids) if place not in alone)
    bundles = _bundles(way, found, view, counts)
    seen = _drawn(scene, shut, shown, bundles)
    return replace(
        seen, opened=tuple(bundles[id] for id in view.drawn.opened if id in bundles),
        hidden=(*scene.hidden, *(bundles[id] for id in shut if id not in shown)),
    )  # fmt: skip


def _ordered(shut: Mapping[str, Sequence[int]]) -> list[str]:
    """The largest first; what belongs nowhere last."""
    return sorted(shut, key=lambda id: (id == PREFIX + NOWHERE, -len(shut[id]), id))


def _bundles(way: Shared, found: Belonging, view: View, counts: Mapping[str, int]) -> dict[str, Bundle]:
    """« Hérault (12) »: the number goes with the name wherever it is told."""
    names = {PREFIX + NOWHERE: way.rest()} | {PREFIX + key: name for key, name in found.names.items()}
    return {
        id: Bundle(id, way.kind, f"{names[id]} ({number(count)})", address=view.address(selection=id))
        for id, count in counts.items()
    }  # fmt: skip


def _drawn(
    scene: Scene, shut: Mapping[str, Sequence[int]], shown: Sequence[str], bundles: Mapping[str, Bundle]
) -> Scene:
    """Groups first, then the records that are in none."""
    within = {place for places in shut.values() for place in places}
    single = [place for place in range(len(scene.nodes)) if place not in within]
    to = {place: number for number, id in enumerate(shown) for place in shut[id]}
    to |= {place: len(shown) + number for number, place in enumerate(single)}
    links = _gathered(scene.edges, to, len(shown))
    groups = {
        id: Group(
            bundles[id], id.removeprefix(PREFIX) if id != PREFIX + NOWHERE else None,
            _by_name(scene.nodes[place] for place in shut[id]), links.inner.get(number, 0),
        )
        for number, id in enumerate(shown)
    }  # fmt: skip
    nodes = (*_nears(groups.values(), links.edges), *(scene.nodes[place] for place in single))
    return replace(
        scene, nodes=nodes, edges=links.edges, total=len(nodes), around=None, settled=None, groups=groups
    )  # fmt: skip


def _by_name(members: Iterable[Near]) -> tuple[Near, ...]:
    return tuple(sorted(members, key=lambda near: (fold(near.record.name), near.record.id)))


def _nears(groups: Iterable[Group], edges: Iterable[Edge]) -> list[Near]:
    """Each as near as its nearest record, with the links that lead out of it."""
    degrees: Counter[int] = Counter()
    for edge in edges:
        for end in (edge.a, edge.b):
            degrees[end] += edge.count
    return [
        Near(group.record, min(near.distance for near in group.members), degrees[place])
        for place, group in enumerate(groups)
    ]


def _gathered(edges: Iterable[Edge], to: Mapping[int, int], groups: int) -> Gathered:
    """Links between the same two, of which one is a group (a place below `groups`), are one line."""
    single: list[Edge] = []
    inner: Counter[int] = Counter()
    sums: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.a not in to or edge.b not in to:
            continue
        a, b = to[edge.a], to[edge.b]
        if min(a, b) >= groups:
            single.append(replace(edge, a=a, b=b))
        elif a == b:
            inner[a] += 1
        else:
            sums[(min(a, b), max(a, b))].append(edge)
    return Gathered((*(_sum(ends, each) for ends, each in sorted(sums.items())), *single), inner)


def _sum(ends: tuple[int, int], edges: Sequence[Edge]) -> Edge:
    """Marked as changed when all of them are."""
    changes = {edge.change for edge in edges}
    return Edge(
        *ends, "", edges[0].line, all(edge.undated for edge in edges), all(edge.sourced for edge in edges),
        changes.pop() if len(changes) == 1 else "", count=len(edges),
    )  # fmt: skip
