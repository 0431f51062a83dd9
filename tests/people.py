"""Who asks in the tests: Alice animates the network, Bob is a member, Charlie is outside, Diane administers."""

import re
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from graph.database import Database
from graph.users import add_user, user_by_email

PASSWORD = "une phrase assez longue"
PEOPLE = {"alice": ("Alice", "facilitator"), "bob": ("Bob", "member"), "carole": ("Carole", "facilitator"),
          "diane": ("Diane", "administrator")}  # fmt: skip
_tokens: WeakKeyDictionary[FlaskClient, tuple[str, str]] = WeakKeyDictionary()


def signed_in(app: Flask, db: Database, who: str, agent: str = "") -> FlaskClient:
    """A client that went through the door as this person; the account is made when it is not there."""
    email = f"{who}@example.invalid"
    name, role = PEOPLE[who]
    if user_by_email(db, email) is None:
        add_user(db, email, name, PASSWORD, role)
    client = app.test_client()
    data = {"email": email, "password": PASSWORD, "csrf_token": _given(app, client)}
    assert client.post("/connexion", data=data, headers={"User-Agent": agent}).status_code == 302
    return client


def _given(app: Flask, client: FlaskClient) -> str:
    """A token for a browser that saw no page yet: the door's own tests read it from its page."""
    with client.session_transaction() as session:
        session["csrf_token"] = "of a test"
    return str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps("of a test"))


def token(client: FlaskClient, path: str) -> str:
    """The hidden token of the forms of a page; one that this browser's session saw before is still good."""
    with client.session_transaction() as session:
        own = session.get("csrf_token")
    known = _tokens.get(client)
    if known and own and known[0] == own:
        return known[1]
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))
    assert found, f"no form on {path}"
    with client.session_transaction() as session:
        _tokens[client] = session["csrf_token"], found[1]
    return found[1]


def send(client: FlaskClient, path: str, data: dict[str, Any], page: str | None = None, **options: Any) -> TestResponse:
    """Posts a form as its page would, with the token read from `page` (the address itself when it has one)."""
    return client.post(path, data={"csrf_token": token(client, page or path), **data}, **options)
