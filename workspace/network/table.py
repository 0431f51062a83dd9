"""The same as a table: sorted, by pages, and whole as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from graph.folding import fold
from graph.neighbourhood import Near
from graph.network import LINES
from workspace.csv_files import Cell
from workspace.dates import period
from workspace.language import gettext
from workspace.network.group_panel import sort_word
from workspace.network.scene import Scene
from workspace.network.telling import ties, verb_of
from workspace.network.view import View
from workspace.paging import Paging
from workspace.words import term, word

SIZE = 50


def sort_of(view: View) -> str:
    """The order asked for; the nearest first around a centre, the best connected first in the whole network."""
    return view.sort or ("pas" if view.centres else "-liens")


def page_of(scene: Scene, view: View) -> tuple[Sequence[Near], Paging]:
    """The records of one page of the table."""
    nodes = ordered(scene, view)
    first = (view.page - 1) * SIZE
    return nodes[first : first + SIZE], Paging(view.page, SIZE, len(nodes))


def ordered(scene: Scene, view: View) -> list[Near]:
    """All records drawn, in the order asked for; ties by name."""
    sort = sort_of(view)
    by_name = sorted(scene.nodes, key=lambda near: (fold(near.record.name), near.record.id))
    return sorted(by_name, key=_key(sort.removeprefix("-"), scene), reverse=sort.startswith("-"))


def _key(sort: str, scene: Scene) -> Callable[[Near], Any]:
    def since(near: Near) -> str:
        tie = scene.ties.get(near.record.id)
        return (tie.since if tie else None) or "9999"

    keys: dict[str, Callable[[Near], Any]] = {
        "pas": lambda near: near.distance,
        "nom": lambda near: fold(near.record.name),
        "sorte": lambda near: fold(sort_word(scene, near)),
        "liens": lambda near: near.degree,
        "depuis": since,
    }
    return keys[sort]


def columns(view: View) -> list[dict[str, object]]:
    """Heads of the table."""
    heads: list[dict[str, object]] = [
        {"label": gettext("Nom"), "key": "nom"},
        {"label": gettext("Sorte"), "key": "sorte"},
        {"label": gettext("Travaille avec") if view.through else gettext("Liens"), "key": "liens", "number": True},
    ]
    if not view.centres or view.through:
        return heads
    return [
        *heads[:2], {"label": gettext("Pas"), "key": "pas", "number": True}, heads[2],
        {"label": gettext("Relié par")}, {"label": gettext("Depuis"), "key": "depuis"},
    ]  # fmt: skip


def records_file(scene: Scene, view: View) -> Iterator[list[Cell]]:
    """Rows of records; the first are the heads."""
    yield [
        gettext("identifiant"), gettext("nom"), gettext("sorte"), gettext("famille"), gettext("pas"), gettext("liens"),
        gettext("relié par"), gettext("période"), gettext("source"), gettext("adresse de la source"),
    ]  # fmt: skip
    for near in ordered(scene, view):
        record, tie = near.record, scene.ties.get(near.record.id)
        yield [
            record.id, record.name, sort_word(scene, near), word(record.family.label),
            near.distance if view.centres else "", near.degree,
            f"{word(tie.verb)} {tie.other.name}" if tie else "",
            period(tie.since, tie.until, event=tie.event) if tie else "",
            (tie.source_words or "") if tie else "", (tie.source_url or "") if tie else "",
        ]  # fmt: skip


def links_file(scene: Scene) -> Iterator[list[Cell]]:
    """Rows of links; of the whole network, without dates and sources, which only a neighbourhood reads."""
    if any(edge.shared for edge in scene.edges):
        yield from _shared(scene)
        return
    yield [
        gettext("de"), gettext("lien"), gettext("vers"), gettext("depuis"), gettext("jusqu’à"), gettext("source"),
        gettext("adresse de la source"), gettext("date de la source"), gettext("qui le dit"), gettext("nombre"),
    ]  # fmt: skip
    if scene.around:
        drawn = {near.record.id for near in scene.nodes}
        for link in scene.around.links:
            if not {link.source.id, link.target.id} <= drawn:
                continue
            yield [
                link.source.name, word(link.verb) if not link.inverse else "", link.target.name, link.since or "",
                link.until or "", link.source_words or "", link.source_url or "", link.source_date or "",
                term(link.declared_by, "declared_by") if link.declared_by else "", "1",
            ]  # fmt: skip
        return
    for edge in scene.edges:
        a, b = scene.nodes[edge.a].record, scene.nodes[edge.b].record
        said = term(LINES[edge.line], "declared_by") if not edge.count else ""
        yield [a.name, verb_of(edge), b.name, "", "", "", "", "", said, str(edge.count or 1)]


def _shared(scene: Scene) -> Iterator[list[Cell]]:
    """Rows of who works with whom, who has the most in common first."""
    yield [gettext("de"), gettext("vers"), gettext("nombre"), gettext("en commun")]
    for one, other, edge in ties(scene):
        yield [one.name, other.name, str(edge.count), ", ".join(record.name for record in edge.shared)]
