"""The contents of a long text: its headings, each with an address within the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from graph.folding import slug
from workspace.language import gettext

HEADING = re.compile(r"<h([3-6])>(.*?)</h\1>", re.S)
_CALL = re.compile(r"<sup id=.*?</sup>", re.S)  # of a note at the foot
FEWEST, SHORTEST = 3, 1_000  # headings and letters: below, one sees them all


def with_contents(html: Markup) -> Markup:
    """Safe HTML of a text as it was, and before it a list of its headings where it is long enough to need one."""
    headings = [(found[1], found[2]) for found in HEADING.finditer(html)]
    if len(headings) < FEWEST or len(html) < SHORTEST:
        return html
    words = [Markup(_CALL.sub("", inside)).striptags() for _, inside in headings]  # noqa: S704 - a part of what is safe
    places = list(_places(words))
    left = iter(places)
    text = HEADING.sub(lambda found: f'<h{found[1]} id="{next(left)}">{found[2]}</h{found[1]}>', html)
    rows = Markup("").join(
        Markup('<li class="contents-{}"><a href="#{}">{}</a></li>').format(level, place, told)
        for (level, _), place, told in zip(headings, places, words, strict=True)
    )
    title = gettext("Sommaire")
    contents = Markup('<nav class="contents" aria-label="{}"><p>{}</p><ul>{}</ul></nav>').format(title, title, rows)
    return contents + Markup(text)  # noqa: S704 - what was safe, with ids made of letters, digits and dashes


def _places(words: list[str]) -> Iterator[str]:
    """An id of its own for each heading, after its words so that a link to it outlives an edit elsewhere."""
    seen: dict[str, int] = {}
    for each in words:
        place = f"t-{slug(each, 60)}"
        seen[place] = seen.get(place, 0) + 1
        yield place if seen[place] == 1 else f"{place}--{seen[place]}"
