"""A view at rest: its picture, its counts and its links in words, for pages that only show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from graph.database import Database
from graph.viewers import Viewer
from workspace.list_filters import parameters
from workspace.network.arranging import arranged
from workspace.network.comparing import shown
from workspace.network.grouping import grouped
from workspace.network.picture import Picture, picture_of
from workspace.network.scene import Scene
from workspace.network.telling import Sentence, told_of
from workspace.network.titles import counts_of
from workspace.network.view import View, view_of


@dataclass(frozen=True)
class Still:
    """What a kept address shows somebody today: `scene` with its groups, `told` each of its links."""

    view: View
    scene: Scene
    picture: Picture
    counts: str
    told: Sequence[Sentence]


def still_of(db: Database, viewer: Viewer, query: str) -> Still:
    """The view of a kept address. Invalid or NotFound when it cannot be drawn any more."""
    view = view_of(parameters(query))
    whole = shown(db, viewer, view)
    scene = grouped(db, viewer, whole, view)
    picture = picture_of(scene, view, partial(arranged, db, viewer, scene, view), None)
    return Still(view, scene, picture, counts_of(whole, len(scene.groups)), told_of(scene))
