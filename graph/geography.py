"""Where records are on the map: of each all its territories, and what these are part of, up to the country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.filtering import DEEPEST
from graph.links import in_force
from graph.viewers import Viewer, sees, sees_link

# From the smallest; a territory of one's own stands among the intermunicipal ones.
LEVELS = ("commune", "epci", "own", "mobility_basin", "scot", "pnr", "departement", "region", "country")

STANDING = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
CALL (n) {{
  MATCH (n)-[r:IN_TERRITORY]->(t) WHERE NOT t:Gone AND {sees("t")} AND {sees_link("r")} AND {in_force("r")}
  WITH DISTINCT t.id AS id ORDER BY id
  RETURN collect(id) AS places
}}
RETURN n.id AS id, CASE n.kind WHEN 'Territory' THEN [n.id] ELSE [] END + places AS places ORDER BY id
"""
PLACES = f"""
UNWIND $ids AS id
MATCH (t:Entity {{id: id}}) WHERE {sees("t")}
CALL (t) {{
  MATCH (t)-[r:PART_OF]->(u) WHERE NOT u:Gone AND {sees("u")} AND {sees_link("r")} AND {in_force("r")}
  WITH DISTINCT u.id AS id ORDER BY id
  RETURN collect(id) AS parents
}}
RETURN t.id AS id, t.name AS name, coalesce(t.type, '') AS type, coalesce(t.code, '') AS code, parents ORDER BY id
"""


@dataclass(frozen=True)
class Territory:
    """`type` is a term of territory_type or empty; `parents` are ids of what it is directly part of."""

    id: str
    name: str
    type: str
    code: str
    parents: tuple[str, ...]

    @property
    def level(self) -> int:
        """The smaller, the lower; unknown types stand as territories of one's own."""
        return LEVELS.index(self.type if self.type in LEVELS else "own")


def standing(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None = None) -> dict[str, tuple[str, ...]]:
    """Ids of all territories of each record that has some, itself when it is one."""
    rows = db.read(STANDING, ids=list(ids), at=at, **viewer.params())
    return {row["id"]: tuple(dict.fromkeys(row["places"])) for row in rows if row["places"]}


def places(db: Database, viewer: Viewer, ids: Iterable[str], at: str | None = None) -> dict[str, Territory]:
    """These territories and all that they are part of, as far as the viewer may see."""
    found: dict[str, Territory] = {}
    wanted = set(ids)
    for _ in range(DEEPEST + 1):
        rows = db.read(PLACES, ids=sorted(wanted), at=at, **viewer.params()) if wanted else []
        found |= {row["id"]: Territory(**(row | {"parents": tuple(row["parents"])})) for row in rows}
        wanted = {parent for row in rows for parent in row["parents"]} - found.keys()
    return found


def above(id: str, territories: Mapping[str, Territory]) -> frozenset[str]:
    """The territory and all that it is part of."""
    seen: set[str] = set()
    rest = [id]
    while rest:
        here = rest.pop()
        if here not in seen and here in territories:
            seen.add(here)
            rest.extend(territories[here].parents)
    return frozenset(seen)


def parent_of(place: Territory, territories: Mapping[str, Territory]) -> str | None:
    """Under what it is listed: of several, what is inside the others, else the département; None at the top."""
    own = [id for id in place.parents if id in territories and id != place.id]

    def key(id: str) -> tuple[int, bool, int, str]:
        inside = len(above(id, territories) & set(own))
        return -inside, territories[id].type != "departement", territories[id].level, id

    return min(own, key=key, default=None)
