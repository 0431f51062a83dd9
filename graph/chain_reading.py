"""Reads the links below a policy's tree: tens of thousands in a few answers, as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graph.asof import status_at
from graph.chain_columns import NUMBER, Group, Known, Places, Web, fitting, joined
from graph.chain_rings import DEEPEST, TOLD, TYPES
from graph.chains import HOPS, LONGEST, weight
from graph.database import Database
from graph.evidence import last_known, sourced, strength_of
from graph.links import Brief, Link, in_force
from graph.schema import SCHEMA
from graph.shaping import name_key
from graph.viewers import Viewer, sees, sees_link

PARTS = f"""
UNWIND range(0, size($ids) - 1) AS place WITH place, $ids[place] AS id
MATCH (x:Entity {{id: id}})<-[r:PART_OF]-(o)
WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND o.kind = 'Policy' AND {sees("o")} AND {in_force("r")}
WITH DISTINCT place, o ORDER BY place, o.name, o.id
RETURN collect([place, o.id, o.name, o.level, o.name_key]) AS parts
"""
# Which kinds the ends are of is compared afterwards, by number: told here, it took two thirds of the time. Links of
# which the same is known make one group: years and sources repeat, so that groups are few.
RING = f"""
CALL () {{
  UNWIND range(0, size($incoming) - 1) AS place WITH place, $incoming[place] AS id
  MATCH (x:Entity {{id: id}})<-[r:{"|".join(TYPES[True])}]-(o)
  WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND {sees("o")} AND {in_force("r")}
  RETURN collect([place, r, o]) AS forward
}}
CALL () {{
  UNWIND range(0, size($outgoing) - 1) AS place WITH place, $outgoing[place] AS id
  MATCH (x:Entity {{id: id}})-[r:{"|".join(TYPES[False])}]->(o)
  WHERE {sees("x")} AND {sees_link("r")} AND NOT o:Gone AND {sees("o")} AND {in_force("r")}
  RETURN collect([place, r, o]) AS backward
}}
WITH forward + backward AS found
CALL (found) {{
  UNWIND found AS each WITH DISTINCT each[2] AS o
  RETURN collect([o.version, o.id, o.kind, o.name_key, CASE WHEN o.kind = 'Need' THEN {status_at("o")} END]) AS records
}}
CALL (found) {{
  UNWIND found AS each WITH each[0] AS place, each[1] AS r, each[2] AS o
  WITH type(r) AS type, {TOLD} AS told, r.standing AS standing, r.declared_by AS declared_by,
       r.source IS NOT NULL OR r.source_url IS NOT NULL AS sourced, r.source_date AS source_date,
       r.standing_at AS standing_at, r.since IS NULL AND r.until IS NULL AS undated,
       CASE WHEN r.source_date IS NULL AND r.standing_at IS NULL THEN r.since END AS since,
       collect(place) AS up, collect(o.version) AS down
  RETURN collect([[type, told, standing, declared_by, sourced, source_date, standing_at, undated, since], up, down])
    AS links
}}
RETURN records, links
"""
# Kinds that something may be below, by a relation that leads up (True) and by one that leads down.
ABOVE = {way: frozenset(NUMBER[kind] for hop in HOPS if hop.forward == way for kind in hop.up) for way in (True, False)}
FITS = {type: fitting(type) for types in TYPES.values() for type in types}
NOBODY = Brief("", "Organisation", "")

Params = Mapping[str, Any]
# By number: id, kind, key and status.
Numbers = Mapping[int, tuple[str, str, str, str | None]]


def read_web(db: Database, viewer: Viewer, root: Brief, level: str | None, at: str | None) -> Web:
    """All that is below a policy, in eleven answers at most, whatever its size."""
    params = {"at": at, **viewer.params()}
    records = Places()
    names, levels, children = _read_tree(db, params, records, root, level)
    groups, more = _read_links(db, params, records)
    down, up, of, known = joined(groups)
    return Web(
        tuple(records.of), names, levels, children, np.array(records.kinds), records.ranks(), records.statuses,
        down, up, of, known, more,
    )  # fmt: skip


def _read_tree(
    db: Database, params: Params, records: Places, root: Brief, level: str | None
) -> tuple[tuple[str, ...], tuple[str | None, ...], tuple[tuple[int, ...], ...]]:
    """Names and levels of the policies, ring by ring, and the parts of each."""
    records.place(root.id, "Policy", name_key(SCHEMA.kinds["Policy"], root.name))
    names, levels, edge = [root.name], [level], [root.id]
    below: dict[int, list[int]] = {}
    for _ in range(DEEPEST):
        here, edge = edge, []
        for place, id, name, own_level, key in db.read(PARTS, ids=here, **params)[0]["parts"]:
            if id not in records:
                names.append(name)
                levels.append(own_level)
                edge.append(id)
            below.setdefault(records.of[here[place]], []).append(records.place(id, "Policy", key))
        if not edge:
            break
    return tuple(names), tuple(levels), tuple(tuple(below.get(place, ())) for place in range(len(names)))


def _read_links(db: Database, params: Params, records: Places) -> tuple[list[Group], int]:
    """The links to LONGEST steps below the policies, and how many records are too far."""
    groups: list[Group] = []
    edge = range(len(records))
    for _ in range(LONGEST):
        first = len(records)
        found, numbers = _read_ring(db, params, records, edge)
        for known, up, down in found:
            places = [records.place(*numbers[number]) for number in down.tolist()]
            groups.append((known, up, np.array(places, dtype=np.int64)))
        edge = range(first, len(records))
        if not edge:
            return groups, 0
    found, numbers = _read_ring(db, params, records, edge)
    below = {number for _, _, down in found for number in down.tolist()}
    return groups, sum(numbers[number][0] not in records for number in below)


def _read_ring(db: Database, params: Params, records: Places, edge: Sequence[int]) -> tuple[list[Group], Numbers]:
    """The links just below some places: groups of the places above and the numbers of the records below."""
    ids = tuple(records.of)
    above = {way: [place for place in edge if records.kinds[place] in ABOVE[way]] for way in (True, False)}
    incoming, outgoing = ([ids[place] for place in above[way]] for way in (True, False))
    if not incoming and not outgoing:
        return [], {}
    row = db.read(RING, incoming=incoming, outgoing=outgoing, **params)[0]
    numbers = {number: tuple(told) for number, *told in row["records"]}
    kinds = np.array(records.kinds)
    groups = []
    for said, up, down in row["links"]:
        known = _known(said)
        places = np.array(above[known.type in TYPES[True]], dtype=np.int64)[up]
        fits = FITS[known.type][[NUMBER[numbers[number][1]] for number in down], kinds[places]]
        groups.append((known, places[fits], np.array(down, dtype=np.int64)[fits]))
    return groups, numbers


def _known(said: Sequence[Any]) -> Known:
    """By the rules for a link in full, so that there is one of each."""
    type, told, standing, declared_by, named, source_date, standing_at, undated, since = said
    link = Link(
        "", type, NOBODY, NOBODY, since=since, until=None if undated else "9999", source_date=source_date,
        source_words="…" if named else None, declared_by=declared_by, standing=standing, standing_at=standing_at,
        own={SCHEMA.relations[type].told_by or "": told}, inverse=type not in TYPES[True],
    )  # fmt: skip
    return Known(weight(link), type, link.verb.fr, strength_of(link), undated, sourced(link), last_known(link))
