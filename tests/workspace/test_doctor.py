"""`maillage doctor` and what the command line promises: exit codes, JSON, a clear line for an error."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.database import Database
from graph.embedded import Address
from workspace.cli import COMMANDS, main


@pytest.fixture
def server(engine: Address, db: Database, tmp_path: Path) -> dict[str, str]:
    """Settings that name the session's engine as a server."""
    return {
        "MAILLAGE_DATA": str(tmp_path),
        "MAILLAGE_NEO4J_URI": engine.uri,
        "MAILLAGE_NEO4J_PASSWORD": engine.password,
    }


def run(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, words, env=environment)


def states(result: Result) -> dict[str, str]:
    return {check["name"]: check["state"] for check in json.loads(result.output)["checks"]}


def test_all_is_well(server: dict[str, str]) -> None:
    result = run(server, "doctor", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["ok"] is True
    assert set(states(result)) == {"python", "disk", "secret-key", "assets", "engine", "graph", "indexes", "counter"}


def test_it_is_told_to_people_line_by_line(server: dict[str, str]) -> None:
    lines = run(server, "doctor").output.splitlines()
    assert any(line.startswith("✓ graph : 5.26") for line in lines)


def test_a_graph_that_does_not_answer_is_a_failure(server: dict[str, str]) -> None:
    result = run(server | {"MAILLAGE_NEO4J_PASSWORD": "wrong"}, "doctor", "--json")
    assert result.exit_code == 1
    assert states(result)["graph"] == "failure"


def test_an_index_that_is_absent_is_a_failure(server: dict[str, str], db: Database) -> None:
    db.write("DROP INDEX run_by_start")
    try:
        assert states(run(server, "doctor", "--json"))["indexes"] == "failure"
    finally:
        assert run(server, "init").exit_code == 0
    assert states(run(server, "doctor", "--json"))["indexes"] == "ok"


def test_a_change_beyond_the_counter_is_a_failure(server: dict[str, str], db: Database) -> None:
    db.write("CREATE (c:Change {seq: 1000000})")
    assert states(run(server, "doctor", "--json"))["counter"] == "failure"


def test_a_secret_that_others_can_read_is_a_failure(server: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("known")
    (tmp_path / "secret-key").chmod(0o644)
    assert states(run(server, "doctor", "--json"))["secret-key"] == "failure"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = run({}, command, "--help")
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4


def test_a_known_error_is_one_line_and_exit_code_1() -> None:
    result = run({"MAILLAGE_QUERY_TIMEOUT": "soon"}, "init")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "maillage : MAILLAGE_QUERY_TIMEOUT: un nombre est attendu, non 'soon'",
    ]
