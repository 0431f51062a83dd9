"""The engine as a child process: private, one a folder, gone with its parent, back after a kill."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph import migrations
from graph.database import Database, connect
from graph.embedded import Address, Engine, FolderInUse, join_or_start, published
from graph.engine.child import BROKEN
from graph.engine.java import Runtime, runtime_in
from graph.errors import GraphUnavailable
from graph.migrations import missing
from graph.running import migrated
from graph.settings import Settings, load
from graph.watching import watched
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def runtime(engine: Address) -> Runtime:
    """The runtime that the session's engine made ready."""
    return runtime_in(load().cache)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "neo4j"


@pytest.fixture(scope="module")
def own(folder: Path, runtime: Runtime) -> Iterator[Engine]:
    """One engine for the questions that only look at it."""
    engine = Engine(folder, runtime, quick=True)
    engine.start()
    yield engine
    engine.stop()


def at(address: Address | None) -> Database:
    assert address
    return Database(address.uri, address.user, address.password)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def process_of(folder: Path) -> psutil.Process:
    return psutil.Process(json.loads((folder / "engine.json").read_text())["pid"])


def test_it_listens_on_the_loopback_only(own: Engine) -> None:
    connections = process_of(own.folder).net_connections("inet")
    assert {each.laddr.ip.removeprefix("::ffff:") for each in connections} == {"127.0.0.1"}


def test_its_secrets_are_readable_by_their_owner_only(own: Engine) -> None:
    assert [mode(own.folder / name) for name in ("password", "engine.json")] == [0o600, 0o600]
    assert mode(own.folder) == 0o700


def test_its_password_is_not_on_its_command_line(own: Engine) -> None:
    password = (own.folder / "password").read_text()
    assert not any(password in word for word in process_of(own.folder).cmdline())


def test_other_processes_find_it_by_its_folder(own: Engine) -> None:
    with at(published(own.folder)) as db:
        assert db.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_second_engine_on_the_folder_is_refused_with_its_name(own: Engine, runtime: Runtime) -> None:
    with pytest.raises(FolderInUse, match=str(own.folder)):
        Engine(own.folder, runtime).start()


def test_whoever_comes_second_joins_the_first(own: Engine, runtime: Runtime) -> None:
    second = Engine(own.folder, runtime)
    assert join_or_start(second, time.monotonic() + PATIENCE) == published(own.folder)
    second.stop()
    assert own.running


def test_files_of_the_machine_cannot_be_read_by_a_query(own: Engine) -> None:
    with at(published(own.folder)) as db, pytest.raises(Exception, match="allow_csv_import_from_file_urls"):
        db.read("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")


def test_its_data_folder_starts_small(own: Engine) -> None:
    size = sum(path.stat().st_size for path in own.folder.rglob("*") if path.is_file())
    assert size < 20e6


def test_a_clean_stop_leaves_no_process_and_the_graph_for_the_next_start(tmp_path: Path, runtime: Runtime) -> None:
    engine = Engine(tmp_path / "neo4j", runtime, quick=True)
    first = engine.start()
    child = process_of(engine.folder)
    with at(first) as db:
        db.write("CREATE (n:Entity {id: 'kept'})")
    engine.stop()
    assert not child.is_running()
    assert published(engine.folder) is None
    again = engine.start()
    with at(again) as db:
        assert db.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "kept"}]
    engine.stop()
    assert again == first  # same port, same password: clients find it again


PARENT = """
import sys
from pathlib import Path
from graph.embedded import Engine
from graph.engine.java import runtime_in
Engine(Path(sys.argv[1]), runtime_in(Path(sys.argv[2])), quick=True).start()
print("ready", flush=True)
sys.stdin.read()
"""


