"""What breaks an import in the middle, a kill or a full disk, leaves no half record, and the next run goes on."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.database import Database
from graph.embedded import Address, Engine
from graph.engine.prepare import prepare
from graph.imports import runs
from graph.imports.run import undo_import
from graph.migrations import migrate
from graph.settings import load
from graph.viewers import SYSTEM
from tests.waiting import until

ROOT = Path(__file__).parents[2]
ROWS = 2_000
# Enough for a few batches of an import, too little for all of them.
ROOM = 2 * 2**20
RECORDS = "MATCH (n:Entity) RETURN n.id AS id"
IDENTIFIED = "MATCH (:Ref)-[:IDENTIFIES]->(n:Entity) RETURN DISTINCT n.id AS id"
LINKS = "MATCH (:Entity)-[r:ABOUT]->(:Entity) RETURN r.id AS id"
MADE = """
MATCH (c:Change) WHERE c.action = 'create' AND c.subject = $subject
RETURN DISTINCT coalesce(c.relation, c.record) AS id
"""
COUNT = "MATCH (n:Organisation) RETURN count(n) AS n"


def table(folder: Path, rows: int = ROWS) -> Path:
    """Organisations with ids of their own, each about one theme."""
    path = folder / "organisations.csv"
    lines = (f"{n};Organisation {n};Thème {n % 7}" for n in range(rows))
    path.write_text("Identifiant;Nom;Thèmes\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def command(engine: Address, data: Path, path: Path) -> "subprocess.Popen[str]":
    environment = {
        **os.environ, "MAILLAGE_NEO4J_URI": engine.uri, "MAILLAGE_NEO4J_USER": engine.user,
        "MAILLAGE_NEO4J_PASSWORD": engine.password, "MAILLAGE_DATA": str(data),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", "from workspace.cli import main; main()", "import", "table", str(path), "--json"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ids(db: Database, query: str, **params: str) -> set[str]:
    return {row["id"] for row in db.read(query, **params)}


def whole(db: Database) -> None:
    """Each record with its identifier and its Change, each link with its own, and no Change of what is not there."""
    records = ids(db, RECORDS)
    assert records == ids(db, IDENTIFIED) == ids(db, MADE, subject="record")
    assert ids(db, LINKS) == ids(db, MADE, subject="relation")


@pytest.mark.slow
def test_an_import_killed_in_the_middle_leaves_no_half_record_and_goes_on(
    engine: Address, db: Database, tmp_path: Path
) -> None:
    path = table(tmp_path)
    with command(engine, tmp_path / "data", path) as killed:
        until(lambda: db.read(COUNT)[0]["n"] > 0 or killed.poll() is not None, "the first batch")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    (run,) = runs.recent(db)
    cut_at = db.read(COUNT)[0]["n"]
    assert (run.state, 0 < cut_at < ROWS) == ("running", True)
    whole(db)
    with command(engine, tmp_path / "data", path) as again:
        _, said = again.communicate()
    assert again.returncode == 0, said
    (done,) = runs.recent(db)
    assert (done.id, done.state) == (run.id, "done")
    assert {one.what: one.created for one in done.tally} == {"Organisation": ROWS, "Theme": 7, "ABOUT": ROWS}
    whole(db)
    assert undo_import(db, SYSTEM, run.id).kept == []
    assert db.read("MATCH (n) WHERE n:Entity OR n:Ref RETURN count(n) AS n") == [{"n": 0}]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; making one needs root."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", str(place)]
    made = subprocess.run(command, capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"no disk of its own to fill: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.slow
def test_an_import_that_fills_the_disk_leaves_no_half_record_and_goes_on_once_there_is_room(
    disk: Path, tmp_path: Path
) -> None:
    """The engine leaves once its disk is full; started again, as `graph.engine.supervisor` does, it waits for room."""
    settings = load()
    path = table(tmp_path)
    own = Engine(disk, prepare(settings.cache, settings.maven_url), quick=True)
    engine = own.start()
    with Database(engine.uri, engine.user, engine.password) as db:
        migrate(db)
    (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - ROOM))
    with command(engine, tmp_path / "data", path) as cut:
        _, said = cut.communicate()
    # An engine that leaves before it has said why is told as one that no longer answers.
    assert (cut.returncode, "disque" in said or "ne répond pas" in said) == (1, True), said
    until(lambda: not own.running, "the engine leaves")
    own.stop()
    (disk / "ballast").unlink()
    engine = own.start()
    with Database(engine.uri, engine.user, engine.password) as db:
        whole(db)
        cut_at = db.read(COUNT)[0]["n"]
        assert 0 < cut_at < ROWS
        with command(engine, tmp_path / "data", path) as again:
            _, said = again.communicate()
        assert again.returncode == 0, said
        whole(db)
        assert db.read(COUNT)[0]["n"] == ROWS
    own.stop()
