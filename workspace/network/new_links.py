"""`/reseau/nouveau`: the links that were told around a record lately, as a page and as a feed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, request
from markupsafe import escape

from graph.asof import day_of
from graph.dates import partial_date
from graph.errors import Invalid
from graph.follows import around, pace_of
from graph.links import Link
from graph.new_links import new_around
from graph.viewers import ANONYMOUS
from workspace.atom import Item, feed
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.rendering import render

new_links = Blueprint("new_links", __name__)
DAYS = 90  # without a day, a season
IN_FEED = 50


@new_links.get("/reseau/nouveau")
def page() -> Response:
    """The last told first, since `?depuis=`."""
    typed = request.args.get("depuis", "").strip()
    since = _since(typed)
    found = new_around(database(), viewer(), _centre(), since)
    followed = pace_of(database(), viewer(), around(found.centre.id))
    return render("network/new_links.html", found=found, typed=typed, since=since, followed=followed)


@new_links.get("/reseau/nouveau.atom")
def atom() -> Response:
    """The public part, whoever asks: who reads feeds carries no account."""
    found = new_around(database(), ANONYMOUS, _centre(), "")
    title = gettext("nouveaux liens autour de %(name)s", name=found.centre.name)
    query = f"?centre={found.centre.id}"
    items = _items(found.links[:IN_FEED])
    return feed(title, f"/reseau/nouveau{query}", f"/reseau/nouveau.atom{query}", items)


def _items(links: Sequence[Link]) -> Iterator[Item]:
    for link in links:
        title = link.sentence(language())
        at = link.created_at or ""
        yield Item(f"{link.source.url}#lien-{link.id}", link.source.url, title, at, at, "", escape(title))


def _centre() -> str:
    id = request.args.get("centre", "").strip()
    if not id:
        raise Invalid({"centre": gettext("une fiche est nécessaire")})
    return id


def _since(typed: str) -> str:
    """The first day of what was typed, else a season ago."""
    if day_of(typed, "depuis"):
        return partial_date(typed).first
    return (datetime.now(UTC).date() - timedelta(days=DAYS)).isoformat()
