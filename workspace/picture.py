"""The small picture of a record's neighbours: names in two fans, ordered by family."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from markupsafe import Markup, escape

from graph.links import Brief, Link
from graph.schema import SCHEMA
from workspace.language import number

WIDTH, ROW, MARGIN, REACH, NAME_GAP = 336, 27, 22, 40, 11
MOST = 15
FAMILIES = list(SCHEMA.families)
# Widths at 12 px, weight 560, measured in the built font; other letters take 6.5 px.
_NARROW, _WIDE = frozenset("ijlIft.,:;'’| ()-"), frozenset("mwMWŒœ@%")


class Place(NamedTuple):
    """Where a neighbour's shape is, where its name begins or ends, and the room that it has there."""

    x: float
    y: float
    name_x: float
    room: float
    end: bool


class Spot(NamedTuple):
    """One neighbour at its place, with its name as it fits, and how its link is known."""

    entity: Brief
    family: str
    line: str
    name: str
    place: Place


class Picture(NamedTuple):
    """All spots around (`x`, `y`), and how many neighbours did not fit."""

    height: float
    x: float
    y: float
    spots: tuple[Spot, ...]
    rest: int


def neighbours(subject: Brief, relations: Sequence[Link], total: int | None = None) -> Markup:
    """The small picture of neighbours; its text is the page's own links."""
    drawn = neighbours_picture(relations, total)
    start = f"M{drawn.x} {drawn.y}"
    edges = [
        f'<path class="picture-edge picture-{escape(line)}" d="{start}L{place.x} {place.y}"/>'
        for _, _, line, _, place in drawn.spots
    ]
    told = f'<text class="picture-rest" x="{drawn.x}" y="{drawn.height - 10}">+ {number(drawn.rest)}</text>'
    rest = told if drawn.rest else ""
    return Markup(  # noqa: S704
        f'<div class="picture">\n<svg viewBox="0 0 {WIDTH} {drawn.height}" aria-hidden="true">\n'
        f"{''.join(edges)}{''.join(map(_shown, drawn.spots))}{_shape(subject.family.name, drawn.x, drawn.y, 28)}"
        f"{rest}</svg>\n</div>\n"
    )


def _shown(spot: Spot) -> str:
    x, y, name_x, _, end = spot.place
    look = "picture-name picture-end" if end else "picture-name"
    return (
        f'<a href="{escape(spot.entity.url)}" tabindex="-1">{_shape(spot.family, x, y, 11)}'
        f'<text class="{look}" x="{name_x}" y="{y + 4}">{escape(spot.name)}</text></a>'
    )


@lru_cache(4096)
def _shape(family: str, x: float, y: float, size: int) -> str:
    corner = f'x="{x - size / 2}" y="{y - size / 2}" width="{size}" height="{size}"'
    return f'<use class="picture-shape f-{SCHEMA.families[family].css}" href="#s-{family}" {corner}/>'


def neighbours_picture(relations: Sequence[Link], total: int | None = None) -> Picture:
    """Place the first neighbours of a record's relations; `total` counts those that were not given too."""
    found: dict[str, tuple[Brief, str]] = {}
    for relation in relations:
        other = relation.other
        found.setdefault(other.id, (other, relation.declared_by or "curator"))
    # One name of each family in turn would hide who is most; the page's own order is kept inside a family.
    shown = sorted(
        [(FAMILIES.index(entity.family.name), entity, line) for entity, line in list(found.values())[:MOST]], key=_first
    )
    height, y, places = _places(len(shown), len(found) > MOST)
    spots = [
        Spot(entity, FAMILIES[family], line, _fitting(entity.name, place.room), place)
        for (family, entity, line), place in zip(shown, places, strict=True)
    ]
    return Picture(height, WIDTH / 2, y, tuple(spots), max(total or 0, len(found)) - len(shown))


_first = itemgetter(0)


@lru_cache(maxsize=2 * MOST + 2)
def _places(count: int, more: bool) -> tuple[float, float, tuple[Place, ...]]:
    """How high a picture of so many is, where its middle is, and all places: down the right, then down the left."""
    half = math.ceil(count / 2)
    height = 2 * MARGIN + ROW * max(half - 1, 2) + (ROW if more else 0)
    y = MARGIN + ROW * max(half - 1, 2) / 2
    sides = ((half, 1), (count - half, -1))
    return height, y, tuple(_place(y, nth, size, side) for size, side in sides for nth in range(size))


def _place(middle: float, nth: int, count: int, side: int) -> Place:
    offset = nth - (count - 1) / 2
    bend = math.sqrt(max(0.0, 1 - (offset / max(count, 3) * 1.5) ** 2))
    x = WIDTH / 2 + side * REACH * (0.62 + 0.38 * bend)
    room = (WIDTH - x if side > 0 else x) - NAME_GAP - 4
    return Place(round(x, 1), round(middle + offset * ROW, 1), round(x + side * NAME_GAP, 1), room, side < 0)


def _widths(text: str) -> Iterator[float]:
    """How far the text reaches after each letter."""
    return accumulate(3.6 if c in _NARROW else 9.8 if c in _WIDE else 7.6 if c.isupper() else 6.5 for c in text)


@lru_cache(4096)
def _fitting(text: str, room: float) -> str:
    """The text, cut with an ellipsis where it would leave the picture."""
    reached = list(_widths(text))
    if not reached or reached[-1] <= room:
        return text
    return text[: sum(width + 9 <= room for width in reached)].rstrip(" -’'") + "…"
