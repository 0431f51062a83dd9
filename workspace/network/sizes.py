"""How large each record is drawn: by a measure that the reader chooses, as half the width of its shape in pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from workspace.language import gettext
from workspace.network.drawn import BY_LINKS, EQUAL
from workspace.network.measured import MEASURES, size_of
from workspace.network.scene import Scene
from workspace.network.view import View

SMALLEST, LARGEST = 5.0, 12.0
GROUP, LARGEST_GROUP = 8.0, 26.0
CENTRE = 3.0  # a centre is that much larger


# In words, as the legend offers them.
SIZES: Mapping[str, Callable[[], str]] = {
    BY_LINKS: lambda: gettext("Nombre de liens"),
    **{name: measure.told for name, measure in MEASURES.items()},
    EQUAL: lambda: gettext("Toutes égales"),
}


def sizes_of(scene: Scene, view: View) -> list[float]:
    """In the order of the scene's records."""
    return [
        _of_group(len(scene.groups[near.record.id].members)) if near.record.id in scene.groups
        else round(min(LARGEST, SMALLEST + added) + (CENTRE if near.record.id in view.centres else 0), 1)
        for near, added in zip(scene.nodes, _added(scene, view.drawn.size), strict=True)
    ]  # fmt: skip


def _added(scene: Scene, size: str) -> list[float]:
    if size == EQUAL:
        return [2.0] * len(scene.nodes)
    if scene.measured is None:
        return [math.sqrt(near.degree) for near in scene.nodes]
    return [size_of(size, scene.measured.get(near.record.id, 0.0)) for near in scene.nodes]


def _of_group(members: int) -> float:
    """Its surface tells how many it holds, whatever measure records are drawn by."""
    return round(min(LARGEST_GROUP, GROUP + 2 * math.sqrt(members)), 1)
