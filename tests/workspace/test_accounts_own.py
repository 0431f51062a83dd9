"""Promises of one's own account: the name, the sessions and the password are one's own to change."""

import pytest
from flask import Flask

from graph.changes import recent
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.sessions import sessions
from graph.tokens import fingerprint
from graph.users import authenticate, user_by_email
from graph.viewers import SYSTEM
from tests.people import PASSWORD, send, signed_in
from tests.reading import text, texts
from workspace.accounts.browsers import named

NEW = {"present": PASSWORD, "password": "une tout autre phrase", "again": "une tout autre phrase"}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"


def test_a_stranger_is_shown_the_door(app: Flask) -> None:
    for path in ("/compte", "/compte/mot-de-passe", "/compte/double-authentification"):
        answer = app.test_client().get(path)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/connexion")


def test_the_page_tells_who_one_is_and_where_one_is_signed_in(app: Flask, db: Database) -> None:
    bob = signed_in(app, db, "bob", agent=FIREFOX)
    signed_in(app, db, "bob", agent=CHROME)
    page = bob.get("/compte")
    assert "bob@example.invalid" in text(page) and "Membre" in text(page)
    told = texts(page, "#connexions li")
    assert len(told) == 2
    assert ["cette connexion" in each for each in told if "Firefox sur Windows" in each] == [True]
    assert ["cette connexion" in each for each in told if "Chrome sur Android" in each] == [False]


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (FIREFOX, ("Firefox", "Windows")), (CHROME, ("Chrome", "Android")), (SAFARI, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")), ("", ("", "")), ("<script>", ("", "")), ("x" * 100_000, ("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_told_by_its_name_or_not_at_all(agent: str, told: tuple[str, str]) -> None:
    assert named(agent) == told


def test_a_session_is_closed_from_another_and_all_others_at_once(app: Flask, db: Database) -> None:
    here, there, elsewhere = (signed_in(app, db, "bob") for _ in range(3))
    bob = user_by_email(db, "bob@example.invalid")
    assert bob
    with there.session_transaction() as session:
        theirs = session["_user_id"]
    ids = [each.id for each in sessions(db, bob.id)]
    send(here, f"/compte/connexions/{fingerprint(theirs)}/fermer", {}, page="/compte")
    assert there.get("/compte").status_code == 302 and elsewhere.get("/compte").status_code == 200
    assert len(ids) == 3
    send(here, "/compte/connexions/fermer-les-autres", {}, page="/compte")
    assert elsewhere.get("/compte").status_code == 302 and here.get("/compte").status_code == 200


def test_nobody_closes_the_session_of_somebody_else(app: Flask, db: Database) -> None:
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    user = user_by_email(db, "bob@example.invalid")
    assert user
    [session] = sessions(db, user.id)
    send(alice, f"/compte/connexions/{session.id}/fermer", {}, page="/compte")
    assert bob.get("/compte").status_code == 200


def test_a_new_password_asks_for_the_present_one_and_closes_the_other_sessions(app: Flask, db: Database) -> None:
    here, there = signed_in(app, db, "bob"), signed_in(app, db, "bob")
    assert send(here, "/compte/mot-de-passe", NEW).location == "/compte"
    assert here.get("/compte").status_code == 200 and there.get("/compte").status_code == 302
    assert authenticate(db, "bob@example.invalid", NEW["password"])


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"present": "faux faux faux"}, "present", "pas votre mot de passe"),
        ({"password": "trop court", "again": "trop court"}, "password", "12 caractères"),
        ({"again": "une autre encore"}, "again", "diffèrent"),
    ],
)
def test_a_refused_password_says_why_beside_its_field(
    app: Flask, db: Database, changed: dict[str, str], field: str, words: str
) -> None:
    bob = signed_in(app, db, "bob")
    answer = send(bob, "/compte/mot-de-passe", NEW | changed)
    assert answer.status_code == 422
    assert words in text(answer, f"#champ-{field}-error")
    assert authenticate(db, "bob@example.invalid", PASSWORD)
    assert NEW["password"] not in answer.get_data(as_text=True)


def test_a_new_name_is_read_at_once_beside_what_one_wrote(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    user = user_by_email(db, "alice@example.invalid")
    assert user
    create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, Operation(user.id))
    assert recent(db, SYSTEM).entries[0].who == "Alice"
    send(alice, "/compte/nom", {"name": "Alice <b>"}, page="/compte")
    assert recent(db, SYSTEM).entries[0].who == "Alice <b>"
    refused = send(alice, "/compte/nom", {"name": " "}, page="/compte")
    assert refused.status_code == 422 and "nom est nécessaire" in text(refused, "#champ-name-error")
