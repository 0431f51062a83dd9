"""Every public record, by kind and name: what an archive of the network holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.database import Database
from graph.entities import Record, record
from graph.errors import NotFound
from graph.record_links import LinkGroup, links_of
from graph.viewers import ANONYMOUS

BATCH, LINKS = 500, 200  # records and links asked at a time
IDS = """
MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience = 'public' AND n.kind IN $kinds AND n.id > $after
RETURN n.id AS id ORDER BY id LIMIT $limit
"""
COUNT = """
MATCH (n:Entity) USING INDEX n:Entity(audience, kind) WHERE n.audience = 'public' AND n.kind IN $kinds
RETURN count(n) AS n
"""


def how_many(db: Database, kinds: list[str]) -> int:
    """Public records of some kinds."""
    return int(db.read(COUNT, kinds=kinds)[0]["n"])


def public_records(db: Database, kinds: list[str], language: str = "fr") -> Iterator[Record]:
    """Each in full, as anybody sees it, by id; one that is taken away meanwhile is left out."""
    after = ""
    while rows := db.read(IDS, kinds=kinds, after=after, limit=BATCH):
        for row in rows:
            try:
                yield whole(db, record(db, ANONYMOUS, row["id"], latest=5, language=language))
            except NotFound:
                continue
        after = rows[-1]["id"]


def whole(db: Database, found: Record) -> Record:
    """The record with every link that anybody may see, past ones too: its page shows the first of each group."""
    return replace(found, groups=tuple(_whole(db, found.id, group) for group in found.groups))


def _whole(db: Database, id: str, group: LinkGroup) -> LinkGroup:
    pages = -(-group.count // LINKS) if group.count > len(group.links) else 0
    links = [link for page in range(1, pages + 1)
             for link in links_of(db, ANONYMOUS, id, group.type, group.direction, page, LINKS).group.links]  # fmt: skip
    return replace(group, links=tuple(links)) if pages else group
