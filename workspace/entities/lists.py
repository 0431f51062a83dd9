"""`/annuaire`, and `/acteurs/`, `/communs/`…: one list a family and a kind, as a page and as a file."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph import counts
from graph.errors import Invalid
from graph.freshness import one_moment
from graph.lists import Page, entities, entities_csv
from graph.schema import SCHEMA
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.entities import choices
from workspace.language import language
from workspace.list_filters import filters_of, renamed, used
from workspace.listings import LIST, LISTINGS, Listing, address_of
from workspace.narrowings import narrowings
from workspace.rendering import render

blueprint = Blueprint("lists", __name__)


@blueprint.get("/annuaire")
def directory() -> Response:
    """Every family and kind, with how many records the reader may see."""
    by_kind = counts.by_kind(database(), viewer())
    by_family = {name: sum(by_kind.get(kind.name, 0) for kind in SCHEMA.kinds_of(name)) for name in SCHEMA.families}
    return render(
        "entities/directory.html", by_kind=by_kind, by_family=by_family, address_of=address_of,
        narrowings=narrowings(database(), viewer()),
    )  # fmt: skip


@blueprint.get(f"/{LIST}/")
def show(place: str) -> Response:
    """A list with its facets; what cannot be understood is named and nothing typed is lost."""
    listing = LISTINGS[place]
    page, errors = None, {}
    with one_moment():
        try:
            page = entities(database(), viewer(), filters_of(request.args, listing))
        except Invalid as error:
            errors = renamed(error.fields, listing)
        return render(
            "entities/list.html", status=422 if errors else 200, listing=listing, page=page, errors=errors,
            all=_all(page, listing), choices=choices,
        )  # fmt: skip


def _all(page: Page | None, listing: Listing) -> int:
    """How many records the list has without its filters."""
    if page and not any(used(request.args, listing)):
        return page.total
    return counts.of_kinds(database(), viewer(), [kind.name for kind in listing.kinds])


@blueprint.get(f"/{LIST}.csv")
def file(place: str) -> Response:
    """The whole list under the same filters, as a table."""
    listing = LISTINGS[place]
    try:
        rows = entities_csv(database(), viewer(), filters_of(request.args, listing), language())
    except Invalid as error:
        raise Invalid(renamed(error.fields, listing)) from None
    return csv_file(rows, listing.url)
