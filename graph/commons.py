"""What only a commons' page tells and its own links do not: calls, commitments, news, indicators. One question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graph.asof import brief_at
from graph.database import Database
from graph.dates import partial_date
from graph.entities import Record
from graph.indicators import OF_RECORD, Indicator, told
from graph.links import Brief, Link, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link

NEWS_SHOWN = 4


def _seen(*names: str) -> str:
    """Records (n-names) and links (r-names) that the viewer may see, the links in force."""
    links = [f"{sees_link(name)} AND {in_force(name)}" for name in names if name.startswith("r")]
    return " AND ".join([*(sees(name) for name in names if not name.startswith("r")), *links])


# What is deleted keeps the label of its kind and its links: only an Entity is there.
COMMONS = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
RETURN
  COLLECT {{
    MATCH (n)<-[r1:APPLIES_TO]-(a:Entity&Application)-[r2:APPLIES_TO]->(c:Entity&Call)
    WHERE {_seen("a", "c", "r1", "r2")}
    WITH a, c, r2 ORDER BY r2.since_from, r2.id
    RETURN {{application: {brief_at("a")}, call: {brief_at("c")}, outcome: r2.outcome, day: r2.since}}
  }} AS calls,
  COLLECT {{
    MATCH (n)<-[r1:APPLIES_TO]-(a:Entity&Application)<-[r2:PART_OF]-(p:Entity&Action)
    WHERE {_seen("a", "p", "r1", "r2")}
    WITH DISTINCT p ORDER BY p.due_to, p.name_key, p.id
    RETURN {{record: {brief_at("p")}, due: p.due, ends: p.ends, evidence: COLLECT {{
      MATCH (p)-[r3:DELIVERS]->(o:Entity) WHERE r3.since IS NOT NULL AND {_seen("o", "r3")}
      WITH o, r3 ORDER BY r3.since_from, r3.id RETURN {brief_at("o")}
    }}}}
  }} AS actions,
  COLLECT {{
    MATCH (n)<-[r1:MENTIONS]-(w:Entity&News)
    WHERE coalesce(w.status, '') <> 'draft' AND ($at IS NULL OR coalesce(w.day, '') <= $at) AND {_seen("w", "r1")}
    WITH DISTINCT w ORDER BY w.day DESC, w.id
    RETURN {{record: {brief_at("w")}, day: w.day}} LIMIT {NEWS_SHOWN + 1}
  }} AS news,
  {OF_RECORD} AS indicators
"""
State = Literal["delivered", "delivered_late", "late", "expected", "postponed", "abandoned", "undated"]


@dataclass(frozen=True)
class Answer:
    """An application of the commons to a call, and what became of it."""

    application: Brief
    call: Brief
    outcome: str | None
    day: str | None


@dataclass(frozen=True)
class Commitment:
    """What was promised (an action of the application, or a deliverable of the commons), for when, and by what one
    sees that it is there."""

    promise: Brief
    due: str | None
    delivered: str | None
    evidence: tuple[Brief, ...]
    state: State


@dataclass(frozen=True)
class Post:
    """A piece of news about the commons."""

    record: Brief
    day: str | None


@dataclass(frozen=True)
class Story:
    """All of it, for one commons. `more_news` when the newest are not all of them."""

    calls: tuple[Answer, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    news: tuple[Post, ...] = ()
    more_news: bool = False
    indicators: tuple[Indicator, ...] = ()


def story(db: Database, viewer: Viewer, record: Record) -> Story:
    """What is told of this commons beyond its own links, as of the record's day."""
    rows = db.read(COMMONS, id=record.id, at=record.at, **viewer.params())
    if not rows:
        return Story()
    row, day = rows[0], record.at or today()
    actions = [_of_action(action, day) for action in row["actions"]]
    own = [_of_link(link, day) for link in _delivered(record)]
    return Story(
        tuple(_answers(row["calls"])),
        tuple(sorted((*actions, *own), key=_when)),
        tuple(Post(brief_of(post["record"]), post["day"]) for post in row["news"][:NEWS_SHOWN]),
        len(row["news"]) > NEWS_SHOWN,
        told(row["indicators"]),
    )


def _answers(rows: Iterable[Mapping[str, Any]]) -> list[Answer]:
    """The last word of each application to each call: a laureate was a candidate before."""
    last = {}
    for row in rows:
        answer = Answer(brief_of(row["application"]), brief_of(row["call"]), row["outcome"], row["day"])
        last[answer.application.id, answer.call.id] = answer
    return list(last.values())


def _delivered(record: Record) -> tuple[Link, ...]:
    group = record.group_of("DELIVERS")
    return group.links if group else ()


def _of_action(row: Mapping[str, Any], day: str) -> Commitment:
    record = brief_of(row["record"])
    done = row["ends"] if record.status == "done" else None
    state: State = "undated"
    if record.status in ("postponed", "abandoned"):
        state = "postponed" if record.status == "postponed" else "abandoned"
    else:
        state = _state(row["due"], done, day, done=record.status == "done")
    return Commitment(record, row["due"], done, tuple(brief_of(each) for each in row["evidence"]), state)


def _of_link(link: Link, day: str) -> Commitment:
    due = link.own.get("due")
    evidence = (link.other,) if link.since else ()
    return Commitment(link.other, due, link.since, evidence, _state(due, link.since, day, done=bool(link.since)))


def _state(due: str | None, delivered: str | None, day: str, *, done: bool) -> State:
    """A partial date is late once its last day is over."""
    limit = partial_date(due).last if due else None
    if done:
        late = limit and delivered and partial_date(delivered).first > limit
        return "delivered_late" if late else "delivered"
    if limit is None:
        return "undated"
    return "late" if limit < day else "expected"


def _when(commitment: Commitment) -> tuple[str, str, str]:
    """By the day that was promised; what has none comes last."""
    due = partial_date(commitment.due).last if commitment.due else "9999"
    return due, commitment.promise.name, commitment.promise.id
