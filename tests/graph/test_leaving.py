"""Promises of leaving: one takes along all that is one's own, and nothing of oneself stays behind."""

import pytest

from graph.changes import recent
from graph.database import Database
from graph.editing import change_record, create_record
from graph.errors import NotAllowed
from graph.leaving import delete_account, person, written
from graph.operations import Operation
from graph.resets import ask_reset
from graph.rights import viewer_for
from graph.second_factor import new_codes, turn_on
from graph.sessions import open_session
from graph.undo import undo
from graph.users import add_user, authenticate, user_by_id, users
from graph.viewers import ANONYMOUS, SYSTEM
from tests.graph.plans import no_scans

PASSWORD = "une phrase assez longue"


def test_one_s_changes_are_told_in_order_and_only_one_s_own(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD, "facilitator")
    theme = create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, Operation(bob.id, "un essai"))
    create_record(db, SYSTEM, "Theme", {"name": "Eau"}, Operation("u-autre"))
    change_record(db, SYSTEM, theme, 1, {"summary": "Rues"}, Operation(bob.id))
    told = list(written(no_scans(db), viewer_for(db, bob.id), bob.id))
    assert [(each["action"], each["record"]) for each in told] == [("create", theme), ("update", theme)]
    assert told[0]["why"] == "un essai" and "Rues" in told[1]["after"]


def test_what_one_may_no_longer_read_is_told_without_its_words(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD, "facilitator")
    create_record(db, SYSTEM, "Theme", {"name": "Secret", "visibility": "private"}, Operation("u-autre"))
    create_record(db, SYSTEM, "Theme", {"name": "Discret", "visibility": "private"}, Operation(bob.id))
    [change] = written(db, ANONYMOUS, bob.id)
    assert change["after"] is None and change["action"] == "create"


def test_one_s_own_record_comes_with_its_contact_and_links_that_one_may_read(db: Database) -> None:
    told = {"name": "Nora Aster", "purpose": "annuaire", "origin": "elle-même", "email": "nora@example.invalid"}
    nora = create_record(db, SYSTEM, "Person", told, Operation("u"))
    found = person(no_scans(db), ANONYMOUS, nora)
    assert found and found["name"] == "Nora Aster"
    assert found["contact"][0]["email"] == "nora@example.invalid"
    assert person(db, ANONYMOUS, "personne-inconnue") is None


def test_a_deleted_account_leaves_no_word_of_the_person(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob Hamamélis", PASSWORD, "facilitator")
    create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, Operation(bob.id))
    open_session(db, bob.id, browser="Firefox")
    ask_reset(db, bob.id)
    turn_on(db, bob.id, "sealed", 1, new_codes())
    assert recent(db, SYSTEM).entries[0].who == "Bob Hamamélis"
    delete_account(db, bob.id)
    kept = str(db.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"))
    assert not [word for word in ("bob@", "Hamamélis", "argon2", "sealed", "Firefox") if word in kept]
    assert users(db) == [] and user_by_id(db, bob.id) is None
    assert authenticate(db, "bob@example.invalid", PASSWORD) is None
    assert viewer_for(db, bob.id) == ANONYMOUS


def test_what_it_wrote_stays_without_a_name_and_can_still_be_undone(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD, "facilitator")
    operation = Operation(bob.id)
    create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, operation)
    delete_account(db, bob.id)
    assert recent(db, SYSTEM).entries[0].who == "compte supprimé"
    assert undo(db, SYSTEM, operation.id, Operation("u-autre")).taken_back == 1


def test_its_address_may_have_an_account_again_which_is_another(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD)
    delete_account(db, bob.id)
    assert add_user(db, "bob@example.invalid", "Bob", PASSWORD).id != bob.id


def test_the_last_administrator_names_another_first(db: Database) -> None:
    diane = add_user(db, "diane@example.invalid", "Diane", PASSWORD, "administrator")
    with pytest.raises(NotAllowed):
        delete_account(db, diane.id)
    add_user(db, "emma@example.invalid", "Emma", PASSWORD, "administrator")
    delete_account(db, diane.id)
    assert [user.name for user in users(db)] == ["Emma"]
