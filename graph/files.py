"""Images and files of a record: who may see the record sees them, who may write it adds them and takes them away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.database import Database
from graph.errors import NotFound
from graph.viewers import Viewer, edits, sees

MOST = 50  # shown of one record
DAYS = 30  # as records in the bin
FORMER = "maillage:"
# A record that became another one (merged, renamed) keeps its files under its old id: undoing that gives them back.
OWN_IDS = f"""[n.id] + [(ref:Ref)-[:IDENTIFIES]->(n)
    WHERE ref.key STARTS WITH '{FORMER}' | substring(ref.key, {len(FORMER)})]"""
OWNER = f"""
CALL (f) {{
  MATCH (n:Entity {{id: f.record}}) RETURN n
  UNION
  MATCH (:Ref {{key: '{FORMER}' + f.record}})-[:IDENTIFIES]->(n:Entity)
  WHERE NOT EXISTS {{ MATCH (:Entity {{id: f.record}}) }} RETURN n
}}"""
TOLD = """f {.id, .name, .mime, .size, .sha256, .alt, .at, .width, .height, .small_width, .small_height, .gone_at,
    who: COLLECT { MATCH (u:User {id: f.by}) RETURN u.name }[0],
    gone_who: COLLECT { MATCH (u:User {id: f.gone_by}) RETURN u.name }[0]}"""
# For the record's own page, in the same question; newest first.
OF_RECORD = f"""COLLECT {{
    UNWIND {OWN_IDS} AS own MATCH (f:File {{record: own}}) WHERE f.gone_at IS NULL
    RETURN {TOLD} ORDER BY f.at DESC, f.id LIMIT {MOST} }}"""
GONE_OF_RECORD = f"""
MATCH (n:Entity {{id: $record}}) WHERE {edits("n")}
UNWIND {OWN_IDS} AS own MATCH (f:File {{record: own}}) WHERE f.gone_at > $since
RETURN {TOLD} AS file ORDER BY f.gone_at DESC, f.id LIMIT {2 * MOST}
"""
FILES = f"MATCH (n:Entity {{id: $record}}) WHERE {sees('n')} RETURN {OF_RECORD} AS files"
ONE = f"""
MATCH (f:File {{id: $id}}) WHERE f.gone_at IS NULL {OWNER}
WITH f, n WHERE {sees("n")} RETURN {TOLD} AS file, n.id AS record, n:Public AS public
"""


@dataclass(frozen=True)
class File:
    """An image or a file: `alt` tells an image to who does not see it, and describes a file."""

    id: str
    name: str
    mime: str
    size: int
    sha256: str
    alt: str
    at: str
    who: str | None = None
    width: int | None = None
    height: int | None = None
    small_width: int | None = None
    small_height: int | None = None
    gone_at: str | None = None
    gone_who: str | None = None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")

    @property
    def ending(self) -> str:
        """What the name ends with, which says its type."""
        return self.name.rpartition(".")[2]

    @property
    def until(self) -> str | None:
        """The last day that it is kept once taken away (ISO)."""
        gone = self.gone_at
        return (datetime.fromisoformat(gone) + timedelta(days=DAYS)).date().isoformat() if gone else None


@dataclass(frozen=True)
class Found:
    """A file with the record that bears it, `public` when everybody may see that one."""

    file: File
    record: str
    public: bool


def files_of(db: Database, viewer: Viewer, record: str) -> list[File]:
    """What a record shows, newest first."""
    rows = db.read(FILES, record=record, **viewer.params())
    return told(rows[0]["files"]) if rows else []


def gone_of(db: Database, viewer: Viewer, record: str) -> list[File]:
    """What was taken away and can be brought back by this viewer, last taken first."""
    rows = db.read(GONE_OF_RECORD, record=record, since=ago(), **viewer.rights())
    return told(row["file"] for row in rows)


def file(db: Database, viewer: Viewer, id: str) -> Found:
    """One file. NotFound when it was taken away, or its record cannot be seen."""
    rows = db.read(ONE, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    return Found(File(**rows[0]["file"]), rows[0]["record"], rows[0]["public"])


def told(rows: Iterable[Mapping[str, Any]]) -> list[File]:
    """Files from what the graph tells of them."""
    return [File(**row) for row in rows]


def ago(days: int = DAYS) -> str:
    """The second of so many days ago."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
