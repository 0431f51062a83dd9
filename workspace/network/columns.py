"""What the drawing in the browser is made from: columns of numbers, the words once."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph.arrangements import Arrangement
from graph.network import LINES
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.network.scene import Scene
from workspace.network.sizes import sizes_of
from workspace.network.telling import beside
from workspace.network.view import View
from workspace.words import initial, kind_word


def columns_of(scene: Scene, view: View, places: Arrangement) -> dict[str, Any]:
    """Records by place; `edges` are flat: place, place, line, undated (0 or 1), four by four; `types` are places in
    `verbs`, one a link; `size` is half the width of a shape; `widths`, when some stand for several links, are those of
    lines (0: as usual); `groups` are places of records that are several."""
    sorts = [(near.record.kind, near.record.id in scene.groups) for near in scene.nodes]
    kinds = sorted(set(sorts), key=lambda sort: (list(SCHEMA.kinds).index(sort[0]), sort[1]))
    number = {sort: place for place, sort in enumerate(kinds)}
    verbs = [beside(edge) for edge in scene.edges]
    said = list(dict.fromkeys(verbs))
    place = {verb: number for number, verb in enumerate(said)}
    centres = set(view.centres)
    return {
        "kinds": [_kind(*sort) for sort in kinds],
        "lines": LINES,
        "verbs": said,
        "ids": [near.record.id for near in scene.nodes],
        "names": [near.record.name for near in scene.nodes],
        "kind": [number[sort] for sort in sorts],
        "degree": [near.degree for near in scene.nodes],
        "size": sizes_of(scene, view),
        "distance": [near.distance for near in scene.nodes] if view.centres else [],
        "x": [round(value) for value in places.x.tolist()],
        "y": [round(value) for value in places.y.tolist()],
        "edges": [value for edge in scene.edges for value in (edge.a, edge.b, edge.line, int(edge.undated))],
        "changes": [edge.change for edge in scene.edges] if view.before_day else [],
        "types": [place[verb] for verb in verbs],
        "widths": [edge.width for edge in scene.edges] if any(edge.count for edge in scene.edges) else [],
        "groups": [place for place, sort in enumerate(sorts) if sort[1]],
        "centres": [place for place, near in enumerate(scene.nodes) if near.record.id in centres],
        "arrangement": view.drawn.arrangement,
        "headings": [asdict(heading) for heading in places.headings],
        "outlines": [asdict(outline) for outline in places.outlines],
        "room": places.room,
    }


def _kind(name: str, group: bool) -> dict[str, str]:
    family = SCHEMA.family_of(name)
    return {"label": gettext("Groupe") if group else initial(kind_word(name)), "family": family.name, "css": family.css}
