"""Passages marked in the HTML of a text, without touching its elements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from graph.anchors import ADDRESS, WORD

TAG = re.compile(r"(<[^>]*>)")
ENTITY = re.compile(r"&#?\w+;")


def passages_marked(html: Markup, passages: Iterable[str]) -> Markup:
    """The same HTML (safe already) with the words of each passage within <mark>; one that reads otherwise there, as
    names of records may, is left unmarked."""
    pieces = TAG.split(str(html))
    words = [(word[0].lower(), place, word.start(), word.end())
             for place, piece in enumerate(pieces) if not place % 2
             for word in WORD.finditer(ENTITY.sub(lambda found: " " * len(found[0]), piece))]  # fmt: skip
    said = [word[0] for word in words]
    marked: dict[int, list[tuple[int, int]]] = {}
    for passage in passages:
        first, last = _found(said, [word.lower() for word in WORD.findall(ADDRESS.sub("]", passage))])
        for place in sorted({word[1] for word in words[first:last]}):
            own = [word for word in words[first:last] if word[1] == place]
            marked.setdefault(place, []).append((own[0][2], own[-1][3]))
    for place, ranges in marked.items():
        pieces[place] = _wrapped(pieces[place], ranges)
    return Markup("".join(pieces))  # noqa: S704 (of HTML that was safe)


def _found(said: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """Where the words stand; nowhere is an empty range."""
    size = len(words)
    first = next((at for at in range(len(said) - size + 1) if size and said[at : at + size] == words), -1)
    return (first, first + size) if first >= 0 else (0, 0)


def _wrapped(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Overlapping ranges are marked once."""
    out, at = [], 0
    for start, end in sorted(ranges):
        if end > at:
            out += [text[at : max(start, at)], "<mark>", text[max(start, at) : end], "</mark>"]
            at = end
    return "".join([*out, text[at:]])
