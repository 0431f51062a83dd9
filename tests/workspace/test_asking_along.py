"""Promises of who reads a record's page: asked along with the page, and never taken for who they no longer are."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import cookies, roles, states
from graph.database import Database
from graph.editing import create_record, create_relation, delete_relation
from graph.errors import GraphUnavailable
from graph.operations import Operation
from graph.sessions import close_others
from graph.users import User, user_by_email
from graph.viewers import SYSTEM
from tests.people import signed_in

WROTE = "MATCH (u:User {id: $id}) SET u.person = $person"
LATE = "MATCH (s:Session) SET s.expires_at = '2020-01-01T00:00:00Z'"


class Bobs:
    """Bob with a commons that he bears, another for members, and a secret; he read both pages."""

    def __init__(self, app: Flask, db: Database) -> None:
        self.app, self.db, self.client = app, db, signed_in(app, db, "bob")
        bob = user_by_email(db, "bob@example.invalid")
        assert bob
        self.user: User = bob
        person = self._new("Person", "Bob l’inventé", purpose="essai", origin="essai")
        self.own, self.inside = self._new("Commons", "Panoramax"), self._new("Commons", "Atelier", visibility="members")
        self.secret = self._new("Commons", "Coffre", visibility="private")
        db.write(WROTE, id=bob.id, person=person)
        self.bears = create_relation(db, SYSTEM, "STEWARDS", person, self.own, {}, Operation("essai"))
        self.person = person
        assert "Modifier" in self.read(self.own) and self.status(self.inside) == 200

    def _new(self, kind: str, name: str, **told: str) -> str:
        return create_record(self.db, SYSTEM, kind, {"name": name, **told}, Operation("essai"))

    def read(self, id: str) -> str:
        return self.client.get(page(id)).text

    def status(self, id: str) -> int:
        return self.client.get(page(id)).status_code


def page(id: str) -> str:
    return f"/communs/{id.removeprefix('commun-')}"


@pytest.fixture
def bobs(app: Flask, db: Database) -> Bobs:
    return Bobs(app, db)


def journeys(db: Database, monkeypatch: pytest.MonkeyPatch, client: FlaskClient, path: str) -> int:
    """How often a page that was read before asks the graph."""
    asked, read = [], db.read
    client.get(path)
    with monkeypatch.context() as patched:
        patched.setattr(db, "read", lambda query, /, **named: asked.append(query) or read(query, **named))  # type: ignore[func-returns-value]
        assert client.get(path).status_code == 200
    return len(asked)


def test_who_bears_a_record_asks_the_graph_as_often_as_anybody(bobs: Bobs, monkeypatch: pytest.MonkeyPatch) -> None:
    anybody = journeys(bobs.db, monkeypatch, bobs.app.test_client(), page(bobs.own))
    assert journeys(bobs.db, monkeypatch, bobs.client, page(bobs.own)) == anybody


def test_a_graph_that_is_down_is_waited_for_once(bobs: Bobs, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def down(query: str, /, **_: object) -> NoReturn:
        asked.append(query)
        raise GraphUnavailable("down in this test")

    monkeypatch.setattr(bobs.db, "read", down)
    assert bobs.status(bobs.own) == 503 and len(asked) == 1


@pytest.mark.parametrize(
    "over",
    [
        lambda bobs: close_others(bobs.db, bobs.user.id, "another"),
        lambda bobs: roles.suspend(bobs.db, roles.SYSTEM, bobs.user.id),
        lambda bobs: bobs.db.write(LATE),
    ],
    ids=["session closed", "account suspended", "session too old"],
)
def test_a_session_that_is_over_reads_nothing_more(bobs: Bobs, over: Callable[[Bobs], object]) -> None:
    over(bobs)
    assert bobs.status(bobs.inside) == 404
    told = bobs.read(bobs.own)
    assert "Se connecter" in told and "Modifier" not in told


def test_a_right_that_was_taken_is_gone_with_the_next_page(bobs: Bobs) -> None:
    version = states.relations(bobs.db, [bobs.bears])[bobs.bears].version
    delete_relation(bobs.db, SYSTEM, bobs.bears, version, Operation("essai"))
    told = bobs.read(bobs.own)
    assert "Suggérer un changement" in told and "Modifier" not in told


def test_a_right_that_was_given_opens_what_was_hidden(bobs: Bobs) -> None:
    assert bobs.status(bobs.secret) == 404
    create_relation(bobs.db, SYSTEM, "STEWARDS", bobs.person, bobs.secret, {}, Operation("essai"))
    assert "Modifier" in bobs.read(bobs.secret)


def test_another_role_is_another_reader(bobs: Bobs) -> None:
    assert bobs.status(bobs.secret) == 404
    roles.set_role(bobs.db, roles.SYSTEM, bobs.user.id, "facilitator")
    assert "Modifier" in bobs.read(bobs.secret)


def test_rights_are_those_of_the_day(bobs: Bobs, monkeypatch: pytest.MonkeyPatch) -> None:
    known = cookies.remembered(bobs.db, token(bobs.client))
    assert known and known.day == datetime.now(UTC).date().isoformat()
    monkeypatch.setattr(cookies, "today", lambda: "2999-01-01")
    assert "Modifier" in bobs.read(bobs.own)
    again = cookies.remembered(bobs.db, token(bobs.client))
    assert again and again.day == "2999-01-01"


def token(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return str(session["_user_id"])
