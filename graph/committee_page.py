"""All that the page of a committee tells of the network, kept until a write touches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph import committee_work, committees
from graph.committee_network import committee_network
from graph.committee_work import Work, work_of
from graph.committees import Committee, committee
from graph.database import Database
from graph.freshness import EVERYTHING, Keeper
from graph.links import Link, today
from graph.roadmap_short import Short, short_roadmap
from graph.viewers import Viewer

# What is told of a committee: its small drawing alone may show any kind.
OWN = frozenset({"Community", "Meeting", "Person", "Organisation", "Action", "Decision", "Note"})
ROAD = frozenset({"Community", "Roadmap", "RoadmapTopic", "Action"})
KEPT = 20  # of each sort: a committee of 200 members is half a megabyte


@dataclass(frozen=True)
class Page:
    """A committee, what it is at, its nearest records (`total` are there), its roadmap in a line."""

    found: Committee
    work: Work
    network: Sequence[Link]
    total: int
    roadmap: Short | None


def committee_page(db: Database, viewer: Viewer, id: str, *, every: bool) -> Page:
    """The first meetings and actions, or `every` one. NotFound for what is no community that the viewer may see."""
    keeper, day = Keeper(db, viewer), today()
    meetings, actions = (committees.MOST, committee_work.MOST) if every else (committees.SHOWN, committee_work.SHOWN)
    found, work = keeper.kept(
        ("committee page", id, every, day),
        lambda: (committee(db, viewer, id, meetings), work_of(db, viewer, id, actions)), OWN, KEPT,
    )  # fmt: skip
    network, total = keeper.kept(
        ("committee network", id, day), lambda: committee_network(db, viewer, id), EVERYTHING, KEPT
    )
    roadmap = keeper.kept(("committee roadmap", id, day), lambda: short_roadmap(db, viewer, id), ROAD, KEPT)
    return Page(found, work, network, total, roadmap)
