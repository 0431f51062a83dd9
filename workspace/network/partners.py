"""The actor selected among who works with whom: with whom, and through what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.folding import fold
from graph.links import Brief
from workspace.network.scene import Scene
from workspace.network.view import View

MOST = 40
Partner = tuple[Brief, Sequence[Brief]]


@dataclass(frozen=True)
class Partners:
    """`found`: with whom, and what is shared, the most first; `more` are not listed."""

    record: Brief
    degree: int
    found: Sequence[Partner]
    more: int = 0
    group: None = None


def partners_of(scene: Scene, view: View) -> Partners | None:
    """Of the actor selected, else of the first centre; None when it is not drawn."""
    near = scene.find(view.selection or next(iter(view.centres), ""))
    if not near:
        return None
    found = [
        (scene.nodes[other].record, edge.shared)
        for edge in scene.edges for this, other in ((edge.a, edge.b), (edge.b, edge.a))
        if scene.nodes[this].record.id == near.record.id
    ]  # fmt: skip
    found.sort(key=lambda partner: (-len(partner[1]), fold(partner[0].name), partner[0].id))
    return Partners(near.record, near.degree, found[:MOST], len(found[MOST:]))
