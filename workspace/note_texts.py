"""Texts of notes as their readers may read them: without the names of records that they may not see today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.text_differences import Part, parts
from workspace.named import Name


def without_hidden(text: str, names: Iterable[Name]) -> str:
    """`names` are those of the text, told as to this reader (workspace.mention_words)."""
    for name in names:
        text = text if name.url else _named(name).sub(lambda _, told=name.name: told, text)  # type: ignore[misc]
    return text


def masked(text: str, names: Sequence[Name]) -> str:
    """The same for who may change the text: a mark in the place of each hidden name, which `unmasked` takes away."""
    for mark, said in _marks(text, names):
        text = text.replace(said, mark)
    return text


def unmasked(text: str, names: Sequence[Name], base: str) -> str:
    """What was made of a text that was masked, with what stood under each mark; `base` is that text."""
    for mark, said in _marks(base, names):
        text = re.sub(rf"{mark}(?!\d)", lambda _, said=said: said, text)  # type: ignore[misc]
    return text


def parts_read(before: str, after: str, names: Sequence[Name]) -> list[Part]:
    """What differs between two texts as this reader may read them: a name that is cut in two would be told."""
    return parts(without_hidden(before, names), without_hidden(after, names))


def _named(name: Name) -> re.Pattern[str]:
    """How a text says it: `@words`, or `@[words](id)`."""
    words = re.escape(name.words)
    return re.compile(rf"@(?:\[{words}\]\([\w-]{{1,160}}\)|{words}(?!\w))")


def _marks(text: str, names: Iterable[Name]) -> list[tuple[str, str]]:
    """A mark for each way in which a text says a hidden name, the longest first: one may begin another."""
    said = {found[0] for name in names if not name.url for found in _named(name).finditer(text)}
    return [
        (f"@masqué-{place}", each) for place, each in enumerate(sorted(said, key=lambda each: (-len(each), each)), 1)
    ]
