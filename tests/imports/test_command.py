"""Promises of `maillage import`: what scripts read, how it ends, and the same words as the page."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.database import Database
from graph.embedded import Address
from graph.imports import leases, runs
from workspace.cli import main

KEYS = {"created", "updated", "unchanged", "problems"}


@pytest.fixture
def run(engine: Address, db: Database, tmp_path: Path) -> "Command":
    """The command on the graph of the tests, as on a server: `run("import", …)`."""
    return Command(engine, tmp_path / "data")


class Command:
    def __init__(self, engine: Address, data: Path) -> None:
        self.environment = {
            "MAILLAGE_NEO4J_URI": engine.uri, "MAILLAGE_NEO4J_USER": engine.user,
            "MAILLAGE_NEO4J_PASSWORD": engine.password, "MAILLAGE_DATA": str(data),
        }  # fmt: skip

    def __call__(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["import", *map(str, arguments)], env=self.environment)

    def json(self, *arguments: str | Path) -> dict[str, object]:
        answer = self(*arguments, "--json")
        assert answer.exit_code == 0, answer.output
        told: dict[str, object] = json.loads(answer.stdout)
        return told


@pytest.fixture
def themes(tmp_path: Path) -> Path:
    path = tmp_path / "themes.csv"
    path.write_text("Nom;Truc\nEau;x\nVoirie;y\n", encoding="utf-8")
    return path


def names(db: Database) -> list[str]:
    return [row["name"] for row in db.read("MATCH (n:Entity) RETURN n.name AS name ORDER BY name")]


def test_a_script_reads_exactly_four_keys(run: Command, db: Database, themes: Path) -> None:
    told = run.json("table", themes)
    assert set(told) == KEYS
    assert (told["created"], told["updated"], told["unchanged"]) == (2, 0, 0)
    assert told["problems"] == [
        {
            "file": "themes.csv", "line": None, "field": "Truc", "value": "x",
            "reason": "aucun champ ne correspond", "action": "colonne non reprise",
        }
    ]  # fmt: skip
    assert names(db) == ["Eau", "Voirie"]


def test_a_second_time_changes_nothing_and_says_so(run: Command, themes: Path) -> None:
    run("table", themes)
    answer = run("table", themes)
    assert answer.exit_code == 0
    assert "0 créés, 0 mis à jour, 2 inchangés" in answer.stdout and "Rien n'a changé." in answer.stdout


def test_a_dry_run_tells_all_and_writes_nothing(run: Command, db: Database, themes: Path) -> None:
    told = run.json("table", themes, "--dry-run")
    assert (set(told), told["created"]) == (KEYS, 2)
    assert "à blanc : rien n'est écrit" in run("table", themes, "--dry-run").stdout
    assert names(db) == [] and runs.recent(db) == []


def test_a_report_is_read_again_and_an_import_taken_back(run: Command, db: Database, themes: Path) -> None:
    first = run.json("table", themes)
    (kept,) = runs.recent(db)
    assert run.json("--report", kept.id) == first
    assert "Truc « x » : aucun champ ne correspond → colonne non reprise" in run("--report", kept.id).stdout
    assert kept.id in run("--list").stdout
    answer = run("--undo", kept.id)
    assert (answer.exit_code, answer.stdout) == (0, "2 changements repris.\n")
    assert names(db) == []
    assert (again := run("--undo", kept.id)).exit_code == 1
    assert "déjà annulé" in again.output


def test_a_mapping_may_be_given(run: Command, db: Database, themes: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yml"
    mapping.write_text("tables: [{file: themes.csv, kind: Commons, columns: {Nom: name}, ignore: [Truc]}]")
    assert run.json("table", themes, "--mapping", mapping)["problems"] == []
    assert db.read("MATCH (n:Commons) RETURN count(n) AS n") == [{"n": 2}]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Sources connues : betagouv, api-gouv, schema-data-gouv, sill, cog, communs, table"),
        (("table",), 2, "Sources connues"),
        (("nuage", "."), 2, "« nuage » n'est pas connue"),
        (("table", "absent.csv"), 2, "absent.csv"),
        (("--report", "import-0"), 1, "Aucun passage « import-0 »"),
        (("--undo", "import-0"), 1, "Aucun passage « import-0 »"),
    ],
)
def test_wrong_use_is_told_with_its_exit_code(run: Command, arguments: tuple[str, ...], code: int, words: str) -> None:
    answer = run(*arguments)
    assert (answer.exit_code, words in answer.output) == (code, True), answer.output


def test_a_wrong_mapping_is_told_and_nothing_is_written(run: Command, db: Database, themes: Path) -> None:
    mapping = themes.with_name("m.yml")
    mapping.write_text("tables: [{file: themes.csv, kind: Nuage}]")
    answer = run("table", themes, "--mapping", mapping)
    assert (answer.exit_code, "Nuage" in answer.output) == (1, True)
    assert names(db) == []


def test_an_import_under_way_elsewhere_is_told(run: Command, db: Database, themes: Path) -> None:
    claim = leases.claim(db, "table", "themes.csv", "alice", place=str(themes))
    answer = run("table", themes)
    assert (answer.exit_code, claim.run in answer.output) == (1, True)
    assert names(db) == []


def test_a_full_disk_is_told_in_one_line_and_the_command_takes_up_where_it_was(
    run: Command, db: Database, themes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.imports.importer.write_groups", full)
    answer = run("table", themes)
    assert answer.exit_code == 1
    assert "Le disque est plein. Relancez la même commande" in answer.output
    assert "Traceback" not in answer.output
    monkeypatch.undo()
    assert run.json("table", themes)["created"] == 2
    assert [(kept.state, kept.error) for kept in runs.recent(db)] == [("done", None)]
