"""What is new around a record: links that were told within two steps of it, since a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.links import Brief, Link
from graph.neighbourhood import MOST, neighbourhood
from graph.viewers import Viewer

STEPS = 2
LOOKED_AT = 5_000  # changes between two letters; after more, the last ones tell enough
CREATED = """
MATCH (c:Change) WHERE c.seq > $seq AND c.seq <= $until AND c.subject = 'relation' AND c.action = 'create'
WITH c ORDER BY c.seq DESC LIMIT $limit RETURN collect(c.relation) AS ids
"""


@dataclass(frozen=True)
class NewLinks:
    """The record, its new links (the last told first), and whether its surroundings were too large to look at all."""

    centre: Brief
    links: Sequence[Link]
    cut: bool


def new_around(db: Database, viewer: Viewer, id: str, since: str) -> NewLinks:
    """Links told on or after the day `since` (ISO), as far as the viewer may see; NotFound for the record."""
    found = neighbourhood(db, viewer, id, STEPS, limit=MOST)
    links = [link for link in found.links if (link.created_at or "") >= since]
    links.sort(key=lambda link: (link.created_at or "", link.id), reverse=True)
    return NewLinks(found.nodes[0].record, links, found.cut)


def told_around(db: Database, viewer: Viewer, id: str, seq: int, until: int) -> list[Link]:
    """Links that came into the feed after `seq`, up to `until`, and are within two steps; NotFound for the record."""
    created = set(db.read(CREATED, seq=seq, until=until, limit=LOOKED_AT)[0]["ids"])
    return [link for link in new_around(db, viewer, id, "").links if link.id in created] if created else []
