"""What is new in what somebody follows: changes of a record, records of a list, new answers to a question."""

from __future__ import annotations

from collections.abc import Collection

from graph import changes
from graph.briefs import briefs
from graph.change_entries import Entry
from graph.database import Database
from graph.filtering import base, places_in
from graph.filters import Filters, checked
from graph.links import Brief
from graph.question_answers import answered
from graph.question_reasons import Answer, answers
from graph.questions import Question
from graph.viewers import Viewer

SHOWN = 10
SINCE = """
MATCH (c:Change) WHERE c.seq > $seq AND c.seq <= $until WITH c ORDER BY c.seq DESC LIMIT $limit
RETURN collect(DISTINCT c.record) + collect(DISTINCT c.other) AS ids
"""
LOOKED_AT = 5_000  # changes between two letters; after more, the last ones tell enough


def news_of_record(db: Database, viewer: Viewer, id: str, seq: int, until: int, language: str) -> tuple[Entry, ...]:
    """Operations on a record and its links after `seq`, newest first, as far as the viewer may see."""
    if id not in briefs(db, viewer, [id]):
        return ()
    feed = changes.of(db, viewer, id, until + 1, SHOWN, language)
    return tuple(entry for entry in feed.entries if entry.seq > seq)


def news_of_list(db: Database, viewer: Viewer, filters: Filters, seq: int, until: int) -> list[Brief]:
    """The records of a list that were written or linked after `seq`, by name."""
    touched = [id for id in db.read(SINCE, seq=seq, until=until, limit=LOOKED_AT)[0]["ids"] if id]
    if not touched:
        return []
    asked = checked(filters)
    found = base(viewer, asked, places_in(db, viewer, asked))
    query = f"{found.matching} WITH n WHERE n.id IN $touched RETURN collect(n.id) AS ids"
    ids = db.read(query, **found.params, touched=touched)[0]["ids"]
    return sorted(briefs(db, viewer, ids).values(), key=lambda brief: brief.name)


def new_answers(
    db: Database, viewer: Viewer, question: Question, known: Collection[str]
) -> tuple[list[str], list[Answer]]:
    """The records that answer now and are not known: all their ids, and the first of them with a chain each."""
    found = answered(db, viewer, question)
    fresh = [id for id in found.ids if id not in known]
    return fresh, answers(db, viewer, found, fresh[:SHOWN], most=1)
