"""What the records of a scene share, one thing each: a territory, a community, a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.belongings import Place, communities, territories, themes
from graph.database import Database
from graph.viewers import Viewer
from workspace.language import gettext
from workspace.network.scene import Scene
from workspace.network.view import View
from workspace.refusals import N_


@dataclass(frozen=True)
class Belonging:
    """For each record of the scene the id of what it belongs to, or None; and the names of these."""

    keys: tuple[str | None, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class Shared:
    """A way of gathering records: its label, the kind of what they share, what the rest is called; how it is found."""

    label: str
    kind: str
    rest: Callable[[], str]
    of: Callable[[Database, Viewer, Scene, View], Belonging]


def by_territory(db: Database, viewer: Viewer, scene: Scene, view: View) -> Belonging:
    """Where each is, rather than where it acts."""
    found = territories(db, viewer, [near.record.id for near in scene.nodes], view.day)
    keys = tuple(found[near.record.id].id if near.record.id in found else None for near in scene.nodes)
    return Belonging(keys, {place.id: place.name for place in found.values()})


def by_theme(db: Database, viewer: Viewer, scene: Scene, view: View) -> Belonging:
    """Of several themes, the rarest in the scene."""
    return _rarest(scene, themes(db, viewer, [near.record.id for near in scene.nodes], view.day))


def by_community(db: Database, viewer: Viewer, scene: Scene, view: View) -> Belonging:
    """Whether the community itself is drawn or not; of several, the smallest in the scene."""
    return _rarest(scene, communities(db, viewer, [near.record.id for near in scene.nodes], view.day))


def _rarest(scene: Scene, found: Mapping[str, Sequence[Place]]) -> Belonging:
    """What few share says most of a record."""
    count = Counter(each.id for own in found.values() for each in own)
    rarest = {id: min(own, key=lambda each: (count[each.id], each.id)).id for id, own in found.items()}
    names = {each.id: each.name for own in found.values() for each in own}
    return Belonging(tuple(rarest.get(near.record.id) for near in scene.nodes), names)


def communities_of(scene: Scene) -> dict[int, int]:
    """Place of a record → place of its community among those drawn: of several the smallest."""
    bodies = [place for place, near in enumerate(scene.nodes) if near.record.family.name == "communities"]
    members: dict[int, set[int]] = {place: set() for place in bodies}
    for edge in scene.edges:
        for body, other in ((edge.a, edge.b), (edge.b, edge.a)):
            if body in members and other not in members:
                members[body].add(other)
    own = {place: place for place in bodies}
    for body in sorted(bodies, key=lambda place: (len(members[place]), place)):
        for other in members[body]:
            own.setdefault(other, body)
    return own


WAYS: Mapping[str, Shared] = {
    "territoires": Shared(N_("Par territoire"), "Territory", lambda: gettext("Sans territoire"), by_territory),
    "communautes": Shared(N_("Par communauté"), "Community", lambda: gettext("Sans communauté"), by_community),
    "themes": Shared(N_("Par thème"), "Theme", lambda: gettext("Sans thème"), by_theme),
}
