"""What breaks an import in the middle, a kill or a full disk, leaves no half record, and the next run goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.database import Database
from graph.embedded import Address
from graph.imports import runs
from graph.imports.run import undo_import
from graph.viewers import SYSTEM
from tests.waiting import until

ROOT = Path(__file__).parents[2]
ROWS = 3_000
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
