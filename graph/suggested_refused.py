"""Suggested links that somebody refused: never proposed again, until the refusal is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import now
from graph.suggested import key_of
from graph.viewers import Viewer, edits, sees

ENDS = f"({edits('a')} OR {edits('b')}) AND {sees('a')} AND {sees('b')}"
REFUSE = f"""
UNWIND $pairs AS pair
MATCH (a:Entity {{id: pair[0]}}) MATCH (b:Entity {{id: pair[1]}}) WHERE {ENDS}
MERGE (x:Refused {{key: pair[2]}}) ON CREATE SET x.one = a.id, x.other = b.id, x.by = $user, x.at = $at, x.why = $why
RETURN x.key AS key
"""
ALL = f"""
MATCH (x:Refused) WHERE x.at > ''
MATCH (a:Entity {{id: x.one}}) MATCH (b:Entity {{id: x.other}}) WHERE {ENDS}
OPTIONAL MATCH (u:User {{id: x.by}})
RETURN x.key AS key, {brief("a")} AS one, {brief("b")} AS other, x.why AS why, x.at AS at, u.name AS by
ORDER BY at DESC, key LIMIT 500
"""
TAKE_BACK = f"""
MATCH (x:Refused {{key: $key}}) MATCH (a:Entity {{id: x.one}}) MATCH (b:Entity {{id: x.other}}) WHERE {ENDS}
DELETE x RETURN $key AS key
"""


@dataclass(frozen=True)
class Refusal:
    """Two records that somebody said need no link; `by` is an account's name, None when it is gone."""

    key: str
    one: Brief
    other: Brief
    why: str | None
    at: str
    by: str | None


def refuse(db: Database, viewer: Viewer, pairs: Sequence[tuple[str, str]], why: str = "") -> int:
    """Remembers that these are not to be tied, and gives how many. NotFound when none has an end that is theirs."""
    told = [[one, other, key_of(one, other)] for one, other in pairs]
    done = db.write(REFUSE, pairs=told, user=viewer.user, at=now(), why=why.strip()[:500] or None, **viewer.rights())
    if not done:
        raise NotFound(told[0][2] if told else "")
    return len(done)


def refusals(db: Database, viewer: Viewer) -> list[Refusal]:
    """Those about records that the viewer may write, the last said first."""
    rows = db.read(ALL, **viewer.rights())
    return [
        Refusal(row["key"], brief_of(row["one"]), brief_of(row["other"]), row["why"], row["at"], row["by"])
        for row in rows
    ]


def take_back(db: Database, viewer: Viewer, key: str) -> None:
    """The pair may be proposed again."""
    if not db.write(TAKE_BACK, key=key, **viewer.rights()):
        raise NotFound(key)
