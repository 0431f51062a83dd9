"""`maillage doctor` and what the command line promises: exit codes, JSON, a clear line for an error."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph import jobs
from graph.database import Database
from graph.embedded import Address
from graph.jobs import Wanted
from tests.mailbox import mailbox
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
    assert set(states(result)) == {
        "python", "disk", "secret-key", "assets", "engine", "mail", "graph", "indexes", "counter", "jobs",
    }  # fmt: skip


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


def test_what_is_lacking_for_mail_is_told(server: dict[str, str]) -> None:
    def told(**more: str) -> tuple[str, str]:
        result = run(server | more, "doctor", "--json")
        (check,) = (each for each in json.loads(result.output)["checks"] if each["name"] == "mail")
        return check["state"], check["says"]

    state, says = told()
    assert state == "warning" and "MAILLAGE_SMTP_URL" in says and "MAILLAGE_BASE_URL" in says
    known = {"MAILLAGE_SMTP_URL": "smtp://nous:secret@a.example", "MAILLAGE_BASE_URL": "https://r.example"}
    state, says = told(**known)
    assert (state, says) == ("ok", "serveur a.example:587, de no-reply@r.example")
    assert told(**known, MAILLAGE_MAIL_FROM="x")[0] == "failure"
    assert told(MAILLAGE_SMTP_URL="a.example")[0] == "failure"


def test_what_the_work_in_the_background_could_not_do_is_told(server: dict[str, str], db: Database) -> None:
    jobs.put(db, "mail", {}, due=datetime.now(UTC) - timedelta(hours=1))
    jobs.put_all(db, "other", [Wanted({}), Wanted({})])
    refused, unsure = jobs.take(db, "here", ["other"], 2)
    jobs.failed(db, refused, "non", cause="refused")
    jobs.uncertain(db, unsure)
    lines = run(server, "doctor").output.splitlines()
    (line,) = (each for each in lines if each.startswith("! jobs"))
    assert "1 en échec" in line and "1 incertain" in line and "1 en retard" in line


def test_somebody_settles_jobs_by_hand(server: dict[str, str], db: Database) -> None:
    assert run(server, "jobs").output == "Rien à signaler.\n"
    told = {"to": "a@b.fr", "template": "trial", "context": {"path": "/secret"}}
    ids = sorted(jobs.put_all(db, "mail", [Wanted(told), Wanted(told)]))
    for job in jobs.take(db, "here", ["mail"], 2):
        jobs.uncertain(db, job)
    listed = run(server, "jobs")
    assert all(f"{id}  " in listed.output for id in ids) and "a@b.fr" in listed.output
    assert "secret" not in listed.output + run(server, "jobs", "--json").output
    assert [each["id"] for each in json.loads(run(server, "jobs", "--json").output)] == ids
    assert run(server, "jobs", "again", ids[0]).exit_code == 0
    assert run(server, "jobs", "dismiss", ids[1]).exit_code == 0
    assert run(server, "jobs", "again", ids[1]).exit_code == 1
    assert [job.id for job in jobs.take(db, "here", ["mail"], 2)] == [ids[0]]


def test_a_trial_message_is_sent_at_once(server: dict[str, str]) -> None:
    assert "MAILLAGE_SMTP_URL" in run(server, "mail", "a@b.fr").output
    with mailbox() as box:
        site = server | {"MAILLAGE_SMTP_URL": f"smtp://{box.address}", "MAILLAGE_BASE_URL": "https://r.example"}
        assert run(site, "mail", "a@b.fr", "--language", "en").exit_code == 0
        assert box.messages[0]["Subject"] == "Test message from Maillage"
        box.answers["RCPT"] = "550 inconnu"
        refused = run(site, "mail", "a@b.fr")
    assert refused.exit_code == 1 and "550 inconnu" in refused.output
    down = run(site, "mail", "a@b.fr")
    assert down.exit_code == 1 and "Connection refused" in down.output


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
