"""The network seen as who works with whom: a scene of actors, each line what two of them have in common."""

from __future__ import annotations

from collections import Counter

from graph.briefs import briefs
from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief
from graph.neighbourhood import Near
from graph.together import SHARED, Together, together
from graph.viewers import Viewer
from workspace.network.narrowing import Narrowed
from workspace.network.scene import Edge, Scene
from workspace.network.view import View


def working(db: Database, viewer: Viewer, view: View, kept: Narrowed | None) -> Scene:
    """Around the actors at the centre, or through the commons, groups and projects there; NotFound for a hidden one."""
    centres = _centres(db, viewer, view)
    found = together(
        db, viewer, view.through or SHARED, at=view.day, said=view.said, sourced=view.sourced,
        among=kept.ids if kept else None,
        only={each.id for each in centres if each.kind in SHARED},
        around={each.id for each in centres if each.kind not in SHARED},
        least=view.least or 1,
    )  # fmt: skip
    nodes = _nears(found, centres)
    place = {near.record.id: number for number, near in enumerate(nodes)}
    edges = tuple(
        Edge(place[pair.one.id], place[pair.other.id], "", 0, False, count=len(pair.shared), shared=pair.shared)
        for pair in found.pairs
    )  # fmt: skip
    return Scene(nodes, edges, len(nodes), centres=tuple(centres), crowds=found.crowds, unpaired=found.left_out)


def _centres(db: Database, viewer: Viewer, view: View) -> list[Brief]:
    found = briefs(db, viewer, view.centres)
    if missing := [id for id in view.centres if id not in found]:
        raise NotFound(missing[0])
    return [found[id] for id in view.centres]


def _nears(found: Together, centres: list[Brief]) -> tuple[Near, ...]:
    """Who works with the most others first; `degree` counts these."""
    partners = Counter(end.id for pair in found.pairs for end in (pair.one, pair.other))
    actors = {end.id: end for pair in found.pairs for end in (pair.one, pair.other)}
    actors |= {each.id: each for each in centres if each.kind not in SHARED}
    first = {each.id for each in centres}
    nears = [
        Near(record, int(id not in first) if first else 0, partners[id]) for id, record in actors.items()
    ]  # fmt: skip
    return tuple(sorted(nears, key=lambda near: (near.distance, -near.degree, near.record.name, near.record.id)))
