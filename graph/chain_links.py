"""Chains told in full: the few that are read, out of the many that are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graph.asof import brief_at
from graph.chain_columns import Ints, Web
from graph.chain_rings import TYPES
from graph.chains import Chain, Steps, Told, told
from graph.database import Database
from graph.links import Brief, Link, brief_of, in_force, link_of
from graph.viewers import Viewer, sees, sees_link

BETWEEN = f"""
UNWIND $pairs AS pair
MATCH (down:Entity {{id: pair[0]}})-[r:{"|".join(sorted({*TYPES[True], *TYPES[False]}))}]-(up:Entity {{id: pair[1]}})
WHERE {sees("down")} AND {sees_link("r")} AND {sees("up")} AND {in_force("r")}
  AND type(r) IN CASE WHEN startNode(r) = down THEN $forward ELSE $backward END
RETURN {brief_at("down")} AS down, {brief_at("up")} AS up, type(r) AS type, properties(r) AS properties
ORDER BY properties.id
"""
RECORDS = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")} RETURN {brief_at("n")} AS record ORDER BY id
"""


def read_links(db: Database, viewer: Viewer, web: Web, places: Iterable[int], at: str | None) -> dict[int, Link]:
    """Links of a web in full, told upwards; one that is no longer there, or no longer the same, is left out."""
    ends = {place: (web.ids[web.down[place]], web.ids[web.up[place]]) for place in places}
    found = _between(db, viewer, sorted(set(ends.values())), at)
    out = {}
    for place, pair in ends.items():
        known = web.known[web.of[place]]
        if link := found.get((*pair, known.type, known.verb)):
            out[place] = link
    return out


def told_chains(db: Database, viewer: Viewer, web: Web, steps: Ints, at: str | None) -> list[Chain | None]:
    """The chains of these rows of links, each from the policy down; None for one that has just come apart."""
    links = read_links(db, viewer, web, np.unique(steps[steps >= 0]).tolist(), at)
    levels = dict(zip(web.ids, web.levels, strict=False))
    return [_chain([links.get(place) for place in reversed(row) if place >= 0], levels) for row in steps.tolist()]


def read_records(db: Database, viewer: Viewer, ids: Iterable[str], at: str | None) -> dict[str, Brief]:
    """Records in brief by id, as of a day."""
    if not (wanted := sorted(set(ids))):
        return {}
    rows = db.read(RECORDS, ids=wanted, at=at, **viewer.params())
    return {row["record"]["id"]: brief_of(row["record"]) for row in rows}


def _between(db: Database, viewer: Viewer, pairs: Sequence[tuple[str, str]], at: str | None) -> Mapping[Told, Link]:
    if not pairs:
        return {}
    found = Steps()
    params = {"pairs": [list(pair) for pair in pairs], "at": at, "forward": TYPES[True], "backward": TYPES[False]}
    records: dict[str, Brief] = {}
    for row in db.read(BETWEEN, **params, **viewer.params()):
        down, up = (records.setdefault(row[end]["id"], brief_of(row[end])) for end in ("down", "up"))
        forward = row["type"] in TYPES[True]
        ends = (down, up) if forward else (up, down)
        found.add(link_of(row["properties"], row["type"], *ends, inverse=not forward))
    return {told(link): link for links in found.above.values() for link in links.values()}


def _chain(steps: Sequence[Link | None], levels: Mapping[str, str | None]) -> Chain | None:
    whole = tuple(step for step in steps if step)
    if len(whole) < len(steps):
        return None
    first = whole[0].target if whole[0].inverse else whole[0].source
    policy = whole[-1].other
    return Chain(first, first, policy, whole, levels.get(policy.id))
