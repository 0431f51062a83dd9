"""How large the network is, for whoever asks: records a kind, links a type, and how many say where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from graph.database import Database
from graph.filtering import base
from graph.filters import Filters
from graph.freshness import Keeper
from graph.links import in_force
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

LINKS = f"""
MATCH (n)-[r]->(o:Entity) WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")}
RETURN type(r) AS type, count(*) AS count,
       count(CASE WHEN r.source IS NOT NULL OR r.source_url IS NOT NULL THEN 1 END) AS sourced ORDER BY type
"""
# Fields are named by a parameter, so that all of them share one plan.
BY_VALUE = f"""
MATCH (n:Entity) WHERE n.kind = $kind AND n.name > '' AND {sees("n")}
UNWIND [] + n[$field] AS value
RETURN value, count(*) AS count ORDER BY count DESC, value
"""


@dataclass(frozen=True)
class Totals:
    """Records and links in all; `sourced` links say where they come from."""

    records: int
    links: int
    sourced: int

    @property
    def share(self) -> float:
        """Of the links, how many are sourced: 0 to 1."""
        return self.sourced / self.links if self.links else 0.0


def by_kind(db: Database, viewer: Viewer) -> dict[str, int]:
    """Records of each kind that has some, in the schema's order."""
    return dict(Keeper(db, viewer).kept("records", partial(_of_kinds, db, viewer, tuple(SCHEMA.kinds))))


def of_kinds(db: Database, viewer: Viewer, kinds: Sequence[str]) -> int:
    """Records of some kinds."""
    found = Keeper(db, viewer).kept(("records", *kinds), partial(_of_kinds, db, viewer, kinds), frozenset(kinds))
    return sum(found.values())


def by_family(db: Database, viewer: Viewer) -> dict[str, int]:
    """Records of every family, those that have none too."""
    counted = Counter(dict.fromkeys(SCHEMA.families, 0))
    for kind, count in by_kind(db, viewer).items():
        counted[SCHEMA.family_of(kind).name] += count
    return dict(counted)


def by_value(db: Database, viewer: Viewer, kind: str, field: str) -> dict[str, int]:
    """Records of a kind that bear each value of a field (a term, a status), the most frequent first."""
    return {row["value"]: row["count"] for row in db.read(BY_VALUE, kind=kind, field=field, **viewer.params())}


def by_relation(db: Database, viewer: Viewer) -> dict[str, int]:
    """Links of each type that has some, in the schema's order."""
    counted = _links(db, viewer)
    return {type: counted[type][0] for type in SCHEMA.relations if type in counted}


def totals(db: Database, viewer: Viewer) -> Totals:
    """The three figures of the home page."""
    links = _links(db, viewer).values()
    records = sum(by_kind(db, viewer).values())
    return Totals(records, sum(count for count, _ in links), sum(sourced for _, sourced in links))


def _of_kinds(db: Database, viewer: Viewer, kinds: Sequence[str]) -> dict[str, int]:
    found = base(viewer, Filters(kinds=tuple(kinds)), [])
    rows = db.read(f"{found.matching} RETURN n.kind AS kind, count(*) AS count ORDER BY kind", **found.params)
    counted = {row["kind"]: row["count"] for row in rows}
    return {kind: counted[kind] for kind in kinds if kind in counted}


def _links(db: Database, viewer: Viewer) -> dict[str, tuple[int, int]]:
    """Links of each type, and those of them with a source: kept for each kind that they go out from."""
    keeper = Keeper(db, viewer)
    out: dict[str, tuple[int, int]] = {}
    for kind in by_kind(db, viewer):
        told = keeper.kept(("links", kind), partial(_out_of, db, viewer, kind), frozenset({kind}))
        for type, (count, sourced) in told.items():
            known = out.get(type, (0, 0))
            out[type] = (known[0] + count, known[1] + sourced)
    return out


def _out_of(db: Database, viewer: Viewer, kind: str) -> dict[str, tuple[int, int]]:
    found = base(viewer, Filters(kinds=(kind,)), [])
    rows = db.read(f"{found.matching} WITH n {LINKS}", **found.params)
    return {row["type"]: (row["count"], row["sourced"]) for row in rows}
