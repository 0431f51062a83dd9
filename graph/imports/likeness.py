"""After a run: organisations that it brought and that may be ones already there under another name."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from graph.database import Database
from graph.imports.drafts import Draft, DraftLink
from graph.imports.evidence import Body, Named, named, twins_of

KIND = "Organisation"
PART = 250
# Some in each row: the driver takes 25 µs for a row, and nobody else has Python while it reads one. Read as one row,
# 25,000 names held up those who saved meanwhile (p95 122 ms).
PARTS = f"""
WITH n ORDER BY n.id
WITH collect([n.id, n.name, coalesce(n.acronym, ''), coalesce(n.name_key, '')]) AS every
UNWIND range(0, size(every) - 1, {PART}) AS first
RETURN every[first..first + {PART}] AS part
"""
REST_SECONDS = 0.001  # after each part: who saves meanwhile comes first
THERE = f"MATCH (n:Entity) WHERE n.kind = '{KIND}' AND n.name IS NOT NULL {PARTS}"  # by the index on (kind, name, id)
BROUGHT = f"""
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.subject = 'record' AND c.action = 'create'
MATCH (n:Entity {{id: c.record}}) WHERE n.kind = '{KIND}' {PARTS}
"""


@dataclass
class Likeness:
    """Those that were there are read and made comparable beside the run, once it meets an organisation: left to its
    end, they were a sixth of its time."""

    db: Database
    thread: ThreadPoolExecutor
    there: Future[dict[str, Named]] | None = None

    def meet(self, items: Iterable[Draft | DraftLink]) -> None:
        """Before a batch is written."""
        if self.there is None and any(isinstance(item, Draft) and item.kind == KIND for item in items):
            self.there = self.thread.submit(self._read, THERE)

    def twins(self, op: str) -> list[tuple[str, str, str]]:
        """(record, record, reason), for a person to say whether they are one; one at least came with this run."""
        brought = self._read(BROUGHT, op=op)
        if not brought:
            return []
        there = self.there.result() if self.there else self._read(THERE)
        return list(twins_of([*(there | brought).values()], frozenset(brought)))

    def _read(self, query: str, **params: str) -> dict[str, Named]:
        found: dict[str, Named] = {}
        for row in self.db.read(query, **params):
            # A record's `name_key` is its prefix and its folded name.
            bodies = (Body(id, KIND, name, short, key.partition("/")[2]) for id, name, short, key in row["part"])
            found |= {body.ref: named(body) for body in bodies}
            time.sleep(REST_SECONDS)
        return found


@contextmanager
def likeness(db: Database) -> Iterator[Likeness]:
    """For one run."""
    with ThreadPoolExecutor(1, thread_name_prefix="likeness") as thread:
        yield Likeness(db, thread)
