"""What changed within a committee since a day: who joined, new links and use cases, actions finished and late, what is
missing, decisions, news, in figures. What has a day counts by it; what has none, by the day on which it was noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.committee_perimeter import Within, within
from graph.committee_work import OPEN
from graph.committees import Committee, Meeting, community, meetings
from graph.database import Database
from graph.errors import Invalid
from graph.freshness import Keeper
from graph.links import Brief, Link, brief, brief_of, in_force, link_of, today
from graph.viewers import Viewer, sees, sees_link

MOST = 40  # of each sort told one by one: more is a count
# What ties people to meetings and lines to years is told elsewhere on the page.
ASIDE = ("MEMBER_OF", "ATTENDS", "HOLDS", "DISCUSSES", "DECIDED_IN", "HAS_ROADMAP", "PROVIDES_FOR", "PART_OF",
         "EXPRESSES", "APPROACHED", "MENTIONS", "ABOUT", "IN_TERRITORY", "MEASURES", "ADMINISTERS")  # fmt: skip


def _recent(link: str) -> str:
    day = f"coalesce({link}.since_from, left({link}.created_at, 10))"
    return f"{day} >= $since AND {day} <= $at"


def _leads(action: str) -> str:
    return (
        f"COLLECT {{ MATCH ({action})<-[l:LEADS]-(who:Entity) WHERE {sees('who')} AND {sees_link('l')} "
        f"AND {in_force('l')} RETURN {brief('who')} AS who ORDER BY who.name, who.id LIMIT 3 }} AS others"
    )


JOINED = f"""
UNWIND $groups AS id
MATCH (g:Entity {{id: id}})<-[r:MEMBER_OF]-(n:Entity)
WHERE {sees("n")} AND {sees_link("r")} AND {in_force("r")} AND {_recent("r")}
RETURN {brief("n")} AS record, [{brief("g")}] AS others, coalesce(r.since, left(r.created_at, 10)) AS day
ORDER BY record.name, record.id, others[0].id
"""
LINKS = f"""
UNWIND $ids AS id
MATCH (:Entity {{id: id}})-[r]-(:Entity)
WHERE r.key IS NOT NULL AND NOT type(r) IN $aside AND {sees_link("r")} AND {in_force("r")} AND {_recent("r")}
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b WHERE {sees("a")} AND {sees("b")}
WITH r, a, b ORDER BY r.since_from IS NULL, coalesce(r.since_from, left(r.created_at, 10)) DESC, r.id
WITH collect([r, a, b]) AS found
UNWIND found[..$most] AS each WITH size(found) AS total, each[0] AS r, each[1] AS a, each[2] AS b
RETURN total, type(r) AS type, properties(r) AS told, {brief("a")} AS source, {brief("b")} AS target
ORDER BY r.since_from IS NULL, coalesce(r.since_from, left(r.created_at, 10)) DESC, r.id
"""
CASES = f"""
UNWIND $ids AS id
MATCH (who:Entity {{id: id}})-[r:EXPRESSES|REALISES]->(n:Entity)
WHERE n.kind = 'UseCase' AND {sees("n")} AND {sees_link("r")} AND {_recent("r")}
RETURN {brief("n")} AS record, collect(DISTINCT {brief("who")}) AS others,
  min(coalesce(r.since, left(r.created_at, 10))) AS day
ORDER BY record.name, record.id
"""
DONE = """coalesce(a.ends_from, [i IN range(0, size(coalesce(a.status_days, [])) - 1)
  WHERE a.status_states[i] = 'done' | a.status_days[i]][-1])"""
FINISHED = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}}) WHERE {sees("a")} AND a.status = 'done' AND {DONE} >= $since AND {DONE} <= $at
RETURN {brief("a")} AS record, coalesce(a.ends, {DONE}) AS day, {_leads("a")} ORDER BY {DONE} DESC, a.name_key, a.id
"""
LATE = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}}) WHERE {sees("a")} AND {OPEN} AND a.due_to < $at
RETURN {brief("a")} AS record, a.due AS day, {_leads("a")} ORDER BY a.due_to, a.name_key, a.id
"""
UNLED = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}}) WHERE {sees("a")} AND {OPEN} AND NOT EXISTS {{
  MATCH (a)<-[l:LEADS]-(who:Entity) WHERE {sees("who")} AND {sees_link("l")} AND {in_force("l")} }}
RETURN {brief("a")} AS record, a.due AS day, [] AS others ORDER BY coalesce(a.due_to, '9'), a.name_key, a.id
"""
# A line asks for a need that nothing known meets.
UNMET = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r:NEEDS]->(n:Entity)
WHERE {sees("a")} AND {OPEN} AND n.kind = 'Need' AND {sees("n")} AND {sees_link("r")} AND {in_force("r")}
  AND coalesce(n.status, '') <> 'covered' AND NOT EXISTS {{
    MATCH (n)<-[m:MEETS]-(o:Entity) WHERE {sees("o")} AND {sees_link("m")} AND {in_force("m")} }}
