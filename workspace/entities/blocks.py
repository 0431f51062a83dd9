"""A commons' links under the questions that its readers come with; other records' links are one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.entities import Record
from workspace.entities.sections import Section
from workspace.language import gettext

REST = "autres"
# Relation and direction → the block where it stands; what is not here comes last.
PLACES = {
    "STEWARDS.in": "portage", "CONTRIBUTES_TO.in": "portage", "HAS_RESOURCE.out": "portage",
    "MAINTAINED_BY.out": "portage", "GOVERNS.in": "portage",
    "ANSWERS.out": "reponses", "SERVES.out": "reponses", "MEETS.out": "reponses", "NEEDS.out": "reponses",
    "FUNDS.in": "soutiens", "SUPPORTS.in": "soutiens", "INCUBATES.in": "soutiens", "APPLIES_TO.in": "soutiens",
    "USES.in": "usages", "INSTANCE_OF.in": "usages",
    "USES.out": "entre-communs", "DEPENDS_ON.out": "entre-communs", "DEPENDS_ON.in": "entre-communs",
    "REPLACES.out": "entre-communs", "REPLACES.in": "entre-communs", "COMPLEMENTS.out": "entre-communs",
    "OVERLAPS.out": "entre-communs",
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """Sections under one title; without a title they are all the links there are."""

    id: str
    title: str
    sections: tuple[Section, ...]


def blocks(record: Record, sections: Iterable[Section]) -> list[Block]:
    """The blocks that hold something, or that have something told beside their links (`soutiens`, on request)."""
    if record.kind != "Commons":
        return [Block(REST, "", tuple(sections))]
    placed: dict[str, list[Section]] = {}
    for section in sections:
        placed.setdefault(PLACES.get(f"{section.group.type}.{section.group.direction}", REST), []).append(section)
    return [Block(id, title, tuple(placed[id])) for id, title in titles().items() if id in placed]


def titles() -> dict[str, str]:
    """Each block's title, in the order of the page."""
    return {
        "portage": gettext("Qui le fait vivre"), "reponses": gettext("À quoi il répond"),
        "soutiens": gettext("Appels et soutiens reçus"), "usages": gettext("Qui s’en sert, et pour quoi"),
        "entre-communs": gettext("Avec d’autres communs et ressources"), REST: gettext("Et aussi"),
    }  # fmt: skip
