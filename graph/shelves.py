"""The records of one kind in columns, kept in the process: facets of thousands are then a matter of a millisecond."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.database import Database
from graph.filtering import DEEPEST, STATUS, base
from graph.filters import GAPS, Filters
from graph.freshness import Keeper
from graph.links import in_force
from graph.postings import Mask, Numbers, Postings, in_none, of_column, of_lists, of_masks, rows_of
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

PLACE = ("Territory",)
TIES = {"ABOUT": "theme", "IN_TERRITORY": "territory", "SERVES": "policy"}

VISIBLE = f"{sees_link('r')} AND {in_force('r')}"
OWN_GAPS = ("source", "summary", "review")
GAP_BITS = " + ".join(
    f"CASE WHEN {GAPS[name].condition} THEN {1 << place} ELSE 0 END" for place, name in enumerate(OWN_GAPS)
)
# A record's version is a whole number that no other record has: collected, it costs a tenth of an id.
# One text for all kinds, and no EXISTS in it: planning costs more than reading a few hundred records.
COLUMNS = (
    f"""
WITH n RETURN collect(n.version) AS numbers, collect(coalesce({STATUS}, '')) AS status,
              collect(n.visibility) AS visibility, collect({GAP_BITS}) AS gaps
""",
    f"""
WITH n MATCH (n)-[r:ABOUT|IN_TERRITORY|SERVES]->(o:Entity) WHERE {VISIBLE}
WITH type(r) AS type, o, collect(DISTINCT n.version) AS there WHERE {sees("o")}
RETURN collect([type, o.id, there, o.name]) AS tied
""",
    f"""
WITH n MATCH (n)<-[r:STEWARDS]-(o:Entity) WHERE {VISIBLE} AND {sees("o")}
RETURN collect(DISTINCT n.version) AS borne
""",
    """
UNWIND $fields AS field UNWIND [] + n[field] AS key WITH field, key, collect(n.version) AS there
RETURN collect([field, key, there]) AS words
""",
)
PARTS = f"""
WITH n
RETURN collect([n.id, n.version, n.name,
  [(n)-[r:PART_OF]->(o:Entity) WHERE {VISIBLE} AND {sees("o")} | o.id]]) AS told
"""
PRESENT = "RETURN n.kind AS kind, count(*) AS count ORDER BY kind"


@dataclass(frozen=True)
class Shelf:
    """All visible records of a kind by number, and by facet which bear what."""

    kind: str
    numbers: Numbers
    postings: Mapping[str, Postings]
    names: Mapping[str, str]

    @property
    def size(self) -> int:
        return len(self.numbers)

    def mask(self, numbers: Sequence[int]) -> Mask:
        """The records of these numbers; unknown ones, written a moment ago, are left out."""
        mask = np.zeros(self.size, dtype=bool)
        mask[rows_of(self.numbers, numbers)[0]] = True
        return mask


@dataclass(frozen=True)
class Place:
    """A territory: its number, name, and what it is part of."""

    number: int
    name: str
    parents: tuple[str, ...]


def shelves(db: Database, viewer: Viewer, keeper: Keeper, kinds: Sequence[str], at: str | None) -> Iterator[Shelf]:
    """The records of each kind that the viewer may see, as of a day; a kind without any is left out."""
    fresh = {kind for kind in kinds if not keeper.holds(("shelf", kind, at))}
    # Asked once, because most networks have records of a few kinds only.
    empty = fresh - _present(db, viewer, sorted(fresh)) if len(fresh) > 1 else set()
    for kind in kinds:
        if kind not in empty:
            yield keeper.kept(
                ("shelf", kind, at), partial(_made, db, viewer, keeper, kind, at), frozenset({kind, *PLACE})
            )


def _present(db: Database, viewer: Viewer, kinds: Sequence[str]) -> set[str]:
    found = base(viewer, Filters(kinds=tuple(kinds)), [])
    return {row["kind"] for row in db.read(f"{found.matching} {PRESENT}", **found.params)}


def _places(db: Database, viewer: Viewer, at: str | None) -> dict[str, Place]:
    found = base(viewer, Filters(kinds=PLACE, at=at), [])
    told = db.read(f"{found.matching} {PARTS}", **found.params)[0]["told"]
    return {id: Place(number, name, tuple(parents)) for id, number, name, parents in told}


def _made(db: Database, viewer: Viewer, keeper: Keeper, kind: str, at: str | None) -> Shelf:
    places = keeper.kept(("places", at), partial(_places, db, viewer, at), frozenset(PLACE))
    found = base(viewer, Filters(kinds=(kind,), at=at), [])
    fields = [field.name for field in SCHEMA.kinds[kind].fields if field.vocabulary]
    parts = " ".join(f"CALL () {{ {found.matching} {part} }}" for part in COLUMNS)
    row = db.read(f"{parts} RETURN *", **found.params, fields=fields)[0]
    order = np.argsort(np.array(row["numbers"], dtype=np.int64))
    numbers = np.array(row["numbers"], dtype=np.int64)[order]
    tied = {type: {id: there for told, id, there, _ in row["tied"] if told == type} for type in TIES}
    made = {name: of_column(np.array(row[name], dtype=object)[order]) for name in ("status", "visibility")}
    made["theme"] = of_lists(numbers, tied["ABOUT"])
    made["territory"] = of_lists(numbers, _with_parts(tied["IN_TERRITORY"], places, kind))
    for field in fields:
        made[field] = of_lists(numbers, {key: there for name, key, there in row["words"] if name == field})
    lacking = _own_gaps(np.array(row["gaps"], dtype=np.int64)[order])
    lacking |= {TIES[type]: in_none(numbers, told.values()) for type, told in tied.items()}
    lacking["steward"] = in_none(numbers, [row["borne"]])
    made["missing"] = of_masks({name: mask for name, mask in lacking.items() if kind in GAPS[name].kinds})
    names = {id: place.name for id, place in places.items()} | {id: name for _, id, _, name in row["tied"]}
    return Shelf(kind, numbers, made, names)


def _with_parts(lists: Mapping[str, list[int]], places: Mapping[str, Place], kind: str) -> dict[str, list[int]]:
    """A place bears what its parts bear; a territory is itself in what it is part of."""
    own = {id: [place.number] for id, place in places.items()} if kind == "Territory" else {}
    out: dict[str, set[int]] = {}
    for id in {*lists, *own}:
        for above in _above(id, places):
            out.setdefault(above, set()).update(lists.get(id, ()), own.get(id, ()))
    return {id: list(numbers) for id, numbers in out.items()}


def _above(id: str, places: Mapping[str, Place]) -> set[str]:
    """A place and all that it is part of, as far as the filter looks."""
    known, edge = {id}, {id}
    for _ in range(DEEPEST):
        edge = {parent for each in edge if each in places for parent in places[each].parents} - known
        known |= edge
    return known


def _own_gaps(values: Numbers) -> dict[str, Mask]:
    return {name: (values >> place & 1).astype(bool) for place, name in enumerate(OWN_GAPS)}
