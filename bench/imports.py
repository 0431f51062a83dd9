"""Imports against a raw UNWIND of the same records with their Refs and Changes; somebody else's saves meanwhile."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Iterator

from bench.generating import CREATE_RECORDS, SHARES, record, record_row
from bench.measuring import Row, summed
from graph.database import Database
from graph.editing import change_record
from graph.imports.checking import checked
from graph.imports.drafts import Draft, Report
from graph.imports.records import record_steps
from graph.imports.run import BATCH, run_import
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.states import records
from graph.viewers import SYSTEM

# The raw statement wrote the network before, up to a thousand batches: beside an import that is not as warm, it was the
# engine's compiling that was measured (7.8 s the first time, 3.6 the fourth).
SIZE, WARM, ROUNDS = 6000, 3, 5


def rows(db: Database, saved: str) -> Iterator[Row]:
    """`saved` is the id of a record that somebody edits while the import runs."""
    for n in range(WARM):
        _import(db, f"warm{n}")
    pairs = [(_raw(db, f"raw{n}"), _import(db, f"ours{n}")) for n in range(ROUNDS)]
    raw, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield Row("import.rows_per_second", SIZE / ours, "rows/s")
    yield Row("import.raw_rows_per_second", SIZE / raw, "rows/s")
    yield Row("import.over_raw_unwind", ours / raw, "ratio", 1.5)
    yield Row("import.again_rows_per_second", SIZE / _import(db, "ours0"), "rows/s")
    yield Row("import.save_meanwhile_p95", _saves_meanwhile(db, saved), "ms", 100)


def _import(db: Database, name: str) -> float:
    """Seconds of an import of drafts that are read already."""
    drafts = list(_drafts(name))
    start = time.perf_counter()
    run_import(db, SYSTEM, "bench", name, drafts, Report())
    return time.perf_counter() - start


def _drafts(name: str) -> Iterator[Draft]:
    """Records of the kinds of a network, in its shares."""
    chance = random.Random(7)
    for n, kind_name in enumerate(chance.choices(list(SHARES), list(SHARES.values()), k=SIZE)):
        kind = SCHEMA.kinds[kind_name]
        state = record(chance, kind_name, n, Operation("bench")).after or {}
        fields = {"name": f"{name} {state['name']}", "summary": state["summary"]}
        slug = f"{name}-{n}"
        yield Draft(kind.name, (f"{name}:{kind.prefix}/{slug}",), fields, slug=slug, visibility=state["visibility"])


def _raw(db: Database, name: str) -> float:
    """Seconds for what an import of such drafts leaves: the same records, Refs and Changes, in batches of the same
    size, by one statement without the Counter and without looking at what is there."""
    top = db.read("MATCH (k:Counter {name: 'changes'}) RETURN k.n AS n")[0]["n"]
    drafts = [checked(draft, Report()) for draft in _drafts(name)]
    steps = record_steps(db, drafts, Operation("bench"), Report(), {})
    rows = [record_row(step, top + place) for place, step in enumerate(steps, start=1)]
    start = time.perf_counter()
    for first in range(0, SIZE, BATCH):
        db.write(CREATE_RECORDS, rows=rows[first : first + BATCH])
    taken = time.perf_counter() - start
    db.write("MATCH (k:Counter {name: 'changes'}) SET k.n = $n", n=top + SIZE)
    return taken


def _saves_meanwhile(db: Database, saved: str) -> float:
    done = threading.Event()

    def bring() -> None:
        _import(db, "meanwhile")
        done.set()

    work = threading.Thread(target=bring)
    work.start()
    times: list[float] = []
    while not done.is_set() and len(times) < 400:
        version = records(db, [saved])[saved].version
        start = time.perf_counter()
        change_record(db, SYSTEM, saved, version, {"website": f"https://exemple.fr/{len(times)}"}, Operation("bench"))
        times.append((time.perf_counter() - start) * 1000)
        done.wait(0.05)
    work.join()
    return summed(times).p95
