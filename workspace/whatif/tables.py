"""What would be reached as rows of a file; the first row holds the heads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.telling import told
from graph.whatif_told import Told
from workspace.language import gettext
from workspace.words import kind_word, word


def falls(found: Iterable[Told], language: str) -> Iterator[list[str]]:
    """One row a record and a sort of support."""
    yield [
        gettext("étape"), gettext("fiche"), gettext("sorte"), gettext("ce qui arrive"), gettext("appui"),
        gettext("ce qui s’arrête"), gettext("ce qui reste"), gettext("adresse"),
    ]  # fmt: skip
    for each in found:
        for loss in each.losses:
            yield [
                str(each.hit.step), each.record.name, kind_word(each.record.kind), what_happens(lost=loss.only),
                word(loss.sort.label), " | ".join(told(link, language) for link in loss.gone),
                " | ".join(told(link, language) for link in loss.left), each.record.url,
            ]  # fmt: skip


def what_happens(*, lost: bool) -> str:
    """The two things that may happen, in words."""
    return gettext("perd son seul appui") if lost else gettext("fragilisé : il en reste")
