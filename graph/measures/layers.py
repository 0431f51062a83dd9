"""What is measured: the records that everybody, or every member, may read, and the links in force among them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from graph.database import Database, Rows
from graph.links import in_force
from graph.network import LAYERS
from graph.positions import Ints
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link
from graph.walking import WALKED

Flags = NDArray[np.bool_]

# Territories and themes would tie all with all, and notes only cite: what they are linked to counts, they do not.
MEASURED = tuple(
    kind.name for kind in SCHEMA.kinds.values() if kind.family != "places" and kind.name not in ("Note", "News")
)
# Both layers at once: the wider one, with what is public in it.
NODES = f"""
MATCH (n:Entity) USING INDEX n:Entity(audience, kind)
WHERE n.audience IN $audiences AND n.kind IN $kinds AND {sees("n")}
RETURN collect(n.id) AS ids, collect(n.audience = 'public') AS public
"""
LINKS = f"""
MATCH (a)-[r:{WALKED}]->(b)
WHERE NOT a:Gone AND NOT b:Gone AND {sees("a")} AND {sees("b")} AND {sees_link("r")} AND {in_force("r")}
WITH type(r) AS type, r.audience = 'public' AND a.audience = 'public' AND b.audience = 'public' AS public,
     collect(a.id) AS sources, collect(b.id) AS targets
RETURN type, public, sources, targets ORDER BY type, public
"""


@dataclass(frozen=True)
class Layer:
    """Records by place, ids in order; `edges` are the pairs of places that links tie, one a link, `both` those that
    read both ways; `links` counts those of a record, to territories too."""

    name: str
    ids: list[str]
    edges: Ints
    both: Flags
    links: Ints

    @property
    def digest(self) -> str:
        """The same when every figure is."""
        told = blake2b("\n".join(self.ids).encode(), digest_size=16)
        for column in (self.edges, self.both, self.links):
            told.update(np.ascontiguousarray(column).tobytes())
        return told.hexdigest()


def layer_of(viewer: Viewer) -> str:
    """The layer whose figures are told to a viewer: never wider than members."""
    return "members" if viewer.all or "members" in viewer.audiences else "public"


def read_layers(db: Database, day: str) -> dict[str, Layer]:
    """Both layers as they stand on an ISO day, by name."""
    reader = Viewer(audiences=LAYERS["members"])
    params = {"kinds": list(MEASURED), "at": day, **reader.params()}
    nodes = db.read(NODES, **params)[0]
    groups = db.read(LINKS, **params)
    public = [id for id, each in zip(nodes["ids"], nodes["public"], strict=True) if each]
    return {
        "public": _layer("public", public, [group for group in groups if group["public"]]),
        "members": _layer("members", nodes["ids"], groups),
    }


def _layer(name: str, ids: list[str], groups: Rows) -> Layer:
    ids = sorted(ids)
    place = {id: number for number, id in enumerate(ids)}
    source, target = (
        np.array([place.get(id, -1) for group in groups for id in group[side]], dtype=np.int64)
        for side in ("sources", "targets")
    )
    both = np.array([SCHEMA.relations[group["type"]].symmetric for group in groups], dtype=bool)
    both = np.repeat(both, [len(group["sources"]) for group in groups])
    ends = np.concatenate((source, target))
    links = np.bincount(ends[ends >= 0], minlength=len(ids))
    # A record made between the two reads is in the second only; a territory is in neither.
    known = np.flatnonzero((source >= 0) & (target >= 0) & (source != target))
    order = known[np.lexsort((both[known], target[known], source[known]))]
    return Layer(name, ids, np.column_stack((source[order], target[order])), both[order], links)
