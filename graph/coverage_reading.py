"""What a coverage matrix is made of, read once between two writes that touch it: pairs of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from graph.chains import SUPPORTS
from graph.database import Database
from graph.filtering import base
from graph.filters import Filters
from graph.freshness import Keeper
from graph.links import in_force
from graph.positions import Ints
from graph.viewers import Viewer, sees, sees_link

COUNTED = tuple(sorted(SUPPORTS))  # what covers: resources and commons
KEPT = 4  # a ground a process: of 500 policies and 100,000 links it takes some 20 MB


def _tied(arrow: tuple[str, str], condition: str) -> str:
    """What is tied to each record bound to n; the far end and the relation are asked as well."""
    return f"""
WITH n MATCH (n){arrow[0]}{arrow[1]}(o:Entity)
WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")} AND {condition}"""


RECORDS = "WITH n RETURN collect([n.version, n.id, n.name, n.name_key, n.level, n.echelon, n.type]) AS found"
PARTS = _tied(("-[r:PART_OF]-", ">"), "o.kind = n.kind")
TIED = {
    "Policy": _tied(("<-[r:SERVES]", "-"), "o.kind IN $counted"),
    "Theme": _tied(("<-[r:ABOUT]", "-"), "o.kind IN $counted"),
    "Territory": _tied(("<-[r:IN_TERRITORY]", "-"), "o.kind IN $counted"),
}
# Told by record and each far end once: as many pairs of names took four times as long to read.
PAIRS = "WITH n, collect(DISTINCT o.version) AS there RETURN collect([n.version, there]) AS found"
ENDS = "WITH DISTINCT o RETURN collect([o.version, o.id, o.kind, coalesce(o.audiences, [])]) AS found"


class Record(NamedTuple):
    """A policy, a territory or a theme; `level` and `echelon` are a policy's, `type` a territory's."""

    number: int
    id: str
    name: str
    key: str
    level: str | None
    echelon: str | None
    type: str | None


@dataclass(frozen=True)
class Ground:
    """Records by number, pairs of a part and what it is part of, `ties` of a record and what covers it (of a territory:
    what is there). Ids and kinds of what covers are in `covers`, for whom it is in `audiences`."""

    records: Mapping[int, Record]
    parts: Ints
    ties: Ints
    covers: Mapping[int, tuple[str, str]]
    audiences: Mapping[int, tuple[str, ...]]


def policies(db: Database, viewer: Viewer, day: str) -> Ground:
    """Every visible policy with what serves it itself on that ISO day."""
    return _kept(db, viewer, "Policy", day)


def themes(db: Database, viewer: Viewer, day: str) -> Ground:
    """Every visible theme with what is about it, and for whom that is."""
    return _kept(db, viewer, "Theme", day)


def territories(db: Database, viewer: Viewer, day: str) -> Ground:
    """Every visible territory with what is told to be there."""
    return _kept(db, viewer, "Territory", day)


def _kept(db: Database, viewer: Viewer, kind: str, day: str) -> Ground:
    touched = frozenset({kind, *COUNTED})
    return Keeper(db, viewer).kept(("coverage", kind, day), lambda: _made(db, viewer, kind, day), touched, KEPT)


def _made(db: Database, viewer: Viewer, kind: str, day: str) -> Ground:
    found = base(viewer, Filters(kinds=(kind,), at=day), [])

    def asked(*told: str) -> list[list[Any]]:
        query = " ".join([found.matching, *told])
        return list(db.read(query, **found.params, counted=list(COUNTED))[0]["found"])

    # What is in a territory is known from the policies that it serves.
    ends = asked(TIED[kind], ENDS) if kind != "Territory" else []
    return Ground(
        {row[0]: Record(*row) for row in asked(RECORDS)}, _pairs(asked(PARTS, PAIRS)),
        _pairs(asked(TIED[kind], PAIRS)), {number: (id, kind) for number, id, kind, _ in ends},
        {number: tuple(dict.fromkeys(told)) for number, _, _, told in ends},
    )  # fmt: skip


def pairs(found: Sequence[Sequence[int]]) -> Ints:
    """Pairs of numbers as two columns."""
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _pairs(found: Sequence[Sequence[Any]]) -> Ints:
    first = np.repeat(np.array([number for number, _ in found], dtype=np.int64), [len(there) for _, there in found])
    return np.column_stack([first, np.array([each for _, there in found for each in there], dtype=np.int64)])
