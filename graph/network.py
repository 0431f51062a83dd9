"""The whole network in columns: names, kinds, positions and pairs of numbers, kept until the next write."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.database import Database, Rows
from graph.freshness import last_write
from graph.links import in_force
from graph.positions import Ints, positions
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link
from graph.walking import SAID, Walk, told_by, walk

# Of 100,000 records, one takes about 25 MB; a worker keeps few.
KEPT = 4
LINES = SAID
MARKS = ("undated", "sourced")
TYPE_NAMES = tuple(SCHEMA.relations)
FAMILY = np.array([list(SCHEMA.families).index(kind.family) for kind in SCHEMA.kinds.values()], dtype=np.int64)
LAYERS = {"public": ("public",), "members": ("public", "members")}

# A layer is read by its index; its links are read whole, as the question is about all of them.
NODES = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience LAYER AND n.kind IS NOT NULL AND ($kinds IS NULL OR n.kind IN $kinds) AND {sees("n")}
WITH n ORDER BY n.id
RETURN collect(n.id) AS ids, collect(coalesce(n.kind, '')) AS kinds, collect(coalesce(n.name, '')) AS names
"""
EDGES = f"""
MATCH (a)-[r:TYPES]->(b)
WHERE NOT a:Gone AND NOT b:Gone AND {sees("a")} AND {sees("b")} AND ($types IS NULL OR type(r) IN $types)
  AND {sees_link("r")} AND {in_force("r")} AND {told_by("r")}
  AND ($kinds IS NULL OR (a.kind IN $kinds AND b.kind IN $kinds))
WITH type(r) AS type, coalesce(r.declared_by, '') AS said, r.since_from IS NULL AND r.until_to IS NULL AS undated,
     r.source IS NOT NULL OR r.source_url IS NOT NULL AS sourced,
     collect(a.id) AS sources, collect(b.id) AS targets
RETURN type, said, undated, sourced, sources, targets ORDER BY type, said, undated, sourced
"""


@dataclass(frozen=True)
class Columns:
    """Records by place (ids in order): `kinds` and `types` are places in `kind_names` and `type_names`, `edges`
    pairs of places of records, x and y within -1000 and 1000. `lines` are places in LINES: who says so;
    `sourced` links name a source."""

    ids: list[str]
    kinds: Ints
    names: list[str]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    edges: Ints
    types: Ints
    lines: Ints
    undated: NDArray[np.bool_]
    sourced: NDArray[np.bool_]
    kind_names: tuple[str, ...]
    type_names: tuple[str, ...]
    seq: int
    at: str | None = None


Key = tuple[object, ...]
_kept: OrderedDict[Key, Columns] = OrderedDict()
_guard = threading.Lock()


def network(
    db: Database, viewer: Viewer, *, kinds: Iterable[str] | None = None, families: Iterable[str] | None = None,
    relations: Iterable[str] | None = None, at: str | None = None, said: Iterable[str] | None = None,
    sourced: bool | None = None,
) -> Columns:  # fmt: skip
    """Every record and link of the viewer's layer: public, members, or all; groups are not drawn for their members."""
    choices = walk(relations=relations, kinds=kinds, families=families, at=at, said=said, sourced=sourced)
    layer, asking = _layer(viewer)
    # Read before the data: what is written meanwhile has a later number, and is read again.
    mark = last_write(db)
    filters = (
        choices.pattern,
        _frozen(choices.types),
        _frozen(choices.kinds),
        choices.at,
        _frozen(choices.said),
        choices.sourced,
    )
    key = (id(db), mark, layer, *filters)
    with _guard:
        if found := _kept.get(key):
            _kept.move_to_end(key)
            return found
    made = _columns(db, asking, choices, mark[0])
    with _guard:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _layer(viewer: Viewer) -> tuple[str, Viewer]:
    if viewer.all:
        return "all", Viewer(audiences=viewer.audiences, all=True)
    layer = "members" if "members" in viewer.audiences else "public"
    return layer, Viewer(audiences=LAYERS[layer])


def _frozen(names: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _columns(db: Database, viewer: Viewer, choices: Walk, seq: int) -> Columns:
    params = choices.params(viewer)
    layer = "IS NOT NULL" if viewer.all else "IN $audiences"
    (nodes,) = db.read(NODES.replace("LAYER", layer), **params)
    ids, names = nodes["ids"], tuple(SCHEMA.kinds)
    number = {name: place for place, name in enumerate(names)}
    kinds = np.array([number[kind] for kind in nodes["kinds"]], dtype=np.int64)
    groups = db.read(EDGES.replace("TYPES", choices.pattern), **params)
    edges, types, lines, undated, sourced = _edges(ids, groups)
    x, y = positions(ids, FAMILY[kinds], edges)
    return Columns(
        ids, kinds, nodes["names"], x, y, edges, types, lines, undated, sourced, names, TYPE_NAMES, seq, choices.at
    )  # fmt: skip


def _edges(ids: list[str], groups: Rows) -> tuple[Ints, Ints, Ints, NDArray[np.bool_], NDArray[np.bool_]]:
    """Pairs of places, types, lines, undated and sourced marks, in the order of the pairs."""
    place = {id: number for number, id in enumerate(ids)}
    sizes = [len(group["sources"]) for group in groups]
    source, target = (
        np.array([place.get(id, -1) for group in groups for id in group[side]], dtype=np.int64)
        for side in ("sources", "targets")
    )  # fmt: skip
    said = [LINES.index(group["said"]) if group["said"] in LINES else LINES.index("curator") for group in groups]
    of_groups = (
        [TYPE_NAMES.index(group["type"]) for group in groups], said, *([g[mark] for g in groups] for mark in MARKS)
    )  # fmt: skip
    types, lines, undated, sourced = (np.repeat(np.array(column, dtype=np.int64), sizes) for column in of_groups)
    # A record made between the two reads is in the second only.
    known = np.flatnonzero((source >= 0) & (target >= 0))
    order = known[np.lexsort((types[known], target[known], source[known]))]
    pairs = np.column_stack((source[order], target[order]))
    return pairs, types[order], lines[order], undated[order] > 0, sourced[order] > 0
