"""Promises of `maillage user`: whoever has the machine makes, invites, changes and shuts out accounts."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph.database import Database
from graph.embedded import Address
from graph.invitations import invitations, invited
from graph.second_factor import new_codes, turn_on
from graph.users import add_user, authenticate, user_by_email
from workspace.cli import main

PASSWORD = "une phrase assez longue"
BOB = "bob@example.invalid"


class Machine:
    """Runs commands on the graph of the tests."""

    def __init__(self, engine: Address, folder: Path) -> None:
        self.environment = {
            "MAILLAGE_NEO4J_URI": engine.uri, "MAILLAGE_NEO4J_USER": engine.user,
            "MAILLAGE_NEO4J_PASSWORD": engine.password, "MAILLAGE_DATA": str(folder),
            "MAILLAGE_BASE_URL": "https://reseau.example.org",
        }  # fmt: skip

    def user(self, *words: str) -> Result:
        return CliRunner().invoke(main, ["user", *words], env=self.environment)


@pytest.fixture
def machine(engine: Address, tmp_path: Path, db: Database) -> Machine:
    return Machine(engine, tmp_path)


def test_it_makes_accounts_and_lists_them(machine: Machine, db: Database) -> None:
    made = machine.user("add", BOB, "--name", "Bob", "--role", "administrator", "--password", PASSWORD)
    assert made.exit_code == 0 and authenticate(db, BOB, PASSWORD)
    assert "bob@example.invalid  administrator  Bob" in machine.user("list").output
    [listed] = json.loads(machine.user("list", "--json").output)
    assert (listed["email"], listed["role"], listed["suspended_at"]) == (BOB, "administrator", None)
    assert machine.user("add", "a@example.invalid", "--name", "A", "--password", "court").exit_code == 1


def test_it_invites_by_e_mail_or_prints_the_link(machine: Machine, db: Database) -> None:
    assert machine.user("invite", BOB, "--role", "facilitator").exit_code == 0
    [letter] = db.read("MATCH (j:Job) RETURN j.payload AS payload")
    assert BOB in letter["payload"] and "/invitation/" in letter["payload"]
    assert "est déjà invité" in machine.user("invite", BOB).output
    printed = machine.user("invite", "nora@example.invalid", "--link")
    link = re.search(r"https://reseau\.example\.org/invitation/([\w-]+)", printed.output)
    assert link and invited(db, link[1])
    assert {each.role for each in invitations(db)} == {"facilitator", "member"}
    assert db.read("MATCH (j:Job) RETURN count(*) AS n")[0]["n"] == 1


def test_it_changes_roles_suspends_and_reinstates_even_the_last_administrator(machine: Machine, db: Database) -> None:
    add_user(db, BOB, "Bob", PASSWORD, "administrator")
    assert machine.user("suspend", BOB).exit_code == 0 and not authenticate(db, BOB, PASSWORD)
    assert "(suspendu)" in machine.user("list").output
    assert machine.user("suspend", BOB, "--lift").exit_code == 0 and authenticate(db, BOB, PASSWORD)
    assert machine.user("role", BOB, "member").exit_code == 0
    bob = user_by_email(db, BOB)
    assert bob and bob.role == "member"


def test_it_replaces_a_password_and_takes_a_lost_telephone_off(machine: Machine, db: Database) -> None:
    bob = add_user(db, BOB, "Bob", PASSWORD)
    turn_on(db, bob.id, "sealed", 1, new_codes())
    assert machine.user("password", BOB, "--password", "une tout autre phrase").exit_code == 0
    assert authenticate(db, BOB, "une tout autre phrase")
    assert machine.user("second-factor", BOB).exit_code == 0
    now = user_by_email(db, BOB)
    assert now and not now.second_factor


@pytest.mark.parametrize(
    "words", [("role", "member"), ("suspend",), ("second-factor",), ("password", "--password", "x" * 12)]
)
def test_an_unknown_account_is_told(machine: Machine, words: tuple[str, ...]) -> None:
    answer = machine.user(words[0], "nul@example.invalid", *words[1:])
    assert answer.exit_code == 1 and "Aucun compte pour nul@example.invalid" in answer.output
