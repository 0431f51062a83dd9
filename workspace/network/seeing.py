"""The scene that a view asks for: around its centres, narrowed as it says, or the whole network."""

from __future__ import annotations

from dataclasses import replace

from graph.database import Database
from graph.evidence import sourced
from graph.links import Link
from graph.neighbourhood import Near, Neighbourhood, neighbourhood
from graph.viewers import Viewer
from workspace.network.measured import enough, values_of
from workspace.network.narrowing import Narrowed, narrowed
from workspace.network.scene import Edge, Scene, begun_each_year, line_of, told_from
from workspace.network.trimming import trimmed
from workspace.network.view import View
from workspace.network.whole import whole
from workspace.network.working import working


def scene_of(db: Database, viewer: Viewer, view: View) -> Scene:
    """What the view shows to this viewer; NotFound for a centre that they may not see."""
    kept = narrowed(db, viewer, view.filters, view.day)
    if view.through:
        scene = working(db, viewer, view, kept)
    else:
        scene = _around(db, viewer, view, kept) if view.centres else whole(db, viewer, view, kept)
    values = values_of(db, viewer, view.drawn.size, (near.record.id for near in scene.nodes))
    return trimmed(replace(scene, narrowed=kept, measured=values), view)


def _around(db: Database, viewer: Viewer, view: View, kept: Narrowed | None) -> Scene:
    found = _found(db, viewer, view, kept, view.day)
    place = {near.record.id: number for number, near in enumerate(found.nodes)}
    edges = tuple(
        Edge(
            place[link.source.id], place[link.target.id], link.type, line_of(link), link.undated, sourced(link),
            id=link.id,
        )
        for link in found.links
    )  # fmt: skip
    # What began after the day that is shown is no part of it, and still of the time line.
    ever = _found(db, viewer, view, kept, None) if view.day else found
    return Scene(
        found.nodes,
        edges,
        len(found.nodes),
        found.left_out,
        found,
        ties=_ties(found),
        years=begun_each_year(ever.links),
        centres=tuple(near.record for near in found.nodes if near.distance == 0),
    )


def _found(db: Database, viewer: Viewer, view: View, kept: Narrowed | None, day: str | None) -> Neighbourhood:
    found = neighbourhood(
        db, viewer, view.centres, view.distance, families=view.families, relations=view.relations, at=day,
        among=kept.ids if kept else None, said=view.said, sourced=view.sourced, unfold=view.drawn.unfolded,
    )  # fmt: skip
    return _linked(found, view.least, enough(db, viewer, view.measure, view.least)) if view.least else found


def _linked(found: Neighbourhood, least: int, chosen: frozenset[str] | None) -> Neighbourhood:
    """The centres, and the records that are chosen; without a choice, those with enough links, drawn or not."""

    def stays(near: Near) -> bool:
        return near.degree >= least if chosen is None else near.record.id in chosen

    nodes = tuple(near for near in found.nodes if near.distance == 0 or stays(near))
    ids = {near.record.id for near in nodes}
    links = tuple(link for link in found.links if link.source.id in ids and link.target.id in ids)
    return replace(found, nodes=nodes, links=links)


def _ties(found: Neighbourhood) -> dict[str, Link]:
    """For each record, the link by which it is tied to one nearer to the centre, told from the record."""
    distance = {near.record.id: near.distance for near in found.nodes}
    ties: dict[str, Link] = {}
    for link in sorted(found.links, key=lambda link: (link.past, link.undated, not sourced(link), link.id)):
        for end, other in ((link.source, link.target), (link.target, link.source)):
            if distance[other.id] < distance[end.id] and end.id not in ties:
                ties[end.id] = told_from(link, end.id)
    return ties
