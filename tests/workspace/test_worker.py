"""Promises of the worker: each job has its handler, and whatever the graph does it gives back what it held."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from graph import jobs
from graph.database import Database, Rows, Transaction
from graph.errors import GraphUnavailable
from tests.mailbox import settings
from tests.waiting import until
from workspace import tasks
from workspace.tasks import Refused, Sort, Task, Uncertain
from workspace.worker import work

T = TypeVar("T")
BASE = "https://reseau.example.org"


def sorts(**handlers: tasks.Handler) -> dict[str, Sort]:
    class Own(Sort):
        def load(self) -> tuple[tasks.Handler, Callable[[], None]]:
            return handlers[self.handler], lambda: None

    return {name: Own(name) for name in handlers}


def once(db: Database, folder: Path, **handlers: tasks.Handler) -> None:
    work(db, settings(folder), threading.Event(), once=True, sorts=sorts(**handlers))


def fail(error: Exception) -> Callable[[Task], None]:
    def handler(task: Task) -> None:
        raise error

    return handler


def test_each_job_goes_to_the_handler_of_its_sort(db: Database, tmp_path: Path) -> None:
    jobs.put(db, "a", {"n": 1}, key="a")
    jobs.put(db, "b", {"n": 2}, key="b")
    once(db, tmp_path, a=lambda task: {"kept": task.job.payload["n"]}, b=lambda task: None)
    assert [(job.state, job.payload) for job in jobs.by_prefix(db, "")] == [("done", {"kept": 1}), ("done", {})]


@pytest.mark.parametrize(
    ("error", "state"),
    [(Refused("non"), "failed"), (Uncertain("qui sait"), "uncertain"), (OSError("plus tard"), "waiting"),
     (GraphUnavailable("en bas"), "waiting")],
)  # fmt: skip
def test_how_a_job_ends_is_what_its_handler_says(db: Database, tmp_path: Path, error: Exception, state: str) -> None:
    jobs.put(db, "a", {}, key="k")
    once(db, tmp_path, a=fail(error))
    job = jobs.by_key(db, "k")
    assert job and job.state == state and str(error) in job.error


def test_a_long_job_keeps_no_other_sort_waiting(db: Database, tmp_path: Path) -> None:
    sent = threading.Event()
    jobs.put(db, "slow", {}, key="slow")
    jobs.put(db, "mail", {}, key="mail")
    once(db, tmp_path, slow=lambda task: {"waited": sent.wait(30)}, mail=lambda task: sent.set())
    job = jobs.by_key(db, "slow")
    assert job and job.payload == {"waited": True}


def test_a_worker_that_lost_its_job_does_not_act(db: Database, tmp_path: Path) -> None:
    acted: list[str] = []

    def handler(task: Task) -> None:
        if not acted:
            db.write("MATCH (job:Job) SET job.ready_at = 0")
            assert jobs.take(db, "elsewhere", ["a"])
            acted.append("elsewhere")
            task.acting()
            acted.append("here too")

    jobs.put(db, "a", {})
    once(db, tmp_path, a=handler)
    assert acted == ["elsewhere"]


class Faulty(Database):
    """The graph, which fails in the way it is told."""

    def __init__(self, db: Database):
        self.db = db
        self.fault: Exception | None = None

    def read(self, query: str, /, **params: Any) -> Rows:
        return self._or_fault(lambda: self.db.read(query, **params))

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        return self._or_fault(lambda: self.db.transaction(work))

    def _or_fault(self, ask: Callable[[], T]) -> T:
        if self.fault:
            raise self.fault
        return ask()


class Silent(Database):
    """A graph that does not answer, and does not say so."""

    def __init__(self) -> None:
        self.asked, self.end = threading.Event(), threading.Event()

    def _found(self, ask: Any) -> Any:
        self.asked.set()
        self.end.wait(60)
        raise GraphUnavailable("trop tard")


@contextmanager
def working(db: Database, folder: Path, **handlers: tasks.Handler) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(db, settings(folder), stop), kwargs={"sorts": sorts(**handlers)})
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("fault", [GraphUnavailable("en bas"), ValueError("étrange")])
def test_whatever_goes_wrong_with_the_graph_the_worker_is_there_when_it_is_back(
    db: Database, tmp_path: Path, fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    faulty, done = Faulty(db), threading.Event()
    faulty.fault = fault
    with working(faulty, tmp_path, a=lambda task: done.set()):
        until(lambda: str(fault) in caplog.text, "the fault to be met")
        faulty.fault = None
        jobs.put(db, "a", {})
        assert done.wait(30)


def test_how_a_job_ended_is_written_once_the_graph_is_back(db: Database, tmp_path: Path) -> None:
    faulty, done = Faulty(db), threading.Event()

    def handler(task: Task) -> None:
        faulty.fault = GraphUnavailable("en bas")
        done.set()

    def state(key: str) -> str:
        job = jobs.by_key(db, key)
        return job.state if job else ""

    jobs.put(db, "a", {}, key="k")
    with working(faulty, tmp_path, a=handler):
        assert done.wait(30)
        assert state("k") == "running"
        faulty.fault = None
        until(lambda: state("k") == "done", "the end of the job to be written")
        done.clear()
        jobs.put(db, "a", {}, key="k2")
        assert done.wait(30)
        faulty.fault = None
        until(lambda: state("k2") == "done", "the next job")


def test_told_to_leave_it_waits_for_no_graph(tmp_path: Path) -> None:
    silent = Silent()
    with working(silent, tmp_path, a=lambda task: None):
        assert silent.asked.wait(30)
    assert not silent.end.is_set()
    silent.end.set()


def test_once_says_that_the_graph_was_not_there(db: Database, tmp_path: Path) -> None:
    faulty = Faulty(db)
    faulty.fault = GraphUnavailable("en bas")
    with pytest.raises(GraphUnavailable):
        once(faulty, tmp_path, a=lambda task: None)


def test_told_to_leave_it_gives_back_what_it_holds(db: Database, tmp_path: Path) -> None:
    started, end = threading.Event(), threading.Event()

    def handler(task: Task) -> None:
        if task.job.key == "acting":
            task.acting()
        started.set()
        end.wait(30)

    try:
        for key, state in (("idle", "waiting"), ("acting", "uncertain")):
            started.clear()
            jobs.put(db, key, {}, key=key)
            with working(db, tmp_path, **{key: handler}) as stop:
                assert started.wait(30)
                stop.set()
            job = jobs.by_key(db, key)
            assert job and job.state == state
    finally:
        end.set()
