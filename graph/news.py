"""News: of one record, and of all laureates of calls. A draft is nobody's news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.links import Brief, brief, brief_of
from graph.viewers import Viewer, sees, sees_link

# What is deleted keeps the label of its kind and its links: only an Entity is there.
POST = f"""
WHERE coalesce(w.status, '') <> 'draft' AND {sees("w")} AND {sees_link("r")}
WITH w, collect(DISTINCT {brief("n")}) AS about
"""
# Newest first; what was written the same day, by its address.
PAGE = f"""
ORDER BY w.day DESC, w.id
RETURN {brief("w")} AS record, w.day AS day, w.text AS text, coalesce(w.updated_at, w.created_at) AS updated_at, about
SKIP $skip LIMIT $size
"""
OF_RECORD = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
MATCH (n)<-[r:MENTIONS]-(w:Entity&News) {POST} {PAGE}
"""
LAUREATES = f"""
MATCH (a:Entity) WHERE a.kind = 'Application' AND a.name IS NOT NULL AND a.id IS NOT NULL AND {sees("a")}
MATCH (c:Entity&Call)<-[r1:APPLIES_TO {{outcome: 'laureate'}}]-(a)-[r2:APPLIES_TO]->(n:Entity&(Commons|Project))
WHERE {sees("c")} AND {sees_link("r1")} AND {sees_link("r2")} AND {sees("n")}
WITH DISTINCT n
MATCH (n)<-[r:MENTIONS]-(w:Entity&News) {POST}
"""
OF_LAUREATES = LAUREATES + PAGE
COUNT = f"{LAUREATES} RETURN count(w) AS total"


@dataclass(frozen=True)
class Post:
    """A piece of news, the Markdown of its text, and which of the records asked about it speaks of."""

    record: Brief
    day: str | None
    text: str | None
    updated_at: str
    about: tuple[Brief, ...]


@dataclass(frozen=True)
class Posts:
    """One page of news, for links to the others."""

    items: tuple[Post, ...]
    page: int
    size: int
    total: int


def of_record(db: Database, viewer: Viewer, id: str, size: int) -> tuple[Post, ...]:
    """The newest that speak of a record; nothing of one that the viewer may not see."""
    return _posts(db.read(OF_RECORD, id=id, skip=0, size=size, **viewer.params()))


def of_laureates(db: Database, viewer: Viewer, page: int = 1, size: int = 20) -> Posts:
    """Those that speak of a commons or project whose application was retained."""
    params = viewer.params()
    rows = db.read(OF_LAUREATES, skip=(page - 1) * size, size=size, **params)
    return Posts(_posts(rows), page, size, int(db.read(COUNT, **params)[0]["total"]))


def _posts(rows: Sequence[Any]) -> tuple[Post, ...]:
    return tuple(
        Post(
            brief_of(row["record"]), row["day"], row["text"], row["updated_at"],
            tuple(sorted((brief_of(each) for each in row["about"]), key=lambda each: (each.name, each.id))),
        )
        for row in rows
    )  # fmt: skip
