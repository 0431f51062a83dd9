"""A scene on the map: how many of its records are in each territory, as squares of départements and as a tree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from graph.database import Database
from graph.folding import fold
from graph.geography import Territory, above, parent_of, places, standing
from graph.viewers import Viewer
from workspace.network.scene import Scene
from workspace.network.tiles import SQUARES, Square
from workspace.network.view import View

SHADES = 5
FILTER = "territoire"


@dataclass(frozen=True)
class Tile:
    """A square with its number of records; `url` narrows the view to it, "" where nothing is; `shade` is 0 to 5."""

    square: Square
    count: int
    url: str
    shade: int


@dataclass(frozen=True)
class Line:
    """A territory of the tree; `own` counts the records that name it itself, none of what is part of it."""

    territory: Territory
    count: int
    own: int
    url: str
    parts: tuple[Line, ...]


@dataclass(frozen=True)
class Geography:
    """`tree` begins at the top; the rest counts the records that are in a département, only in a région, only higher or
    in a territory of neither, and nowhere. `within` is what the view is narrowed to, with all that it is part of."""

    tiles: tuple[Tile, ...]
    tree: tuple[Line, ...]
    in_departements: int
    in_regions: int
    elsewhere: int
    nowhere: int
    within: tuple[Territory, ...] = ()

    @property
    def most(self) -> int:
        return max((tile.count for tile in self.tiles), default=0)


def geography(db: Database, viewer: Viewer, scene: Scene, view: View) -> Geography:
    """A record counts once in each territory that it names and in all that these are part of, as the filter counts."""
    placed = standing(db, viewer, [near.record.id for near in scene.nodes], view.day)
    chosen = _chosen(view)
    found = places(db, viewer, {id for own in placed.values() for id in own} | set(filter(None, [chosen])), view.day)
    reached = {id: above(id, found) for id in found}
    members: dict[str, set[str]] = defaultdict(set)
    for record, own in placed.items():
        for id in own:
            for place in reached.get(id, ()):
                members[place].add(record)
    levels = [_levels(own, reached, found) for own in placed.values()]
    return Geography(
        _tiles(found, members, view), _tree(found, placed, members, reached, view),
        sum("departement" in each for each in levels),
        sum("region" in each and "departement" not in each for each in levels),
        sum(not each & {"region", "departement"} for each in levels), len(scene.nodes) - len(placed),
        _within(chosen, found, reached),
    )  # fmt: skip


def narrowed_to(view: View, id: str | None) -> str:
    """The same view in one territory, or in none."""
    others = tuple(pair for pair in view.filters if pair[0] != FILTER)
    filters = (*others, (FILTER, id)) if id else others
    return view.address(filters=filters, whole=not filters and not view.centres)


def _chosen(view: View) -> str | None:
    return next((value for name, value in view.filters if name == FILTER), None)


def _levels(
    own: Collection[str], reached: Mapping[str, frozenset[str]], found: Mapping[str, Territory]
) -> set[str]:  # fmt: skip
    all_of = {place for id in own for place in reached.get(id, ())}
    return {"departement" if _square_code(found[id]) else found[id].type for id in all_of}


def _square_code(place: Territory) -> str:
    """Codes of régions are of the same figures as those of départements; overseas has three figures of its own."""
    return place.code if place.type == "departement" or (len(place.code) == 3 and place.type != "region") else ""


def _tiles(found: Mapping[str, Territory], members: Mapping[str, set[str]], view: View) -> tuple[Tile, ...]:
    ids = {_square_code(place): place.id for place in found.values() if _square_code(place)}
    counts = {square.code: len(members.get(ids.get(square.code, ""), ())) for square in SQUARES}
    most = max(counts.values())
    return tuple(
        Tile(
            square, counts[square.code],
            narrowed_to(view, ids[square.code]) if counts[square.code] else "", _shade(counts[square.code], most),
        )
        for square in SQUARES
    )  # fmt: skip


def _shade(count: int, most: int) -> int:
    """By orders of magnitude: one large département does not make all others pale."""
    return math.ceil(SHADES * math.log1p(count) / math.log1p(most)) if count else 0


def _tree(
    found: Mapping[str, Territory], placed: Mapping[str, Collection[str]], members: Mapping[str, set[str]],
    reached: Mapping[str, frozenset[str]], view: View,
) -> tuple[Line, ...]:  # fmt: skip
    under: dict[str | None, list[str]] = defaultdict(list)
    for id, place in found.items():
        if members.get(id):
            under[parent_of(place, found)].append(id)
    own: dict[str, int] = defaultdict(int)
    for places_of in placed.values():
        for id in places_of:
            # Who names a commune and its département is told with the commune.
            own[id] += not any(id in reached.get(other, ()) for other in places_of if other != id)

    def lines(parent: str | None, path: frozenset[str]) -> tuple[Line, ...]:
        ids = sorted((id for id in under[parent] if id not in path), key=lambda id: (fold(found[id].name), id))
        return tuple(
            Line(found[id], len(members[id]), own[id], narrowed_to(view, id), lines(id, path | {id})) for id in ids
        )

    return lines(None, frozenset())


def _within(
    chosen: str | None, found: Mapping[str, Territory], reached: Mapping[str, frozenset[str]]
) -> tuple[Territory, ...]:  # fmt: skip
    """From the top down to the territory chosen, one way up."""
    way: list[Territory] = []
    here = found.get(chosen or "")
    while here and here not in way:
        way.append(here)
        here = found.get(parent_of(here, found) or "")
    return tuple(reversed(way))


def on_map(view: View) -> View:
    """The view whose addresses lead to the map."""
    return replace(view, path="/reseau/carte", selection=None)
