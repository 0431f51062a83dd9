"""Between a list's address and the question that it asks: French words outside, the schema's inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from graph.errors import Invalid
from graph.filters import Filters
from graph.folding import slug
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.listings import Listing

PAGE_SIZE = 25
SORTS = {"nom": "name", "-nom": "-name", "recents": "updated", "liens": "links", "pertinence": "relevance"}
# Parameter of the address → name of the filter, where they differ from a field's.
PARAMETERS = {
    "q": "q", "sorte": "kinds", "etat": "status", "theme": "theme", "territoire": "territory", "membre_de": "community",
    "visible": "visibility",
    "manque": "missing", "avec": "has", "sans": "lacks", "ref": "ref", "depuis": "since", "au": "at", "tri": "sort",
    "page": "page",
}  # fmt: skip
SEVERAL = frozenset({"sorte", "etat", "manque", "avec", "sans"})
NOT_A_FILTER = frozenset({"tri", "page", "vue", "lang"})
# The graph's own names for what is asked → the address's.
FACETS = {"kind": "sorte", "relation": "avec"} | {filter: parameter for parameter, filter in PARAMETERS.items()}


def term_parameters(listing: Listing) -> dict[str, str]:
    """Parameter → field, for the fields of the list's kinds that hold terms: "acces" → "access"."""
    kinds = (SCHEMA.kinds[kind.name] for kind in listing.kinds)
    fields = (field for kind in kinds for field in kind.fields if field.type in ("term", "terms"))
    return {slug(field.label.fr): field.name for field in fields}


def parameter_of(facet: str, listing: Listing) -> str:
    """The parameter that a facet's values go in."""
    terms = {field: parameter for parameter, field in term_parameters(listing).items()}
    return FACETS.get(facet) or terms.get(facet, facet)


def used(args: MultiDict[str, str], listing: Listing) -> Iterator[tuple[str, str]]:
    """The filters of an address, as (parameter, value), in its order."""
    known = (set(PARAMETERS) - NOT_A_FILTER) | set(term_parameters(listing))
    return ((name, value) for name, value in args.items(multi=True) if name in known and value)


def filters_of(args: MultiDict[str, str], listing: Listing) -> Filters:
    """The question of an address. Invalid names every parameter that cannot be understood, as the address does."""
    wrong: dict[str, str] = {}
    given: dict[str, Any] = {}
    for name, filter in PARAMETERS.items():
        values = [value.strip() for value in args.getlist(name) if value.strip()]
        if values:
            try:
                given[filter] = READERS.get(name, _one)(values)
            except ValueError as error:
                wrong[name] = str(error)
    if wrong:
        raise Invalid(wrong)
    terms = {field: args[name] for name, field in term_parameters(listing).items() if args.get(name)}
    place: dict[str, Any] = {"family": listing.family.name} if listing.family else {}
    if listing.kind:
        place = {"kinds": (listing.kind.name,)}
    # Archived notes leave the lists of notes, which show them when they are asked to.
    shown = not of_notes(listing) or bool(args.get("archivees"))
    return Filters(**{"size": PAGE_SIZE, **given, **place, "terms": terms, "archived": shown, **_kinds(given, listing)})


def of_notes(listing: Listing) -> bool:
    """Is it a list of notes, alone or among writings?"""
    return listing.kind.name == "Note" if listing.kind else bool(listing.family and listing.family.name == "writing")


def renamed(fields: dict[str, str], listing: Listing) -> dict[str, str]:
    """The graph's complaints under the names that the address uses."""
    return {parameter_of(name, listing): message for name, message in fields.items()}


def _kinds(given: dict[str, Any], listing: Listing) -> dict[str, Any]:
    return {"kinds": given["kinds"]} if "kinds" in given and not listing.kind else {}


def _one(values: list[str]) -> str:
    return values[-1]


def _many(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _kind_names(values: list[str]) -> tuple[str, ...]:
    found = [SCHEMA.kind_at(value) for value in values]
    if None in found:
        raise ValueError(gettext("« %(word)s » n’est pas une sorte de fiche", word=values[found.index(None)]))
    return tuple(dict.fromkeys(kind.name for kind in found if kind))


def _relations(values: list[str]) -> tuple[str, ...]:
    wanted = [value.partition(":") for value in values]
    return tuple(f"{type.upper()}{colon}{way}" for type, colon, way in wanted)


def _sort(values: list[str]) -> str:
    if values[-1] not in SORTS:
        raise ValueError(gettext("attendu : %(words)s", words=", ".join(SORTS)))
    return SORTS[values[-1]]


def _page(values: list[str]) -> int:
    if not (values[-1].isascii() and values[-1].isdigit() and 0 < int(values[-1]) <= 100_000):
        raise ValueError(gettext("un nombre à partir de 1 est attendu"))
    return int(values[-1])


READERS: dict[str, Callable[[list[str]], Any]] = {
    "sorte": _kind_names, "etat": _many, "manque": _many, "avec": _relations, "sans": _relations, "tri": _sort,
    "page": _page,
}  # fmt: skip


def query_of(args: MultiDict[str, str], listing: Listing) -> str:
    """The filters of an address as its query string, to be kept."""
    return urlencode(list(used(args, listing)))


def parameters(query: str) -> MultiDict[str, str]:
    """The parameters of a kept query string."""
    return MultiDict(parse_qsl(query))
