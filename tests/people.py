"""Who asks in the tests: Alice animates the network, Bob is a member, Charlie is outside, Diane administers."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.database import Database
from graph.users import add_user, user_by_email

PASSWORD = "une phrase assez longue"
PEOPLE = {"alice": ("Alice", "facilitator"), "bob": ("Bob", "member"), "carole": ("Carole", "facilitator"),
          "diane": ("Diane", "administrator")}  # fmt: skip


def signed_in(app: Flask, db: Database, who: str, agent: str = "") -> FlaskClient:
    """A client that went through the door as this person; the account is made when it is not there."""
    email = f"{who}@example.invalid"
    name, role = PEOPLE[who]
    if user_by_email(db, email) is None:
        add_user(db, email, name, PASSWORD, role)
    client = app.test_client()
    answer = send(client, "/connexion", {"email": email, "password": PASSWORD}, headers={"User-Agent": agent})
    assert answer.status_code == 302
    return client


def token(client: FlaskClient, path: str) -> str:
    """The hidden token of the forms of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))
    assert found, f"no form on {path}"
    return found[1]


def send(client: FlaskClient, path: str, data: dict[str, Any], page: str | None = None, **options: Any) -> TestResponse:
    """Posts a form as its page would, with the token read from `page` (the address itself when it has one)."""
    return client.post(path, data={"csrf_token": token(client, page or path), **data}, **options)
