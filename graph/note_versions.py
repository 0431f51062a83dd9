"""The moments of a note: who wrote what and when, by which names they go, and what differs between any two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import terms
from graph.changes import AUDIENCE, LAST
from graph.database import Database
from graph.differences import Difference, differences
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.schema import Label
from graph.text_differences import counted, parts
from graph.versions import Version, version
from graph.viewers import Viewer, edits, sees
from graph.writing import told

PAGE, LONGEST_NAME = 30, 80
MOST_COUNTED = 100_000  # characters: of a longer text the list does not count words, the comparison does
NAME = "COLLECT { MATCH (v:NamedVersion {key: $id + '|' + toString(c.seq)}) RETURN v.name }[0]"
MOMENTS = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
MATCH (c:Change) WHERE c.record = $id AND c.seq < $before AND c.subject = 'record' AND {AUDIENCE}
WITH c ORDER BY c.record DESC, c.seq DESC LIMIT $limit
RETURN c.seq AS seq, c.at AS at, c.by AS by, c.why AS why, c.action AS action, c.before AS before, c.after AS after,
       COLLECT {{ MATCH (u:User {{id: c.by}}) RETURN u.name }}[0] AS who, {NAME} AS name
ORDER BY seq DESC
"""
NAMED = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
MATCH (v:NamedVersion {{note: $id}})
MATCH (c:Change {{seq: v.seq}}) WHERE {AUDIENCE}
RETURN c.seq AS seq, v.name AS name, c.at AS at ORDER BY seq DESC
"""
CALL = f"""
MATCH (n:Entity {{id: $id}}) WHERE {edits("n")}
MATCH (c:Change {{seq: $seq}}) WHERE c.record = $id AND c.subject = 'record' AND {AUDIENCE}
MERGE (v:NamedVersion {{key: $id + '|' + toString($seq)}})
SET v.note = $id, v.seq = $seq, v.name = $name, v.by = $user, v.at = $now RETURN v.key AS key
"""
UNCALL = f"""
MATCH (n:Entity {{id: $id}}) WHERE {edits("n")}
MATCH (v:NamedVersion {{key: $id + '|' + toString($seq)}}) DELETE v RETURN $id AS key
"""


@dataclass(frozen=True)
class Moment:
    """What one save left: `words` that came and that went in the text (None when it is too long to count), `fields`
    that changed besides."""

    seq: int
    at: str
    who: str
    why: str
    name: str
    first: bool
    words: tuple[int, int] | None
    fields: tuple[Label, ...]


@dataclass(frozen=True)
class Compared:
    """Two versions, the earlier first; `fields` are what differs besides the text."""

    old: Version
    new: Version
    fields: Sequence[Difference]


def moments(db: Database, viewer: Viewer, id: str, before: int | None = None) -> tuple[list[Moment], int | None]:
    """One page of them, the last first, and where the next begins. Of what the viewer might not read then, none."""
    rows = db.read(MOMENTS, id=id, before=before or LAST, limit=PAGE + 1, **viewer.params())
    words = terms.added(db) if rows else {}
    found = [_moment(row, words) for row in rows[:PAGE]]
    return found, found[-1].seq if len(rows) > PAGE else None


def named_versions(db: Database, viewer: Viewer, id: str) -> list[tuple[int, str, str]]:
    """Place in the feed, name and second of each version that somebody named, the last first."""
    return [(row["seq"], row["name"], row["at"]) for row in db.read(NAMED, id=id, **viewer.params())]


def name_version(db: Database, viewer: Viewer, id: str, seq: int, name: str) -> None:
    """Names the version that a change made, or takes its name away. NotFound for who may not write the note."""
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Invalid({"nom": "80 caractères au plus"})
    query = CALL if name else UNCALL
    own = {"name": name, "user": viewer.user, "now": now()} if name else {}
    if not db.write(query, id=id, seq=seq, **own, **viewer.rights()) and name:
        raise NotFound(id)


def compare(db: Database, viewer: Viewer, id: str, one: int, other: int, language: str = "fr") -> Compared:
    """What differs between two moments, whichever comes first. NotFound for one that the viewer may not read."""
    old, new = (version(db, viewer, id, seq, language) for seq in sorted((one, other)))
    then, later = (_without_text(each.state) for each in (old, new))
    told = differences("record", new.record.kind, None, then, later, terms.added(db), language)
    return Compared(old, new, told)


def text_of(found: Version) -> str:
    """The text that a version had."""
    return str(found.state.get("text") or "")


def _moment(row: Mapping[str, Any], words: terms.Terms) -> Moment:
    before, after = told(row["before"]) or {}, told(row["after"]) or {}
    first = row["action"] == "create"
    others = differences("record", "Note", None, _without_text(before), _without_text(after), words)
    return Moment(
        row["seq"], row["at"], row["who"] or row["by"], row["why"] or "", row["name"] or "", first,
        _counted(str(before.get("text") or ""), str(after.get("text") or "")),
        () if first else tuple(each.label for each in others),
    )  # fmt: skip


def _counted(before: str, after: str) -> tuple[int, int] | None:
    return counted(parts(before, after)) if max(len(before), len(after)) <= MOST_COUNTED else None


def _without_text(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "text"}
