"""By what records are arranged or grouped in a drawing: the territory where they are, their themes and communities,
the year from which they are linked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.links import in_force
from graph.viewers import Viewer, sees, sees_link
from graph.walking import ALL, WALKED, passes, walk

# A record in several territories stands where it is before where it acts.
ROLES = ("located", "steers", "covers", "acts", "deployed")

TERRITORIES = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
CALL (n) {{
  MATCH (n)-[r:IN_TERRITORY]->(t)
  WHERE NOT t:Gone AND {sees("t")} AND {sees_link("r")} AND {in_force("r")}
  WITH coalesce(r.role, '') AS role, t.id AS id, t.name AS name ORDER BY name, id, role
  RETURN collect([role, id, name]) AS found
}}
RETURN n.id AS id, n.kind AS kind, n.name AS name, found ORDER BY n.id
"""
SEVERAL = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
CALL (n) {{
  MATCH (n)-[r:TYPES]-(t) WHERE t.kind = $kind AND NOT t:Gone AND {sees("t")} AND {sees_link("r")} AND {in_force("r")}
  WITH DISTINCT t.id AS id, t.name AS name ORDER BY name, id
  RETURN collect([id, name]) AS found
}}
RETURN n.id AS id, CASE n.kind WHEN $kind THEN [[n.id, n.name]] ELSE found END AS found ORDER BY n.id
"""
THEMES, COMMUNITIES = SEVERAL.replace("TYPES", "ABOUT"), SEVERAL.replace("TYPES", WALKED)
BEGINNING = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
CALL (n) {{ MATCH (n)-[r:TYPES]-(o) WHERE {passes("r", "o")} RETURN min(r.since_from) AS since }}
RETURN n.id AS id, since ORDER BY n.id
"""
BEGINNINGS = {types: BEGINNING.replace("TYPES", types) for types in (WALKED, ALL)}


@dataclass(frozen=True)
class Place:
    """A territory, a community or a theme, by id and name."""

    id: str
    name: str


def territories(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None = None) -> dict[str, Place]:
    """Of each record that is somewhere, one territory: itself, else where it is rather than where it acts."""
    out: dict[str, Place] = {}
    for row in db.read(TERRITORIES, ids=list(ids), at=at, **viewer.params()):
        if row["kind"] == "Territory":
            out[row["id"]] = Place(row["id"], row["name"])
        elif row["found"]:
            _, id, name = min(row["found"], key=lambda told: (_rank(told[0]), told[2], told[1]))
            out[row["id"]] = Place(id, name)
    return out


def themes(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None = None) -> dict[str, tuple[Place, ...]]:
    """Of each record that has some, its themes by name; of a theme, itself."""
    return _several(db, viewer, THEMES, ids=list(ids), kind="Theme", at=at)


def communities(
    db: Database, viewer: Viewer, ids: Sequence[str], at: str | None = None
) -> dict[str, tuple[Place, ...]]:  # fmt: skip
    """Of each record that is linked to some, these communities by name; of a community, itself."""
    return _several(db, viewer, COMMUNITIES, ids=list(ids), kind="Community", at=at)


def _several(db: Database, viewer: Viewer, query: str, **params: Any) -> dict[str, tuple[Place, ...]]:
    rows = db.read(query, **params, **viewer.params())
    return {row["id"]: tuple(Place(id, name) for id, name in row["found"]) for row in rows if row["found"]}


def beginnings(
    db: Database, viewer: Viewer, ids: Sequence[str], *, relations: Iterable[str] | None = None, at: str | None = None
) -> dict[str, int]:
    """Year of the first dated link of each record that has one, among the relations asked."""
    choices = walk(relations=relations, at=at)
    rows = db.read(BEGINNINGS[choices.pattern], ids=list(ids), **choices.params(viewer))
    return {row["id"]: int(row["since"][:4]) for row in rows if row["since"]}


def _rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)
