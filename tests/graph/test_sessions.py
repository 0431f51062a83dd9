"""Promises of sessions: one a browser, known by a fingerprint, ended one by one, and over when their time is."""

from datetime import UTC, datetime, timedelta

from graph.cookies import signed_in
from graph.database import Database
from graph.passwords import hashed, opens
from graph.sessions import (
    LASTS,
    SEEN_EVERY,
    Session,
    close_others,
    close_session,
    open_session,
    see,
    sessions,
)
from graph.tokens import after, fingerprint
from graph.users import add_user
from tests.graph.plans import no_scans

PASSWORD = "une phrase assez longue"
AGED = "MATCH (s:Session {id: $id}) SET s.seen_at = $at, s.expires_at = $until"


def opened(db: Database, token: str) -> Session:
    known = signed_in(db, token)
    assert known
    return known[1]


def aged(db: Database, token: str, by: timedelta) -> None:
    """As if nobody had looked for some time."""
    then = datetime.now(UTC) - by
    db.write(AGED, id=fingerprint(token), at=after(timedelta(), since=then), until=after(LASTS, since=then))


def test_a_token_gives_its_account_and_session_in_one_question_once_its_rights_are_known(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    token = open_session(db, alice.id, kept=True, browser="Firefox", system="Windows")
    watched = no_scans(db)
    known = signed_in(watched, token)
    watched.asked.clear()
    assert signed_in(watched, token) == known and len(watched.asked) == 1
    assert known and known[0] == alice
    assert (known[1].browser, known[1].system, known[1].kept, known[1].how) == ("Firefox", "Windows", True, "password")


def test_the_graph_keeps_no_token(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    token = open_session(db, alice.id)
    kept = db.read("MATCH (s:Session) RETURN s {.*} AS session")
    assert token not in str(kept) and kept[0]["session"]["id"] == fingerprint(token)
    assert signed_in(db, kept[0]["session"]["id"]) is None


def test_an_account_ends_its_own_sessions_only(db: Database) -> None:
    alice, bob = (add_user(db, f"{name}@example.invalid", name, PASSWORD) for name in ("alice", "bob"))
    first, second, third = (open_session(db, alice.id) for _ in range(3))
    assert not close_session(db, bob.id, fingerprint(first))
    assert close_session(db, alice.id, fingerprint(first))
    assert signed_in(db, first) is None and signed_in(db, second)
    assert close_others(db, bob.id, "") == 0
    assert close_others(db, alice.id, fingerprint(third)) == 1
    assert [each.id for each in sessions(db, alice.id)] == [fingerprint(third)]


def test_a_session_that_nobody_used_is_over_and_swept(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    token = open_session(db, alice.id)
    aged(db, token, LASTS + timedelta(minutes=1))
    assert signed_in(db, token) is None and sessions(db, alice.id) == []
    open_session(db, alice.id)
    assert db.read("MATCH (s:Session) RETURN count(*) AS n")[0]["n"] == 1


def test_reading_writes_once_in_some_minutes_and_prolongs_the_session(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    token = open_session(db, alice.id)
    assert not see(db, opened(db, token))
    aged(db, token, SEEN_EVERY)
    before = opened(db, token)
    assert see(db, before)
    now = opened(db, token)
    assert now.seen_at > before.seen_at and now.expires_at > before.expires_at
    assert not see(db, now)


def test_a_suspended_account_has_no_session(db: Database) -> None:
    alice = add_user(db, "alice@example.invalid", "Alice", PASSWORD)
    token = open_session(db, alice.id)
    db.write("MATCH (u:User {id: $id}) SET u.suspended_at = '2026-01-01T00:00:00Z'", id=alice.id)
    assert signed_in(db, token) is None


def test_nobody_s_password_opens_nothing(db: Database) -> None:
    assert not opens(None, PASSWORD)
    assert opens(hashed(PASSWORD), PASSWORD)
