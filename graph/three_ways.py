"""A text that two people changed at once, made one again: by lines, then by words where both touched the same lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
LONGEST = 4_000  # words of a place that both changed: beyond, comparing them costs more than a second


@dataclass(frozen=True)
class _Edit:
    """What stands in [start, end) of the first text is `new` now."""

    start: int
    end: int
    new: tuple[str, ...]


def united(base: str, mine: str, theirs: str) -> str | None:
    """The text with what each of the two changed; None where both rewrote the same words in two ways. What both added
    at one place is kept twice."""
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    found = _merged(_lines(base), _lines(mine), _lines(theirs), by_words=True)
    return None if found is None else "".join(found)


def _lines(text: str) -> list[str]:
    """With their ends; the last has one too, or two additions after it would run together."""
    return (text if text.endswith("\n") else f"{text}\n").splitlines(keepends=True)


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], *, by_words: bool) -> list[str] | None:
    out: list[str] = []
    place = 0
    for start, end, own, other in _places(_edits(base, mine), _edits(base, theirs)):
        out += base[place:start]
        told = _one(base[start:end], _applied(base, start, end, own), _applied(base, start, end, other), own, other,
                    by_words=by_words)  # fmt: skip
        if told is None:
            return None
        out += told
        place = end
    return [*out, *base[place:]]


def _one(
    was: Sequence[str], mine: list[str], theirs: list[str], own: Sequence[_Edit], other: Sequence[_Edit], *,
    by_words: bool,
) -> list[str] | None:  # fmt: skip
    """What stands in a place that one of them changed, or both."""
    if not other or mine == theirs:
        return mine
    if not own:
        return theirs
    if not was:
        return [*theirs, *mine]
    if not by_words:
        return None
    words = [WORDS.findall("".join(lines)) for lines in (was, mine, theirs)]
    if max(map(len, words)) > LONGEST:
        return None
    return _merged(*words, by_words=False)


def _edits(base: Sequence[str], text: Sequence[str]) -> list[_Edit]:
    codes = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [_Edit(start, end, tuple(text[i:j])) for tag, start, end, i, j in codes if tag != "equal"]


def _places(mine: Sequence[_Edit], theirs: Sequence[_Edit]) -> list[tuple[int, int, list[_Edit], list[_Edit]]]:
    """The places that were changed, in order: those that overlap, or begin with two additions, are one."""
    out: list[tuple[int, int, list[_Edit], list[_Edit]]] = []
    told = [(edit, 0) for edit in mine] + [(edit, 1) for edit in theirs]
    for edit, who in sorted(told, key=lambda each: (each[0].start, each[0].end, each[1])):
        if out and _meets(out[-1], edit):
            start, end, *sides = out[-1]
            out[-1] = (start, max(end, edit.end), sides[0], sides[1])
        else:
            out.append((edit.start, edit.end, [], []))
        out[-1][2 + who].append(edit)  # type: ignore[union-attr]
    return out


def _meets(place: tuple[int, int, list[_Edit], list[_Edit]], edit: _Edit) -> bool:
    start, end = place[:2]
    return edit.start < end or (start == end == edit.start == edit.end)


def _applied(base: Sequence[str], start: int, end: int, edits: Sequence[_Edit]) -> list[str]:
    """What one of them made of [start, end)."""
    out: list[str] = []
    for edit in edits:
        out += [*base[start : edit.start], *edit.new]
        start = edit.end
    return [*out, *base[start:end]]
