"""`/communautes/<slug>/comite.atom`: what a committee makes known to everybody; `/calendrier/<token>/<slug>.atom`: to
who has that secret address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import Blueprint
from flask.typing import ResponseReturnValue
from markupsafe import escape

from graph.calendar_keys import reader_of
from graph.committee_news import News, committee_news
from graph.viewers import ANONYMOUS
from workspace.atom import Item, feed
from workspace.current import database
from workspace.dates import day
from workspace.language import gettext
from workspace.words import kind_word

blueprint = Blueprint("committee_feeds", __name__)


@blueprint.get("/communautes/<slug>/comite.atom")
def atom(slug: str) -> ResponseReturnValue:
    """Meetings, decisions and adopted minutes, as a visitor sees them: programs that read feeds do not sign in."""
    found, news = committee_news(database(), ANONYMOUS, f"communaute-{slug}")
    page = f"/communautes/{slug}/comite"
    return feed(gettext("Réunions et décisions : %(name)s", name=found.name), page, f"{page}.atom", _items(news))


@blueprint.get("/calendrier/<token>/<slug>.atom")
def atom_of(token: str, slug: str) -> ResponseReturnValue:
    """The same, as the owner of this address may see it at this moment."""
    reader = reader_of(database(), token)
    found, news = committee_news(database(), reader, f"communaute-{slug}")
    title = gettext("Réunions et décisions : %(name)s", name=found.name)
    # The feed does not say the secret again: what quotes or shares it would give it away.
    answer = feed(title, f"/communautes/{slug}/comite", f"/communautes/{slug}/comite.atom", _items(news))
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _items(news: Sequence[News]) -> Iterator[Item]:
    for each in news:
        record = each.record
        title = f"{kind_word(record.kind)} : {record.name}" + (f" ({day(each.day)})" if each.day else "")
        content = escape(record.summary or title)
        yield Item(record.url, record.url, title, each.at, each.updated_at, "", content)
