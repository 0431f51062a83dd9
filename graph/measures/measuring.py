"""One look at the end of the feed: when it moved, both layers are measured anew. For the measuring process."""

from __future__ import annotations

from graph.database import Database
from graph.freshness import Mark, last_write
from graph.links import today
from graph.measures.communities import ALONE
from graph.measures.computing import figures_of
from graph.measures.keeping import Head, confirm, heads, keep, latest
from graph.measures.layers import Layer, read_layers
from graph.network import LAYERS

FEW = 500  # changes: after more, both layers are read
# Reading 100,000 records and 300,000 links is work of the engine, which pages wait for: a text that was corrected is no
# reason to. An update tells in `after` what it changed.
MOVING = """
MATCH (c:Change) WHERE c.seq >= $seq
WITH c ORDER BY c.seq LIMIT $limit
RETURN collect(c.op)[0] AS op, min(c.seq) AS first, count(*) AS changes,
       count(CASE WHEN c.seq > $seq AND (c.subject = 'relation' OR c.subject = 'record'
                  AND (c.action <> 'update' OR c.after CONTAINS '"audience"')) THEN 1 END) AS moving
"""
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
    kept = heads(db)
    if not exact and len(kept) == len(LAYERS) and all(_still(db, head, day) for head in kept.values()):
        for head in kept.values():
            confirm(db, owner, head, mark, day)
        return
    for layer in read_layers(db, day).values():
        _measure(db, owner, layer, mark, day, exact=exact and len(layer.ids) <= EXACT)


def _still(db: Database, head: Head, day: str) -> bool:
    """Has nothing been written since that could move a figure?"""
    if head.day != day:
        return False
    row = db.read(MOVING, seq=head.seq, limit=FEW + 1)[0]
    followed = (row["first"], row["op"]) == (head.seq, head.op)
    return followed and row["changes"] <= FEW and not row["moving"]


def _measure(db: Database, owner: str, layer: Layer, mark: Mark, day: str, *, exact: bool) -> None:
    head, digest = heads(db, layer.name).get(layer.name), layer.digest
    if head and head.digest == digest and (head.exact or not exact):
        confirm(db, owner, head, mark, day)
        return
    known = latest(db, layer.name)
    before = dict(zip(known[1].ids, known[1].community.tolist(), strict=True)) if known else {}
    told = {id: group for id, group in before.items() if group != ALONE}
    keep(db, owner, figures_of(layer, told, exact=exact), mark, day, digest)
