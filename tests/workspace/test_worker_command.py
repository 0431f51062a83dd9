"""Promises of `maillage worker`: it leaves when told, and cut midway it misses nothing and sends nothing twice."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph import jobs
from graph.database import Database
from graph.embedded import Address
from tests.mailbox import mailbox, settings
from tests.waiting import until
from tests.workspace.test_worker import BASE
from workspace.mail import Recipient, post, post_all
from workspace.worker import work


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
