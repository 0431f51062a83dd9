"""Promises of accounts: a password opens one's own account only, and a role sees what it may."""

import pytest

from graph.cookies import signed_in
from graph.database import Database
from graph.editing import create_record
from graph.errors import AlreadyExists, Invalid, NotFound
from graph.operations import Operation
from graph.rights import viewer_for
from graph.sessions import open_session
from graph.tokens import fingerprint
from graph.users import add_user, authenticate, set_password, user_by_email, users
from graph.viewers import ANONYMOUS, SYSTEM, Viewer

PASSWORD = "une phrase assez longue"


def test_an_account_opens_with_its_own_password_only(db: Database) -> None:
    alice = add_user(db, "Alice@Example.invalid", "Alice", PASSWORD)
    assert authenticate(db, "alice@example.invalid ", PASSWORD) == alice
    assert authenticate(db, "alice@example.invalid", "une autre phrase") is None
    assert authenticate(db, "bob@example.invalid", PASSWORD) is None


def test_a_password_is_never_kept_as_typed(db: Database) -> None:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    kept = db.read("MATCH (u:User) RETURN u.password AS password")[0]["password"]
    assert kept.startswith("$argon2id$") and PASSWORD not in kept


def test_two_accounts_do_not_share_an_address(db: Database) -> None:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    with pytest.raises(AlreadyExists):
        add_user(db, "ALICE@example.invalid", "Alice bis", PASSWORD)


@pytest.mark.parametrize(
    ("email", "name", "password", "role", "field"),
    [
        ("alice", "Alice", PASSWORD, "member", "email"),
        (f"{'a' * 250}@b.fr", "Alice", PASSWORD, "member", "email"),
        ("a@b.fr", " ", PASSWORD, "member", "name"),
        ("a@b.fr", "A" * 121, PASSWORD, "member", "name"),
        ("a@b.fr", "Alice\nBcc: x", PASSWORD, "member", "name"),
        ("a@b.fr", "Alice", "onze lettre", "member", "password"),
        ("a@b.fr", "Alice", "x" * 1001, "member", "password"),
        ("a@b.fr", "Alice", PASSWORD, "king", "role"),
    ],
)
def test_wrong_input_names_its_field(db: Database, email: str, name: str, password: str, role: str, field: str) -> None:
    with pytest.raises(Invalid) as error:
        add_user(db, email, name, password, role)
    assert set(error.value.fields) == {field}
    assert users(db) == []


def test_a_new_password_ends_the_sessions_opened_before_but_the_one_that_changed_it(db: Database) -> None:
    alice, bob = (add_user(db, f"{name}@example.invalid", name, PASSWORD) for name in ("alice", "bob"))
    old, here, bobs = (open_session(db, user.id) for user in (alice, alice, bob))
    set_password(db, alice.id, "une tout autre phrase", keep=fingerprint(here))
    assert [signed_in(db, token) is not None for token in (old, here, bobs)] == [False, True, True]
    assert authenticate(db, alice.email, PASSWORD) is None
    assert authenticate(db, alice.email, "une tout autre phrase") == alice
    with pytest.raises(NotFound):
        set_password(db, "u-inconnu", PASSWORD)


def test_facilitators_see_and_write_all_members_do_not(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD)
    assert viewer_for(db, alice.id) == Viewer(alice.id, ("public", "members"), all=True, edits=True)
    assert viewer_for(db, bob.id) == Viewer(bob.id, ("public", "members"))
    assert viewer_for(db, None) == viewer_for(db, "u-parti") == ANONYMOUS


def test_a_member_reads_their_group_and_their_own_private_records(db: Database) -> None:
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD, groups=["communaute-gt"])
    create_record(db, SYSTEM, "Theme", {"name": "À moi", "visibility": "private"}, Operation(bob.id))
    create_record(db, SYSTEM, "Theme", {"name": "À lui", "visibility": "private"}, Operation("carole"))
    rows = db.read("MATCH (n:Entity) RETURN n.name AS name, n.audience AS audience")
    audiences = viewer_for(db, bob.id).audiences
    assert {row["name"] for row in rows if row["audience"] in audiences} == {"À moi"}
    assert len(audiences) == 4
    assert user_by_email(db, bob.email) == bob
