"""What is known of each record that serves or is served: who bears or leads it, where, since when, with what money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graph.asof import brief_at
from graph.database import Database
from graph.freshness import Keeper
from graph.funding import Grant, given_by, grant_of
from graph.links import Brief, brief_of, in_force
from graph.viewers import Viewer, sees, sees_link

# Answers kept a process: one about 400 records takes half a megabyte.
MOST = 24


def _tied(pattern: str, other: str) -> str:
    """Cypher list of the visible records at the other end of `r`, each once, by name."""
    return f"""COLLECT {{
    MATCH {pattern} WHERE NOT {other}:Gone AND {sees(other)} AND {sees_link("r")} AND {in_force("r")}
    WITH DISTINCT {other} ORDER BY {other}.name, {other}.id RETURN {brief_at(other)}
  }}"""


MOBILISED = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
RETURN {brief_at("n")} AS record, n.licence AS licence, n.echelon AS echelon, n.begins AS begins, n.ends AS ends,
  {_tied("(n)<-[r:STEWARDS|PRODUCES|PUBLISHES|LEADS]-(who)", "who")} AS bearers,
  {_tied("(n)-[r:IN_TERRITORY]->(place)", "place")} AS places,
  {given_by("n")} AS grants
ORDER BY id
"""


@dataclass(frozen=True)
class Mobilised:
    """A record with its bearers (of a policy: who leads it), its territories and the grants that it received."""

    record: Brief
    bearers: tuple[Brief, ...] = ()
    places: tuple[Brief, ...] = ()
    grants: tuple[Grant, ...] = ()
    licence: str | None = None
    echelon: str | None = None
    begins: str | None = None
    ends: str | None = None


def mobilised(db: Database, viewer: Viewer, ids: Iterable[str], at: str | None) -> Mapping[str, Mobilised]:
    """What is known of these records on a day, in one answer kept until a write; what the viewer may not see is not
    there."""
    wanted = tuple(sorted(set(ids)))
    return Keeper(db, viewer).kept(("mobilised", wanted, at), partial(_read, db, viewer, wanted, at), most=MOST)


def _read(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None) -> Mapping[str, Mobilised]:
    rows = db.read(MOBILISED, ids=list(ids), at=at, **viewer.params())
    return {row["record"]["id"]: _mobilised(row) for row in rows}


def _mobilised(row: Mapping[str, Any]) -> Mobilised:
    record = brief_of(row["record"])
    licence = row["licence"]
    return Mobilised(
        record, tuple(map(brief_of, row["bearers"])), tuple(map(brief_of, row["places"])),
        tuple(grant_of(each, record) for each in row["grants"]),
        (" | ".join(licence) if isinstance(licence, list) else licence) or None,
        row["echelon"], row["begins"], row["ends"],
    )  # fmt: skip
