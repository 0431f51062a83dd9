"""What a list's page offers to press: facets, chips of the filters in use, orders, ways out of an empty answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import request

from graph.facets import Facet
from graph.lists import Page
from workspace.addresses import here, toggled
from workspace.facet_choices import Choice, choice_of
from workspace.filter_words import told
from workspace.language import gettext
from workspace.list_filters import SEVERAL, SORTS, parameter_of, query_of, used
from workspace.listings import Listing

MOST_VALUES = 8


def choices(page: Page, listing: Listing) -> list[Choice]:
    """The facets that still say something here, in the graph's order."""
    made = [choice_of(facet, listing) for facet in sorted(page.facets, key=_rank) if not _only_one(facet, listing)]
    return [choice for choice in made if len(choice.options) > 1 or any(option.selected for option in choice.options)]


def chips(page: Page | None, listing: Listing) -> list[tuple[str, str]]:
    """The filters in use, each with the address without it."""
    return [(told(name, value, page, listing), _without(name, value)) for name, value in used(request.args, listing)]


def cleared(listing: Listing) -> str:
    """The address without any filter, order and view kept."""
    return here(page=None, **{name: None for name, _ in used(request.args, listing)})


def respelled(suggestion: str, listing: Listing) -> str:
    """Another spelling without the other filters, which were chosen for nothing found."""
    names = [name for name, _ in used(request.args, listing) if name != "q"]
    return here(page=None, q=suggestion, **dict.fromkeys(names))


def kept_query(listing: Listing) -> str:
    """The filters in use, as the rest of another address: "&etat=in_use", or nothing."""
    query = query_of(request.args, listing)
    return f"&{query}" if query else ""


def orders(searched: bool) -> list[tuple[str, str]]:
    """Ways to sort, with the word that the address uses."""
    words = {
        "pertinence": gettext("Pertinence"), "nom": gettext("Nom, A à Z"), "-nom": gettext("Nom, Z à A"),
        "liens": gettext("Nombre de liens"), "recents": gettext("Derniers changements"),
    }  # fmt: skip
    return [(name, words[name]) for name in words if searched or name != "pertinence"]


def order_of(page: Page) -> str:
    """The address's word for the order of a page."""
    return next(word for word, order in SORTS.items() if order == page.filters.order)


def ways_out(page: Page, listing: Listing) -> Iterator[tuple[str, int, str]]:
    """For an empty answer: each filter in words, the count without it, and the address of that."""
    words = {name: told(name, value, page, listing) for name, value in used(request.args, listing)}
    for filter, count in page.without.items():
        name = parameter_of(filter, listing)
        if count and name in words:
            yield words[name], count, here(**{name: None, "page": None})


def on_network(listing: Listing) -> str:
    """The records of the whole list and those next to them, drawn."""
    return "/reseau?" + urlencode([*_of_list(listing), ("voisins", "1")])


def in_cells(listing: Listing) -> str:
    """The records of the whole list as an editable table."""
    return "/reseau/tableau?" + urlencode(_of_list(listing))


def _of_list(listing: Listing) -> list[tuple[str, str]]:
    """The list as the network's address asks for it."""
    filters = list(used(request.args, listing))
    kinds = [] if "sorte" in dict(filters) else [("sorte", kind.url) for kind in listing.kinds]
    return [*kinds, *filters]


def _rank(facet: Facet) -> int:
    """What a record is, then what it is about, then how well it is known."""
    order = ("kind", "status", "theme", "territory", "", "missing", "visibility")
    return order.index(facet.name) if facet.name in order else order.index("")


def _only_one(facet: Facet, listing: Listing) -> bool:
    return facet.name == "kind" and listing.one is not None


def _without(name: str, value: str) -> str:
    return toggled(name, value) if name in SEVERAL else here(**{name: None, "page": None})
