"""The links of a record that has thousands: the first of each type and how many there are, kept until they change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from graph.database import Database
from graph.freshness import Keeper
from graph.links import Brief
from graph.record_links import (
    COUNTS,
    ORDER,
    SHOWN,
    SYMMETRIC,
    TOLD,
    VISIBLE,
    LinkGroup,
    in_order,
    links_in,
    past_before,
    rank,
)
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees

# Above as many relations, reading all of them to show a few costs more than counting apart.
HUB = 300
KEPT = 40  # hubs a process: the first 60 links of a few types take some hundred kilobytes

# References are sorted and cut before anything is read of them: 25 ms for 7,600 relations.
FIRST_OF_EACH = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
MATCH (n)-[r]-(o:Entity) WHERE {VISIBLE}
WITH n, r, o ORDER BY {ORDER}
WITH n, type(r) AS type, CASE WHEN type(r) IN $symmetric THEN true ELSE startNode(r) = n END AS out,
     {COUNTS}, collect(r)[..$shown] AS first
UNWIND first AS r
WITH n, type, out, count, past, undated, r, CASE WHEN startNode(r) = n THEN endNode(r) ELSE startNode(r) END AS o
RETURN type, out, count, past, undated, collect({TOLD}) AS links ORDER BY type, out
"""


def hub_groups(db: Database, viewer: Viewer, params: Mapping[str, Any], record: Brief) -> tuple[LinkGroup, ...]:
    """The first links of each group: 80 ms for 7,700 links, so kept until somebody writes the record, one of its
    links, or a record of the kinds at their ends."""
    question = ("hub", record.id, params["at"], params["today"])
    groups = partial(_groups, db, params, record)
    return Keeper(db, viewer).kept(question, groups, partial(_kinds, record), most=KEPT)


def _groups(db: Database, params: Mapping[str, Any], record: Brief) -> tuple[LinkGroup, ...]:
    day = params["at"]
    rows = db.read(FIRST_OF_EACH, **{**params, "today": past_before(day)}, symmetric=sorted(SYMMETRIC), shown=SHOWN)
    return in_order(
        LinkGroup(
            row["type"], not row["out"], tuple(sorted(links_in(row["links"], record, day), key=rank)), row["count"],
            row["past"], row["undated"],
        )
        for row in rows if row["type"] in SCHEMA.relations
    )  # fmt: skip


def _kinds(record: Brief, groups: tuple[LinkGroup, ...]) -> frozenset[str]:
    """The kinds whose records the answer tells; a link is written with the record itself."""
    return frozenset({record.kind, *(link.other.kind for group in groups for link in group.links)})
