"""The measures of a network in a process of its own: how long they take, and whether pages notice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from flask.testing import FlaskClient

from bench.generating import HUB, PAGE_OF_50, generate
from bench.measuring import Row, summed
from graph.database import Database
from graph.editing import change_relation
from graph.measures.measuring import behind
from graph.measures.starting import MeasuringProcess
from graph.operations import Operation
from graph.settings import load
from graph.viewers import SYSTEM
from workspace.app import create_app

GOALS = {10_000: 5.0, 100_000: 60.0}  # seconds for all figures of both layers
SHOWN = {10_000: 5.0}
ROUNDS, WARM = 150, 20
PATIENCE = 300.0
PAGES = ("/organisations/cinquante", "/organisations/", "/reseau?centre=" + PAGE_OF_50, "/recherche?q=mobilité")
ONE = "MATCH (a:Entity {id: $id})-[r:STEWARDS]->() RETURN r.id AS id, r.version AS version ORDER BY id LIMIT 1"


def rows(db: Database, size: int) -> Iterator[Row]:
    """Of a generated network: the first run, a change until it is shown, and pages beside both."""
    generate(db, size)
    name = f"measures.{size // 1000}k"
    with TemporaryDirectory() as folder:
        client = create_app(replace(load(), data=Path(folder)), db).test_client()
        alone = _pages(client)
        worker = MeasuringProcess(db)
        try:
            start = time.perf_counter()
            worker.look()
            _until(lambda: not behind(db))
            yield Row(f"{name}.all", time.perf_counter() - start, "s", GOALS.get(size))
            # Beside other work the lowest priority waits: what it computes is the same.
            yield Row(f"{name}.all_processor", _processor(worker), "s", GOALS.get(size))
            yield Row(f"{name}.change_shown", _shown(db), "s", SHOWN.get(size))
            yield from _beside(db, client, worker, name, alone)
        finally:
            worker.stop()


def _beside(
    db: Database, client: FlaskClient, worker: MeasuringProcess, name: str, before: list[float]
) -> Iterator[Row]:
    """The same pages with the process measuring again and again, and without it, before and after."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            worker.look()
            # No figure is known to be right: each look measures anew.
            db.write("MATCH (m:Measure) SET m.digest = '', m.seq = 0")
            over.wait(1.0)

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    busy = _pages(client)
    over.set()
    writing.join()
    worker.stop()
    after = _pages(client)
    alone, beside = summed(before[WARM:] + after[WARM:]), summed(busy[WARM:])
    yield Row(f"{name}.page_alone.p95", alone.p95, "ms")
    yield Row(f"{name}.page_beside.p95", beside.p95, "ms")
    yield Row(f"{name}.page_beside_over_alone", beside.p95 / alone.p95, "ratio", 1.2)


def _pages(client: FlaskClient) -> list[float]:
    """Milliseconds of ROUNDS pages asked in turn."""
    out: list[float] = []
    for n in range(ROUNDS):
        start = time.perf_counter()
        client.get(PAGES[n % len(PAGES)])
        out.append((time.perf_counter() - start) * 1000)
    return out


def _processor(worker: MeasuringProcess) -> float:
    """Seconds of processor that the process has used, its start included."""
    if worker.child is None:
        return 0.0
    used = psutil.Process(worker.child.pid).cpu_times()
    return float(used.user + used.system)


def _shown(db: Database) -> float:
    """Seconds from a write to figures that know it."""
    link = db.read(ONE, id=HUB)[0]
    start = time.perf_counter()
    change_relation(db, SYSTEM, link["id"], link["version"], {"until": "2020"}, Operation("bench"))
    _until(lambda: not behind(db))
    return time.perf_counter() - start


def _until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.05)
