"""What is new around a record: links that were told within two steps of it, since a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.links import Brief, Link
from graph.neighbourhood import MOST, neighbourhood
from graph.viewers import Viewer

STEPS = 2


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
