"""Promises of the door: one's own password opens it, it leads back, and it closes."""

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import set_password, user_by_email
from tests.people import PASSWORD, send, signed_in


def test_who_signs_in_comes_back_to_where_they_were(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    client = app.test_client()
    data = {"email": "alice@example.invalid", "password": PASSWORD, "suite": "/compte"}
    answer = send(client, "/connexion", data)
    assert (answer.status_code, answer.location) == (302, "/compte")
    assert "Alice" in client.get("/compte").get_data(as_text=True)


def test_a_wrong_password_and_an_unknown_address_are_told_alike(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    client = app.test_client()
    answers = [
        send(client, "/connexion", {"email": email, "password": "faux faux faux"})
        for email in ("alice@example.invalid", "personne@example.invalid")
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    told = [answer.get_data(as_text=True).replace("personne@", "alice@") for answer in answers]
    assert "ne convient pas" in told[0] and 'value="alice@example.invalid"' in told[0]


def test_the_door_sends_nobody_to_another_site(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    for place in ("https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example"):
        data = {"email": "alice@example.invalid", "password": PASSWORD, "suite": place}
        assert send(app.test_client(), "/connexion", data).location == "/"


def test_leaving_closes_the_session(app: Flask, db: Database) -> None:
    client = signed_in(app, db, "bob")
    send(client, "/deconnexion", {}, page="/compte")
    assert client.get("/compte").status_code == 302


def test_a_new_password_ends_open_sessions(app: Flask, db: Database) -> None:
    client = signed_in(app, db, "bob")
    bob = user_by_email(db, "bob@example.invalid")
    assert bob
    set_password(db, bob.id, "une tout autre phrase")
    assert client.get("/compte").status_code == 302


def test_a_form_without_its_token_changes_nothing(client: FlaskClient) -> None:
    assert client.post("/connexion", data={"email": "a@b.fr", "password": "x"}).status_code == 400
