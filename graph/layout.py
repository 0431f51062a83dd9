"""Where the records of a neighbourhood stand in the server's picture: rings around the centre, no name on another.

On each side of the centre a ring is a bent column with one line a record, and the next ring begins where the
longest name of the last one ends: names cannot overlap, however many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.links import Brief
from graph.neighbourhood import Near, Neighbourhood
from graph.schema import SCHEMA

ROW = 24
NAME_WIDTH = 190
FIRST, BEND, GAP, LABEL = 90, 44, 30, 12
MARGIN = 24
# At 12 px in the interface's font, a letter takes 6.4 px on average, 7.2 with a margin for capitals.
LETTER = 7.2
FAMILIES = list(SCHEMA.families)


@dataclass(frozen=True)
class Spot:
    """A record's shape and its name; `end` when the name ends there (it stands left of the shape)."""

    id: str
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    end: bool


@dataclass(frozen=True)
class Drawing:
    """Spots within width and height (px); the order is that of the neighbourhood's records."""

    width: float
    height: float
    spots: tuple[Spot, ...]

    def at(self, id: str) -> Spot:
        return next(spot for spot in self.spots if spot.id == id)


def layout(around: Neighbourhood) -> Drawing:
    """Positions of every record: the same for the same neighbourhood."""
    sides = _sides(around)
    rows = max([len(ring) for side in sides for ring in side.values()], default=1)
    rings = max([near.distance for near in around.nodes], default=0)
    centres = [near.record for near in around.nodes if near.distance == 0]
    height = 2 * MARGIN + ROW * max(rows, 2 * len(centres) + 2)
    reach = FIRST + rings * (BEND + NAME_WIDTH + GAP)
    width = 2 * (MARGIN + max(reach, NAME_WIDTH / 2 + MARGIN))
    spots = {spot.id: spot for spot in _middle(centres, width / 2, height / 2)}
    for side, direction in zip(sides, (1, -1), strict=True):
        for ring, members in side.items():
            spots |= {spot.id: spot for spot in _column(members, ring, direction, width / 2, height / 2)}
    return Drawing(round(width), round(height), tuple(spots[near.record.id] for near in around.nodes))


def _sides(around: Neighbourhood) -> tuple[Mapping[int, list[Brief]], Mapping[int, list[Brief]]]:
    """Records right and left, by ring: families together, further records on the side of what holds them."""
    right: dict[int, list[Brief]] = {}
    left: dict[int, list[Brief]] = {}
    place: dict[str, tuple[int, float]] = {}
    linked = _linked(around)
    for ring in range(1, max([near.distance for near in around.nodes], default=0) + 1):
        members = [near for near in around.nodes if near.distance == ring]
        if ring == 1:
            ordered = sorted(members, key=_family_order)
            half = (len(ordered) + 1) // 2
            chosen = [(near.record, 0 if number < half else 1) for number, near in enumerate(ordered)]
        else:
            held = _held(members, linked, place)
            ordered = sorted(members, key=lambda near: (held[near.record.id], _family_order(near)))
            chosen = [(near.record, held[near.record.id][0]) for near in ordered]
        for record, side in chosen:
            column = (right, left)[side].setdefault(ring, [])
            place[record.id] = (side, float(len(column)))
            column.append(record)
    return right, left


def _linked(around: Neighbourhood) -> Mapping[str, list[str]]:
    out: dict[str, list[str]] = {}
    for link in around.links:
        out.setdefault(link.source.id, []).append(link.target.id)
        out.setdefault(link.target.id, []).append(link.source.id)
    return out


def _held(
    members: Sequence[Near], linked: Mapping[str, Sequence[str]], place: Mapping[str, tuple[int, float]]
) -> dict[str, tuple[int, float]]:
    """Side and height of what holds each record; where it is held on both sides, the emptier one."""
    out: dict[str, tuple[int, float]] = {}
    counts = [0, 0]
    holders = {near.record.id: [place[id] for id in linked.get(near.record.id, ()) if id in place] for near in members}
    for near in sorted(members, key=lambda near: (len({side for side, _ in holders[near.record.id]}), near.record.id)):
        choices = holders[near.record.id] or [(0, 0.0), (1, 0.0)]
        out[near.record.id] = min(choices, key=lambda holder: (counts[holder[0]], holder))
        counts[out[near.record.id][0]] += 1
    return out


def _family_order(near: Near) -> tuple[int, str, str]:
    return FAMILIES.index(near.record.family.name), near.record.name, near.record.id


def _middle(centres: Sequence[Brief], x: float, y: float) -> list[Spot]:
    """The centres under each other, each with its name below."""
    top = y - ROW * (len(centres) - 1)
    return [
        Spot(record.id, round(x, 1), round(top + 2 * ROW * number, 1), fitting(record.name, NAME_WIDTH),
             round(x, 1), round(top + 2 * ROW * number + ROW, 1), False)
        for number, record in enumerate(centres)
    ]  # fmt: skip


def _column(members: Sequence[Brief], ring: int, direction: int, x: float, y: float) -> list[Spot]:
    spots = []
    base = FIRST + (ring - 1) * (BEND + NAME_WIDTH + GAP)
    for number, record in enumerate(members):
        offset = number - (len(members) - 1) / 2
        bend = (1 - (2 * offset / max(len(members), 2)) ** 2) ** 0.5
        at_x, at_y = x + direction * (base + BEND * bend), y + offset * ROW
        spots.append(
            Spot(record.id, round(at_x, 1), round(at_y, 1), fitting(record.name, NAME_WIDTH - LABEL),
                 round(at_x + direction * LABEL, 1), round(at_y, 1), direction < 0)
        )  # fmt: skip
    return spots


def fitting(name: str, width: float) -> str:
    """The name, cut with an ellipsis where it would be wider."""
    most = int(width / LETTER)
    return name if len(name) <= most else name[: most - 1].rstrip(" -’'") + "…"
