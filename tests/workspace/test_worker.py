"""Promises of the worker: it leaves when told, gives back what it held, survives the graph, and a kill is told."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph import jobs
from graph.database import Database
from graph.embedded import Address
from graph.errors import GraphUnavailable
from tests.mailbox import mailbox, settings
from tests.waiting import until
from workspace import tasks
from workspace.mail import Recipient, post, post_all
from workspace.tasks import Refused, Sort, Task, Uncertain
from workspace.worker import work

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

    def _run(self, access: str, work: Any) -> Any:
        if self.fault:
            raise self.fault
        return self.db._run(access, work)


class Silent(Database):
    """A graph that does not answer, and does not say so."""

    def __init__(self) -> None:
        self.asked, self.end = threading.Event(), threading.Event()

    def _run(self, access: str, work: Any) -> Any:
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


@contextmanager
def command(engine: Address, folder: Path, *words: str, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
    known = {
        **os.environ, "MAILLAGE_NEO4J_URI": engine.uri, "MAILLAGE_NEO4J_PASSWORD": engine.password,
        "MAILLAGE_DATA": str(folder), "MAILLAGE_BASE_URL": BASE, **environment,
    }  # fmt: skip
    program = str(Path(sys.executable).with_name("maillage"))
    with subprocess.Popen([program, "worker", *words], env=known, start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_BASE_URL", BASE)


@pytest.mark.slow
@pytest.mark.usefixtures("address")
def test_once_does_what_is_due_and_leaves(engine: Address, db: Database, tmp_path: Path) -> None:
    with mailbox() as box:
        post(db, "a@b.fr", "trial")
        with command(engine, tmp_path, "--once", MAILLAGE_SMTP_URL=f"smtp://{box.address}") as process:
            assert process.wait(60) == 0
        assert box.recipients == ["a@b.fr"]


def test_a_question_under_way_is_over_before_the_worker_leaves_and_connections_close(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, over, stop = threading.Event(), threading.Event(), threading.Event()

    def slow(_: Database) -> int:
        began.set()
        time.sleep(0.4)
        over.set()
        return 0

    monkeypatch.setattr("workspace.worker.SWEEPS", (slow,))
    leaving = threading.Thread(target=work, args=(db, settings(tmp_path), stop), kwargs={"sorts": {}})
    leaving.start()
    assert began.wait(20)
    stop.set()
    leaving.join(20)
    assert over.is_set()


@pytest.mark.slow
@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_with_nothing_held(
    engine: Address, db: Database, tmp_path: Path, told: signal.Signals
) -> None:
    with mailbox() as box, command(engine, tmp_path, MAILLAGE_SMTP_URL=f"smtp://{box.address}") as process:
        post(db, "a@b.fr", "trial")
        until(lambda: box.recipients == ["a@b.fr"], "the message")
        process.send_signal(told)
        assert process.wait(30) == 0
    assert db.read("MATCH (job:Job) WHERE job.state = 'running' RETURN job.id AS id") == []


@pytest.mark.slow
@pytest.mark.usefixtures("address")
def test_killed_while_the_server_has_the_message_it_is_uncertain_and_sent_once(
    engine: Address, db: Database, tmp_path: Path
) -> None:
    """The server took the message; the worker died before it could hear of it."""
    with mailbox() as box:
        url = f"smtp://{box.address}"
        post(db, "a@b.fr", "trial", key="k")
        with command(engine, tmp_path, MAILLAGE_SMTP_URL=url) as process:
            box.before_answer = process.kill
            until(lambda: process.poll() is not None, "the worker to be killed")
        box.before_answer = lambda: None
        db.write("MATCH (job:Job) SET job.ready_at = 0")  # its lease is over
        with command(engine, tmp_path, "--once", MAILLAGE_SMTP_URL=url) as process:
            assert process.wait(60) == 0
        assert box.recipients == ["a@b.fr"]
    assert [(job.key, job.state) for job in jobs.failing(db)] == [("k", "uncertain")]
    assert jobs.failing(db)[0].payload["to"] == "a@b.fr"


@pytest.mark.slow
@pytest.mark.usefixtures("address")
def test_many_messages_cut_twice_none_is_missed_and_none_sent_twice(
    engine: Address, db: Database, tmp_path: Path
) -> None:
    everybody = [f"a{n:02}@b.fr" for n in range(12)]
    ids = post_all(db, "trial", [Recipient(to, key=to) for to in everybody])
    with mailbox() as box:
        for sent in (3, 8):
            with command(engine, tmp_path, MAILLAGE_SMTP_URL=f"smtp://{box.address}") as process:
                box.before_answer = lambda: process.kill() if len(box.messages) == sent else None  # noqa: B023
                until(lambda: process.poll() is not None, "the worker to be killed")
            db.write("MATCH (job:Job) WHERE job.state = 'running' SET job.ready_at = 0")  # its lease is over
        with command(engine, tmp_path, "--once", MAILLAGE_SMTP_URL=f"smtp://{box.address}") as process:
            assert process.wait(60) == 0
        assert sorted(box.recipients) == everybody
        cut = {box.recipients[2], box.recipients[7]}
        assert len({message["Message-ID"] for message in box.messages}) == len(ids)
    assert {job.key for job in jobs.failing(db) if job.state == "uncertain"} == cut
    assert {job.key for job in jobs.by_prefix(db, "a") if job.state == "done"} == {*everybody} - cut
