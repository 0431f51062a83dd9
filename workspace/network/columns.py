"""What the drawing in the browser is made from: columns of numbers, the words once."""

from __future__ import annotations

from typing import Any

from graph.network import LINES
from graph.schema import SCHEMA
from workspace.network.scene import Scene
from workspace.network.view import View
from workspace.words import initial, kind_word


def columns_of(scene: Scene, view: View) -> dict[str, Any]:
    """Records by place; `edges` are flat: place, place, line, undated (0 or 1), four by four."""
    kinds = sorted({near.record.kind for near in scene.nodes}, key=list(SCHEMA.kinds).index)
    number = {kind: place for place, kind in enumerate(kinds)}
    x, y = scene.positions()
    centres = set(view.centres)
    return {
        "kinds": [_kind(kind) for kind in kinds],
        "lines": LINES,
        "ids": [near.record.id for near in scene.nodes],
        "names": [near.record.name for near in scene.nodes],
        "kind": [number[near.record.kind] for near in scene.nodes],
        "degree": [near.degree for near in scene.nodes],
        "distance": [near.distance for near in scene.nodes] if view.centres else [],
        "x": [round(value) for value in x],
        "y": [round(value) for value in y],
        "edges": [value for edge in scene.edges for value in (edge.a, edge.b, edge.line, int(edge.undated))],
        "centres": [place for place, near in enumerate(scene.nodes) if near.record.id in centres],
    }


def _kind(name: str) -> dict[str, str]:
    family = SCHEMA.family_of(name)
    return {"label": initial(kind_word(name)), "family": family.name, "css": family.css}
