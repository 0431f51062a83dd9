"""The roadmap that an address names, and what its pages say of it."""

from __future__ import annotations

from flask import request

from graph.roadmap_columns import BY_NAME
from graph.roadmap_past import last_day, past_roadmap
from graph.roadmaps import Roadmap, roadmap
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.words import amount, initial, term, word

TODAY = "aujourd-hui"


def asked(slug: str, year: str, seen_by: Viewer | None = None) -> Roadmap:
    """NotFound when there is none that the reader may see."""
    return roadmap(database(), viewer(), f"communaute-{slug}", year, seen_by)


def as_told(slug: str, year: str, reader: Viewer, seen_by: Viewer | None = None) -> tuple[Roadmap, str]:
    """The same for who reads it: a year that is over as it was on its last day, which is told beside, unless one asks
    for today's state (`?etat=aujourd-hui`)."""
    if request.args.get("etat") == TODAY or not (end := last_day(year)):
        return roadmap(database(), reader, f"communaute-{slug}", year, seen_by), ""
    return past_roadmap(database(), reader, f"communaute-{slug}", year, seen_by), end


def page_of(slug: str, year: str = "") -> str:
    """The address of a community's roadmaps, or of that of a year."""
    return f"/communautes/{slug}/feuille-de-route" + (f"/{year}" if year else "")


def source_of(road: Roadmap) -> str:
    """What the links made here say that they come from."""
    return gettext("Feuille de route %(year)s, %(name)s", year=road.year, name=road.community.name)


def column_word(name: str) -> str:
    """A column's head, as the reader's language has it."""
    return word(BY_NAME[name].label)


def choices(vocabulary: str) -> list[tuple[str, str]]:
    """The terms of a vocabulary, to choose from."""
    return [(key, initial(word(label))) for key, label in SCHEMA.vocabularies[vocabulary].terms.items()]


def cell_word(column: str, value: object) -> str:
    """What a cell says, in words: terms by their label, a funding as « Région : 20 000 €, demandé »."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if column == "funder" and isinstance(value, tuple):
        name, step, sum = value
        said = [amount(sum)] if sum is not None else []
        said += [term(step, "funding_step")] if step else []
        return gettext("%(name)s : %(said)s", name=name, said=", ".join(said)) if said else str(name)
    field = BY_NAME[column].field
    if field and field.vocabulary:
        return term(str(value), field.vocabulary)
    return f"{value} %" if column == "progress" else str(value)
