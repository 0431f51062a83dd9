"""Where a found record says the words of a query: the field, the passage, and the letters to mark in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from graph.folding import fold
from graph.fulltext import takes_typos
from graph.schema import SCHEMA, Field, Kind, Label
from graph.shaping import own_fields
from graph.stemming import stem

Way = Literal["identifier", "word", "stem", "prefix", "typo"]
Range = tuple[int, int]
WEIGHT: Mapping[str, int] = {"word": 8, "stem": 4, "prefix": 2, "typo": 1}
PASSAGE, LEAD, READ = 180, 60, 20_000  # characters shown, before the first mark, and read at all
# A letter may carry combining accents: the sources hold decomposed text.
TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\]\([^()\s]{0,2000}\)")
MARKS = re.compile(r"(?m)^ {0,3}(?:#{1,6}|>|[-*+]) +|[*`~]+|(?<!\w)_+|_+(?!\w)")
FIRST_FIELDS = ("name", "acronym", "aliases", "summary")


@dataclass(frozen=True)
class Found:
    """Why a record was found: `ranges` are in `passage`, `name_ranges` in the record's name."""

    field: str
    label: Label
    passage: str
    ranges: tuple[Range, ...]
    how: Way
    name_ranges: tuple[Range, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The passage in pieces, marked or not."""
        return pieces(self.passage, self.ranges)

    def name_pieces(self, name: str) -> tuple[tuple[str, bool], ...]:
        """The name in pieces, marked or not."""
        return pieces(name, self.name_ranges)


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    word: str
    way: Way


def found_in(kind: Kind, properties: Mapping[str, Any], way: Ways) -> Found:
    """The field of a record that says most of the words best."""
    fields = own_fields(kind)
    order = [*FIRST_FIELDS, *(name for name, field in fields.items() if field.searched and name not in FIRST_FIELDS)]
    texts = {name: _text(properties[name], fields[name]) for name in order if name in fields and properties.get(name)}
    marks = {name: list(_marks(text, way)) for name, text in texts.items()}
    best = max(marks, key=lambda name: _weight(marks[name]), default="name")
    ways: list[Way] = [mark.way for mark in marks.get(best, ())] or ["stem"]
    passage, ranges = _passage(texts.get(best, ""), marks.get(best, []))
    how = max(ways, key=lambda way: WEIGHT[way])
    return Found(best, fields[best].label, passage, ranges, how, _ranges(marks.get("name", ())))


def identified(name: str, label: Label, value: str) -> Found:
    """Found by an identifier."""
    return Found(name, label, value, ((0, len(value)),), "identifier")


def label_of(kind: str, name: str) -> Label:
    """The label of a field of a kind."""
    field = SCHEMA.kinds[kind].field(name)
    return field.label if field else Label("Identifiant", "Identifier")


def pieces(text: str, ranges: Sequence[Range]) -> tuple[tuple[str, bool], ...]:
    """A text cut at the ranges."""
    out, at = [], 0
    for start, end in ranges:
        out += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(piece for piece in [*out, (text[at:], False)] if piece[0])


@lru_cache(maxsize=20_000)
def folded(token: str) -> str:
    """A token of a text, folded; texts say the same words again and again."""
    return fold(token)


def one_typo(a: str, b: str) -> bool:
    """Is one letter added, lost, changed, or exchanged with its neighbour?"""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    swapped = rest_a[:2] == rest_b[:2][::-1] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:] or swapped


class Ways:
    """How a token answers a query: the word that it is, and in which way. One for all that was found: records say the
    same words again and again, and to compare each anew was half of the time of a search."""

    def __init__(self, words: Sequence[str], *, prefix: bool = True) -> None:
        self._words = words
        self._stems = {stem(word): word for word in reversed(words)}
        self._open = words[-1] if words and prefix else None
        self._misspelt = [word for word in words if takes_typos(word)]
        self._known: dict[str, tuple[str, Way] | None] = {}

    def __call__(self, token: str) -> tuple[str, Way] | None:
        if token not in self._known:
            self._known[token] = self._compare(token)
        return self._known[token]

    def _compare(self, token: str) -> tuple[str, Way] | None:
        if token in self._words:
            return token, "word"
        if word := self._stems.get(stem(token)):
            return word, "stem"
        if self._open and token.startswith(self._open):
            return self._open, "prefix"
        return next(((word, "typo") for word in self._misspelt if one_typo(token, word)), None)


def _text(value: Any, field: Field) -> str:
    text = (" · ".join(map(str, value)) if isinstance(value, list) else str(value))[:READ]
    return re.sub(r"\s", " ", _unmarked(text) if field.type == "markdown" else text)


def _unmarked(text: str) -> str:
    """Markdown as one reads it: the words of links, without stars and signs of titles."""
    return MARKS.sub("", LINK.sub(r"\1", text))


def _marks(text: str, way: Ways) -> Iterator[_Mark]:
    for token in TOKEN.finditer(text):
        if answer := way(folded(token[0])):
            yield _Mark(token.start(), token.end(), *answer)


def _weight(marks: Sequence[_Mark]) -> int:
    best: dict[str, int] = {}
    for mark in marks:
        best[mark.word] = max(best.get(mark.word, 0), WEIGHT[mark.way])
    return sum(best.values())


def _passage(text: str, marks: Sequence[_Mark]) -> tuple[str, tuple[Range, ...]]:
    """About 180 characters around the first mark, cut between words."""
    if len(text) <= PASSAGE:
        return text, _ranges(marks)
    first = marks[0].start if marks else 0
    start = 0 if first <= LEAD else text.find(" ", first - LEAD, first) + 1 or first
    end = len(text) if start + PASSAGE >= len(text) else max(text.rfind(" ", start, start + PASSAGE), start + LEAD)
    head, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(head) - start
    kept = [(mark.start + shift, mark.end + shift) for mark in marks if mark.start >= start and mark.end <= end]
    return head + text[start:end] + tail, tuple(kept)


def _ranges(marks: Sequence[_Mark]) -> tuple[Range, ...]:
    return tuple((mark.start, mark.end) for mark in marks)
