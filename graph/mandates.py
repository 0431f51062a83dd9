"""What cannot be of a mandate or of a tree of communities: an end before the beginning, the same seat held twice at
once, a deputy of nobody, a community within itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.database import Database
from graph.errors import Invalid
from graph.links import in_force, today
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link

DEEPEST = 12  # steps of a tree that are looked at
NOBODY = "un suppléant siège pour quelqu'un : dites au nom de qui"
FIELDS = frozenset({"since", "until", "seat", "on_behalf_of", "role"})
# Of the same mandate in two roles one may hold both; touching on one day is a renewal.
OTHERS = f"""
MATCH (:Entity {{id: $who}})-[r:MEMBER_OF]->(:Entity {{id: $committee}})
WHERE r.id <> $id AND {sees_link("r")}
  AND (toLower(coalesce(r.role, '')) = $role OR r.seat = $seat)
  AND ($until IS NULL OR r.since_from IS NULL OR r.since_from < $until)
  AND ($since IS NULL OR r.until_to IS NULL OR r.until_to > $since)
RETURN r.since AS since, r.until AS until ORDER BY coalesce(since, ''), r.id LIMIT 1
"""
EMPLOYERS = f"""
MATCH (:Entity {{id: $who}})-[w:WORKS_FOR]->(o:Entity)
WHERE {sees("o")} AND {sees_link("w")} AND {in_force("w")} RETURN o.id AS id ORDER BY id LIMIT 1
"""
# Whatever the viewer may see of it: a ring is a ring.
LEADS_BACK = f"""
MATCH (b:Entity {{id: $above}})
  (()-[r:PART_OF]->(up:Community) WHERE NOT up:Gone AND {in_force("r")}){{1,{DEEPEST}}} (a {{id: $below}})
RETURN a.id AS id LIMIT 1
"""


def must_fit(db: Database, viewer: Viewer, state: Mapping[str, Any]) -> None:
    """Of a link that is about to be written. Invalid names the field: until, since, on_behalf_of, target."""
    since, until = state.get("since_from"), state.get("until_to")
    if since and until and until < since:
        raise Invalid({"until": "la fin vient avant le début"})
    kinds = [SCHEMA.kind_of_id(str(state[end])) for end in ("@from", "@to")]
    if any(kind is None for kind in kinds) or kinds[1] is None or kinds[1].name != "Community":
        return
    if state["@type"] == "MEMBER_OF":
        _must_stand_for_somebody(db, viewer, state)
        _must_not_overlap(db, viewer, state)
    elif state["@type"] == "PART_OF" and not (until and until < today()):
        _must_not_turn_round(db, state)


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """What OTHERS asks, of two states of one member: the same role or seat, at the same time."""
    role = str(one.get("role") or "").lower() == str(other.get("role") or "").lower()
    seat = one.get("seat") is not None and one.get("seat") == other.get("seat")
    ends = ((one.get("since_from"), other.get("until_to")), (other.get("since_from"), one.get("until_to")))
    return (role or seat) and all(not begins or not stops or begins < stops for begins, stops in ends)


def _must_not_turn_round(db: Database, state: Mapping[str, Any]) -> None:
    if db.read(LEADS_BACK, below=state["@from"], above=state["@to"], at=today()):
        why = "elle en fait déjà partie, directement ou par d'autres : l'arbre tournerait en rond"
        raise Invalid({"target": why})


def _must_stand_for_somebody(db: Database, viewer: Viewer, state: Mapping[str, Any]) -> None:
    """A deputy says for whom, or works for an organisation; an organisation is nobody's deputy."""
    if state.get("seat") != "deputy" or state.get("on_behalf_of"):
        return
    if not db.read(EMPLOYERS, who=state["@from"], at=today(), **viewer.params()):
        raise Invalid({"on_behalf_of": NOBODY})


def _must_not_overlap(db: Database, viewer: Viewer, state: Mapping[str, Any]) -> None:
    asked = {"who": state["@from"], "committee": state["@to"], "id": state["id"], "seat": state.get("seat"),
             "role": str(state.get("role") or "").lower(), "since": state.get("since_from"),
             "until": state.get("until_to")}  # fmt: skip
    for row in db.read(OTHERS, **asked, **viewer.params()):
        told = " – ".join(str(row[name] or "…") for name in ("since", "until"))
        raise Invalid({"since": f"un mandat le couvre déjà dans ce comité : {told}"})