RETURN {brief("n")} AS record, collect(DISTINCT {brief("a")}) AS others, null AS day ORDER BY record.name, record.id
"""
NEWS = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})<-[r:MENTIONS]-(w:Entity&News)
WHERE coalesce(w.status, '') <> 'draft' AND {sees("n")} AND {sees("w")} AND {sees_link("r")}
  AND w.day_from >= $since AND w.day_from <= $at
RETURN {brief("w")} AS record, collect(DISTINCT {brief("n")}) AS others, w.day AS day
ORDER BY day DESC, record.id
"""
DECISIONS = f"""
UNWIND $groups AS id
MATCH (:Entity {{id: id}})-[h:HOLDS]->(m:Entity&Meeting)<-[r:DECIDED_IN]-(n:Entity)
WHERE {sees("m")} AND {sees("n")} AND {sees_link("h")} AND {sees_link("r")}
WITH n, m, coalesce(n.day_from, m.day_from) AS first WHERE first >= $since AND first <= $at
RETURN {brief("n")} AS record, collect(DISTINCT {brief("m")}) AS others, min(coalesce(n.day, m.day)) AS day
ORDER BY day DESC, record.name, record.id
"""
ASKED = {"joined": JOINED, "cases": CASES, "finished": FINISHED, "late": LATE, "unled": UNLED, "unmet": UNMET,
         "news": NEWS, "decisions": DECISIONS}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A record with its day as typed, and those that say why it is here: its group, who leads it, what it is about."""

    record: Brief
    day: str | None
    others: tuple[Brief, ...]


@dataclass(frozen=True)
class Since:
    """Of a committee since the ISO day `day` (`held` is the meeting that was held then, if one gave the day); `told` by
    the names of ASKED, `links` the latest and `links_total` how many there are; `next` is the meeting to come."""

    committee: Brief
    day: str
    held: Meeting | None
    next: Meeting | None
    inside: Within
    told: Mapping[str, tuple[Told, ...]]
    links: tuple[Link, ...]
    links_total: int

    def of(self, name: str) -> tuple[Told, ...]:
        return self.told[name]

    @property
    def empty(self) -> bool:
        return not any(self.told.values()) and not self.links


def since(db: Database, viewer: Viewer, id: str, day: str = "", *, reader: Viewer | None = None) -> Since:
    """As `reader` (the viewer, unless somebody else will read it) may see it, since an ISO day that is not to come, or
    since the last meeting held. NotFound for what is no community of theirs; Invalid("depuis") for a wrong day."""
    found, told_to = community(db, viewer, id), reader or viewer
    past = meetings(db, viewer, id, "past", 20) if not day else []
    return _since(db, told_to, found, past, meetings(db, told_to, id, "coming", 20), day)


def since_last(db: Database, viewer: Viewer, found: Committee) -> Since:
    """The same since its last meeting, of a committee that was read already."""
    return _since(db, viewer, found.record, found.past, found.coming, "")


def _since(
    db: Database, told_to: Viewer, found: Brief, past: Sequence[Meeting], coming: Sequence[Meeting], day: str
) -> Since:
    held = _last_held(past)
    begins = day or (held.day_from if held else None) or f"{int(today()[:4]) - 1}{today()[4:]}"
    if begins > today():
        raise Invalid({"depuis": "un jour qui n'est pas à venir, comme 2026-11-27"})
    question = ("committee since", found.id, begins, today())
    inside, told, links, total = Keeper(db, told_to).kept(question, lambda: _changes(db, told_to, found.id, begins))
    to_come = next((each for each in coming if each.record.status != "abandoned"), None)
    return Since(found, begins, held, to_come, inside, told, links, total)


def _changes(
    db: Database, viewer: Viewer, id: str, begins: str
) -> tuple[Within, dict[str, tuple[Told, ...]], tuple[Link, ...], int]:
    inside = within(db, viewer, id)
    params = {"since": begins, "at": today(), "groups": list(inside.groups), **viewer.params()}
    told = {name: _told(db.read(query, ids=_asked(name, inside), **params)) for name, query in ASKED.items()}
    ids = sorted(inside.members | inside.carried | frozenset(inside.groups))
    rows = db.read(LINKS, ids=ids, aside=list(ASIDE), most=MOST, **params)
    links = tuple(link_of(row["told"], row["type"], brief_of(row["source"]), brief_of(row["target"])) for row in rows)
    return inside, told, links, int(rows[0]["total"]) if rows else 0


def _last_held(past: Sequence[Meeting]) -> Meeting | None:
    """The last meeting that was held on a known day and not cancelled, before today."""
    kept = (each for each in past if each.day_from and each.record.status != "abandoned" and each.day_from < today())
    return next(kept, None)


def _asked(name: str, inside: Within) -> list[str]:
    """Gaps are told of the lines of roadmaps; the rest of all that is within."""
    if name in ("finished", "late"):
        return sorted(inside.actions)
    return sorted(inside.lines if name in ("unled", "unmet") else inside.ids)


def _told(rows: list[dict[str, Any]]) -> tuple[Told, ...]:
    return tuple(Told(brief_of(row["record"]), row["day"], tuple(map(brief_of, row["others"]))) for row in rows)
