"""What a committee is at: its actions, its decisions, its groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.database import Database
from graph.links import Brief, brief_from, brief_list, in_force, today
from graph.viewers import Viewer, sees, sees_link

MOST, SHOWN = 2_000, 40  # actions read, and shown before one asks for all
DEPTH = 4  # plenary, committee, group, subgroup
CLOSED = ("done", "abandoned")
OPEN = "NOT coalesce(a.status, '') IN ['done', 'abandoned']"
# What a committee is at: tied to it, led by its members, or cited in the notes of its meetings.
OF_COMMITTEE = f"""
CALL (top) {{
  MATCH (top)-[r]-(a:Action) WHERE {sees_link("r")} RETURN a
  UNION MATCH (top)<-[m:MEMBER_OF]-(who:Entity)-[r:LEADS]->(a:Action)
  WHERE {sees("who")} AND {sees_link("m")} AND {sees_link("r")} RETURN a
  UNION MATCH (top)<-[m:MENTIONS]-(note:Note)-[r:MENTIONS]->(a:Action)
  WHERE NOT note:Gone AND {sees("note")} AND {sees_link("m")} AND {sees_link("r")} RETURN a
}}
"""
# One row of lists for all three: a row each, in three questions, took twice the time.
WORK = f"""
MATCH (top:Entity {{id: $id}})
CALL (top) {{
  {OF_COMMITTEE}
  WITH DISTINCT a WHERE NOT a:Gone AND {sees("a")}
  WITH a, {OPEN} AS open
  ORDER BY open DESC, coalesce(a.due_to, '9'), a.name_key, a.id
  WITH collect(a) AS found, sum(CASE WHEN open THEN 1 ELSE 0 END) AS open
  RETURN size(found) AS total, open, COLLECT {{
    UNWIND found[..$most] AS a RETURN [{brief_list("a")}, a.due, a.due_to, COLLECT {{
      MATCH (a)<-[l:LEADS]-(who) WHERE NOT who:Gone AND {sees("who")} AND {sees_link("l")} AND {in_force("l")}
      WITH who ORDER BY who.name, who.id LIMIT 3 RETURN {brief_list("who")}
    }}]
  }} AS actions
}}
RETURN total, open, actions,
  COLLECT {{
    MATCH (top)-[h:HOLDS]->(m:Meeting)<-[r:DECIDED_IN]-(d:Decision)
    WHERE NOT m:Gone AND NOT d:Gone AND {sees("m")} AND {sees("d")} AND {sees_link("h")} AND {sees_link("r")}
    WITH DISTINCT d, m, coalesce(d.day_from, m.day_from) AS day
    ORDER BY coalesce(day, '') DESC, d.name, d.id, m.id LIMIT 500
    RETURN [{brief_list("d")}, {brief_list("m")}, day]
  }} AS decisions,
  COLLECT {{
    MATCH (top)
      ((above)<-[r:PART_OF]-(below:Community)
       WHERE NOT below:Gone AND {sees("below")} AND {sees_link("r")} AND {in_force("r")}){{1,{DEPTH}}} (g)
    WITH g, [each IN above | each.id][-1] AS parent, size(r) AS depth ORDER BY depth, g.name_key, g.id
    WITH g, collect([parent, depth])[0] AS place ORDER BY place[1], g.name_key, g.id LIMIT 500
    RETURN [{brief_list("g")}, place[0], place[1], COUNT {{
      (g)<-[m:MEMBER_OF]-(who) WHERE NOT who:Gone AND {sees("who")} AND {sees_link("m")} AND {in_force("m")}
    }}]
  }} AS groups
"""


@dataclass(frozen=True)
class Action:
    """An action with who leads it; `due` as typed, `late` when that day is past and it is not done."""

    record: Brief
    due: str | None
    late: bool
    open: bool
    leads: tuple[Brief, ...]


@dataclass(frozen=True)
class Decided:
    """A decision with the meeting that took it, and its day (ISO, or None)."""

    record: Brief
    meeting: Brief
    day: str | None


@dataclass(frozen=True)
class Group:
    """A committee or group within another, `depth` steps below it, with its number of members."""

    record: Brief
    depth: int
    members: int
    within: int = 0  # groups that it holds, at any depth


@dataclass(frozen=True)
class Work:
    """Actions, those that are open first and by due day, with how many there are of each; decisions the latest first,
    groups as a tree in reading order."""

    actions: tuple[Action, ...]
    decisions: tuple[Decided, ...]
    groups: tuple[Group, ...]
    open: int
    closed: int


def work_of(db: Database, viewer: Viewer, id: str, most: int = MOST) -> Work:
    """Of a community, as this viewer may read it, with `most` actions at most; empty for what is none."""
    rows = db.read(WORK, id=id, most=most, at=today(), **viewer.params())
    if not rows:
        return Work((), (), (), 0, 0)
    found = rows[0]
    decisions = (Decided(brief_from(taken), brief_from(meeting), day) for taken, meeting, day in found["decisions"])
    return Work(tuple(map(_action, found["actions"])), tuple(decisions), _tree(id, found["groups"]), found["open"],
                found["total"] - found["open"])  # fmt: skip


def _action(told: Sequence[Any]) -> Action:
    record, due, until, leads = brief_from(told[0]), *told[1:]
    open = record.status not in CLOSED
    return Action(record, due, bool(open and until and until < today()), open, tuple(map(brief_from, leads)))


def _tree(top: str, rows: Sequence[Sequence[Any]]) -> tuple[Group, ...]:
    """Each group after the one that holds it."""
    below: dict[str, list[Group]] = {}
    for part, parent, depth, members in rows:
        below.setdefault(parent, []).append(Group(brief_from(part), depth, members))

    def told(id: str) -> list[Group]:
        out: list[Group] = []
        for group in below.get(id, []):
            inside = told(group.record.id)
            out += [replace(group, within=len(inside)), *inside]
        return out

    return tuple(told(top))
