"""Promises of invitations: who may send them, good once, for a time, and taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.database import Database
from graph.editing import create_record
from graph.errors import AlreadyExists, Invalid, MaillageError, NotAllowed, NotFound
from graph.invitations import (
    Invitation,
    accept,
    invitations,
    invite,
    invited,
    invited_address,
    send_again,
    take_back,
)
from graph.operations import Operation
from graph.users import User, add_user, authenticate, user_by_email, users
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans

PASSWORD = "une phrase assez longue"
NEW = "nouvelle@example.invalid"


def account(db: Database, name: str, role: str = "facilitator") -> User:
    return add_user(db, f"{name}@example.invalid", name.title(), PASSWORD, role)


def sent(db: Database, by: str, email: str = NEW, **more: str) -> tuple[Invitation, str]:
    return db.transaction(lambda tx: invite(tx, by, email, **more))


def accepted(db: Database, token: str, name: str = "Nouvelle") -> User:
    invitation = invited(db, token)
    assert invitation
    return db.transaction(lambda tx: accept(tx, invitation, name, PASSWORD))


def test_an_invitation_becomes_an_account_once(db: Database) -> None:
    alice = account(db, "alice")
    made, token = sent(db, alice.id, " Nouvelle@Example.invalid ")
    assert (made.email, made.role) == (NEW, "member")
    known = invited(no_scans(db), token)
    assert known and known.host == "Alice"
    user = accepted(db, token)
    assert (user.email, user.name, user.role) == (NEW, "Nouvelle", "member")
    assert authenticate(db, NEW, PASSWORD) == user
    assert invited(db, token) is None and invitations(db) == []
    with pytest.raises(NotFound):
        db.transaction(lambda tx: accept(tx, known, "Encore", PASSWORD))


def test_the_graph_keeps_no_link(db: Database) -> None:
    _, token = sent(db, account(db, "alice").id)
    assert token not in str(db.read("MATCH (i:Invitation) RETURN i {.*} AS i"))


def test_of_many_answers_to_one_invitation_one_makes_an_account(db: Database) -> None:
    invitation, _ = sent(db, account(db, "alice").id)

    def answer(place: int) -> bool:
        try:
            db.transaction(lambda tx: accept(tx, invitation, f"Nouvelle {place}", PASSWORD))
        except MaillageError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(answer, range(4))).count(True) == 1
    assert len(users(db)) == 2


@pytest.mark.parametrize(
    ("host", "role", "may"),
    [
        ("member", "member", False), ("facilitator", "member", True), ("facilitator", "facilitator", False),
        ("facilitator", "administrator", False), ("administrator", "facilitator", True),
        ("administrator", "administrator", True),
    ],
)  # fmt: skip
def test_facilitators_invite_members_and_administrators_anybody(db: Database, host: str, role: str, may: bool) -> None:
    by = account(db, "alice", host).id
    if may:
        assert sent(db, by, role=role)[0].role == role
        return
    with pytest.raises(NotAllowed):
        sent(db, by, role=role)
    assert invitations(db) == []


def test_a_facilitator_touches_no_invitation_to_facilitate(db: Database) -> None:
    alice, diane = account(db, "alice"), account(db, "diane", "administrator")
    invitation, token = sent(db, diane.id, role="facilitator")
    with pytest.raises(NotFound):
        db.transaction(lambda tx: send_again(tx, alice.id, invitation.id))
    with pytest.raises(NotFound):
        take_back(db, alice.id, invitation.id)
    assert invited(db, token)


def test_sent_again_the_link_before_is_dead_and_taken_back_all_are(db: Database) -> None:
    alice = account(db, "alice")
    invitation, first = sent(db, alice.id)
    again, second = db.transaction(lambda tx: send_again(tx, alice.id, invitation.id))
    assert again.id == invitation.id
    assert invited(db, first) is None and invited(db, second)
    take_back(db, alice.id, invitation.id)
    assert invited(db, second) is None
    with pytest.raises(NotFound):
        take_back(db, alice.id, invitation.id)


def test_after_fourteen_days_it_is_over_and_the_address_may_be_invited_anew(db: Database) -> None:
    alice = account(db, "alice")
    invitation, token = sent(db, alice.id)
    assert not invitation.over
    db.write("MATCH (i:Invitation) SET i.expires_at = '2026-01-01T00:00:00Z'")
    assert invited(db, token) is None and invited_address(db, NEW) is None
    assert invitations(db)[0].over
    with pytest.raises(NotFound):
        db.transaction(lambda tx: accept(tx, invitation, "Nouvelle", PASSWORD))
    _, fresh = sent(db, alice.id)
    assert invited(db, fresh) and len(invitations(db)) == 1


def test_an_address_has_one_account_or_one_invitation(db: Database) -> None:
    alice = account(db, "alice")
    sent(db, alice.id)
    for email, what in ((NEW, "invitation"), ("ALICE@example.invalid", "account")):
        with pytest.raises(AlreadyExists) as error:
            sent(db, alice.id, email)
        assert error.value.field == what


def test_an_invitation_may_say_which_person_the_account_is(db: Database) -> None:
    alice = account(db, "alice")
    told = {"name": "Nora Aster", "purpose": "annuaire", "origin": "elle-même"}
    nora = create_record(db, SYSTEM, "Person", told, Operation(alice.id))
    theme = create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, Operation(alice.id))
    _, token = sent(db, alice.id, person=nora)
    assert accepted(db, token).person == nora
    for wrong in (theme, "personne-inconnue", nora):
        with pytest.raises(Invalid) as error:
            sent(db, alice.id, "autre@example.invalid", person=wrong)
        assert set(error.value.fields) == {"person"}


def test_a_wrong_address_or_role_names_its_field(db: Database) -> None:
    diane = account(db, "diane", "administrator")
    for email, role, field in (("nouvelle", "member", "email"), (NEW, "king", "role")):
        with pytest.raises(Invalid) as error:
            sent(db, diane.id, email, role=role)
        assert set(error.value.fields) == {field}
    assert user_by_email(db, NEW) is None
