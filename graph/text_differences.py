"""Two texts against each other: by lines, and by words in the lines that were reworked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

How = Literal["same", "ins", "del"]
# A word with what stands before it: blanks alone would all be alike, and comparing them quadratic.
WORD = re.compile(r"\s*\w+|\s*[^\w\s]|\s+$")
MANY_LINES = 2_000  # beyond, lines that come again and again are not looked for: exact comparing is quadratic in them
LONGEST = 2_000  # words of a place that was reworked: beyond, it is told as taken out and put in
ALIKE = 0.3  # less in common than this reads better as taken out and put in


@dataclass(frozen=True)
class Part:
    """Consecutive lines, as runs of ("same" | "ins" | "del", text); of one that did not change the only run is
    "same". `lines` counts those of the later text, or of the earlier where they were taken out."""

    runs: tuple[tuple[How, str], ...]
    lines: int

    @property
    def same(self) -> bool:
        return all(how == "same" for how, _ in self.runs)


def parts(before: str, after: str) -> list[Part]:
    """What stayed, went and came, in the order of the text."""
    return list(_parts(before.splitlines(), after.splitlines()))


def counted(found: Sequence[Part]) -> tuple[int, int]:
    """How many words came, and how many went."""
    told = [(how, len(re.findall(r"\w+", text))) for part in found for how, text in part.runs]
    return sum(n for how, n in told if how == "ins"), sum(n for how, n in told if how == "del")


def _parts(a: Sequence[str], b: Sequence[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(None, a, b, autojunk=max(len(a), len(b)) > MANY_LINES)
    for tag, i, j, k, end in matcher.get_opcodes():
        was, now = "\n".join(a[i:j]), "\n".join(b[k:end])
        if tag == "equal":
            yield Part((("same", now),), end - k)
        elif tag == "replace" and (runs := _reworked(was, now)):
            yield Part(runs, end - k)
        else:
            if i < j:
                yield Part((("del", was),), j - i)
            if k < end:
                yield Part((("ins", now),), end - k)


def _reworked(was: str, now: str) -> tuple[tuple[How, str], ...]:
    """The words of a place against each other; nothing when the two have too little in common, or are too long."""
    a, b = WORD.findall(was), WORD.findall(now)
    if max(len(a), len(b)) > LONGEST:
        return ()
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < ALIKE:
        return ()
    return tuple(_runs(a, b, matcher))


def _runs(a: Sequence[str], b: Sequence[str], matcher: SequenceMatcher[str]) -> Iterator[tuple[How, str]]:
    for tag, i, j, k, end in matcher.get_opcodes():
        if tag == "equal":
            yield "same", "".join(b[k:end])
            continue
        if i < j:
            yield "del", "".join(a[i:j])
        if k < end:
            yield "ins", "".join(b[k:end])
