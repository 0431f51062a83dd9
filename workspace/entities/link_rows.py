"""A record's links as rows of a table, in the columns that the table importer reads, each told as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.database import Database
from graph.entities import Record
from graph.links import Link
from graph.record_links import LinkGroup, links_of
from graph.schema import SCHEMA
from graph.viewers import Viewer

SIZE = 200
ENDS = ("sentence", "from", "relation", "to")
SHARED = (
    "since", "until", "source", "source_url", "source_date", "declared_by", "standing", "visibility", "note",
)  # fmt: skip


def link_rows(db: Database, viewer: Viewer, record: Record, language: str) -> Iterator[list[str]]:
    """A header, then one row a link, in the order of the page; read from the graph page by page."""
    own = _own_fields(record.groups)
    yield [*ENDS, *SHARED, *own]
    for group in record.groups:
        for link in _all(db, viewer, record, group):
            yield _row(link, own, language)


def _own_fields(groups: Sequence[LinkGroup]) -> list[str]:
    fields = (field.name for group in groups for field in SCHEMA.relations[group.type].fields)
    return [name for name in dict.fromkeys(fields) if name not in {*SHARED, "standing_by", "standing_at"}]


def _all(db: Database, viewer: Viewer, record: Record, group: LinkGroup) -> Iterator[Link]:
    if not group.more:
        yield from group.links
        return
    for page in range(1, -(-group.count // SIZE) + 1):
        found = links_of(db, viewer, record.id, group.type, group.direction, page, SIZE, record.at)
        yield from found.group.links


def _row(link: Link, own: Sequence[str], language: str) -> list[str]:
    values = vars(link) | {"source": link.source_words}
    ends = [replace(link, inverse=False).sentence(language), link.source.id, link.type, link.target.id]
    told = [*(values[name] for name in SHARED), *(link.own.get(name) for name in own)]
    return [*ends, *("" if value is None else str(value) for value in told)]
