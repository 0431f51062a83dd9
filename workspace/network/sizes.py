"""How large each record is drawn: by a measure that the reader chooses, as half the width of its shape in pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.neighbourhood import Near
from workspace.network.drawn import BY_LINKS
from workspace.network.scene import Scene
from workspace.network.view import View
from workspace.refusals import N_

SMALLEST, LARGEST = 5.0, 12.0
GROUP, LARGEST_GROUP = 8.0, 26.0
CENTRE = 3.0  # a centre is that much larger


@dataclass(frozen=True)
class Size:
    """A choice of the reader; `of` gives what is added to the smallest."""

    label: str
    of: Callable[[Near], float]


# A measure more is one line here, and its word in `drawn.SIZES`.
SIZES: Mapping[str, Size] = {
    BY_LINKS: Size(N_("Nombre de liens"), lambda near: math.sqrt(near.degree)),
    "egale": Size(N_("Toutes égales"), lambda near: 2.0),
}


def sizes_of(scene: Scene, view: View) -> list[float]:
    """In the order of the scene's records."""
    chosen = SIZES[view.drawn.size]
    return [
        _of_group(len(scene.groups[near.record.id].members)) if near.record.id in scene.groups
        else round(min(LARGEST, SMALLEST + chosen.of(near)) + (CENTRE if near.record.id in view.centres else 0), 1)
        for near in scene.nodes
    ]  # fmt: skip


def _of_group(members: int) -> float:
    """Its surface tells how many it holds, whatever measure records are drawn by."""
    return round(min(LARGEST_GROUP, GROUP + 2 * math.sqrt(members)), 1)
