"""Filters as Cypher: where the search for records begins, and what they must fulfil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph import fulltext
from graph.database import Database
from graph.errors import Invalid
from graph.filters import GAPS, Filters, linked
from graph.links import Brief, brief, brief_of, in_force, today
from graph.migrations import TEXT_INDEX
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

DEEPEST = 6  # commune, EPCI, département, région, country, and one of one's own

BY_REF = "MATCH (:Ref {key: $ref})-[:IDENTIFIES]->(n:Entity)"
BY_WORDS = f"CALL db.index.fulltext.queryNodes('{TEXT_INDEX}', $lucene) YIELD node AS n, score"
BY_THEME = f"""
MATCH (:Entity {{id: $theme}})<-[r:ABOUT]-(n:Entity) WHERE {sees_link("r")} AND {in_force("r")} WITH DISTINCT n
"""
# A mandate that has ended makes no member, whatever day is not asked.
SITS = f"{sees_link('r')} AND {in_force('r').replace('$at', '$sits_on')}"
BY_COMMUNITY = f"MATCH (:Entity {{id: $community}})<-[r:MEMBER_OF]-(n:Entity) WHERE {SITS} WITH DISTINCT n"
BY_TERRITORY = f"""
UNWIND $places AS place
CALL (place) {{
  MATCH (:Entity {{id: place}})<-[r:IN_TERRITORY]-(n:Entity) WHERE {sees_link("r")} AND {in_force("r")} RETURN n
  UNION
  MATCH (n:Entity {{id: place}}) RETURN n
}}
WITH DISTINCT n
"""
# `$all OR …` would hide the index from the planner: two texts.
BY_KIND = "MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience IN $audiences AND n.kind IN $kinds"
BY_KIND_ALL = "MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience > '' AND n.kind IN $kinds"
# In the order of names from the index, a kind at a time, and no further than the page.
BY_NAME = "MATCH (n:Entity) USING INDEX n:Entity(name_key) WHERE n.name_key STARTS WITH prefix"

ENDS = f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees('n')} RETURN {brief('n')} AS record ORDER BY id"
PLACES = f"""
MATCH (top:Entity {{id: $id}})
MATCH path = (top)<-[:PART_OF*0..{DEEPEST}]-(place:Entity)
WHERE all(r IN relationships(path) WHERE {sees_link("r")} AND {in_force("r")})
  AND all(n IN nodes(path) WHERE {sees("n")})
RETURN collect(DISTINCT place.id) AS places
"""
STATUS = """
(CASE WHEN $at IS NULL OR n.status_days IS NULL THEN n.status
 ELSE [i IN range(0, size(n.status_days) - 1) WHERE n.status_days[i] <= $at | n.status_states[i]][-1] END)
