"""Promises of a second factor: each code is good once, and what is kept of it tells nobody anything."""

from concurrent.futures import ThreadPoolExecutor

from graph.database import Database
from graph.second_factor import (
    accept_step,
    codes_left,
    new_codes,
    recover,
    renew_codes,
    sealed_key,
    turn_off,
    turn_on,
)
from graph.users import User, add_user, user_by_id

PASSWORD = "une phrase assez longue"


def alice_of(db: Database) -> User:
    return add_user(db, "alice@example.invalid", "Alice", PASSWORD)


def test_a_code_is_accepted_once_and_none_before_it(db: Database) -> None:
    alice = alice_of(db)
    assert turn_on(db, alice.id, "sealed", 100, new_codes())
    assert [accept_step(db, alice.id, step) for step in (100, 99, 101, 101, 102)] == [False, False, True, False, True]


def test_of_many_requests_with_one_code_one_is_accepted(db: Database) -> None:
    alice, codes = alice_of(db), new_codes()
    turn_on(db, alice.id, "sealed", 100, codes)
    with ThreadPoolExecutor(8) as pool:
        steps = list(pool.map(lambda _: accept_step(db, alice.id, 101), range(8)))
        recovered = list(pool.map(lambda _: recover(db, alice.id, codes[0]), range(8)))
    assert (steps.count(True), recovered.count(True)) == (1, 1)


def test_recovery_codes_work_once_however_they_are_typed(db: Database) -> None:
    alice, codes = alice_of(db), new_codes()
    turn_on(db, alice.id, "sealed", 100, codes)
    assert len(set(codes)) == 10
    assert recover(db, alice.id, f" {codes[3].upper().replace('-', ' ')} ")
    assert not recover(db, alice.id, codes[3])
    assert not recover(db, alice.id, "")
    assert codes_left(db, alice.id) == 9


def test_no_recovery_code_is_kept_as_given(db: Database) -> None:
    alice, codes = alice_of(db), new_codes()
    turn_on(db, alice.id, "sealed", 100, codes)
    kept = str(db.read("MATCH (u:User) RETURN u {.*} AS user"))
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_a_second_factor_is_never_replaced_by_another_unseen(db: Database) -> None:
    alice = alice_of(db)
    assert turn_on(db, alice.id, "first", 100, new_codes())
    assert not turn_on(db, alice.id, "second", 200, new_codes())
    assert sealed_key(db, alice.id) == "first"


def test_new_codes_end_the_old_ones_and_turning_off_ends_all(db: Database) -> None:
    alice, old, fresh = alice_of(db), new_codes(), new_codes()
    assert not renew_codes(db, alice.id, fresh)
    turn_on(db, alice.id, "sealed", 100, old)
    assert renew_codes(db, alice.id, fresh)
    assert not recover(db, alice.id, old[0])
    turn_off(db, alice.id)
    now = user_by_id(db, alice.id)
    assert now and not now.second_factor
    assert not accept_step(db, alice.id, 500) and not recover(db, alice.id, fresh[0])
