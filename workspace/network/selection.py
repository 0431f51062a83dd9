"""The record selected in the drawing: its neighbours by verb, as text beside the picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.database import Database
from graph.links import Brief, Link
from graph.neighbourhood import neighbourhood
from graph.schema import SCHEMA, Label
from graph.viewers import Viewer
from workspace.network.group_panel import GroupSelected, group_selected
from workspace.network.grouping import PREFIX
from workspace.network.partners import Partners, partners_of
from workspace.network.scene import Scene
from workspace.network.view import View

# The panel is a summary: the record's own page has all of its links.
MOST = 120


@dataclass(frozen=True)
class Neighbours:
    """Links under one verb, told from the record selected."""

    verb: Label
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Selection:
    """A record (no `group`) with its neighbours; `undated` are apart when a day is asked about, `more`
    are not listed."""

    record: Brief
    degree: int
    groups: tuple[Neighbours, ...]
    undated: tuple[Neighbours, ...] = ()
    more: int = 0
    group: None = None


def selection_of(db: Database, viewer: Viewer, view: View, scene: Scene) -> Selection | GroupSelected | Partners | None:
    """The record or group chosen, else the first centre; None when nothing is."""
    if view.selection and view.selection.startswith(PREFIX):
        return group_selected(scene, view)
    if view.through and (partners := partners_of(scene, view)):
        return partners
    id = view.selection or (view.centres[0] if view.centres else None)
    if id is None:
        return None
    near = scene.find(id)
    # Families put aside in the drawing are still told here.
    if scene.around and near and near.distance == 0 and not scene.around.cut and view.families is None:
        return _told(near.record, near.degree, scene.around.links, view)
    found = neighbourhood(db, viewer, id, 1, relations=view.relations, at=view.day, limit=MOST)
    centre = found.nodes[0]
    return _told(centre.record, centre.degree, found.links, view, found.left_out)


def _told(record: Brief, degree: int, links: Iterable[Link], view: View, more: int = 0) -> Selection:
    own = [link for link in links if record.id in (link.source.id, link.target.id)]
    told = [replace(link, inverse=link.target.id == record.id) for link in own]
    apart = [link for link in told if link.undated] if view.day else []
    return Selection(
        record, degree, _groups(link for link in told if not (view.day and link.undated)), _groups(apart), more
    )


def _groups(links: Iterable[Link]) -> tuple[Neighbours, ...]:
    by_verb: dict[tuple[int, bool, str], list[Link]] = {}
    order = {type: place for place, type in enumerate(SCHEMA.relations)}
    for link in links:
        by_verb.setdefault((order[link.type], link.inverse, link.verb.fr), []).append(link)
    return tuple(
        Neighbours(members[0].verb, tuple(sorted(members, key=lambda link: (link.past, link.other.name, link.id))))
        for _, members in sorted(by_verb.items())
    )
