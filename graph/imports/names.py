"""Records named in a link without their kind: `name:<prefix>|<prefix>/<folded name>`, one of the kinds that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.database import Database

BEARERS = """
UNWIND $keys AS key UNWIND key.names AS name
MATCH (n:Entity {name_key: name})
WITH key.key AS key, collect(n)[..2] AS found WHERE size(found) = 1
UNWIND found AS n
RETURN key, n.id AS id, n.kind AS kind, n.audience AS audience ORDER BY key
"""
SHARED = """
UNWIND $keys AS key UNWIND key.names AS name
MATCH (n:Entity {name_key: name})
WITH key.key AS key, count(n) AS bearers WHERE bearers > 1
RETURN key ORDER BY key
"""


def of_several_kinds(key: str) -> bool:
    """Does this key leave the kind open?"""
    return key.startswith("name:") and "|" in key


def each_kind(key: str) -> list[str]:
    """ "name:commun|logiciel/panoramax" → ["name:commun/panoramax", "name:logiciel/panoramax"]."""
    prefixes, _, name = key.removeprefix("name:").partition("/")
    return [f"name:{prefix}/{name}" for prefix in prefixes.split("|")]


def bearers(db: Database, keys: Sequence[str]) -> list[dict[str, Any]]:
    """(key, id, kind, audience) of the keys that exactly one record bears, whatever its kind."""
    return db.read(BEARERS, keys=_asked(keys)) if keys else []


def borne_by_several(db: Database, keys: Iterable[str]) -> set[str]:
    """Of any keys, those by name that several records bear: nobody can tell which is meant."""
    asked = _asked(sorted({key for key in keys if key.startswith("name:")}))
    return {row["key"] for row in db.read(SHARED, keys=asked)} if asked else set()


def _asked(keys: Sequence[str]) -> list[dict[str, Any]]:
    return [{"key": key, "names": [name.removeprefix("name:") for name in each_kind(key)]} for key in keys]
