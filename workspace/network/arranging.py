"""Where the records of a scene stand: by forces, or arranged by family, territory, community or year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from graph import arrangements
from graph.arrangements import Arrangement
from graph.belongings import beginnings
from graph.database import Database
from graph.folding import fold
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.language import gettext
from workspace.network.belonging import by_territory, communities_of
from workspace.network.drawn import FORCES
from workspace.network.scene import FAMILIES, Scene
from workspace.network.view import View
from workspace.words import initial, word

# What is wanted, what is held in common, what it is made of, who does it; then what goes with them.
COLUMNS = (
    "policies", "demand", "commons", "resources", "actors", "communities", "work", "rules", "writing", "places",
)  # fmt: skip


def arranged(db: Database, viewer: Viewer, scene: Scene, view: View) -> Arrangement:
    """Positions, and the headings of what they mean."""
    if view.drawn.arrangement == FORCES:
        x, y = scene.positions()
        return Arrangement(np.asarray(x), np.asarray(y), ())
    by = {"colonnes": _columns, "territoires": _territories, "communautes": _communities, "temps": _years}
    return by[view.drawn.arrangement](db, viewer, scene, view)


def _columns(db: Database, viewer: Viewer, scene: Scene, view: View) -> Arrangement:
    titles = [initial(word(SCHEMA.families[name].label)) for name in COLUMNS]
    groups = [COLUMNS.index(near.record.family.name) for near in scene.nodes]
    pairs = np.array([(edge.a, edge.b) for edge in scene.edges], dtype=np.int64).reshape(-1, 2)
    return arrangements.columns(groups, titles, pairs)


def _territories(db: Database, viewer: Viewer, scene: Scene, view: View) -> Arrangement:
    found = by_territory(db, viewer, scene, view)
    order = sorted(found.names, key=lambda id: (fold(found.names[id]), id))
    groups = [order.index(key) if key else len(order) for key in found.keys]
    titles = [*(found.names[id] for id in order), gettext("Sans territoire")]
    return _grouped(scene, arrangements.blocks, groups, titles)


def _communities(db: Database, viewer: Viewer, scene: Scene, view: View) -> Arrangement:
    bodies = [place for place, near in enumerate(scene.nodes) if near.record.family.name == "communities"]
    number = {place: n for n, place in enumerate(bodies)}
    own = communities_of(scene)
    groups = [number[own[place]] if place in own else len(bodies) for place in range(len(scene.nodes))]
    titles = [*(scene.nodes[place].record.name for place in bodies), gettext("Sans communauté")]
    return _grouped(scene, arrangements.circles, groups, titles, frozenset(bodies))


def _years(db: Database, viewer: Viewer, scene: Scene, view: View) -> Arrangement:
    ids = [near.record.id for near in scene.nodes]
    found = beginnings(db, viewer, ids, relations=view.relations, at=view.day)
    order = _order(scene)
    return _back(arrangements.years([found.get(ids[place]) for place in order], gettext("Non daté")), order)


def _grouped(
    scene: Scene, arrange: Callable[..., Arrangement], groups: Sequence[int], titles: Sequence[str],
    first: Collection[int] = (),
) -> Arrangement:  # fmt: skip
    """In each group by family and name, those that are `first` before; the last group is apart."""
    order = _order(scene, first)
    return _back(arrange([groups[place] for place in order], titles, len(titles) - 1), order)


def _order(scene: Scene, first: Collection[int] = ()) -> list[int]:
    def key(place: int) -> tuple[bool, int, str, str]:
        record = scene.nodes[place].record
        return place not in first, FAMILIES.index(record.family.name), fold(record.name), record.id

    return sorted(range(len(scene.nodes)), key=key)


def _back(made: Arrangement, order: Sequence[int]) -> Arrangement:
    """Positions in the order of the scene again."""
    places = np.argsort(np.array(order, dtype=np.int64))
    return replace(made, x=made.x[places], y=made.y[places])
