"""Introductions that somebody proposed: who to whom, why, by whom and when, and what came of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.viewers import Viewer, sees

OUTCOMES = ("proposed", "met", "together", "declined")
LONGEST = 2_000
ENDS = f"MATCH (a:Entity {{id: i.one}}) WHERE {sees('a')} MATCH (b:Entity {{id: i.other}}) WHERE {sees('b')}"
PROPOSE = f"""
MATCH (a:Entity {{id: $one}}) WHERE {sees("a")} AND ($edits OR a.id IN $facilitated OR $other IN $facilitated
  OR EXISTS {{ MATCH (a)--(c:Entity) WHERE c.id IN $facilitated }})
MATCH (b:Entity {{id: $other}}) WHERE {sees("b")}
MERGE (i:Introduction {{key: $key}})
ON CREATE SET i.id = $id, i.one = a.id, i.other = b.id, i.why = $why, i.by = $user, i.at = $now, i.outcome = 'proposed'
RETURN i.id AS id
"""
ALL = f"""
MATCH (i:Introduction) WHERE i.at > '' {ENDS}
OPTIONAL MATCH (u:User {{id: i.by}}) OPTIONAL MATCH (v:User {{id: i.told_by}})
RETURN i {{.id, .why, .by, .at, .outcome, .told, .told_at, by_name: u.name, told_name: v.name}} AS told,
       {brief("a")} AS one, {brief("b")} AS other ORDER BY i.at DESC, i.id LIMIT 1000
"""
SETTLE = f"""
MATCH (i:Introduction {{id: $id}}) WHERE $edits OR i.by = $user {ENDS}
SET i.outcome = $outcome, i.told = $told, i.told_by = $user, i.told_at = $now RETURN i.id AS id
"""


@dataclass(frozen=True)
class Introduction:
    """`why` is what was given as the reason; `outcome` one of OUTCOMES, with a word about it (`told`)."""

    id: str
    one: Brief
    other: Brief
    why: str
    by: str
    by_name: str | None
    at: str
    outcome: str
    told: str | None = None
    told_at: str | None = None
    told_name: str | None = None


def propose(db: Database, viewer: Viewer, one: str, other: str, why: str) -> str:
    """Keeps that the two are to be introduced; once a pair. NotFound for what the viewer may not see or animate."""
    _must_animate(viewer)
    if len(why) > LONGEST:
        raise Invalid({"pourquoi": f"{LONGEST} caractères au plus"})
    key, id = "|".join(sorted((one, other))), f"i-{secrets.token_urlsafe(9)}"
    rows = db.write(PROPOSE, one=one, other=other, key=key, id=id, why=why, now=now(), **_params(viewer))
    if not rows:
        raise NotFound(one)
    return str(rows[0]["id"])


def introductions(db: Database, viewer: Viewer) -> list[Introduction]:
    """Those between records that the viewer may see, the last proposed first."""
    _must_animate(viewer)
    rows = db.read(ALL, **viewer.params())
    return [Introduction(one=brief_of(row["one"]), other=brief_of(row["other"]), **row["told"]) for row in rows]


def settle(db: Database, viewer: Viewer, id: str, outcome: str, told: str) -> None:
    """Notes what came of one, by who proposed it or animates the whole. Invalid names the field."""
    _must_animate(viewer)
    wrong = {
        "issue": "" if outcome in OUTCOMES else "à choisir dans la liste",
        "mot": f"{LONGEST} caractères au plus" if len(told) > LONGEST else "",
    }
    if found := {name: message for name, message in wrong.items() if message}:
        raise Invalid(found)
    if not db.write(SETTLE, id=id, outcome=outcome, told=told, now=now(), **_params(viewer)):
        raise NotFound(id)


def _params(viewer: Viewer) -> dict[str, Any]:
    return viewer.rights() | {"user": viewer.user}


def _must_animate(viewer: Viewer) -> None:
    if not viewer.edits and not viewer.facilitates:
        raise NotAllowed("Ces listes sont pour l'animation du réseau.")
