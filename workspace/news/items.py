"""What a feed tells: pieces of news, and operations on a record, in one shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from graph.change_entries import Entry
from graph.dates import partial_date
from graph.links import Brief
from graph.news import Post
from workspace.atom import Item
from workspace.language import language
from workspace.markup import markdown


def of_posts(posts: Iterable[Post]) -> Iterator[Item]:
    """News with its text."""
    for post in posts:
        about = ", ".join(each.name for each in post.about)
        text = markdown(post.text or post.record.summary or "")
        day = f"{partial_date(post.day).first}T00:00:00Z" if post.day else post.updated_at
        yield Item(post.record.url, post.record.url, post.record.name, day, post.updated_at, about, text)


def of_changes(record: Brief, entries: Iterable[Entry]) -> Iterator[Item]:
    """Operations, each with what was done line by line when there are several; an import is only counted."""
    for entry in entries:
        several = len(entry.lines) > 1 and not entry.in_bulk
        lines = [line.sentence(language()) for line in entry.lines] if several else []
        told = Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(line) for line in lines))
        place = f"{record.url}/historique#changement-{entry.seq}"
        title = entry.sentence(language())
        content = told if lines else escape(title)
        yield Item(place, f"{record.url}/historique", title, entry.at, entry.at, entry.who, content)
