"""Promises of the second factor: offered, proved before it counts, asked after the password, and taken back."""

import re
import time

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.database import Database
from graph.second_factor import codes_left, sealed_key
from graph.users import user_by_email
from tests.people import PASSWORD, send, signed_in
from tests.reading import text, texts

PLACE = "/compte/double-authentification"
EMAIL = "bob@example.invalid"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by which codes are reckoned: the test moves it."""
    now = [time.time()]
    monkeypatch.setattr("workspace.accounts.codes.time.time", lambda: now[0])
    return now


def key_of(page: TestResponse) -> str:
    return text(page, ".key code").replace(" ", "")


def code(key: str, clock: list[float]) -> str:
    return pyotp.TOTP(key).at(int(clock[0]))


def with_telephone(client: FlaskClient, clock: list[float]) -> tuple[str, list[str]]:
    """Turns the second factor on; the key and the recovery codes."""
    key = key_of(client.get(PLACE))
    answer = send(client, PLACE, {"code": code(key, clock)})
    assert answer.status_code == 200
    return key, texts(answer, ".recovery li")


def at_the_door(app: Flask, next: str = "/compte") -> FlaskClient:
    client = app.test_client()
    answer = send(client, "/connexion", {"email": EMAIL, "password": PASSWORD, "suite": next})
    assert answer.location == "/connexion/code"
    return client


def test_the_code_of_the_telephone_is_asked_after_the_password(app: Flask, db: Database, clock: list[float]) -> None:
    key, _ = with_telephone(signed_in(app, db, "bob"), clock)
    client = at_the_door(app, "/compte")
    assert client.get("/compte").status_code == 302
    clock[0] += 30
    assert send(client, "/connexion/code", {"code": code(key, clock)}).location == "/compte"
    assert "active" in text(client.get("/compte"))


def test_a_code_is_not_accepted_twice(app: Flask, db: Database, clock: list[float]) -> None:
    key, _ = with_telephone(signed_in(app, db, "bob"), clock)
    proved = code(key, clock)
    assert send(at_the_door(app), "/connexion/code", {"code": proved}).status_code == 422
    clock[0] += 30
    assert send(at_the_door(app), "/connexion/code", {"code": code(key, clock)}).status_code == 302
    again = send(at_the_door(app), "/connexion/code", {"code": code(key, clock)})
    assert again.status_code == 422 and "a déjà servi" in text(again, "#champ-code-error")


def test_a_recovery_code_stands_for_the_telephone_once(app: Flask, db: Database, clock: list[float]) -> None:
    _, recovery = with_telephone(signed_in(app, db, "bob"), clock)
    client = at_the_door(app)
    assert send(client, "/connexion/code", {"code": recovery[0].upper()}).status_code == 302
    assert "9 codes de secours" in text(client.get("/compte"))
    assert send(at_the_door(app), "/connexion/code", {"code": recovery[0]}).status_code == 422


def test_nothing_is_asked_of_the_telephone_before_a_first_code_proved_it(
    app: Flask, db: Database, clock: list[float]
) -> None:
    bob = signed_in(app, db, "bob")
    key = key_of(bob.get(PLACE))
    answer = send(bob, PLACE, {"code": "000000" if code(key, clock) != "000000" else "111111"})
    assert answer.status_code == 422 and key_of(answer) == key
    user = user_by_email(db, EMAIL)
    assert user and not user.second_factor


def test_the_key_is_not_readable_in_the_graph(app: Flask, db: Database, clock: list[float]) -> None:
    key, _ = with_telephone(signed_in(app, db, "bob"), clock)
    user = user_by_email(db, EMAIL)
    assert user and key not in str(sealed_key(db, user.id))


def test_turning_it_off_and_new_codes_ask_for_the_password(app: Flask, db: Database, clock: list[float]) -> None:
    bob = signed_in(app, db, "bob")
    _, recovery = with_telephone(bob, clock)
    for act in ("codes", "retirer"):
        answer = send(bob, f"{PLACE}/{act}", {"present": "faux faux faux"}, page=PLACE)
        assert answer.status_code == 422 and "pas votre mot de passe" in text(answer)
    fresh = texts(send(bob, f"{PLACE}/codes", {"present": PASSWORD}, page=PLACE), ".recovery li")
    assert len(fresh) == 10 and not set(fresh) & set(recovery)
    assert send(bob, f"{PLACE}/retirer", {"present": PASSWORD}, page=PLACE).location == "/compte"
    user = user_by_email(db, EMAIL)
    assert user and not user.second_factor and codes_left(db, user.id) == 0
    assert send(app.test_client(), "/connexion", {"email": EMAIL, "password": PASSWORD}).location == "/"


def test_the_second_step_alone_opens_nothing_and_the_first_is_forgotten_after_ten_minutes(
    app: Flask, db: Database, clock: list[float]
) -> None:
    key, _ = with_telephone(signed_in(app, db, "bob"), clock)
    clock[0] += 30
    assert app.test_client().get("/connexion/code").location == "/connexion"
    client = at_the_door(app)
    with client.session_transaction() as session:
        session["pending"] = session["pending"] | {"at": session["pending"]["at"] - 601}
    assert client.get("/connexion/code").location == "/connexion"
    stale = send(client, "/connexion/code", {"code": code(key, clock)}, page="/connexion")
    assert stale.location == "/connexion" and client.get("/compte").status_code == 302


def test_the_picture_is_drawn_without_style_and_the_key_is_written_beside_it(app: Flask, db: Database) -> None:
    page = signed_in(app, db, "bob").get(PLACE).get_data(as_text=True)
    assert re.search(r'<svg [^>]*class="qr-code"', page) and "style=" not in page
    assert re.search(r"<code>[A-Z2-7 ]{39}</code>", page)
