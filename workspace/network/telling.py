"""The links of a scene as sentences: what a picture says to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.folding import fold
from graph.links import Brief
from graph.schema import SCHEMA
from workspace.language import ngettext
from workspace.network.scene import Edge, Scene
from workspace.words import word

Sentence = tuple[Brief, str, Brief]


def ties(scene: Scene) -> list[tuple[Brief, Brief, Edge]]:
    """The lines that stand for several links, those of the most first."""
    found = [(scene.nodes[edge.a].record, scene.nodes[edge.b].record, edge) for edge in scene.edges if edge.count]
    return sorted(found, key=lambda tie: (-tie[2].count, fold(tie[0].name), fold(tie[1].name), tie[0].id, tie[1].id))


def told_of(scene: Scene) -> list[Sentence]:
    """Every link drawn, by the name of what it is said of."""
    return sorted(_sentences(scene), key=lambda each: (fold(each[0].name), each[1], fold(each[2].name), each[0].id))


def _sentences(scene: Scene) -> Iterator[Sentence]:
    for edge in scene.edges:
        a, b = scene.nodes[edge.a].record, scene.nodes[edge.b].record
        yield a, verb_of(edge), b


def verb_of(edge: Edge) -> str:
    """« finance », or of what stands for several links how many: « a 3 liens avec »."""
    if edge.shared:
        return ngettext("a %(num)s fiche en commun avec", "a %(num)s fiches en commun avec", edge.count)
    if edge.count:
        return ngettext("a %(num)s lien avec", "a %(num)s liens avec", edge.count)
    return word(SCHEMA.relations[edge.type].sentence)


def beside(edge: Edge) -> str:
    """What is written along a line, where the sentence would be too long: « 3 liens », « 3 en commun », « finance »."""
    if edge.shared:
        return ngettext("%(num)s en commun", "%(num)s en commun", edge.count)
    return ngettext("%(num)s lien", "%(num)s liens", edge.count) if edge.count else verb_of(edge)
