"""Imports against a raw UNWIND of the same records with their Refs and Changes; somebody else's saves meanwhile."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator

from bench.generating import CREATE_RECORDS, record, record_row
from bench.measuring import Row, summed
from graph.database import Database
from graph.editing import change_record
from graph.imports.drafts import Draft, Report
from graph.imports.run import BATCH, run_import
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM

SIZE = 6000


def rows(db: Database, saved: str) -> Iterator[Row]:
    """`saved` is the id of a record that somebody edits while the import runs."""
    _import(db, "warm", 1000)
    raw = _raw(db, "raw", SIZE)
    ours = _import(db, "ours", SIZE)
    yield Row("import.rows_per_second", SIZE / ours, "rows/s")
    yield Row("import.raw_rows_per_second", SIZE / raw, "rows/s")
    yield Row("import.over_raw_unwind", ours / raw, "ratio", 1.5)
    again = _import(db, "ours", SIZE)
    yield Row("import.again_rows_per_second", SIZE / again, "rows/s")
    yield Row("import.save_meanwhile_p95", _saves_meanwhile(db, saved), "ms", 100)


def _import(db: Database, name: str, size: int) -> float:
    report = Report()
    start = time.perf_counter()
    run_import(db, SYSTEM, "bench", name, _drafts(name, size), report)
    return time.perf_counter() - start


def _drafts(name: str, size: int) -> Iterator[Draft]:
    chance = random.Random(7)
    for n in range(size):
        state = record(chance, "Organisation", n, Operation("bench"), f"organisation-{name}-{n}").after or {}
        fields = {"name": f"{name} {state['name']}", "summary": state["summary"]}
        yield Draft("Organisation", (f"{name}:organisation/{n}",), fields, slug=f"{name}-{n}")


def _raw(db: Database, name: str, size: int) -> float:
    """The same records with a Ref and a Change each, in the same batches, by one statement of ours."""
    chance = random.Random(7)
    top = db.read("MATCH (k:Counter {name: 'changes'}) RETURN k.n AS n")[0]["n"]
    steps = [record(chance, "Organisation", n, Operation("b"), f"organisation-{name}-{n}") for n in range(size)]
    start = time.perf_counter()
    for first in range(0, size, BATCH):
        batch = steps[first : first + BATCH]
        db.write(CREATE_RECORDS, rows=[record_row(step, top + first + i + 1) for i, step in enumerate(batch)])
    taken = time.perf_counter() - start
    db.write("MATCH (k:Counter {name: 'changes'}) SET k.n = $n", n=top + size)
    return taken


def _saves_meanwhile(db: Database, saved: str) -> float:
    done = threading.Event()

    def bring() -> None:
        _import(db, "meanwhile", SIZE)
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
