"""What an agenda is drawn from: late actions, decisions to take, what the last meeting left, what goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graph.agendas import HOLDERS, add, agenda, discussed
from graph.committee_work import work_of
from graph.committees import TOLD, Meeting, read_meeting
from graph.database import Database
from graph.errors import Invalid
from graph.links import Brief, brief, brief_of, today
from graph.permissions import must_write
from graph.viewers import Viewer, sees, sees_link

Why = Literal["late", "decision", "left", "discussed"]
MOST = 40
DECISIONS = f"""
MATCH (c:Entity)-[h:HOLDS]->(m:Meeting)<-[r:DECIDED_IN]-(d:Decision)
WHERE c.id IN $holders AND d.status = 'prepared' AND NOT m:Gone AND NOT d:Gone AND {sees("m")} AND {sees("d")}
  AND {sees_link("h")} AND {sees_link("r")}
RETURN DISTINCT {brief("d")} AS about ORDER BY about.name, about.id LIMIT {MOST}
"""
LEFT = f"""
MATCH (c:Entity)-[h:HOLDS]->(m:Meeting)
WHERE c.id IN $holders AND NOT m:Gone AND {sees("m")} AND {sees_link("h")} AND m.id <> $id
  AND m.day_from < $day AND m.day_from <= $today AND coalesce(m.status, '') <> 'abandoned'
WITH DISTINCT m ORDER BY m.day_from DESC, m.id LIMIT 1
MATCH (p:AgendaPoint {{meeting: m.id}}) WHERE p.state = 'kept' AND NOT p.treated
  AND NOT EXISTS {{ MATCH (:AgendaPoint {{key: $id + '|' + p.id}}) }}
RETURN p {{.id, .title, .minutes}} AS point, p.about IS NOT NULL AS tied,
  COLLECT {{ MATCH (n:Entity {{id: p.about}}) WHERE {sees("n")} RETURN {brief("n")} }}[0] AS about
ORDER BY p.number, p.id LIMIT {MOST}
"""
ON_IT = "MATCH (p:AgendaPoint {meeting: $meeting}) WHERE p.about IS NOT NULL RETURN p.about AS id ORDER BY id"
NEXT = f"""
MATCH (c:Entity)-[h:HOLDS]->(m:Meeting)
WHERE c.id IN $holders AND NOT m:Gone AND {sees("m")} AND {sees_link("h")} AND m.id <> $id
  AND m.day_from > $day AND NOT coalesce(m.status, '') IN ['abandoned', 'done']
{TOLD} ORDER BY m.day_from, m.id LIMIT 20
"""


@dataclass(frozen=True)
class Found:
    """Something to put on an agenda and why; `source` is the point that an earlier meeting left."""

    why: Why
    title: str
    minutes: int = 10
    about: Brief | None = None
    source: str = ""


def found_for(db: Database, viewer: Viewer, held: Meeting) -> list[Found]:
    """What who prepares a meeting may draw from, but for what is on its agenda already."""
    must_write(viewer, held.record.id)
    there = {row["id"] for row in db.read(ON_IT, meeting=held.record.id)}
    told = (Found("discussed", each.name, about=each) for each in discussed(db, viewer, held))
    every = (*_left(db, viewer, held), *told, *_late(db, viewer, held), *_to_decide(db, viewer, held))
    seen: set[str] = set()
    kept = []
    for each in every:
        id = each.about.id if each.about else each.source
        if id not in there and id not in seen:
            seen.add(id)
            kept.append(each)
    return kept


def take(db: Database, viewer: Viewer, held: Meeting, id: str) -> None:
    """Puts one of these on the agenda, by the id of its record or of its point. Invalid when it is none of them."""
    for each in found_for(db, viewer, held):
        if id in (each.source, each.about.id if each.about else ""):
            about = each.about.id if each.about else ""
            add(db, viewer, held, each.title[:200], str(each.minutes), about=about, source=each.source)
            return
    raise Invalid({"titre": "ce point n'est plus à prendre"})


def next_of(db: Database, viewer: Viewer, held: Meeting) -> Meeting | None:
    """The next meeting of what holds this one, that the viewer may change."""
    rows = db.read(NEXT, id=held.record.id, day=held.day_from or "9", holders=_holders(db, viewer, held),
                   **viewer.params())  # fmt: skip
    return next((each for each in map(read_meeting, rows) if viewer.writes(each.record.id)), None)


def carry_over(db: Database, viewer: Viewer, held: Meeting) -> tuple[int, Meeting]:
    """What was not treated goes on to the next meeting; how much, and which. Twice is once. Invalid without a next."""
    must_write(viewer, held.record.id)
    following = next_of(db, viewer, held)
    if following is None:
        raise Invalid({"titre": "aucune réunion ne suit : ajoutez-la d'abord"})
    left = [point for point in agenda(db, viewer, held) if not point.treated and not point.hidden]
    for point in left:
        about = point.about.id if point.about else ""
        add(db, viewer, following, point.title, str(point.minutes), about=about, source=point.id)
    return len(left), following


def _late(db: Database, viewer: Viewer, held: Meeting) -> Iterator[Found]:
    for holder in _holders(db, viewer, held):
        for action in work_of(db, viewer, holder, MOST).actions:
            if action.late:
                yield Found("late", action.record.name, about=action.record)


def _to_decide(db: Database, viewer: Viewer, held: Meeting) -> Iterator[Found]:
    for row in db.read(DECISIONS, holders=_holders(db, viewer, held), **viewer.params()):
        about = brief_of(row["about"])
        yield Found("decision", about.name, about=about)


def _left(db: Database, viewer: Viewer, held: Meeting) -> Iterator[Found]:
    asked: dict[str, Any] = {"id": held.record.id, "day": held.day_from or "9", "today": today()}
    for row in db.read(LEFT, holders=_holders(db, viewer, held), **asked, **viewer.params()):
        point = row["point"]
        if row["about"] or not row["tied"]:
            about = brief_of(row["about"]) if row["about"] else None
            yield Found("left", point["title"], point["minutes"], about, point["id"])


def _holders(db: Database, viewer: Viewer, held: Meeting) -> list[str]:
    return [row["id"] for row in db.read(HOLDERS, id=held.record.id, **viewer.params())]
