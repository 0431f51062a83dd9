"""Promises of the measuring process: it starts by itself, measures what is written, and is taken up when killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from graph.database import Database
from graph.editing import create_relation
from graph.measures import leasing
from graph.measures.process import owner_of
from graph.measures.reading import measures
from graph.measures.starting import MeasuringProcess
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.graph.tuples import CHARLIE, graph_of
from tests.waiting import until

pytestmark = pytest.mark.slow
KINDS = {"ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons"}


@pytest.fixture
def worker(db: Database) -> Iterator[MeasuringProcess]:
    own = MeasuringProcess(db)
    yield own
    own.stop()


def measured(db: Database, links: int) -> bool:
    found = measures(db, CHARLIE)
    return bool(found and found.current and found.figures.whole.links == links)


def test_what_is_written_is_measured_without_anybody_asking(db: Database, worker: MeasuringProcess) -> None:
    worker.look()
    assert worker.child is None  # nothing was ever written
    ids = graph_of(db, {("ADEME", "FUNDS", "Panoramax")}, KINDS)
    worker.look()
    until(lambda: measured(db, 1), "the first figures")
    create_relation(db, SYSTEM, "FUNDS", ids["IGN"], ids["Panoramax"], {}, Operation("alice"))
    until(lambda: measured(db, 2), "the figures after a write")


def test_one_that_is_killed_is_taken_up_at_once(db: Database, worker: MeasuringProcess) -> None:
    graph_of(db, {("ADEME", "FUNDS", "Panoramax")}, KINDS)
    worker.look()
    assert worker.child
    killed = worker.child
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    leasing.claim(db, owner_of(killed.pid))  # it had just begun

    def again() -> bool:
        worker.look()
        return measured(db, 1)

    until(again, "the figures after a kill")
    assert worker.child is None or worker.child.pid != killed.pid


def test_for_cron_all_is_measured_once(db: Database, worker: MeasuringProcess) -> None:
    graph_of(db, {("ADEME", "FUNDS", "Panoramax")}, KINDS)
    worker.once()
    assert measured(db, 1)


def test_one_that_stops_by_a_fault_is_not_started_again_and_again(
    db: Database, worker: MeasuringProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph_of(db, {("ADEME", "FUNDS", "Panoramax")}, KINDS)
    started: list[tuple[str, ...]] = []

    def fault(*options: str) -> subprocess.Popen[bytes]:
        started.append(options)
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(1)"], stdin=subprocess.PIPE)

    monkeypatch.setattr(worker, "_start", fault)
    for _ in range(3):
        worker.look()
        if worker.child:
            worker.child.wait()
    assert len(started) == 1
    worker.not_before = 0.0
    worker.look()
    assert len(started) == 2
