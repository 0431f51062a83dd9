"""The six public sources, imported for real: the counts of their READMEs, every problem told, again, and back."""

import json
import os
from pathlib import Path

import pytest

from graph.database import Database
from graph.imports import runs
from graph.imports.bring import bring
from graph.imports.drafts import Report
from graph.imports.run import Outcome, undo_import
from graph.viewers import SYSTEM
from tests.imports.telling import FOLDERS, REAL

# README of each folder: 662 products, 145 organisations, 23 incubators and 36 teams; 170 APIs and 60 producers (with
# one for each that is not told apart here); 95 standards; 240 entries and what the 2020 edition adds; 22 commons,
# 10 challenges and 2 calls.
AT_LEAST = {
    "betagouv": {"Service": 662, "Organisation": 145, "Community": 59},
    "api-gouv": {"Service": 170},
    "schema-data-gouv": {"Standard": 95},
    "sill": {"Software": 240},
    "communs": {"Commons": 22, "Challenge": 10, "Call": 2},
}
LEVELS = {"regions": 26, "departements": 109}
LEFT = "MATCH (n) WHERE n:Entity OR n:Ref OR n:Contact OR n:Gone RETURN count(n) AS n"


def source(name: str) -> Path:
    path = REAL / FOLDERS[name]
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is absent")
        pytest.skip("the shared data are not beside this checkout")
    return path


def brought(db: Database, name: str, path: Path) -> Outcome:
    return bring(db, SYSTEM, name, path, Report())


def kinds(db: Database) -> dict[str, int]:
    return {row["kind"]: row["n"] for row in db.read("MATCH (n:Entity) RETURN n.kind AS kind, count(*) AS n")}


def again_and_back(db: Database, name: str, path: Path, first: Outcome) -> None:
    """A second run changes nothing; the undo of the first leaves nothing."""
    changes = db.read("MATCH (c:Change) RETURN count(c) AS n")
    again = brought(db, name, path)
    assert (again.report.created, again.report.updated) == (0, 0)
    assert db.read("MATCH (c:Change) RETURN count(c) AS n") == changes
    assert undo_import(db, SYSTEM, first.run or "").kept == []
    assert db.read(LEFT) == [{"n": 0}]


def told(outcome: Outcome, db: Database) -> None:
    """Every problem says where, why and what was done, and is kept with the run."""
    problems = outcome.report.problems
    assert problems
    assert all(problem.file and problem.reason and problem.action for problem in problems)
    kept = runs.run_of(db, outcome.run or "")
    assert kept.problems == tuple(problems)
    assert (kept.created, kept.problem_count) == (outcome.report.created, len(problems))


@pytest.mark.parametrize("name", AT_LEAST)
def test_a_source_gives_the_counts_of_its_readme_and_can_be_taken_back(db: Database, name: str) -> None:
    path = source(name)
    outcome = brought(db, name, path)
    found = kinds(db)
    assert {kind: found.get(kind, 0) >= count for kind, count in AT_LEAST[name].items()} == dict.fromkeys(
        AT_LEAST[name], True
    ), found
    told(outcome, db)
    again_and_back(db, name, path, outcome)


def test_betagouv_gives_exactly_its_folders(db: Database) -> None:
    brought(db, "betagouv", source("betagouv"))
    rows = db.read(
        "MATCH (ref:Ref)-[:IDENTIFIES]->(n:Entity) WHERE ref.key STARTS WITH 'betagouv:' AND ref.imported IS NOT NULL "
        "RETURN split(split(ref.key, ':')[1], '/')[0] AS folder, count(DISTINCT n) AS n"
    )
    counts = {row["folder"]: row["n"] for row in rows}
    assert {name: counts[name] for name in ("service", "organisation", "incubator", "team")} == {
        "service": 662, "organisation": 145, "incubator": 23, "team": 36,
    }  # fmt: skip


def cut(path: Path, folder: Path) -> Path:
    """The régions and départements of the whole, two EPCI, and the communes of one small département; the whole is
    in the bench."""
    rows = {name: json.loads((path / f"{name}.json").read_text(encoding="utf-8")) for name in (*LEVELS, "epci")}
    communes = json.loads((path / "communes.json").read_text(encoding="utf-8"))
    rows["communes"] = [row for row in communes if row.get("departement") == "90"]
    members = {row["code"] for row in rows["communes"]}
    rows["epci"] = [row for row in rows["epci"] if any(each["code"] in members for each in row["membres"])]
    folder.mkdir()
    for name, kept in rows.items():
        (folder / f"{name}.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "README.md").write_text((path / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_territories_keep_their_codes_and_their_tree(db: Database, tmp_path: Path) -> None:
    path = cut(source("cog"), tmp_path / "cog")
    outcome = brought(db, "cog", path)
    rows = db.read("MATCH (n:Territory) RETURN n.type AS type, count(*) AS n")
    levels = {row["type"]: row["n"] for row in rows}
    assert (levels["region"], levels["departement"]) == (LEVELS["regions"], LEVELS["departements"])
    assert levels["commune"] > 90
    assert db.read("MATCH (n:Territory {type: 'departement', name: 'Ain'}) RETURN n.code AS code") == [{"code": "01"}]
    assert db.read(
        "MATCH (:Organisation)-[r:ADMINISTERS]->(:Territory {type: 'epci'}) RETURN count(r) > 0 AS some"
    ) == [{"some": True}]
    told(outcome, db)
    again_and_back(db, "cog", path, outcome)
