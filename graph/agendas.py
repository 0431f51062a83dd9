"""The agenda of a meeting: points with minutes, in an order; proposed by who sits, kept or not by who prepares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from graph.committees import Meeting
from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import new_op, now
from graph.permissions import must_write
from graph.viewers import Viewer, audience_of, sees, sees_link
from graph.votes import VOTED, Vote, vote_of

State = Literal["kept", "proposed", "aside"]
MOST, LONGEST_TITLE, LONGEST_WHY, LONGEST_MINUTES, USUAL_MINUTES = 60, 200, 500, 480, 10
TOLD = f"""
p {{.id, .title, .minutes, .state, .treated, .why, .by, .at}} AS point, p {VOTED} AS voted,
COLLECT {{ MATCH (u:User {{id: p.by}}) RETURN u.name }}[0] AS by_name, p.about IS NOT NULL AS tied,
COLLECT {{ MATCH (n:Entity {{id: p.about}}) WHERE {sees("n")} RETURN {brief("n")} }}[0] AS about
"""
POINTS = f"MATCH (p:AgendaPoint {{meeting: $meeting}}) WHERE p.state = 'kept' RETURN {TOLD} ORDER BY p.number, p.id"
PROPOSED = f"""
MATCH (p:AgendaPoint {{meeting: $meeting}}) WHERE p.state <> 'kept' AND ($every OR p.by = $user)
RETURN {TOLD} ORDER BY p.state DESC, p.at, p.id LIMIT 200
"""
# A key is the thing that stands once on an agenda: a record, or a point carried over.
ADD = """
MERGE (k:Counter {name: 'agendas'}) SET k.n = coalesce(k.n, 0) + 1
WITH k.n AS number
OPTIONAL MATCH (old:AgendaPoint {meeting: $set.meeting})
WITH number, count(old) AS there WHERE there < $most
MERGE (p:AgendaPoint {key: $key}) ON CREATE SET p += $set, p.number = number
RETURN p.id AS id
"""
SET = "MATCH (p:AgendaPoint {id: $id, meeting: $meeting}) SET p += $set RETURN p.id AS id"
DROP = "MATCH (p:AgendaPoint {id: $id, meeting: $meeting}) DELETE p RETURN count(*) AS n"
MOVE = """
MERGE (k:Counter {name: 'agendas'}) SET k.n = coalesce(k.n, 0) + 1
WITH k
MATCH (p:AgendaPoint {id: $id, meeting: $meeting}) WHERE p.state = 'kept'
OPTIONAL MATCH (q:AgendaPoint {meeting: $meeting}) WHERE q.state = 'kept'
  AND CASE WHEN $up THEN q.number < p.number ELSE q.number > p.number END
WITH p, q ORDER BY CASE WHEN $up THEN -q.number ELSE q.number END LIMIT 1
WITH p, q, p.number AS own, q.number AS other
FOREACH (_ IN CASE WHEN q IS NULL THEN [] ELSE [1] END | SET p.number = other, q.number = own)
RETURN p.id AS id
"""
# What the meeting is said to treat without a point of its own.
DISCUSSED = f"""
MATCH (:Entity {{id: $meeting}})-[r:DISCUSSES]->(n:Entity) WHERE {sees("n")} AND {sees_link("r")}
  AND NOT EXISTS {{ MATCH (p:AgendaPoint {{meeting: $meeting}}) WHERE p.about = n.id AND p.state = 'kept' }}
RETURN DISTINCT {brief("n")} AS about ORDER BY about.name, about.id LIMIT {MOST}
"""
HOLDERS = f"""
MATCH (m:Entity {{id: $id}})<-[h:HOLDS]-(c:Entity) WHERE {sees("c")} AND {sees_link("h")}
RETURN c.id AS id ORDER BY id
"""


@dataclass(frozen=True)
class Point:
    """A point: `minutes` long, starting at `at` (14:30) when the meeting has an hour. `hidden` when it is about a
    record that the reader may not see: its title is empty then. `why` is the reason given with a proposal or its
    refusal."""

    id: str
    title: str
    minutes: int
    state: State = "kept"
    treated: bool = False
    why: str = ""
    by: str = ""
    by_name: str = ""
    about: Brief | None = None
    hidden: bool = False
    at: str = ""
    vote: Vote | None = None


def agenda(db: Database, viewer: Viewer, held: Meeting) -> list[Point]:
    """The points of a meeting that the viewer may see, in order, with the hour at which each starts."""
    points = [_point(row) for row in db.read(POINTS, meeting=held.record.id, **viewer.params())]
    return _timed(points, held.starts)


def proposed(db: Database, viewer: Viewer, held: Meeting) -> list[Point]:
    """The proposals that wait or were set aside: all of them for who prepares, else one's own."""
    every = viewer.writes(held.record.id)
    rows = db.read(PROPOSED, meeting=held.record.id, every=every, user=viewer.user or "", **viewer.params())
    return [_point(row) for row in rows]


def discussed(db: Database, viewer: Viewer, held: Meeting) -> list[Brief]:
    """What the meeting « traite » by a link, and that is on no point of its agenda."""
    return [brief_of(row["about"]) for row in db.read(DISCUSSED, meeting=held.record.id, **viewer.params())]


def length(points: Sequence[Point]) -> int:
    """Minutes in all."""
    return sum(point.minutes for point in points)


