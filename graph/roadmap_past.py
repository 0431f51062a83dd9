"""The roadmap of a year that is over, as it was on its last day: what was written since is taken back in reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.database import Database
from graph.links import today
from graph.roadmaps import Funding, Line, Roadmap, Words, roadmap
from graph.viewers import Viewer
from graph.writing import told

# By its record for the action and what it leads to, by the other end for who leads, funds and provides for it.
SINCE = """
UNWIND $ids AS id
CALL (id) {
  MATCH (c:Change) WHERE c.record = id AND c.seq > 0 AND c.at > $end RETURN c
  UNION MATCH (c:Change) WHERE c.other = id AND c.seq > 0 AND c.at > $end RETURN c
}
WITH id, c WHERE $all OR c.audience IN $audiences
RETURN id, c.at AS at, c.subject AS subject, c.action AS action, c.relation AS relation, c.before AS before
ORDER BY id, c.seq DESC
"""
OWN = ("begins", "begins_from", "due", "due_from", "due_to", "progress")


@dataclass
class _Since:
    """What happened to an action after a day, undone from the last: its former fields, those of its links, and the
    links that were not there; `made` is the ISO day of an action that was not there itself."""

    fields: dict[str, Any] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: set[str] = field(default_factory=set)
    made: str = ""


def last_day(year: str) -> str:
    """The ISO day on which a year is told as it was; nothing for one that is not over."""
    return f"{year}-12-31" if year < today()[:4] else ""


def past_roadmap(db: Database, viewer: Viewer, id: str, year: str, seen_by: Viewer | None = None) -> Roadmap:
    """As on the last day of its year, by the changes that the reader may see; today's for a year that is not over. A
    line written afterwards is told as on the day on which it was."""
    end = last_day(year)
    found = roadmap(db, viewer, id, year, seen_by, end)
    if not end or not found.lines:
        return found
    since = _since(db, seen_by or viewer, [line.record.id for line in found.lines], f"{end}T23:59:59Z")
    lines = tuple(_as_it_was(line, since.get(line.record.id, _Since()), end) for line in found.lines)
    return replace(found, lines=lines)


def _since(db: Database, viewer: Viewer, ids: Sequence[str], end: str) -> Mapping[str, _Since]:
    by_id: dict[str, list[dict[str, Any]]] = {}
    for row in db.read(SINCE, ids=ids, end=end, **viewer.params()):
        by_id.setdefault(row["id"], []).append(row)
    return {id: _undone(rows) for id, rows in by_id.items()}


def _undone(rows: Sequence[Mapping[str, Any]]) -> _Since:
    # Last year's table may be taken in this year: what was written on that day is what it was.
    made = [row["at"][:10] for row in rows if row["subject"] == "record" and row["action"] == "create"]
    out = _Since(made=made[0] if made else "")
    for row in (row for row in rows if row["at"][:10] > out.made):
        before = told(row["before"]) or {}
        if row["subject"] == "record" and row["action"] == "update":
            out.fields |= before
        elif row["subject"] == "relation" and row["action"] == "create":
            out.new.add(row["relation"])
        elif row["subject"] == "relation" and row["action"] == "update":
            out.links.setdefault(row["relation"], {}).update(before)
    return out


def _as_it_was(line: Line, since: _Since, end: str) -> Line:
    known = {name: since.fields[name] for name in OWN if name in since.fields}
    record = replace(line.record, **{name: since.fields[name] for name in ("name", "status") if name in since.fields})
    ties = {name: tuple(tied for tied in each if tied.link not in since.new) for name, each in line.ties.items()}
    grants = tuple(_funding(each, since) for each in line.grants if each.link not in since.new)
    words = Words() if line.words.link in since.new else _words(line.words, since)
    return replace(line, record=record, ties=ties, grants=grants, words=words, at=since.made or end, **known)


def _funding(now: Funding, since: _Since) -> Funding:
    before = since.links.get(now.link, {})
    return replace(now, **{name: before[name] for name in ("step", "amount") if name in before})


def _words(now: Words, since: _Since) -> Words:
    before = since.links.get(now.link, {})
    return replace(now, **{name: before[name] for name in ("means", "lead") if name in before})
