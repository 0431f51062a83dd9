"""Where a passage stands in a text that was changed since: by its words, by those around it, by what is left of it.

Words are compared, not letters: signs of Markdown, blanks and punctuation may come and go, also between what one
selects in a page and what was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

AROUND = 8  # words that are kept on each side
NEAR = 2 * AROUND  # words in which those are looked for
MOST_PLACES = 500  # of the same words in one text
EDGE = 3  # of them, those by which the place of a passage that was reworded is found
SURE = 4  # words that say by themselves that it is the same passage
ALIKE = 0.4  # of the words between two edges, those that the passage had
LEFT = 0.6  # of the passage's words, those that still follow each other
LONGEST = 4_000  # characters of a passage
WORD = re.compile(r"\w+")
ADDRESS = re.compile(r"\]\([^()\s]{0,2000}\)")
LINK = re.compile(r"[@!]?\[([^\[\]\n]{1,400})\]\([^()\s]{1,2000}\)")
LONGEST_LINK = 2_500
LINES = re.compile(r"^(?:```|~~~)")


@dataclass(frozen=True)
class Anchor:
    """A passage as it was written, and the words before and after it."""

    quote: str
    left: str = ""
    right: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a list, a table or a title of a text, at [start, end); numbered from 1."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """A text cut where a line is empty, but within code."""
    return [Block(number, start, end, text[start:end]) for number, (start, end) in enumerate(_blocks(text), 1)]


def anchored(text: str, quote: str, within: tuple[int, int] | None = None) -> Anchor | None:
    """The anchor of a passage as one reads or selects it, in a part of the text when that is told; None when it is not
    there."""
    start, end = within or (0, len(text))
    found = place(text[start:end], Anchor(quote[:LONGEST]))
    if found is None:
        return None
    first, last = found[0] + start, found[1] + start
    words = _words(text)
    left = [word.text for word in words if word.end <= first][-AROUND:]
    right = [word.text for word in words if word.start >= last][:AROUND]
    return Anchor(text[first:last], " ".join(left), " ".join(right))


def place(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the passage stands today; None when it has gone."""
    words, quote = _words(text), [word.text for word in _words(anchor.quote)]
    if not quote or not words:
        return None
    said = [word.text for word in words]
    left, right = (anchor.left.split(), anchor.right.split())
    found = _same(said, quote, left, right) or _reworded(said, quote, left, right) or _remains(said, quote)
    return _whole(text, words[found[0]].start, words[found[1] - 1].end) if found else None


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The range with the links that it crosses an end of: half a link can neither be read nor replaced."""
    for link in LINK.finditer(text, max(0, start - LONGEST_LINK), end + LONGEST_LINK):
        inside = link.start(1) <= start and end <= link.end(1) and (start, end) != link.span(1)
        if link.start() < end and start < link.end() and not inside:
            start, end = min(start, link.start()), max(end, link.end())
    return start, end


def _same(
    said: Sequence[str], quote: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> tuple[int, int] | None:
    """The very words, where most of what stood around them still does; a word or two alone prove nothing."""
    size = len(quote)
    places = [at for at in range(len(said) - size + 1) if said[at] == quote[0] and said[at : at + size] == quote]
    scored = [
        (_shared(said[max(0, at - NEAR) : at], left) + _shared(said[at + size : at + size + NEAR], right), at)
        for at in places[:MOST_PLACES]
    ]
    score, best = max(scored, key=lambda each: (each[0], -each[1]), default=(0, -1))
    known = score or size >= SURE or not (left or right)
    return (best, best + size) if best >= 0 and known else None


def _shared(near: Sequence[str], kept: Sequence[str]) -> int:
    """How many of the words kept beside a passage stand near it still."""
    return sum(word in near for word in kept)


def _reworded(
    said: Sequence[str], quote: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> tuple[int, int] | None:
    """What stands today between the words that stood on both sides, when it is still like the passage."""
    head, tail = left[-EDGE:], right[:EDGE]
    starts = [at + len(head) for at in _found(said, head)] if head else [0]
    ends = _found(said, tail) if tail else [len(said)]
    most = 3 * len(quote) + 12
    pairs = [(start, end) for start in starts[:50] for end in ends[:50] if start < end <= start + most]
    scored = [
        (SequenceMatcher(None, said[start:end], quote, autojunk=False).ratio(), start, end) for start, end in pairs
    ]
    score, start, end = max(scored, default=(0.0, 0, 0))
    return (start, end) if score >= ALIKE else None


def _remains(said: Sequence[str], quote: Sequence[str]) -> tuple[int, int] | None:
    """The longest run of its words. Of a long passage, words that come again and again begin no run: too dear."""
    match = SequenceMatcher(None, said, quote).find_longest_match()
    return (match.a, match.a + match.size) if match.size >= max(EDGE, LEFT * len(quote)) else None


def _found(said: Sequence[str], words: Sequence[str]) -> list[int]:
    size = len(words)
    return [at for at in range(len(said) - size + 1) if said[at : at + size] == words]


def _words(text: str) -> list[_Word]:
    """But those of addresses, which nobody reads."""
    read = ADDRESS.sub(lambda found: " " * len(found[0]), text)
    return [_Word(found[0].lower(), found.start(), found.end()) for found in WORD.finditer(read)]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start, at, fenced = -1, 0, False
    for line in text.splitlines(keepends=True):
        fenced ^= bool(LINES.match(line))
        if line.strip() or fenced:
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at
            start = -1
        at += len(line)
    if start >= 0:
        yield start, at