def too_long(points: Sequence[Point], held: Meeting) -> int:
    """By how many minutes the agenda is longer than the meeting; 0 when it fits, or when nobody said its end."""
    if not held.starts or not held.stops:
        return 0
    return max(0, length(points) - int((_clock(held.stops) - _clock(held.starts)).total_seconds() // 60))


def may_propose(db: Database, viewer: Viewer, held: Meeting) -> bool:
    """Do they sit in what holds the meeting, or prepare it?"""
    if viewer.user is None or viewer.writes(held.record.id):
        return viewer.user is not None
    holders = db.read(HOLDERS, id=held.record.id, **viewer.params())
    return any(audience_of("group", "", row["id"]) in viewer.audiences for row in holders)


def add(
    db: Database, viewer: Viewer, held: Meeting, title: str, minutes: str, *, about: str = "", source: str = ""
) -> None:
    """Adds a point at the end; one about the same record, or carried over from the same point (`source`), stands once.
    Invalid names what is wrong."""
    must_write(viewer, held.record.id)
    told = _checked(title, minutes) | {"state": "kept", "about": about or None, "from": source or None}
    _add(db, viewer, held, told, about or source)


def propose(db: Database, viewer: Viewer, held: Meeting, title: str, why: str) -> None:
    """Proposes a point to who prepares the meeting. NotAllowed for who does not sit there."""
    if not may_propose(db, viewer, held):
        raise NotAllowed("Proposer un point est pour qui siège dans ce qui tient la réunion.")
    if len(why) > LONGEST_WHY:
        raise Invalid({"pourquoi": f"{LONGEST_WHY} caractères au plus"})
    told = _checked(title, str(USUAL_MINUTES)) | {"state": "proposed", "why": why.strip()}
    _add(db, viewer, held, told, "")


def accept(db: Database, viewer: Viewer, held: Meeting, id: str) -> None:
    """A proposal becomes a point."""
    _set(db, viewer, held, id, {"state": "kept"})


def set_aside(db: Database, viewer: Viewer, held: Meeting, id: str, why: str) -> None:
    """A proposal is not kept; who made it reads why. Invalid without a reason."""
    if not why.strip() or len(why) > LONGEST_WHY:
        raise Invalid({f"raison-{id}": "dites pourquoi, en 500 caractères au plus"})
    _set(db, viewer, held, id, {"state": "aside", "why": why.strip()})


def change(db: Database, viewer: Viewer, held: Meeting, id: str, title: str, minutes: str) -> None:
    """Sets the words and the minutes of a point. Invalid names the fields of that point."""
    try:
        told = _checked(title, minutes)
    except Invalid as error:
        raise Invalid({f"{name}-{id}": message for name, message in error.fields.items()}) from error
    _set(db, viewer, held, id, told)


def treat(db: Database, viewer: Viewer, held: Meeting, id: str, *, treated: bool) -> None:
    """Notes that a point was treated, or not."""
    _set(db, viewer, held, id, {"treated": treated})


def move(db: Database, viewer: Viewer, held: Meeting, id: str, *, up: bool) -> None:
    """One place up or down; the first and the last stay where they are."""
    must_write(viewer, held.record.id)
    if not db.write(MOVE, id=id, meeting=held.record.id, up=up):
        raise NotFound(id)


def drop(db: Database, viewer: Viewer, held: Meeting, id: str) -> None:
    """Takes a point away."""
    must_write(viewer, held.record.id)
    if not db.write(DROP, id=id, meeting=held.record.id)[0]["n"]:
        raise NotFound(id)


def _checked(title: str, minutes: str) -> dict[str, Any]:
    title, wrong = " ".join(title.split()), {}
    if not title or len(title) > LONGEST_TITLE:
        wrong["titre"] = f"{LONGEST_TITLE} caractères au plus" if title else "un titre est nécessaire"
    told = minutes.strip() or str(USUAL_MINUTES)
    if not (told.isascii() and told.isdigit() and len(told) < 4 and 1 <= int(told) <= LONGEST_MINUTES):
        wrong["minutes"] = f"nombre de 1 à {LONGEST_MINUTES} attendu"
    if wrong:
        raise Invalid(wrong)
    return {"title": title, "minutes": int(told)}


def _add(db: Database, viewer: Viewer, held: Meeting, told: Mapping[str, Any], once: str) -> None:
    id, meeting = new_op("point"), held.record.id
    set = {**told, "id": id, "meeting": meeting, "by": viewer.user or "", "at": now(), "treated": False}
    if not db.write(ADD, key=f"{meeting}|{once or id}", set=set, most=MOST):
        raise Invalid({"titre": f"{MOST} points au plus"})


def _set(db: Database, viewer: Viewer, held: Meeting, id: str, told: Mapping[str, Any]) -> None:
    must_write(viewer, held.record.id)
    if not db.write(SET, id=id, meeting=held.record.id, set=dict(told)):
        raise NotFound(id)


def _point(row: Mapping[str, Any]) -> Point:
    told = {name: value for name, value in row["point"].items() if value is not None and name != "at"}
    told["by_name"] = row["by_name"] or ""
    about = brief_of(row["about"]) if row["about"] else None
    if row["tied"] and about is None:
        return replace(Point(**told), title="", why="", hidden=True)
    return Point(**told, about=about, vote=vote_of(row["voted"]))


def _timed(points: Sequence[Point], starts: str | None) -> list[Point]:
    if not starts:
        return list(points)
    begins = [_clock(starts) + timedelta(minutes=length(points[:place])) for place in range(len(points))]
    return [replace(point, at=f"{at:%H:%M}") for point, at in zip(points, begins, strict=True)]


def _clock(text: str) -> datetime:
    return datetime.strptime(text, "%H:%M")
