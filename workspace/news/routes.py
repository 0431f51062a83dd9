"""`/laureats`, `/laureats.atom`, and `/<kind>/<name>.atom`: what a record's readers and the laureates' follow."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect
from flask.typing import ResponseReturnValue

from graph import changes, entities, news
from graph.briefs import briefs
from graph.schema import SCHEMA
from graph.viewers import ANONYMOUS
from workspace.atom import feed, newest
from workspace.current import database, viewer
from workspace.language import gettext, language
from workspace.listings import RECORD
from workspace.news.items import of_changes, of_posts
from workspace.paging import page_number
from workspace.rendering import render

blueprint = Blueprint("news", __name__)
PER_PAGE, IN_FEED = 20, 30


@blueprint.get("/laureats")
def laureates() -> Response:
    """The news of all laureates that the reader may see, newest first."""
    return render("news/laureates.html", posts=news.of_laureates(database(), viewer(), page_number(), PER_PAGE))


# A feed tells the public part, whoever asks: readers carry no account, and what they keep is out of our hands.
@blueprint.get("/laureats.atom")
def laureatesfeed() -> Response:
    """The public news of all laureates."""
    posts = news.of_laureates(database(), ANONYMOUS, size=IN_FEED).items
    return feed(gettext("actualités des lauréats"), "/laureats", "/laureats.atom", of_posts(posts))


@blueprint.get(f"/{RECORD}/<slug>.atom")
def recordfeed(place: str, slug: str) -> ResponseReturnValue:
    """The public changes and news of a record; the feed of a renamed or merged one moved with it."""
    kind = SCHEMA.kind_at(place)
    id = f"{kind.prefix if kind else place}-{slug}"
    record = briefs(database(), ANONYMOUS, [id]).get(id)
    if record is None:
        new = entities.redirect(database(), ANONYMOUS, id)
        found = briefs(database(), ANONYMOUS, [new]).get(new) if new else None
        return redirect(f"{found.url}.atom", 301) if found else abort(404)
    entries = changes.of(database(), ANONYMOUS, id, limit=IN_FEED, language=language()).entries
    posts = news.of_record(database(), ANONYMOUS, id, IN_FEED)
    items = newest((*of_changes(record, entries), *of_posts(posts)), IN_FEED)
    return feed(record.name, record.url, f"{record.url}.atom", items)
