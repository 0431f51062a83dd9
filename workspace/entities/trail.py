"""The way to a record: its family, its kind, and what it is a part of."""

from __future__ import annotations

from graph.entities import Record
from graph.links import Brief
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.listings import address_of
from workspace.words import initial, word

Steps = list[tuple[str, str]]


def of(record: Record) -> Steps:
    """Breadcrumb of a record's page, its name last."""
    whole = record.group_of("PART_OF")
    above = [(link.other.name, link.other.url) for link in (whole.links if whole else ()) if not link.past]
    # Two wholes would read as a whole and its part.
    return [*_lists(record), *(above if len(above) == 1 else []), (record.name, "")]


def under(record: Brief, title: str = "") -> Steps:
    """Breadcrumb of a page about a record."""
    return [*_lists(record), (record.name, record.url), (title, "")]


def _lists(record: Brief) -> Steps:
    kind, family = SCHEMA.kinds[record.kind], record.family
    steps = [(gettext("Annuaire"), "/annuaire"), (word(family.label), f"/{family.url}/")]
    if len(SCHEMA.kinds_of(family.name)) > 1:
        steps.append((initial(word(kind.plural)), address_of(kind)))
    return steps
