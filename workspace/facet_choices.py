"""Facets as pages show them: values in the words of addresses, with their counts."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facets import Facet, FacetValue
from graph.schema import SCHEMA
from workspace.list_filters import SEVERAL, parameter_of
from workspace.listings import Listing
from workspace.words import initial, word


@dataclass(frozen=True)
class Option:
    """A value of a facet, as the address calls it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Choice:
    """A facet as the page shows it; `single` when one value replaces another."""

    name: str
    label: str
    options: tuple[Option, ...]
    single: bool


def choice_of(facet: Facet, listing: Listing) -> Choice:
    """The facet under the name that the list's address uses."""
    name = parameter_of(facet.name, listing)
    single = name not in SEVERAL
    return Choice(name, word(facet.label), tuple(_option(value, facet.name) for value in facet.values), single)


def _option(value: FacetValue, facet: str) -> Option:
    kind = SCHEMA.kinds.get(value.key) if facet == "kind" else None
    return Option(kind.url if kind else value.key, initial(word(value.label)), value.count, value.active)
