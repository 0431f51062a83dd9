"""What serves a policy and all that it comprises, worked out once between two writes that touch it."""

from __future__ import annotations

from functools import partial

from graph import chain_joins
from graph.asof import day_of, status_at
from graph.chain_joins import chains_of
from graph.chain_reading import read_web
from graph.chain_rings import Ground, fetch_parents, start
from graph.chains import TRACED, ring
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.freshness import Keeper
from graph.gaps import holes_of
from graph.links import Brief, in_force
from graph.outlines import Outline
from graph.policy_trees import tree_rings
from graph.viewers import Viewer, sees, sees_link

TOUCHED = TRACED | {"Policy"}
# Outlines kept a process: one of 91,000 chains takes 8 MB, one of 2,000 a quarter of a megabyte.
MOST = 12

IN_PLACE = f"""
MATCH (place:Entity {{id: $id}}) WHERE {sees("place")}
CALL (place) {{
  RETURN place AS t
  UNION
  MATCH (place)<-[inside:PART_OF*1..5]-(t:Entity)
  WHERE all(p IN inside WHERE {sees_link("p")} AND {sees("startNode(p)")} AND {in_force("p")}) RETURN t
}}
MATCH (t)<-[r:IN_TERRITORY]-(n:Entity) WHERE {sees_link("r")} AND {sees("n")} AND {in_force("r")}
RETURN collect(DISTINCT n.id) AS ids
"""
ON_THEME = f"""
MATCH (t:Entity {{id: $id}})<-[r:ABOUT]-(n:Entity)
WHERE {sees("t")} AND {sees_link("r")} AND {sees("n")} AND {in_force("r")}
RETURN collect(DISTINCT n.id) AS ids
"""

IN_STATE = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")} AND {status_at("n")} = $status
RETURN collect(n.id) AS ids
"""


def outline_policy(
    db: Database, viewer: Viewer, policy_id: str, *, at: str | None = None, territory: str | None = None,
    theme: str | None = None, status: str | None = None, confirmed_only: bool = False,
) -> Outline:  # fmt: skip
    """The filters are on chains, by what they begin at, and never on holes."""
    day = day_of(at)
    made = partial(_made, db, viewer, policy_id, day)
    found = Keeper(db, viewer).kept(("outline", policy_id, day), made, TOUCHED, most=MOST)
    asked = [(query, id) for query, id in ((IN_PLACE, territory), (ON_THEME, theme)) if id]
    within = [set(db.read(query, id=id, at=day, **viewer.params())[0]["ids"]) for query, id in asked]
    if status:
        params = {"ids": list(found.web.ids), "status": status, "at": day}
        within.append(set(db.read(IN_STATE, **params, **viewer.params())[0]["ids"]))
    return found.narrowed(set.intersection(*within) if within else None, confirmed_only=confirmed_only)


def _made(db: Database, viewer: Viewer, policy_id: str, day: str | None) -> Outline:
    ground = Ground()
    root = start(db, viewer, ground, policy_id, day)
    if root is None:
        raise NotFound(policy_id)
    if root.kind != "Policy":
        raise Invalid({"id": "cette fiche n'est pas une politique"})
    level = ground.levels[root.id]
    web = read_web(db, viewer, root, level, day)
    chains = chains_of(web, chain_joins.MOST)
    rings = (ring(tuple(web.ids[place] for place in each)) for each in tree_rings(web.children))
    cycles = tuple(sorted({*rings, *chains.cycles}))
    return Outline(root, level, _above(db, viewer, ground, root, day), web, chains, holes_of(web, chains), cycles, day)


def _above(db: Database, viewer: Viewer, ground: Ground, root: Brief, day: str | None) -> tuple[Brief, ...]:
    """From the top to the parent; the first by name where a policy is part of two."""
    fetch_parents(db, viewer, ground, [root.id], day)
    out: list[Brief] = []
    at = root.id
    while parents := [parent for parent in ground.parents.get(at, ()) if parent not in (*out, root)]:
        out.append(parents[0])
        at = parents[0].id
    return tuple(reversed(out))
