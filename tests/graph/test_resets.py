"""Promises of a forgotten password: the link is good once, for an hour, and the newest only."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.cookies import signed_in
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.resets import ask_reset, reset_password, resetting
from graph.roles import SYSTEM, suspend
from graph.sessions import open_session
from graph.users import User, add_user, authenticate, set_password
from tests.graph.plans import no_scans

PASSWORD, NEW = "une phrase assez longue", "une tout autre phrase"


def bob_of(db: Database) -> User:
    return add_user(db, "bob@example.invalid", "Bob", PASSWORD)


def asked(db: Database, user: User) -> str:
    token = ask_reset(db, user.id)
    assert token
    return token


def test_a_link_replaces_the_password_once_and_ends_every_session(db: Database) -> None:
    bob = bob_of(db)
    session, token = open_session(db, bob.id), asked(db, bob)
    assert resetting(no_scans(db), token) == bob
    assert reset_password(db, token, NEW) == bob
    assert authenticate(db, bob.email, NEW) and not authenticate(db, bob.email, PASSWORD)
    assert signed_in(db, session) is None and resetting(db, token) is None
    with pytest.raises(NotFound):
        reset_password(db, token, PASSWORD)


def test_of_many_requests_with_one_link_one_is_taken(db: Database) -> None:
    token = asked(db, bob_of(db))

    def replace(place: int) -> bool:
        try:
            reset_password(db, token, f"{NEW} {place}")
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(replace, range(4))).count(True) == 1


def test_the_graph_keeps_no_link(db: Database) -> None:
    token = asked(db, bob_of(db))
    assert token not in str(db.read("MATCH (u:User) RETURN u {.*} AS u"))


def test_a_link_dies_after_an_hour_with_a_newer_one_and_with_a_new_password(db: Database) -> None:
    bob = bob_of(db)
    first, second = asked(db, bob), asked(db, bob)
    assert resetting(db, first) is None and resetting(db, second)
    set_password(db, bob.id, NEW)
    assert resetting(db, second) is None
    old = asked(db, bob)
    db.write("MATCH (u:User) SET u.reset_until = '2026-01-01T00:00:00Z'")
    assert resetting(db, old) is None
    with pytest.raises(NotFound):
        reset_password(db, old, PASSWORD)


def test_a_weak_password_does_not_use_the_link(db: Database) -> None:
    token = asked(db, bob_of(db))
    with pytest.raises(Invalid):
        reset_password(db, token, "court")
    assert resetting(db, token)


def test_a_suspended_account_gets_no_link_and_its_link_is_dead(db: Database) -> None:
    bob = bob_of(db)
    token = asked(db, bob)
    suspend(db, SYSTEM, bob.id)
    assert resetting(db, token) is None and ask_reset(db, bob.id) is None
