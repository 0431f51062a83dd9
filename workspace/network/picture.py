"""The picture made by the server: shapes, names and lines of an SVG, for a page without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.arrangements import Arrangement, Heading, Outline
from graph.layout import NAME_WIDTH, fitting, layout
from graph.neighbourhood import Near, Neighbourhood
from graph.network import LINES
from workspace.network.drawn import FORCES
from workspace.network.group_panel import sort_word
from workspace.network.scene import Edge, Scene
from workspace.network.sizes import sizes_of
from workspace.network.view import View

# More names than that cannot be read in one picture; the table has them all.
MOST_AROUND, MOST_WHOLE, NAMED = 60, 500, 40
WIDTH, HEIGHT, MARGIN = 1200, 800, 90
LETTER, ROW = 7.2, 16
EDGE = 40  # around an arranged picture
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A shape by its middle and width, and its name; `place` is where on the name `label_x` is."""

    near: Near
    url: str
    x: float
    y: float
    size: float
    label: str
    label_x: float
    label_y: float
    place: str
    told: str
    group: bool = False


@dataclass(frozen=True)
class Picture:
    """Spots and lines; `lines` are drawn together by who says so (of two days compared, by what became of them),
    `chosen` those of the record selected."""

    width: float
    height: float
    spots: tuple[Spot, ...]
    lines: tuple[tuple[str, str], ...]
    chosen: tuple[tuple[str, str], ...]
    left_out: int
    headings: tuple[Heading, ...] = ()
    outlines: tuple[Outline, ...] = ()


def picture_of(scene: Scene, view: View, arrange: Callable[[], Arrangement], selected: str | None) -> Picture:
    """The scene at rest, with as much as can be read. Around a centre records have their own places; the forces that
    `arrange` would settle were half of the page's time."""
    if view.drawn.arrangement != FORCES:
        return _arranged(scene, view, arrange(), selected)
    if scene.around:
        return _around(scene, scene.around, view, selected)
    return _whole(scene, view, arrange(), selected)


def _around(scene: Scene, around: Neighbourhood, view: View, selected: str | None) -> Picture:
    nodes = sorted(scene.nodes, key=lambda near: (near.distance, -near.degree, near.record.id))[:MOST_AROUND]
    ids = {near.record.id for near in nodes}
    links = tuple(link for link in around.links if link.source.id in ids and link.target.id in ids)
    # In the order of the question, so that families stay together.
    kept = tuple(near for near in scene.nodes if near.record.id in ids)
    drawing = layout(replace(around, nodes=kept, links=links))
    sizes = _widths(scene, view)
    spots = tuple(
        Spot(
            near, view.address(selection=near.record.id), spot.x, spot.y, sizes[near.record.id], spot.label,
            spot.label_x, spot.label_y + 4, "middle" if near.distance == 0 else "end" if spot.end else "start",
            _told(scene, near),
        )
        for near, spot in zip(kept, drawing.spots, strict=True)
    )  # fmt: skip
    return _drawn(scene, spots, drawing.width, drawing.height, selected)


def _whole(scene: Scene, view: View, places: Arrangement, selected: str | None) -> Picture:
    across, down = WIDTH - 2 * MARGIN, HEIGHT - MARGIN
    points = [
        (MARGIN + (1000 + px) / 2000 * across, MARGIN / 2 + (1000 + py) / 2000 * down)
        for px, py in zip(places.x[:MOST_WHOLE].tolist(), places.y[:MOST_WHOLE].tolist(), strict=True)
    ]
    return _drawn(scene, _spots(scene, view, points, WIDTH), WIDTH, HEIGHT, selected)


