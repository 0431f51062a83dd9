"""`maillage serve` and what it promises: an address once it answers, any port, and nothing left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import requests
from click.testing import CliRunner

from graph.database import Database
from graph.embedded import Address
from graph.settings import Settings, load
from tests.waiting import until
from workspace.cli import main
from workspace.commands import demo
from workspace.mail import post

pytestmark = pytest.mark.slow
ANSWERS = re.compile(r"Maillage répond à (http://\S+)")


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server and its address; killed in any case at the end."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    with subprocess.Popen(
        command,
        env={**known, "MAILLAGE_CACHE": str(load().cache), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as server:
        assert server.stdout
        said = ""
        try:
            while not (found := ANSWERS.search(said)):
                line = server.stdout.readline()
                assert line, f"it ended, saying: {said}"
                said += line
            yield server, found[1]
        finally:
            server.kill()


def maillage(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("maillage")), *arguments]


def family(server: "subprocess.Popen[str]") -> list[psutil.Process]:
    return psutil.Process(server.pid).children(recursive=True)


def engine_of(server: "subprocess.Popen[str]") -> psutil.Process | None:
    """The engine's process, if there is one that lives."""
    for each in family(server):
        with suppress(psutil.Error):
            if "graph.engine.child" in each.cmdline():
                return each
    return None


def worker_of(server: "subprocess.Popen[str]") -> psutil.Process:
    return next(each for each in family(server) if "workspace.worker" in each.cmdline())


def status(address: str) -> int:
    try:
        return requests.get(f"{address}sante", timeout=30).status_code
    except requests.ConnectionError:
        return 0


def test_a_server_with_its_own_engine(tmp_path: Path) -> None:
    """Takes the next port, answers, survives a killed engine, and leaves nothing after Ctrl-C."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(maillage("serve", "--port", str(port)), MAILLAGE_DATA=str(tmp_path)) as (server, address):
            assert int(re.findall(r":(\d+)/", address)[0]) > port
            assert status(address) == 200
            engine = engine_of(server)
            assert engine
            engine.kill()
            until(lambda: engine_of(server) not in {None, engine}, "another engine")
            until(lambda: status(address) == 200, "the site to answer again")
            left = family(server)
            os.killpg(server.pid, signal.SIGINT)
            server.wait(30)
    until(lambda: not any(each.is_running() for each in left), "every process to end")


def test_a_server_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    with serving(maillage("serve", "--port", "0"), MAILLAGE_DATA=str(tmp_path)) as (server, _):
        until(lambda: len(family(server)) >= 5, "the engine, its watcher, both web workers and the worker")
        left = family(server)
    until(lambda: not any(each.is_running() for each in left), "every process to end")


def test_a_server_on_a_neo4j_of_its_own_starts_no_engine(
    engine: Address, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command of the container, on another port."""
    kept = tmp_path / "mail"
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://reseau.example.org")
    post(db, "a@b.fr", "trial")
    words = Path(__file__).parents[2].joinpath("Dockerfile").read_text().splitlines()[-1]
    command = re.findall(r'"([^"]+)"', words.removeprefix("CMD "))
    assert command[:2] == ["maillage", "serve"]
    command[command.index("--port") + 1] = "0"
    with serving(
        maillage(*command[1:]),
        MAILLAGE_DATA=str(tmp_path),
        MAILLAGE_SMTP_URL=kept.as_uri(),
        MAILLAGE_NEO4J_URI=engine.uri,
        MAILLAGE_NEO4J_PASSWORD=engine.password,
    ) as (server, address):
        assert status(address) == 200
        assert engine_of(server) is None
        assert not (tmp_path / "neo4j").exists()
        until(lambda: len(list(kept.glob("*.eml"))) == 1, "the worker beside the site to do its work")
        worker_of(server).kill()
        post(db, "c@d.fr", "trial")
        until(lambda: len(list(kept.glob("*.eml"))) == 2, "another worker, started in its place")
        left = family(server)
        server.terminate()
        assert server.wait(30) == 0
    until(lambda: not any(each.is_running() for each in left), "every process to end")


def test_a_server_without_a_worker(engine: Address, tmp_path: Path) -> None:
    server_words = ("serve", "--port", "0", "--workers", "1", "--no-worker")
    known = {"MAILLAGE_NEO4J_URI": engine.uri, "MAILLAGE_NEO4J_PASSWORD": engine.password}
    with serving(maillage(*server_words), MAILLAGE_DATA=str(tmp_path), **known) as (server, _):
        assert not [each for each in family(server) if "workspace.worker" in each.cmdline()]
        server.terminate()
        assert server.wait(30) == 0


def test_the_demo_writes_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its people are invented: what is written to them is kept in files, whatever server is set."""
    asked: list[Settings] = []
    monkeypatch.setattr(demo, "serve_site", lambda settings, *_, **__: asked.append(settings))
    environment = {"MAILLAGE_DATA": str(tmp_path), "MAILLAGE_SMTP_URL": "smtp://real.example"}
    assert CliRunner().invoke(main, ["demo"], env=environment).exit_code == 0
    assert asked[0].smtp_url == (tmp_path / "demo" / "mail").as_uri()
