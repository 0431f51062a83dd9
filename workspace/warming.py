"""The first pages, opened once at each start: a question that the engine never met takes it up to two seconds to plan,
on an idle machine, and nobody should wait for that."""

from __future__ import annotations

from collections.abc import Iterator

from graph.cookies import signed_in
from graph.database import Database
from graph.lists import Filters, entities
from graph.rights import viewer_as
from graph.users import User
from graph.viewers import ANONYMOUS

FIRST = ("/", "/annuaire", "/recherche?q=commun", "/organisations/", "/communs/", "/politiques/")
KINDS = ("Commons", "Community", "Organisation", "Policy", "Service", "Dataset", "Call", "UseCase")
BESIDE = {"Policy": "ressources", "Community": "comite"}  # the page that people of this kind of record work on
LATER = ("/manques", "/couverture", "/cas-d-usage", "/dependances", "/?lang=en")


def pages(db: Database) -> Iterator[str]:
    """Addresses that a visitor may open, the likeliest first; whoever reads them opens each before the next."""
    yield from FIRST
    signed_in(db, "")  # what every page asks for who has an account, and after each write
    viewer_as(db, User("", "", "", "member"))
    for kind in KINDS:
        for found in entities(db, ANONYMOUS, Filters(kinds=(kind,), size=1)).items:
            yield found.brief.url
            yield f"/reseau?centre={found.brief.id}"
            yield from [f"{found.brief.url}/{BESIDE[kind]}"] if kind in BESIDE else []
    yield from LATER
