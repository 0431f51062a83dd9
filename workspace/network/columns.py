"""What the drawing in the browser is made from: columns of numbers, the words once."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.arrangements import Arrangement
from graph.network import LINES
from graph.schema import SCHEMA
from workspace.network.scene import Scene
from workspace.network.sizes import sizes_of
from workspace.network.view import View
from workspace.words import initial, kind_word, word


def columns_of(scene: Scene, view: View, places: Arrangement) -> dict[str, Any]:
    """Records by place; `edges` are flat: place, place, line, undated (0 or 1), four by four; `types` are places in
    `verbs`, one a link; `size` is half the width of a shape."""
    kinds = sorted({near.record.kind for near in scene.nodes}, key=list(SCHEMA.kinds).index)
    number = {kind: place for place, kind in enumerate(kinds)}
    types = list(scene.relations)
    centres = set(view.centres)
    return {
        "kinds": [_kind(kind) for kind in kinds],
        "lines": LINES,
        "verbs": [word(SCHEMA.relations[type].sentence) for type in types],
        "ids": [near.record.id for near in scene.nodes],
        "names": [near.record.name for near in scene.nodes],
        "kind": [number[near.record.kind] for near in scene.nodes],
        "degree": [near.degree for near in scene.nodes],
        "size": sizes_of(scene, view),
        "distance": [near.distance for near in scene.nodes] if view.centres else [],
        "x": [round(value) for value in places.x.tolist()],
        "y": [round(value) for value in places.y.tolist()],
        "edges": [value for edge in scene.edges for value in (edge.a, edge.b, edge.line, int(edge.undated))],
        "changes": [edge.change for edge in scene.edges] if view.before_day else [],
        "types": [types.index(edge.type) for edge in scene.edges],
        "centres": [place for place, near in enumerate(scene.nodes) if near.record.id in centres],
        "arrangement": view.drawn.arrangement,
        "headings": [asdict(heading) for heading in places.headings],
        "outlines": [asdict(outline) for outline in places.outlines],
        "room": places.room,
    }


def _kind(name: str) -> dict[str, str]:
    family = SCHEMA.family_of(name)
    return {"label": initial(kind_word(name)), "family": family.name, "css": family.css}
