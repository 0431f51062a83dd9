"""After a run: organisations that it brought and that may be ones already there under another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import product

from graph.database import Database
from graph.imports.twins import LETTERS, signs, twins_in
from graph.schema import SCHEMA

KIND = "Organisation"
PREFIX = f"{SCHEMA.kinds[KIND].prefix}/"  # of their `name_key`, before the folded name
BROUGHT = f"""
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.subject = 'record' AND c.action = 'create'
  AND c.record STARTS WITH '{SCHEMA.kinds[KIND].prefix}-'
MATCH (n:Entity {{id: c.record}}) WHERE n.kind = '{KIND}' AND n.name IS NOT NULL
RETURN collect(DISTINCT [n.name_key, n.id]) AS brought
"""
# The folded names out of their index alone: to look at each record for its acronym takes four times longer. One row,
# since the driver takes 25 µs for each.
THERE = f"""
MATCH (n:Entity) WHERE n.name_key STARTS WITH '{PREFIX}'
WITH n.name_key AS key ORDER BY key
RETURN collect(key) AS keys
"""
# Those that have an acronym, or a name so short that it may be one.
SIGNED = f"""
CALL () {{
  MATCH (n:Entity) WHERE n.acronym IS NOT NULL AND n.kind = '{KIND}' RETURN n
  UNION
  UNWIND $short AS key MATCH (n:Entity {{name_key: key}}) RETURN n
}}
RETURN collect([n.name_key, n.name, n.acronym]) AS signed
"""
BEARERS = """
UNWIND $keys AS key MATCH (n:Entity {name_key: key})
WITH key, n ORDER BY n.id RETURN key, collect(n.id) AS ids ORDER BY key
"""


def likely_twins(db: Database, op: str) -> Iterator[tuple[str, str, str]]:
    """(record, record, reason in French), for a person to say whether they are one; one at least came with this run."""
    brought = db.read(BROUGHT, op=op)[0]["brought"]
    pairs = _pairs(db, {key for key, _ in brought}) if brought else []
    bearers = _bearers(db, {key for *both, _ in pairs for key in both}) if pairs else {}
    came, told = {id for _, id in brought}, set()
    for one, other, why in pairs:
        for both in product(bearers.get(one, ()), bearers.get(other, ())):  # () of who was renamed meanwhile
            pair = (min(both), max(both))
            if len(set(pair)) == 2 and pair not in told and not came.isdisjoint(pair):
                told.add(pair)
                yield *both, why


def _pairs(db: Database, brought: Collection[str]) -> list[tuple[str, str, str]]:
    """By their name keys."""
    keys, said = db.read(THERE)[0]["keys"], defaultdict[str, frozenset[str]](frozenset)
    short = [key for key in keys if len(key) <= len(PREFIX) + LETTERS]
    for key, name, acronym in db.read(SIGNED, short=short)[0]["signed"]:
        said[key] |= signs(name, acronym or "")
    at = {place: said[key] for place, key in enumerate(keys) if key in said}
    asked = [place for place, key in enumerate(keys) if key in brought]
    found = twins_in([key[len(PREFIX) :] for key in keys], at, asked)
    return [(keys[one], keys[other], why) for one, other, why in found]


def _bearers(db: Database, keys: Collection[str]) -> dict[str, list[str]]:
    return {row["key"]: row["ids"] for row in db.read(BEARERS, keys=sorted(keys))}
