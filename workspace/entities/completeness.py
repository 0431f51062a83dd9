"""What a record lacks, in words, and how that is counted."""

from __future__ import annotations

from graph.entities import Record
from graph.quality import Point, Quality, quality, unsourced
from workspace.language import gettext, ngettext
from workspace.words import word


def of(record: Record, keeps: bool) -> Quality:
    """As its keepers read it, or everybody."""
    return quality(record, keeps=keeps)


def missing(found: Quality, record: Record) -> str:
    """« licence, contact, source de 3 liens »."""
    return ", ".join(_word(point, record) for point in found.missing)


def score(found: Quality) -> str:
    """« 7 points sur 11 »."""
    return gettext("%(met)s points sur %(asked)s", met=found.met, asked=found.asked)


def _word(point: Point, record: Record) -> str:
    if point.key == "sources":
        return ngettext("source d’un lien", "source de %(num)s liens", unsourced(record))
    licence = record.field("licence")
    if point.key == "licence" and licence and licence.given:
        return gettext("licence reconnue")
    return word(point.word)