def _arranged(scene: Scene, view: View, places: Arrangement, selected: str | None) -> Picture:
    left, top, right, bottom = _bounds(places)
    xs, ys = places.x[:MOST_WHOLE].tolist(), places.y[:MOST_WHOLE].tolist()
    points = [(x - left, y - top) for x, y in zip(xs, ys, strict=True)]
    spots = _spots(scene, view, points, right - left, places.room)
    headings = tuple(replace(each, x=each.x - left, y=each.y - top) for each in places.headings)
    outlines = tuple(replace(each, x=each.x - left, y=each.y - top) for each in places.outlines)
    picture = _drawn(scene, spots, round(right - left), round(bottom - top), selected)
    return replace(picture, headings=headings, outlines=outlines)


def _bounds(places: Arrangement) -> Box:
    """Left, top, right, bottom of shapes, names, headings and circles, with a margin."""
    room = places.room or NAME_WIDTH
    spots = [
        (x - EDGE, y - EDGE, x + room, y + EDGE) for x, y in zip(places.x.tolist(), places.y.tolist(), strict=True)
    ]
    heads = [(h.x - h.centred * h.room / 2, h.y - EDGE, h.x + h.room / (1 + h.centred), h.y) for h in places.headings]
    rings = [(o.x - o.r - EDGE, o.y - o.r, o.x + o.r + EDGE, o.y + o.r + EDGE) for o in places.outlines]
    boxes = [*spots, *heads, *rings] or [(0.0, 0.0, float(WIDTH), float(HEIGHT))]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _spots(
    scene: Scene, view: View, points: Sequence[tuple[float, float]], width: float, room: float = 0
) -> tuple[Spot, ...]:
    """Shapes at these points; each with its name where there is room for all, else the best connected."""
    nodes, sizes = scene.nodes[: len(points)], _widths(scene, view)
    named = set(range(len(nodes))) if room else _readable(nodes, points, width)
    most = room - 26 if room else NAME_WIDTH
    return tuple(
        Spot(
            near, view.address(selection=near.record.id), round(x, 1), round(y, 1), sizes[near.record.id],
            fitting(near.record.name, most) if place in named else "",
            round(x + sizes[near.record.id] / 2 + 4, 1), round(y + 4, 1), "start",
            _told(scene, near), near.record.id in scene.groups,
        )
        for place, (near, (x, y)) in enumerate(zip(nodes, points, strict=True))
    )  # fmt: skip


def _told(scene: Scene, near: Near) -> str:
    return f"{near.record.name}, {sort_word(scene, near)}"


def _widths(scene: Scene, view: View) -> dict[str, float]:
    sizes = sizes_of(scene, view)
    return {near.record.id: 2 * size for near, size in zip(scene.nodes, sizes, strict=True)}


def _readable(nodes: Sequence[Near], points: Sequence[tuple[float, float]], width: float) -> set[int]:
    """Places of the best connected whose names do not cover each other."""
    taken: list[tuple[float, float, float]] = []
    out: set[int] = set()
    for place, (near, (x, y)) in enumerate(zip(nodes, points, strict=True)):
        end = x + 11 + LETTER * min(len(near.record.name), 26)
        if all(end < left or right < x or abs(y - other) > ROW for left, right, other in taken) and end < width:
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
    """One path for each of the three lines, for those that appeared or are gone, for each width of sums."""
    for width in sorted({edge.width for edge in edges if edge.count and not edge.change}):
        yield f"sum-{width}", _path((edge for edge in edges if edge.width == width and not edge.change), place, at)
    names: dict[tuple[int | None, str], str] = {(number, ""): line for number, line in enumerate(LINES)}
    names |= {(None, change): change for change in ("gone", "new")}
    for (number, change), line in names.items():
        members = [edge for edge in edges if edge.change == change and number in (None, edge.line)]
        members = [edge for edge in members if edge.change or not edge.count]
        if members:
            yield line, _path(members, place, at)


def _path(edges: Iterable[Edge], place: dict[int, str], at: dict[str, tuple[float, float]]) -> str:
    ends = ((at[place[edge.a]], at[place[edge.b]]) for edge in edges)
    return "".join(f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}" for a, b in ends)
