"""Records whose names resemble a text: what a wrong address may have meant."""

from __future__ import annotations

from difflib import SequenceMatcher

from graph import fulltext
from graph.database import Database
from graph.folding import fold
from graph.links import Brief, brief_of
from graph.search import names
from graph.viewers import Viewer


def near(db: Database, viewer: Viewer, text: str, kind: str | None = None, limit: int = 5) -> list[Brief]:
    """Up to `limit` visible records with a word of their name at two typos or fewer, the most alike first."""
    if not (words := fulltext.words_of(text)):
        return []
    rows = names(db, viewer, fulltext.resembling(words), [kind] if kind else [], limit * 6)
    found = [brief_of(row["record"]) for row in rows]
    asked = " ".join(words)

    def unlikeness(brief: Brief) -> tuple[float, str, str]:
        return -SequenceMatcher(None, asked, fold(brief.name)).ratio(), fold(brief.name), brief.id

    return sorted(found, key=unlikeness)[:limit]
