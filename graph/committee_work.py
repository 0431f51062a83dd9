"""What a committee is at: its actions, its decisions, its groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.database import Database
from graph.links import Brief, brief, brief_of, in_force, today
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
ACTIONS = f"""
MATCH (top:Entity {{id: $id}}) {OF_COMMITTEE}
WITH DISTINCT a WHERE NOT a:Gone AND {sees("a")}
WITH a, {OPEN} AS open
ORDER BY open DESC, coalesce(a.due_to, '9'), a.name_key, a.id
WITH collect(a) AS found, sum(CASE WHEN open THEN 1 ELSE 0 END) AS open
UNWIND found[..$most] AS a
RETURN {brief("a")} AS action, a {{.due, .due_to}} AS told, size(found) AS total, open,
  COLLECT {{
    MATCH (a)<-[l:LEADS]-(who) WHERE NOT who:Gone AND {sees("who")} AND {sees_link("l")} AND {in_force("l")}
    RETURN {brief("who")} AS who ORDER BY who.name, who.id LIMIT 3
  }} AS leads
ORDER BY NOT {OPEN}, coalesce(a.due_to, '9'), a.name_key, a.id
"""
DECISIONS = f"""
MATCH (:Entity {{id: $id}})-[h:HOLDS]->(m:Meeting)<-[r:DECIDED_IN]-(d:Decision)
WHERE NOT m:Gone AND NOT d:Gone AND {sees("m")} AND {sees("d")} AND {sees_link("h")} AND {sees_link("r")}
RETURN DISTINCT {brief("d")} AS decision, {brief("m")} AS meeting, coalesce(d.day_from, m.day_from) AS day
ORDER BY coalesce(day, '') DESC, decision.name, decision.id, meeting.id LIMIT 500
"""
GROUPS = f"""
MATCH (:Entity {{id: $id}})
  ((above)<-[r:PART_OF]-(below:Community)
   WHERE NOT below:Gone AND {sees("below")} AND {sees_link("r")} AND {in_force("r")}){{1,{DEPTH}}} (g)
WITH g, [each IN above | each.id][-1] AS parent, size(r) AS depth ORDER BY depth, g.name_key, g.id
WITH g, collect([parent, depth])[0] AS place
RETURN {brief("g")} AS part, place[0] AS parent, place[1] AS depth,
  COUNT {{
    (g)<-[m:MEMBER_OF]-(who) WHERE NOT who:Gone AND {sees("who")} AND {sees_link("m")} AND {in_force("m")}
  }} AS members
ORDER BY depth, g.name_key, g.id LIMIT 500
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
    params = {"id": id, "at": today(), **viewer.params()}
    decisions = (
        Decided(brief_of(row["decision"]), brief_of(row["meeting"]), row["day"]) for row in db.read(DECISIONS, **params)
    )
    rows = db.read(ACTIONS, most=most, **params)
    total, open = (rows[0]["total"], rows[0]["open"]) if rows else (0, 0)
    return Work(tuple(map(_action, rows)), tuple(decisions), _tree(id, db.read(GROUPS, **params)), open, total - open)


def _action(row: Mapping[str, Any]) -> Action:
    record = brief_of(row["action"])
    open = record.status not in CLOSED
    until = row["told"]["due_to"]
    return Action(record, row["told"]["due"], bool(open and until and until < today()), open,
                  tuple(map(brief_of, row["leads"])))  # fmt: skip


def _tree(top: str, rows: list[dict[str, Any]]) -> tuple[Group, ...]:
    """Each group after the one that holds it."""
    below: dict[str, list[Group]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(Group(brief_of(row["part"]), row["depth"], row["members"]))

    def told(id: str) -> list[Group]:
        out: list[Group] = []
        for group in below.get(id, []):
            inside = told(group.record.id)
            out += [replace(group, within=len(inside)), *inside]
        return out

    return tuple(told(top))
