"""Every list, in the order of the page. The next one is written by copying the nearest, and entered here."""

from __future__ import annotations

from graph.errors import NotFound
from graph.worklists import alone, doubtful, empty, hanging, introductions, outside, unresolved, words
from graph.worklists.shapes import Worklist

WORKLISTS: tuple[Worklist, ...] = (
    introductions.INTRODUCTIONS, hanging.CUT_POINTS, alone.ONE_BEARER, alone.SOLE_BEARERS, alone.ONE_FUNDER,
    alone.ONE_CONTRIBUTOR,
    doubtful.CONTESTED_LINKS, alone.NO_BEARER, hanging.ISOLATED, hanging.APART, empty.EMPTY_TERRITORIES,
    empty.EMPTY_THEMES, outside.BROKEN_ADDRESSES, doubtful.STALE_RECORDS,
    doubtful.UNSOURCED_LINKS, words.VARIANTS, unresolved.UNRESOLVED,
)  # fmt: skip


def worklist(name: str) -> Worklist:
    """The list of this name, else NotFound."""
    found = next((each for each in WORKLISTS if each.name == name), None)
    if found is None:
        raise NotFound(name)
    return found
