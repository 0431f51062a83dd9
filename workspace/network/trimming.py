"""What somebody put aside in the drawing: records hidden, and those that hang on a folded one alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workspace.network.view import View

if TYPE_CHECKING:
    from workspace.network.scene import Scene


def trimmed(scene: Scene, view: View) -> Scene:
    """The scene without what is put aside, and what that is. Ids of what is not there are no matter."""
    drawn = view.drawn
    hidden = {place for place, near in enumerate(scene.nodes) if near.record.id in drawn.hidden}
    around = _neighbours(scene, hidden)
    folded: dict[int, set[int]] = {}
    for place, near in enumerate(scene.nodes):
        if near.record.id in drawn.folded:
            folded[place] = {end for end in around[place] if around[end] == {place} and _may_go(scene, view, end)}
    gone = hidden.union(*folded.values())
    if not gone and not folded:
        return scene
    return replace(
        _without(scene, gone), hidden=tuple(scene.nodes[place].record for place in sorted(hidden)),
        folded={scene.nodes[place].record: len(ends) for place, ends in folded.items()},
    )  # fmt: skip


def _may_go(scene: Scene, view: View, place: int) -> bool:
    """A centre, or what was asked to be unfolded, stays."""
    return scene.nodes[place].record.id not in (*view.centres, *view.drawn.unfolded)


def _neighbours(scene: Scene, hidden: set[int]) -> Mapping[int, set[int]]:
    out: dict[int, set[int]] = defaultdict(set)
    for edge in scene.edges:
        if edge.a != edge.b and not {edge.a, edge.b} & hidden:
            out[edge.a].add(edge.b)
            out[edge.b].add(edge.a)
    return out


def _without(scene: Scene, gone: set[int]) -> Scene:
    kept = [place for place in range(len(scene.nodes)) if place not in gone]
    number = {place: n for n, place in enumerate(kept)}
    edges = tuple(
        replace(edge, a=number[edge.a], b=number[edge.b])
        for edge in scene.edges
        if edge.a in number and edge.b in number
    )
    x, y = scene.settled or ((), ())
    settled = ([x[place] for place in kept], [y[place] for place in kept]) if scene.settled else None
    return replace(
        scene, nodes=tuple(scene.nodes[place] for place in kept), edges=edges, total=scene.total - len(gone),
        settled=settled,
    )  # fmt: skip
