"""After a run: organisations that it brought and that may be ones already there under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from graph.database import Database
from graph.imports.drafts import Draft, DraftLink
from graph.imports.evidence import Body, Named, named, twins_of

KIND = "Organisation"
# Lists in one row, since the driver takes 25 µs for each row.
COLUMNS = """
WITH n ORDER BY n.id
RETURN collect(n.id) AS ids, collect(n.name) AS names, collect(coalesce(n.acronym, '')) AS acronyms,
       collect(coalesce(n.name_key, '')) AS keys
"""
THERE = f"MATCH (n:Entity) WHERE n.kind = '{KIND}' AND n.name IS NOT NULL {COLUMNS}"  # by the index on (kind, name, id)
BROUGHT = f"""
MATCH (c:Change) WHERE c.op = $op AND c.seq > 0 AND c.subject = 'record' AND c.action = 'create'
MATCH (n:Entity {{id: c.record}}) WHERE n.kind = '{KIND}' {COLUMNS}
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
        columns = self.db.read(query, **params)[0]
        rows = zip(columns["ids"], columns["names"], columns["acronyms"], columns["keys"], strict=True)
        # A record's `name_key` is its prefix and its folded name.
        return {id: named(Body(id, KIND, name, short, key.partition("/")[2])) for id, name, short, key in rows}


@contextmanager
def likeness(db: Database) -> Iterator[Likeness]:
    """For one run."""
    with ThreadPoolExecutor(1, thread_name_prefix="likeness") as thread:
        yield Likeness(db, thread)
