"""What a committee's facilitators have to see to, each with its reason: late actions, bodies to contact, records to
confirm, introductions to propose; without what they put off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import Any

from graph.briefs import briefs
from graph.committee_perimeter import Within, within
from graph.committee_work import OPEN
from graph.database import Database
from graph.freshness import Keeper
from graph.links import Brief, brief, brief_of, in_force, today
from graph.mobilisation import must_animate, standings
from graph.stale import DAYS
from graph.viewers import Viewer, sees, sees_link
from graph.worklists.handling import Handling, handlings
from graph.worklists.introductions import INTRODUCTIONS, introductions

SORTS = ("late", "contact", "confirm", "introduce")
SHOWN = 10
LATE = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}}) WHERE {sees("a")} AND {OPEN} AND a.due_to < $today
RETURN {brief("a")} AS record, a.due AS due, COLLECT {{
    MATCH (a)<-[l:LEADS]-(who:Entity) WHERE {sees("who")} AND {sees_link("l")} AND {in_force("l")}
    RETURN {brief("who")} AS who ORDER BY who.name, who.id LIMIT 3
  }} AS leads
ORDER BY a.due_to, a.name_key, a.id LIMIT 500
"""
# Contested before to confirm, and these before what was only not looked at for a year.
DOUBTFUL = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")} AND coalesce(n.status, '') <> 'archived'
WITH n, coalesce(n.reviewed_at, n.updated_at, n.created_at) AS since, COLLECT {{
    MATCH (n)-[r]-(o:Entity) WHERE r.standing IN ['to_confirm', 'contested'] AND {sees("o")} AND {sees_link("r")}
      AND {in_force("r")} RETURN r.standing
  }} AS doubts
WITH n, since, size([each IN doubts WHERE each = 'contested']) AS contested,
  size([each IN doubts WHERE each = 'to_confirm']) AS unsure
WHERE contested + unsure > 0 OR ((n:CommonGood OR n:Resource OR n:Collective) AND since < $before)
RETURN {brief("n")} AS record, contested, unsure, since
ORDER BY contested DESC, unsure DESC, since, n.name_key, n.id LIMIT 500
"""


@dataclass(frozen=True)
class Todo:
    """Something to see to about a record: `sort` is one of SORTS, `facts` and `others` what its reason tells, `item`
    what is put off when it is not the record alone; `said` what was said of it."""

    sort: str
    record: Brief
    facts: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Brief, ...] = ()
    item: str = ""
    said: Handling | None = None

    @property
    def key(self) -> str:
        return f"{self.sort}|{self.item or self.record.id}"


@dataclass(frozen=True)
class Todos:
    """Of a committee: what is open, sort by sort, the most pressing first; what was put off, the last said first."""

    open: tuple[Todo, ...]
    put_off: tuple[Todo, ...]

    @property
    def first(self) -> tuple[Todo, ...]:
        """The ten of the committee's page: a few of each sort rather than ten of one, told sort by sort."""
        rounds = zip_longest(*(self.of(sort) for sort in SORTS))
        kept = {each.key for each in [each for round in rounds for each in round if each][:SHOWN]}
        return tuple(each for each in self.open if each.key in kept)

    def of(self, sort: str) -> tuple[Todo, ...]:
        return tuple(each for each in self.open if each.sort == sort)


def todos(db: Database, viewer: Viewer, id: str) -> Todos:
    """NotFound for what is no committee that the viewer may see, NotAllowed for who does not animate it."""
    inside = within(db, viewer, id)
    must_animate(db, viewer, id)
    said = handlings(db, list_of(id))
    every = [replace(each, said=said.get(each.key)) for each in _every(db, viewer, id, inside)]
    put_off = [each for each in every if each.said and each.said.hides(0)]
    keys = {each.key for each in put_off}
    put_off.sort(key=lambda each: each.said.at if each.said else "", reverse=True)
    return Todos(tuple(each for each in every if each.key not in keys), tuple(put_off))


def list_of(id: str) -> str:
    """The list under which what is said of a committee's findings is kept."""
    return f"committee {id}"


def _every(db: Database, viewer: Viewer, id: str, inside: Within) -> Iterator[Todo]:
    late, doubtful = Keeper(db, viewer).kept(
        ("todo within", id, today()), lambda: (list(_late(db, viewer, inside)), list(_doubtful(db, viewer, inside)))
    )
    yield from late
    to_contact = [row for row in standings(db, viewer, id).values() if row.said.state == "to_contact"]
    for each in sorted(to_contact, key=lambda row: (row.said.day, row.who.name.casefold(), row.who.id)):
        yield Todo("contact", each.who, {"day": each.said.day, "words": each.said.words})
    yield from doubtful
    yield from _introductions(db, viewer, id, _confirmed(inside))


def _late(db: Database, viewer: Viewer, inside: Within) -> Iterator[Todo]:
    asked = {"at": today(), "today": today(), **viewer.params()}
    for row in db.read(LATE, ids=sorted(inside.actions), **asked):
        yield Todo("late", brief_of(row["record"]), {"due": row["due"]}, tuple(map(brief_of, row["leads"])))


def _doubtful(db: Database, viewer: Viewer, inside: Within) -> Iterator[Todo]:
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    rows = db.read(DOUBTFUL, ids=sorted(_confirmed(inside)), before=before, at=today(), **viewer.params())
    for row in rows:
        yield Todo("confirm", brief_of(row["record"]), {name: row[name] for name in ("contested", "unsure", "since")})


def _confirmed(inside: Within) -> frozenset[str]:
    """Whose records are looked at: not actions, which are late or not."""
    return inside.members | inside.carried | frozenset(inside.groups)


def _introductions(db: Database, viewer: Viewer, id: str, ids: Iterable[str]) -> Iterator[Todo]:
    """Of two within the committee, but those of whom something was said in the list of the whole network."""
    found = Keeper(db, viewer).kept(
        ("introductions within", id, today()), lambda: introductions(db, viewer, sorted(ids))
    )
    said = handlings(db, INTRODUCTIONS.name)
    kept = [each for each in found if not (told := said.get(each.key)) or told.state == "open"]
    known = briefs(db, viewer, {id for each in kept for id in (each.record, *each.others)})
    for each in kept:
        if each.record in known and each.others[0] in known:
            others = tuple(known[other] for other in each.others if other in known)
            yield Todo("introduce", known[each.record], each.facts, others, each.key)
