"""The links of a scene as sentences: what a picture says to who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.folding import fold
from graph.links import Brief
from graph.schema import SCHEMA
from workspace.network.scene import Scene
from workspace.words import word

Sentence = tuple[Brief, str, Brief]


def told_of(scene: Scene) -> list[Sentence]:
    """Every link drawn, by the name of what it is said of."""
    return sorted(_sentences(scene), key=lambda each: (fold(each[0].name), each[1], fold(each[2].name), each[0].id))


def _sentences(scene: Scene) -> Iterator[Sentence]:
    for edge in scene.edges:
        a, b = scene.nodes[edge.a].record, scene.nodes[edge.b].record
        yield a, word(SCHEMA.relations[edge.type].sentence), b
