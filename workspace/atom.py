"""Feeds: what one tells, in one shape, and the answer that carries it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, make_response, render_template
from markupsafe import Markup

from workspace.language import language
from workspace.public_address import site

# What XML cannot hold, whoever typed it.
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Item:
    """One entry: `place` names it for good, under the site's address; `url` is the page to read."""

    place: str
    url: str
    title: str
    published: str
    updated: str
    author: str
    content: Markup


def feed(title: str, page: str, address: str, items: Iterable[Item]) -> Response:
    """An Atom feed that anybody may keep for five minutes."""
    xml = render_template(
        "news/feed.xml", title=title, page=page, address=address, items=list(items), site=site(), word=language()
    )
    response = make_response(NOT_XML.sub("", xml))
    response.mimetype = "application/atom+xml"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def newest(items: Iterable[Item], most: int) -> list[Item]:
    """The last ones of all."""
    return sorted(items, key=lambda item: (item.published, item.place), reverse=True)[:most]
