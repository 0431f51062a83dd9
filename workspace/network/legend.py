"""The legend, which is also the filter: families and relations that are drawn or could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.network.scene import Scene
from workspace.network.view import View, toggled
from workspace.words import initial, word


@dataclass(frozen=True)
class Option:
    """One line of the legend: drawn or not, and the address where that is the other way round."""

    name: str
    label: str
    count: int | None
    on: bool
    url: str
    family: str = ""


def families(view: View, scene: Scene) -> list[Option]:
    """Families drawn or put aside, in the schema's order."""
    out = []
    for name, family in SCHEMA.families.items():
        on = view.families is None or name in view.families
        if name in scene.families or not on:
            url = view.address(families=toggled(SCHEMA.families, view.families, name))
            label = initial(word(family.label))
            out.append(Option(name, label, scene.families.get(name, 0) if on else None, on, url, name))
    return out


def relations(view: View, scene: Scene) -> list[Option]:
    """Relations drawn or put aside; themes, territories and mentions tie all to all, so they are asked for."""
    chosen = set(SCHEMA.walked() if view.relations is None else view.relations)
    # Of a short choice, what is not in it is most of the schema: only what ties all to all is offered then.
    few = len(chosen) < len(SCHEMA.walked()) / 2
    out = []
    for type, relation in SCHEMA.relations.items():
        on = type in chosen
        if type in scene.relations or (on and few) or (not on and not (few and relation.walks)):
            url = view.address(relations=toggled(SCHEMA.walked(), view.relations, type))
            out.append(Option(type, word(relation.sentence), scene.relations.get(type, 0) if on else None, on, url))
    return sorted(out, key=lambda option: not option.on)


def filters_in_use(view: View) -> list[tuple[str, str]]:
    """What narrows the view, in words, each with the address without it."""
    out = []
    if view.families is not None:
        names = ", ".join(word(SCHEMA.families[name].label) for name in view.families)
        out.append((gettext("Familles : %(names)s", names=names), view.address(families=None)))
    if view.relations is not None:
        out.append((_told(view.relations), view.address(relations=None)))
    if view.day is not None:
        out.append((gettext("Au %(day)s", day=view.au), view.address(au="", day=None)))
    return out


def _told(relations: Sequence[str]) -> str:
    """The relations chosen in words, by what is more or less than usual where that is shorter."""
    usual, chosen = set(SCHEMA.walked()), set(relations)
    less, more = usual - chosen, chosen - usual
    if len(less) >= len(chosen & usual):
        return gettext("Liens : %(names)s", names=_verbs(chosen))
    said = [gettext("sans %(names)s", names=_verbs(less))] if less else []
    said += [gettext("avec %(names)s", names=_verbs(more))] if more else []
    return gettext("Liens : %(names)s", names=", ".join(said))


def _verbs(types: set[str]) -> str:
    return ", ".join(f"« {word(SCHEMA.relations[type].sentence)} »" for type in SCHEMA.relations if type in types)
