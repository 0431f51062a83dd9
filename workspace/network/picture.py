"""The picture made by the server: shapes, names and lines of an SVG, for a page without JavaScript."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.layout import fitting, layout
from graph.neighbourhood import Near, Neighbourhood
from graph.network import LINES
from workspace.network.scene import Edge, Scene
from workspace.network.view import View

# More names than that cannot be read in one picture; the table has them all.
MOST_AROUND, MOST_WHOLE, NAMED = 60, 500, 40
WIDTH, HEIGHT, MARGIN = 1200, 800, 90
SHAPE, LARGEST = 13.0, 26.0
LETTER, ROW = 7.2, 16


@dataclass(frozen=True)
class Spot:
    """A shape by its upper left corner and size, and its name; `end` when the name ends there."""

    near: Near
    url: str
    x: float
    y: float
    size: float
    label: str
    label_x: float
    label_y: float
    place: str


@dataclass(frozen=True)
class Picture:
    """Spots and lines; `lines` are drawn together by who says so, `chosen` those of the record selected."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    lines: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    left_out: int


def picture_of(scene: Scene, view: View, selected: str | None) -> Picture:
    """The scene at rest, with as much as can be read."""
    if scene.around:
        return _around(scene, scene.around, view, selected)
    return _whole(scene, view, selected)


def _around(scene: Scene, around: Neighbourhood, view: View, selected: str | None) -> Picture:
    nodes = sorted(around.nodes, key=lambda near: (near.distance, -near.degree, near.record.id))[:MOST_AROUND]
    ids = {near.record.id for near in nodes}
    links = tuple(link for link in around.links if link.source.id in ids and link.target.id in ids)
    # In the order of the question, so that families stay together.
    kept = tuple(near for near in around.nodes if near.record.id in ids)
    drawing = layout(replace(around, nodes=kept, links=links))
    spots = tuple(
        Spot(
            near, view.address(selection=near.record.id), spot.x, spot.y, _size(near), spot.label,
            spot.label_x, spot.label_y + 4, "middle" if near.distance == 0 else "end" if spot.end else "start",
        )
        for near, spot in zip(kept, drawing.spots, strict=True)
    )  # fmt: skip
    return _drawn(scene, spots, drawing.width, drawing.height, selected)


def _whole(scene: Scene, view: View, selected: str | None) -> Picture:
    x, y = scene.positions()
    nodes = scene.nodes[:MOST_WHOLE]
    across, down = WIDTH - 2 * MARGIN, HEIGHT - MARGIN
    points = [
        (MARGIN + (1000 + px) / 2000 * across, MARGIN / 2 + (1000 + py) / 2000 * down)
        for px, py in zip(x[:MOST_WHOLE], y[:MOST_WHOLE], strict=True)
    ]
    named = _readable(nodes, points)
    spots = tuple(
        Spot(
            near, view.address(selection=near.record.id), round(px, 1), round(py, 1), _size(near),
            fitting(near.record.name, 190) if place in named else "", round(px + 11, 1), round(py + 4, 1), "start",
        )
        for place, (near, (px, py)) in enumerate(zip(nodes, points, strict=True))
    )  # fmt: skip
    return _drawn(scene, spots, WIDTH, HEIGHT, selected)


def _readable(nodes: Sequence[Near], points: Sequence[tuple[float, float]]) -> set[int]:
    """Places of the best connected whose names do not cover each other."""
    taken: list[tuple[float, float, float]] = []
    out: set[int] = set()
    for place, (near, (x, y)) in enumerate(zip(nodes, points, strict=True)):
        end = x + 11 + LETTER * min(len(near.record.name), 26)
        if all(end < left or right < x or abs(y - other) > ROW for left, right, other in taken) and end < WIDTH:
            taken.append((x - 8, end, y))
            out.add(place)
        if len(out) == NAMED:
            break
    return out


def _drawn(scene: Scene, spots: tuple[Spot, ...], width: float, height: float, selected: str | None) -> Picture:
    at = {spot.near.record.id: (spot.x, spot.y) for spot in spots}
    place = {number: near.record.id for number, near in enumerate(scene.nodes)}
    drawn = [edge for edge in scene.edges if place[edge.a] in at and place[edge.b] in at]
    own = [edge for edge in drawn if selected in (place[edge.a], place[edge.b])]
    rest = [edge for edge in drawn if selected not in (place[edge.a], place[edge.b])]
    return Picture(
        width, height, spots, tuple(_paths(rest, place, at)), tuple(_paths(own, place, at)),
        len(scene.nodes) - len(spots),
    )  # fmt: skip


def _paths(
    edges: Sequence[Edge], place: dict[int, str], at: dict[str, tuple[float, float]]
) -> Iterable[tuple[str, str]]:
    """One path for each of the three lines."""
    for number, line in enumerate(LINES):
        members = [edge for edge in edges if edge.line == number]
        if members:
            ends = ((at[place[edge.a]], at[place[edge.b]]) for edge in members)
            yield line, "".join(f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}" for a, b in ends)


def _size(near: Near) -> float:
    return min(LARGEST, round(SHAPE + 1.2 * math.sqrt(near.degree), 1))
