"""Answers about thousands of records, kept until a write touches them: never stale, whatever process wrote."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from graph.database import Database
from graph.schema import SCHEMA
from graph.viewers import Viewer

T = TypeVar("T")
Mark = tuple[int, str | None]
MOST = 200  # answers kept a process: at 100,000 records, 28 kinds in columns are 3 MB
FEW = 500  # changes: after more, everything is worked out again

_LAST = "MATCH (k:Counter {name: 'changes'}) OPTIONAL MATCH (c:Change {seq: k.n})"
LAST_WRITE = f"{_LAST} RETURN k.n AS seq, c.op AS op"
LAST_TOLD = f"COLLECT {{ {_LAST} RETURN [k.n, c.op] }}"  # the same within another question: a list of one, or none
# Accounts are written beside the feed, which tells their names: counted apart (graph/users.py).
NAMES = "OPTIONAL MATCH (k:Counter {name: 'accounts'}) RETURN coalesce(k.n, 0) AS n"
SINCE = """
MATCH (c:Change) WHERE c.seq >= $seq
WITH c ORDER BY c.seq LIMIT $limit
RETURN c.seq AS seq, c.op AS op, c.record AS record, c.other AS other,
       c.subject = 'record' AND NOT c.action IN ['create', 'update']
       OR c.action = 'update' AND (c.after CONTAINS '"audience"' OR c.after CONTAINS '"name"') AS far
ORDER BY seq
"""
EVERYTHING = frozenset(SCHEMA.kinds)


@dataclass
class _Answer:
    mark: Mark
    kinds: frozenset[str]
    value: Any


_kept: WeakKeyDictionary[Database, OrderedDict[tuple[Hashable, Hashable], _Answer]] = WeakKeyDictionary()
_guard = Lock()
_moment: ContextVar[dict[Database, Mark] | None] = ContextVar("moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """In the block every answer is as of its first question: the end of the feed is read once, not by each of ten."""
    token = _moment.set({})
    try:
        yield
    finally:
        _moment.reset(token)


def last_write(db: Database) -> Mark:
    """What the feed ends with: differs after every write, and between two graphs."""
    known = _moment.get()
    if known is not None and db in known:
        return known[db]
    mark = mark_of([[row["seq"], row["op"]] for row in db.read(LAST_WRITE)])
    if known is not None:
        known[db] = mark
    return mark


def mark_of(told: Sequence[Sequence[Any]]) -> Mark:
    """What `LAST_TOLD` tells."""
    return (int(told[0][0]), told[0][1]) if told else (0, None)


def names(db: Database) -> int:
    """Differs after each change of an account's name: part of every question whose answer tells names."""
    return int(db.read(NAMES)[0]["n"])


class Keeper:
    """The answers of viewers with the same rights, as of one moment."""

    def __init__(self, db: Database, viewer: Viewer):
        # Read before the data: an answer newer than its mark is only worked out once more.
        self.db, self.mark = db, last_write(db)
        self.rights = (viewer.all, tuple(sorted(viewer.audiences)), SCHEMA.edition)
        self._touched: dict[Mark, frozenset[str]] = {}

    def kept(
        self, question: Hashable, answer: Callable[[], T],
        kinds: frozenset[str] | Callable[[T], frozenset[str]] = EVERYTHING, most: int = MOST,
    ) -> T:  # fmt: skip
        """The answer, worked out anew only when records of these kinds (those of the answer, by a function), or their
        links, were written since. No more than `most` answers to questions that begin alike are kept: some are large.
        """
        key = (self.rights, question)
        found = self._found(question)
        if found is None:
            made = answer()
            found = _Answer(self.mark, kinds(made) if callable(kinds) else kinds, made)
        with _guard:
            mine = _kept.setdefault(self.db, OrderedDict())
            mine[key] = found
            mine.move_to_end(key)
            alike = [each for each in mine if _sort_of(each[1]) == _sort_of(question)] if most < MOST else []
            for old in alike[:-most]:
                del mine[old]
            while len(mine) > MOST:
                mine.popitem(last=False)
        value: T = found.value
        return value

    def holds(self, question: Hashable) -> bool:
        """Is there an answer that is still good?"""
        return self._found(question) is not None

    def _found(self, question: Hashable) -> _Answer | None:
        with _guard:
            answer = _kept.setdefault(self.db, OrderedDict()).get((self.rights, question))
        if answer is None or answer.mark == self.mark:
            return answer
        if answer.mark not in self._touched:
            self._touched[answer.mark] = touched(self.db, answer.mark)
        return None if answer.kinds & self._touched[answer.mark] else _Answer(self.mark, answer.kinds, answer.value)


def _sort_of(question: Hashable) -> Hashable:
    return question[0] if isinstance(question, tuple) else question


def touched(db: Database, since: Mark) -> frozenset[str]:
    """The kinds of the records written since a mark; all of them when one came or went, or changed name or audience,
    because those are told or hidden on the pages of others."""
    rows = db.read(SINCE, seq=since[0], limit=FEW + 1)
    if not rows or len(rows) > FEW or (rows[0]["seq"], rows[0]["op"]) != since or any(row["far"] for row in rows[1:]):
        return EVERYTHING
    kinds = {SCHEMA.kind_of_id(id) for row in rows[1:] for id in (row["record"], row["other"]) if id}
    return EVERYTHING if None in kinds else frozenset(kind.name for kind in kinds if kind)
