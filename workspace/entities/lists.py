"""`/annuaire`, and `/acteurs/`, `/communs/`…: one list a family and a kind, as a page and as a file."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from graph import counts
from graph.errors import Invalid
from graph.lists import entities, entities_csv
from graph.schema import SCHEMA
from workspace.csv_files import csv_file
from workspace.current import database, viewer
from workspace.entities import choices
from workspace.language import language
from workspace.list_filters import filters_of, renamed
from workspace.listings import LIST, LISTINGS, address_of
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
    by_kind = counts.by_kind(database(), viewer())
    known: dict[str, Any] = {
        "listing": listing,
        "choices": choices,
        "all": sum(by_kind.get(kind.name, 0) for kind in listing.kinds),
    }
    try:
        page = entities(database(), viewer(), filters_of(request.args, listing))
    except Invalid as error:
        return render("entities/list.html", status=422, page=None, errors=renamed(error.fields, listing), **known)
    return render("entities/list.html", page=page, errors={}, **known)


@blueprint.get(f"/{LIST}.csv")
def file(place: str) -> Response:
    """The whole list under the same filters, as a table."""
    listing = LISTINGS[place]
    try:
        rows = entities_csv(database(), viewer(), filters_of(request.args, listing), language())
    except Invalid as error:
        raise Invalid(renamed(error.fields, listing)) from None
    return csv_file(rows, listing.url)
