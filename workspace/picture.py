"""The small picture of a record's neighbours: names in two fans, ordered by family."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from markupsafe import Markup, escape

from graph.schema import SCHEMA, Family
from workspace.language import number

WIDTH, ROW, MARGIN, REACH, NAME_GAP = 336, 27, 22, 40, 11
MOST = 15
FAMILIES = list(SCHEMA.families)
# Widths at 12 px, weight 560, measured in the built font; other letters take 6.5 px.
_NARROW, _WIDE = frozenset("ijlIft.,:;'’| ()-"), frozenset("mwMWŒœ@%")


@dataclass(frozen=True)
class Spot:
    """One neighbour: the centre of its shape, where its name begins or ends, and how its link is known."""

    entity: Any
    family: str
    line: str
    x: float
    y: float
    name: str
    name_x: float
    end: bool


@dataclass(frozen=True)
class Picture:
    """All spots around (`x`, `y`), and how many neighbours did not fit."""

    height: float
    x: float
    y: float
    spots: tuple[Spot, ...]
    rest: int


def attribute(thing: Any, name: str) -> Any:
    """A field of a dataclass or of a dictionary."""
    return thing[name] if isinstance(thing, dict) else getattr(thing, name)


def neighbours(subject: Any, relations: Sequence[Any], total: int | None = None) -> Markup:
    """The small picture of neighbours; its text is the page's own links."""
    drawn = neighbours_picture(relations, total)
    edges = "".join(
        f'<path class="picture-edge picture-{escape(spot.line)}" d="M{drawn.x} {drawn.y}L{spot.x} {spot.y}"/>'
        for spot in drawn.spots
    )
    own = SCHEMA.family_of(attribute(subject, "kind"))
    told = f'<text class="picture-rest" x="{drawn.x}" y="{drawn.height - 10}">+ {number(drawn.rest)}</text>'
    rest = told if drawn.rest else ""
    return Markup(  # noqa: S704
        f'<div class="picture">\n<svg viewBox="0 0 {WIDTH} {drawn.height}" aria-hidden="true">\n'
        f"{edges}{''.join(map(_shown, drawn.spots))}{_shape(own, drawn.x, drawn.y, 28)}"
        f"{rest}</svg>\n</div>\n"
    )


def _shown(spot: Spot) -> str:
    end = " picture-end" if spot.end else ""
    return (
        f'<a href="{escape(attribute(spot.entity, "url"))}" tabindex="-1">'
        f"{_shape(SCHEMA.families[spot.family], spot.x, spot.y, 11)}"
        f'<text class="picture-name{end}" x="{spot.name_x}" y="{spot.y + 4}">{escape(spot.name)}</text></a>'
    )


def _shape(family: Family, x: float, y: float, size: int) -> str:
    corner = f'x="{x - size / 2}" y="{y - size / 2}" width="{size}" height="{size}"'
    return f'<use class="picture-shape f-{family.css}" href="#s-{family.name}" {corner}/>'


def neighbours_picture(relations: Sequence[Any], total: int | None = None) -> Picture:
    """Place the first neighbours of a record's relations; `total` counts those that were not given too."""
    found: dict[str, tuple[Any, str]] = {}
    for relation in relations:
        other = attribute(relation, "other")
        found.setdefault(attribute(other, "id"), (other, attribute(relation, "declared_by") or "curator"))
    # One name of each family in turn would hide who is most; the page's own order is kept inside a family.
    shown = sorted(list(found.values())[:MOST], key=lambda pair: FAMILIES.index(_family(pair[0])))
    half = math.ceil(len(shown) / 2)
    height = 2 * MARGIN + ROW * max(half - 1, 2) + (ROW if len(found) > MOST else 0)
    x, y = WIDTH / 2, MARGIN + ROW * max(half - 1, 2) / 2
    right = [_spot(pair, x, y, place, half, 1) for place, pair in enumerate(shown[:half])]
    left = [_spot(pair, x, y, place, len(shown) - half, -1) for place, pair in enumerate(shown[half:])]
    return Picture(height, x, y, (*right, *left), max(total or 0, len(found)) - len(shown))


def _spot(pair: tuple[Any, str], x: float, y: float, place: int, count: int, side: int) -> Spot:
    entity, line = pair
    offset = place - (count - 1) / 2
    bend = math.sqrt(max(0.0, 1 - (offset / max(count, 3) * 1.5) ** 2))
    spot_x = x + side * REACH * (0.62 + 0.38 * bend)
    room = (WIDTH - spot_x if side > 0 else spot_x) - NAME_GAP - 4
    name = _fitting(str(attribute(entity, "name")), room)
    return Spot(
        entity, _family(entity), line, round(spot_x, 1), round(y + offset * ROW, 1), name,
        round(spot_x + side * NAME_GAP, 1), side < 0,
    )  # fmt: skip


def _family(entity: Any) -> str:
    return SCHEMA.family_of(attribute(entity, "kind")).name


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
