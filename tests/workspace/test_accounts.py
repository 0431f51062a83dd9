"""Promises of the door: one's own password opens it, it leads back, and it closes."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import set_password, user_by_email
from tests.applications import application
from tests.people import PASSWORD, send, signed_in
from tests.reading import found, text


def test_who_signs_in_comes_back_to_where_they_were(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    client = app.test_client()
    data = {"email": "alice@example.invalid", "password": PASSWORD, "suite": "/compte"}
    answer = send(client, "/connexion", data)
    assert (answer.status_code, answer.location) == (302, "/compte")
    assert "Alice" in text(client.get("/compte"))


def test_a_wrong_password_and_an_unknown_address_are_told_alike(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    client = app.test_client()
    answers = [
        send(client, "/connexion", {"email": email, "password": "faux faux faux"})
        for email in ("alice@example.invalid", "personne@example.invalid")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    told = [text(answer).replace("personne@", "alice@") for answer in answers]
    assert told[0] == told[1] and "ne convient pas" in told[0]
    assert found(answers[0], "#champ-email")[0].attrs["value"] == "alice@example.invalid"


def test_a_suspended_account_is_told_like_a_wrong_password(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    db.write("MATCH (u:User) SET u.suspended_at = '2026-01-01T00:00:00Z'")
    assert alice.get("/compte").status_code == 302
    answer = send(app.test_client(), "/connexion", {"email": "alice@example.invalid", "password": PASSWORD})
    assert answer.status_code == 422 and "ne convient pas" in text(answer)


def test_the_door_sends_nobody_to_another_site(app: Flask, db: Database) -> None:
    client = signed_in(app, db, "alice")
    for place in (
        "https://ailleurs.example",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "javascript:x",
        "/a\r\nX: y",
    ):
        data = {"email": "alice@example.invalid", "password": PASSWORD, "suite": place}
        assert send(app.test_client(), "/connexion", data).location == "/"
        assert client.get("/connexion", query_string={"suite": place}).location in ("/", None)


def test_leaving_ends_the_session_and_not_only_the_cookie(app: Flask, db: Database) -> None:
    client = signed_in(app, db, "bob")
    thief = app.test_client()
    thief.set_cookie("maillage", client.get_cookie("maillage").value)  # type: ignore[union-attr]
    assert thief.get("/compte").status_code == 200
    send(client, "/deconnexion", {}, page="/compte")
    assert client.get("/compte").status_code == thief.get("/compte").status_code == 302


def test_a_cookie_set_before_signing_in_is_worth_nothing_after(app: Flask, db: Database) -> None:
    """Session fixation: what an attacker planted is not what the victim's session becomes, token of forms included."""
    signed_in(app, db, "bob")
    victim = app.test_client()
    victim.get("/connexion")
    planted = victim.get_cookie("maillage").value  # type: ignore[union-attr]
    with victim.session_transaction() as session:
        before = session["csrf_token"]
    send(victim, "/connexion", {"email": "bob@example.invalid", "password": PASSWORD})
    victim.get("/compte")
    with victim.session_transaction() as session:
        assert session["csrf_token"] != before
    attacker = app.test_client()
    attacker.set_cookie("maillage", planted)
    assert attacker.get("/compte").status_code == 302


def test_a_browser_stays_signed_in_only_when_asked(app: Flask, db: Database) -> None:
    signed_in(app, db, "bob")
    data = {"email": "bob@example.invalid", "password": PASSWORD}
    for kept in (False, True):
        answer = send(app.test_client(), "/connexion", data | ({"remember": "on"} if kept else {}))
        assert ("Expires=" in answer.headers["Set-Cookie"]) is kept


def test_over_tls_the_cookie_is_bound_to_this_host(db: Database, tmp_path: Path) -> None:
    app = application(tmp_path, db, base_url="https://maillage.example")
    cookie = app.test_client().get("/connexion", base_url="https://maillage.example").headers["Set-Cookie"]
    assert cookie.startswith("__Host-maillage=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_new_password_ends_open_sessions(app: Flask, db: Database) -> None:
    client = signed_in(app, db, "bob")
    bob = user_by_email(db, "bob@example.invalid")
    assert bob
    set_password(db, bob.id, "une tout autre phrase")
    assert client.get("/compte").status_code == 302


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    assert client.post("/connexion", data={"email": "a@b.fr", "password": "x"}).status_code == 400
