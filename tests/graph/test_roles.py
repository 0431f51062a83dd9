"""Promises of roles: kept by administrators, of whom one always stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.cookies import signed_in
from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.roles import SYSTEM, lift, set_role, suspend
from graph.sessions import open_session
from graph.users import User, add_user, authenticate, user_by_id, users

PASSWORD = "une phrase assez longue"


def account(db: Database, name: str, role: str = "member") -> User:
    return add_user(db, f"{name}@example.invalid", name.title(), PASSWORD, role)


def role_of(db: Database, id: str) -> str:
    user = user_by_id(db, id)
    assert user
    return user.role


def test_an_administrator_changes_a_role(db: Database) -> None:
    diane, bob = account(db, "diane", "administrator"), account(db, "bob")
    set_role(db, diane.id, bob.id, "facilitator")
    assert role_of(db, bob.id) == "facilitator"
    with pytest.raises(NotFound):
        set_role(db, diane.id, "u-inconnu", "member")
    with pytest.raises(Invalid):
        set_role(db, diane.id, bob.id, "king")


@pytest.mark.parametrize("role", ["member", "facilitator"])
def test_nobody_else_does(db: Database, role: str) -> None:
    alice, bob = account(db, "alice", role), account(db, "bob")
    for raised in (alice.id, bob.id):
        with pytest.raises(NotAllowed):
            set_role(db, alice.id, raised, "administrator")
    for act in (suspend, lift):
        with pytest.raises(NotAllowed):
            act(db, alice.id, bob.id)
    assert role_of(db, bob.id) == "member" and authenticate(db, bob.email, PASSWORD)


def test_a_suspended_administrator_administers_no_more(db: Database) -> None:
    diane, emma = account(db, "diane", "administrator"), account(db, "emma", "administrator")
    suspend(db, diane.id, emma.id)
    with pytest.raises(NotAllowed):
        set_role(db, emma.id, emma.id, "administrator")


def test_suspending_ends_the_sessions_for_good_and_lifting_lets_in_again(db: Database) -> None:
    diane, bob = account(db, "diane", "administrator"), account(db, "bob")
    token = open_session(db, bob.id)
    suspend(db, diane.id, bob.id)
    assert signed_in(db, token) is None and authenticate(db, bob.email, PASSWORD) is None
    lift(db, diane.id, bob.id)
    assert signed_in(db, token) is None and authenticate(db, bob.email, PASSWORD)


def test_one_administrator_always_stays(db: Database) -> None:
    diane = account(db, "diane", "administrator")
    with pytest.raises(NotAllowed):
        set_role(db, diane.id, diane.id, "member")
    with pytest.raises(NotAllowed):
        suspend(db, diane.id, diane.id)
    account(db, "emma", "administrator")
    set_role(db, diane.id, diane.id, "member")
    assert role_of(db, diane.id) == "member"


def test_two_administrators_who_step_down_at_once_leave_one(db: Database) -> None:
    both = [account(db, name, "administrator").id for name in ("diane", "emma")]

    def step_down(id: str) -> None:
        try:
            set_role(db, id, id, "member")
        except NotAllowed:
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(step_down, both))
    assert sorted(user.role for user in users(db)) == ["administrator", "member"]


def test_who_has_the_machine_may_do_all_of_it(db: Database) -> None:
    diane = account(db, "diane", "administrator")
    suspend(db, SYSTEM, diane.id)
    lift(db, SYSTEM, diane.id)
    set_role(db, SYSTEM, diane.id, "member")
    assert role_of(db, diane.id) == "member"
