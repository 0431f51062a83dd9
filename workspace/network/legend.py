"""The legend, which is also the filter: families and relations that are drawn or could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.drawn import facets as drawn_facets
from graph.facets import TOLD
from graph.schema import SCHEMA
from graph.together import SHARED
from graph.viewers import Viewer
from workspace.facet_choices import Choice, choice_of
from workspace.language import gettext
from workspace.list_filters import PARAMETERS
from workspace.listings import EVERYTHING
from workspace.network.measured import MEASURES
from workspace.network.measured import told as told_measure
from workspace.network.reading import THROUGH, toggled
from workspace.network.scene import Scene
from workspace.network.view import View
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


def through(view: View) -> list[Option]:
    """What actors may have in common."""
    labels = {"communs": gettext("Communs"), "groupes": gettext("Groupes de travail"), "projets": gettext("Projets")}
    chosen = view.through or ()
    return [
        Option(word, labels[word], None, kind in chosen,
               view.address(through=toggled(SHARED, view.through, kind) or SHARED), SCHEMA.kinds[kind].family)
        for word, kind in THROUGH.items()
    ]  # fmt: skip


def lines(view: View, scene: Scene) -> list[Option]:
    """Who says so: links declared by the actor, added by the facilitation, or imported."""
    words = {"actor": gettext("déclarés"), "curator": gettext("ajoutés"), "import": gettext("importés")}
    out = []
    for name, label in words.items():
        on = view.said is None or name in view.said
        if name in scene.lines or not on:
            url = view.address(said=toggled(words, view.said, name))
            out.append(Option(name, label, scene.lines.get(name, 0) if on else None, on, url))
    return out


def sources(view: View, scene: Scene) -> list[Option]:
    """Links that name a source, and links that name none: one of the two, or both."""
    counts = {True: len(scene.edges) - scene.unsourced, False: scene.unsourced}
    words = {True: gettext("avec une source"), False: gettext("sans source")}
    shown = {value: view.sourced in (None, value) for value in words}
    return [
        Option("avec" if value else "sans", words[value], counts[value] if shown[value] else None, shown[value],
               view.address(sourced=None if view.sourced is not None else not value))
        for value in words if counts[value] or not shown[value]
    ]  # fmt: skip


def facets(db: Database, viewer: Viewer, view: View, scene: Scene) -> list[Choice]:
    """What the records drawn could be narrowed to."""
    names = {parameter: name for parameter, name in PARAMETERS.items() if name in TOLD}
    taken = [(names[name], value) for name, value in view.filters if name in names]
    ids = [near.record.id for near in scene.nodes]
    return [choice_of(facet, EVERYTHING) for facet in drawn_facets(db, viewer, ids, view.day, taken)]


def filters_in_use(view: View, scene: Scene) -> list[tuple[str, str]]:
    """What narrows the view, in words, each with the address without it."""
    words = scene.narrowed.words(view.filters) if scene.narrowed else []
    out = [
        (label, view.address(filters=tuple(other for other in view.filters if other != pair)))
        for label, pair in zip(words, view.filters, strict=True)
    ]  # fmt: skip
    if view.families is not None:
        names = ", ".join(word(SCHEMA.families[name].label) for name in view.families)
        out.append((gettext("Familles : %(names)s", names=names), view.address(families=None)))
    if view.relations is not None:
        out.append((_told(view.relations), view.address(relations=None)))
    if view.said is not None:
        out.append((", ".join(each.label for each in lines(view, scene) if each.on), view.address(said=None)))
    if view.sourced is not None:
        told = gettext("liens avec une source") if view.sourced else gettext("liens sans source")
        out.append((told, view.address(sourced=None)))
    if view.least:
        out.append((_least(view), view.address(least=0)))
    if view.day is not None:
        out.append((gettext("Au %(day)s", day=view.au), view.address(au="", day=None)))
    return out


def _least(view: View) -> str:
    if view.measure in MEASURES:
        return told_measure(view.measure, view.least)
    return gettext("au moins %(n)s liens", n=view.least)


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
