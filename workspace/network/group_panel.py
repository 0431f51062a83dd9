"""The group selected in the drawing, in words: what it is, who is in it, to what it is linked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.folding import fold
from graph.links import Brief
from graph.neighbourhood import Near
from graph.schema import SCHEMA
from workspace.language import ngettext
from workspace.network.scene import Group, Scene
from workspace.network.view import View
from workspace.paging import Paging
from workspace.words import kind_word

MEMBERS, TIES = 20, 30


@dataclass(frozen=True)
class GroupSelected:
    """One page of the records, how many are of each family; what it is linked to with how many links, of which
    `more` are not listed."""

    group: Group
    degree: int
    families: dict[str, int]
    members: Sequence[Near]
    paging: Paging
    ties: Sequence[tuple[Brief, int]]
    more: int

    @property
    def record(self) -> Brief:
        return self.group.record


def group_selected(scene: Scene, view: View) -> GroupSelected | None:
    """None when it is not drawn: opened, hidden, or not of this view."""
    group = scene.groups.get(view.selection or "")
    near = scene.find(view.selection or "")
    if not group or not near:
        return None
    first = (view.members - 1) * MEMBERS
    ties = ties_of(scene, group)
    return GroupSelected(
        group, near.degree, _families(group), group.members[first : first + MEMBERS],
        Paging(view.members, MEMBERS, len(group.members)), ties[:TIES], len(ties[TIES:]),
    )  # fmt: skip


def ties_of(scene: Scene, group: Group) -> list[tuple[Brief, int]]:
    """What the group is linked to, the most linked first."""
    counts: Counter[int] = Counter()
    place = next(n for n, near in enumerate(scene.nodes) if near.record.id == group.record.id)
    for edge in scene.edges:
        if place in (edge.a, edge.b):
            counts[edge.b if edge.a == place else edge.a] += edge.count
    found = [(scene.nodes[other].record, count) for other, count in counts.items()]
    return sorted(found, key=lambda tie: (-tie[1], fold(tie[0].name), tie[0].id))


def sort_word(scene: Scene, near: Near) -> str:
    """« groupe de 12 fiches », or the kind of a record."""
    group = scene.groups.get(near.record.id)
    if not group:
        return kind_word(near.record.kind)
    return ngettext("groupe de %(num)s fiche", "groupe de %(num)s fiches", len(group.members))


def _families(group: Group) -> dict[str, int]:
    counts = Counter(near.record.family.name for near in group.members)
    return {name: counts[name] for name in SCHEMA.families if counts[name]}