def test_it_dies_with_a_parent_that_is_killed(tmp_path: Path, runtime: Runtime) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path), str(load().cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "ready\n"
        child = process_of(tmp_path)
        parent.kill()
    until(lambda: not child.is_running(), "the engine to end")
    assert published(tmp_path) is None


def test_it_ends_when_whoever_started_it_died_before_it_answered(tmp_path: Path, runtime: Runtime) -> None:
    """Its one line is written to nobody; Java must not keep the process then."""
    options = Engine(tmp_path, runtime, quick=True).options(None)
    command = [sys.executable, "-m", "graph.engine.child", str(tmp_path)]
    with (tmp_path / "output.log").open("w") as log:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert child.stdin
    assert child.stdout
    child.stdout.close()
    child.stdin.write(options.text() + "\n")
    child.stdin.flush()
    try:
        assert child.wait(90) == BROKEN
    finally:
        child.kill()
        child.stdin.close()
        child.wait()


def test_why_it_does_not_start_is_said_in_its_own_words(tmp_path: Path, runtime: Runtime) -> None:
    with pytest.raises(GraphUnavailable, match="heap"):
        Engine(tmp_path, runtime, heap="1k").start()


def test_a_folder_that_it_cannot_use_is_named(tmp_path: Path, runtime: Runtime) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(GraphUnavailable, match=str(tmp_path / "data")):
        Engine(tmp_path, runtime, quick=True).start()


def test_without_its_jars_it_says_so(tmp_path: Path, runtime: Runtime) -> None:
    nothing = Runtime(runtime.home, runtime.support, tmp_path / "none")
    with pytest.raises(GraphUnavailable, match="le moteur n'a pas démarré"):
        Engine(tmp_path / "neo4j", nothing).start()


def test_a_served_graph_comes_back_by_itself(tmp_path: Path, runtime: Runtime) -> None:
    """A command's engine is joined, taken over when the command ends, and started again when it is killed."""
    settings = Settings(data=tmp_path, cache=load().cache)
    command = Engine(settings.engine_folder, runtime, quick=True)
    command.start()
    with watched(settings) as watch, connect(settings) as db:
        watch.wait()
        db.write("CREATE (n:Entity {id: 'kept'})")
        command.stop()
        until(lambda: published(settings.engine_folder) is not None, "the engine to be taken over")
        process_of(settings.engine_folder).send_signal(signal.SIGKILL)
        until(lambda: answers(db), "the engine to be started again")
        child = process_of(settings.engine_folder)
    assert not child.is_running()


def answers(db: Database) -> bool:
    try:
        return db.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "kept"}]
    except GraphUnavailable:
        return False


SERVER = """
import sys
from pathlib import Path
from graph.settings import Settings
from graph.watching import watched
with watched(Settings(data=Path(sys.argv[1]), cache=Path(sys.argv[2]))) as watch:
    watch.wait()
    print(watch.process.pid, flush=True)
    sys.stdin.read()
"""


def test_the_watcher_of_a_killed_server_ends_with_its_engine(tmp_path: Path, runtime: Runtime) -> None:
    command = [sys.executable, "-c", SERVER, str(tmp_path), str(load().cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        watcher = psutil.Process(int(server.stdout.readline()))
        child = process_of(tmp_path / "neo4j")
        os.kill(server.pid, signal.SIGKILL)
    until(lambda: not watcher.is_running() and not child.is_running(), "watcher and engine to end")


def test_a_graph_gets_the_indexes_that_it_lacks_and_is_asked_again_when_the_schema_changes(
    tmp_path: Path, runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(tmp_path / "neo4j", runtime, quick=True)
    engine.start()
    settings = replace(load(), data=tmp_path, neo4j_uri="")
    monkeypatch.setattr(migrations, "INDEXES", {"entity_by_name": "(n:Entity) ON (n.name)"})
    with migrated(settings) as db:
        assert not missing(db)
    monkeypatch.setattr(migrations, "INDEXES", {**migrations.INDEXES, "user_by_name": "(n:User) ON (n.name)"})
    with migrated(settings) as db:
        assert not missing(db)
    engine.stop()