"""


@dataclass(frozen=True)
class Base:
    """Cypher that binds `n` (and `score`), its conditions, and all parameters."""

    start: str
    conditions: tuple[str, ...]
    params: dict[str, Any]
    by_kind: bool = False
    chosen: Mapping[str, Brief] = field(default_factory=dict)

    @property
    def matching(self) -> str:
        """The clauses that bind each visible matching record."""
        if not self.conditions:
            return self.start
        # A procedure and a MATCH take a WHERE of their own; after WITH DISTINCT it filters as well.
        joint = " AND " if self.by_kind else " WHERE "
        return self.start + joint + " AND ".join(self.conditions)


def chosen(db: Database, viewer: Viewer, filters: Filters) -> dict[str, Brief]:
    """The theme, territory and community that are filtered by. Invalid when there is none such for this viewer."""
    asked = {"theme": filters.theme, "territory": filters.territory, "community": filters.community}
    ids = sorted(id for id in asked.values() if id)
    found = (
        {row["record"]["id"]: brief_of(row["record"]) for row in db.read(ENDS, ids=ids, **viewer.params())}
        if ids
        else {}
    )
    if wrong := {name: "cette fiche n'existe pas" for name, id in asked.items() if id and id not in found}:
        raise Invalid(wrong)
    return {name: found[id] for name, id in asked.items() if id}


def places_in(db: Database, viewer: Viewer, filters: Filters) -> list[str]:
    """The territory and all that is part of it."""
    if not filters.territory:
        return []
    return list(db.read(PLACES, id=filters.territory, at=filters.at, **viewer.params())[0]["places"])


def ids_of(db: Database, viewer: Viewer, filters: Filters) -> frozenset[str]:
    """Every record that fulfils checked filters."""
    found = base(viewer, filters, places_in(db, viewer, filters))
    return frozenset(db.read(f"{found.matching} RETURN collect(n.id) AS ids", **found.params)[0]["ids"])


def base(viewer: Viewer, filters: Filters, places: list[str]) -> Base:
    """Where the search begins (the fewest records first) and what is asked of each."""
    params = {"at": filters.at, "kinds": list(filters.scope), **viewer.params()}
    params["audiences"] = sorted({"public", *viewer.audiences})
    start, said = _start(viewer, filters, params)
    conditions = [] if said == "kinds" else [sees("n")]
    if said != "kinds" and len(filters.scope) < len(SCHEMA.kinds):
        conditions.append("n.kind IN $kinds")
    if not filters.archived:
        conditions.append("n.archived_at IS NULL")
    params["places"] = places
    for name in filters.active:
        if name not in (said, "kinds"):
            conditions += _conditions(name, filters, params)
    return Base(start, tuple(conditions), params, said == "kinds")


def _start(viewer: Viewer, filters: Filters, params: dict[str, Any]) -> tuple[str, str]:
    if filters.q and (words := fulltext.words_of(filters.q)):
        lucene = fulltext.found_anywhere(words, prefix=fulltext.ends_open(filters.q))
        narrow = filters.scope if len(filters.scope) < len(SCHEMA.kinds) else ()
        params["lucene"] = fulltext.restricted(lucene, viewer, narrow)
        return BY_WORDS, "q"
    if filters.ref:
        params["ref"] = filters.ref
        return BY_REF, "ref"
    if filters.community:
        params |= {"community": filters.community, "sits_on": filters.at or today()}
        return BY_COMMUNITY, "community"
    if filters.theme:
        params["theme"] = filters.theme
        return BY_THEME, "theme"
    if filters.territory:
        return BY_TERRITORY, "territory"
    return (BY_KIND_ALL if viewer.all else BY_KIND), "kinds"


def _conditions(name: str, filters: Filters, params: dict[str, Any]) -> list[str]:
    """The conditions of one filter; names of fields and types come from the schema, values are parameters."""
    value = filters.terms.get(name) or getattr(filters, name, None)
    if name in filters.terms:
        params[f"term_{name}"] = value
        return [f"$term_{name} IN ([] + n.{name})"]
    params[name] = list(value) if isinstance(value, tuple) else value
    match name:
        case "q":
            return ["n.name_key = ''"]  # nothing but punctuation was typed: no record
        case "status":
            return [f"{STATUS} IN $status"]
        case "visibility":
            return ["n.visibility = $visibility"]
        case "since":
            return ["coalesce(n.updated_at, n.created_at) >= $since"]
        case "ref":
            return ["EXISTS { (:Ref {key: $ref})-[:IDENTIFIES]->(n) }"]
        case "theme":
            return [linked("ABOUT", "out", " AND o.id = $theme")]
        case "community":
            params["sits_on"] = filters.at or today()
            return [f"EXISTS {{ MATCH (n)-[r:MEMBER_OF]->(:Entity {{id: $community}}) WHERE {SITS} }}"]
        case "territory":
            return [f"(n.id IN $places OR {linked('IN_TERRITORY', 'out', ' AND o.id IN $places')})"]
        case "has":
            return [linked(*_split(told)) for told in filters.has]
        case "lacks":
            return [f"NOT {linked(*_split(told))}" for told in filters.lacks]
    return [condition for gap in filters.missing for condition in _missing(gap, params)]


def _missing(gap: str, params: dict[str, Any]) -> list[str]:
    params[f"gap_{gap}"] = list(GAPS[gap].kinds)
    return [GAPS[gap].condition, f"n.kind IN $gap_{gap}"]


def _split(told: str) -> tuple[str, str]:
    type, _, direction = told.partition(":")
    return type, direction
