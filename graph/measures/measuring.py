"""One look at the end of the feed: when it moved, both layers are measured anew. For the measuring process."""

from __future__ import annotations

from graph.database import Database
from graph.freshness import Mark, last_write
from graph.links import today
from graph.measures.communities import ALONE
from graph.measures.computing import figures_of
from graph.measures.keeping import confirm, heads, keep, latest
from graph.measures.layers import Layer, read_layers

EXACT = 5000  # records: beyond, the role of intermediary stays estimated


def behind(db: Database) -> bool:
    """Was anything written, or did a day begin, since what is kept was measured?"""
    mark, kept = last_write(db), heads(db)
    return any(layer not in kept or not kept[layer].current(mark) for layer in ("public", "members"))


def rough(db: Database) -> bool:
    """Is there a layer small enough for exact figures that has only estimated ones?"""
    return any(not head.exact and head.records <= EXACT for head in heads(db).values())


def measure(db: Database, owner: str, *, exact: bool = False) -> None:
    """Measures both layers and keeps the figures; who holds the lease as `owner` may, others get Lost."""
    # Read before the data: what is written meanwhile has a later number, and is measured again.
    mark, day = last_write(db), today()
    for layer in read_layers(db, day).values():
        _measure(db, owner, layer, mark, day, exact=exact and len(layer.ids) <= EXACT)


def _measure(db: Database, owner: str, layer: Layer, mark: Mark, day: str, *, exact: bool) -> None:
    head, digest = heads(db, layer.name).get(layer.name), layer.digest
    if head and head.digest == digest and (head.exact or not exact):
        confirm(db, owner, head, mark, day)
        return
    known = latest(db, layer.name)
    before = dict(zip(known[1].ids, known[1].community.tolist(), strict=True)) if known else {}
    told = {id: group for id, group in before.items() if group != ALONE}
    keep(db, owner, figures_of(layer, told, exact=exact), mark, day, digest)
