"""`/`: search, three questions that have an answer, the families, the last changes."""

from __future__ import annotations

from flask import Blueprint, Response

from graph import changes, counts
from graph.freshness import one_moment
from graph.schema import SCHEMA
from workspace.current import database, signed_in, viewer
from workspace.home.examples import examples
from workspace.home.holes import holes
from workspace.home.picture import picture
from workspace.language import language
from workspace.listings import address_of
from workspace.narrowings import narrowings
from workspace.rendering import render

blueprint = Blueprint("home", __name__)
LATEST = 6


@blueprint.get("/")
def show() -> Response:
    """The network at a glance, as much of it as the reader may see."""
    with one_moment():
        totals = counts.totals(database(), viewer())
        return _full(totals) if totals.records else render("home/empty.html")


def _full(totals: counts.Totals) -> Response:
    missing = holes(database(), viewer())
    by_kind = counts.by_kind(database(), viewer())
    by_family = {name: sum(by_kind.get(kind.name, 0) for kind in SCHEMA.kinds_of(name)) for name in SCHEMA.families}
    return render(
        "home/index.html", totals=totals, by_kind=by_kind, by_family=by_family,
        feed=changes.recent(database(), viewer(), limit=LATEST, language=language()),
        examples=examples(database(), viewer(), missing),
        holes=missing,
        picture=None if signed_in() else picture(database(), viewer()), address_of=address_of,
        narrowings=narrowings(database(), viewer()),
    )  # fmt: skip
