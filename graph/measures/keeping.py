"""Figures in the graph, for every process and machine: a node a layer, its columns as bytes in parts."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from graph.database import Database, Transaction
from graph.freshness import Mark
from graph.links import today
from graph.measures.figures import Figures, Whole
from graph.measures.holding import Holding
from graph.measures.leasing import must_hold
from graph.operations import now

PART = 2**18  # bytes: 100,000 records take some 8 of them
ROUNDS = 3

HEAD = "m {.layer, .run, .parts, .seq, .op, .day, .at, .exact, .digest, .records}"
HEADS = f"MATCH (m:Measure) WHERE m.layer IN $layers RETURN {HEAD} AS head ORDER BY m.layer"
PARTS = """
UNWIND range(0, $parts - 1) AS number
MATCH (p:MeasurePart {key: $run + '/' + number}) RETURN p.bytes AS bytes ORDER BY number
"""
REPLACE = """
MERGE (m:Measure {layer: $head.layer})
WITH m, m.run AS run, coalesce(m.parts, 0) AS parts
SET m = $head
WITH run, parts
UNWIND range(0, parts - 1) AS number
MATCH (p:MeasurePart {key: run + '/' + number}) DELETE p
"""
ADD = "UNWIND $parts AS part MERGE (p:MeasurePart {key: part.key}) SET p.bytes = part.bytes"
STILL = """
MATCH (m:Measure {layer: $layer}) WHERE m.run = $run SET m.seq = $seq, m.op = $op, m.day = $day, m.at = $at
"""


@dataclass(frozen=True)
class Head:
    """Which figures are kept of a layer: as of which end of the feed (`seq`, `op`) and ISO day, made when (`at`)."""

    layer: str
    run: str
    parts: int
    seq: int
    op: str | None
    day: str
    at: str
    exact: bool
    digest: str
    records: int

    def current(self, mark: Mark) -> bool:
        """Are they of this end of the feed, and of today?"""
        return (self.seq, self.op) == mark and self.day == today()


def heads(db: Database, *layers: str) -> dict[str, Head]:
    """What is kept, by layer."""
    rows = db.read(HEADS, layers=list(layers or ("members", "public")))
    return {row["head"]["layer"]: Head(**row["head"]) for row in rows}


def figures(db: Database, head: Head) -> Figures | None:
    """The figures themselves; None when newer ones have just taken their place."""
    rows = db.read(PARTS, run=head.run, parts=head.parts)
    return unpacked(head, b"".join(row["bytes"] for row in rows)) if len(rows) == head.parts else None


def latest(db: Database, layer: str) -> tuple[Head, Figures] | None:
    """What is kept of a layer; None when nothing is yet."""
    for _ in range(ROUNDS):
        head = heads(db, layer).get(layer)
        if head is None:
            return None
        if found := figures(db, head):
            return head, found
    return None


def keep(db: Database, owner: str, found: Figures, mark: Mark, day: str, digest: str) -> Head:
    """Puts figures in the place of the former ones, in one transaction. Lost when another measures meanwhile."""
    bytes_, run = packed(found), secrets.token_hex(8)
    pieces = [bytes_[start : start + PART] for start in range(0, len(bytes_), PART)]
    parts = [{"key": f"{run}/{number}", "bytes": piece} for number, piece in enumerate(pieces)]
    head = Head(found.layer, run, len(parts), mark[0], mark[1], day, now(), found.exact, digest, len(found.ids))

    def work(transaction: Transaction) -> None:
        must_hold(transaction, owner)
        transaction.run(REPLACE, head=asdict(head))
        transaction.run(ADD, parts=parts)

    db.transaction(work)
    return head


def confirm(db: Database, owner: str, head: Head, mark: Mark, day: str) -> None:
    """Notes that the same figures are still right: what was written since touches none."""

    def work(transaction: Transaction) -> None:
        must_hold(transaction, owner)
        transaction.run(STILL, layer=head.layer, run=head.run, seq=mark[0], op=mark[1], day=day, at=now())

    db.transaction(work)


def packed(found: Figures) -> bytes:
    """Columns, compressed: 19 bytes a record."""
    file = io.BytesIO()
    columns: dict[str, Any] = {
        "ids": np.frombuffer("\n".join(found.ids).encode(), dtype=np.uint8),
        "whole": np.array([getattr(found.whole, each.name) for each in fields(Whole)], dtype=np.float64),
        "between": found.between, "rank": found.rank,
        **{name: getattr(found, name).astype(np.int32) for name in ("links", "core", "community", "component")},
        **{name: _small(getattr(found.holding, name)) for name in ("reached", "below", "above", "hangs", "bridge")},
    }  # fmt: skip
    np.savez_compressed(file, **columns)
    return file.getvalue()


def unpacked(head: Head, bytes_: bytes) -> Figures:
    """The figures that `packed` packed."""
    with np.load(io.BytesIO(bytes_), allow_pickle=False) as file:
        columns: Mapping[str, Any] = {name: file[name] for name in file.files}
    whole = columns["whole"].tolist()
    text = columns["ids"].tobytes().decode()
    wide = {name: columns[name].astype(np.int64) for name in ("links", "core", "community", "component")}
    reached, below, above = (columns[name].astype(np.int64) for name in ("reached", "below", "above"))
    return Figures(
        layer=head.layer, ids=text.split("\n") if text else [], between=columns["between"], exact=head.exact,
        rank=columns["rank"], holding=Holding(reached, below, above, columns["hangs"], columns["bridge"]),
        whole=Whole(*(int(value) for value in whole[:3]), *whole[3:]), **wide,
    )  # fmt: skip


def _small(column: Any) -> Any:
    return column if column.dtype == bool else column.astype(np.int32)
