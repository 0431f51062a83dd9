"""Promises of a followed question: what answers anew is told with its chain, once, and only what one may read."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_record, create_relation
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.mailbox import Mailbox, text_of
from tests.people import send, signed_in
from tests.workspace.test_follows import MORNING, told

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Sète": "Organisation", "Panoramax": "Commons",
    "Cercle": ("Commons", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {("ADEME", "FUNDS", "Panoramax")}
FUND = "de=organisation&lien1=funds&vers1=commun"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def bob(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "bob")


def follow(client: FlaskClient, query: str = FUND) -> int:
    return send(client, "/suivre", {"question": query}, page=f"/questions?{FUND}").status_code


def linked(db: Database, ids: dict[str, str], source: str, target: str = "Panoramax") -> str:
    return create_relation(db, SYSTEM, "FUNDS", ids[source], ids[target], {}, Operation("alice"))


def day(number: int) -> Any:
    return MORNING.replace(day=number)


def test_a_new_answer_is_told_with_its_chain_and_once(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    assert follow(bob) == 302
    assert "Suivie" in bob.get(f"/questions?{FUND}").text
    assert "Organisations qui financent un commun" in bob.get("/suivi").text
    linked(db, ids, "IGN")
    told(db, site)
    (message,) = box.messages
    assert "IGN finance Panoramax" in text_of(message) and "ADEME" not in text_of(message)
    assert "Organisations qui financent un commun" in str(message["Subject"])
    assert f"https://reseau.example.org/questions?{FUND}" in text_of(message)
    create_record(db, SYSTEM, "Organisation", {"name": "Sans lien"}, Operation("alice"))
    told(db, site, day(27))
    assert len(box.messages) == 1


def test_what_stops_answering_is_not_told_nor_told_again_when_it_comes_back(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob)
    db.write("MATCH ({id: $id})-[r:FUNDS]->() SET r.until = '2020', r.until_to = '2020-12-31'", id=ids["ADEME"])
    create_record(db, SYSTEM, "Organisation", {"name": "Autre"}, Operation("alice"))
    told(db, site)
    db.write("MATCH ({id: $id})-[r:FUNDS]->() REMOVE r.until, r.until_to", id=ids["ADEME"])
    create_record(db, SYSTEM, "Organisation", {"name": "Encore"}, Operation("alice"))
    told(db, site, day(27))
    assert box.messages == []


def test_an_answer_through_what_one_may_not_read_is_not_told_until_one_may(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob)
    linked(db, ids, "Sète", "Cercle")
    told(db, site)
    assert box.messages == []
    version = records(db, [ids["Cercle"]])[ids["Cercle"]].version
    change_record(db, SYSTEM, ids["Cercle"], version, {"visibility": "public"}, Operation("alice"))
    db.write("MATCH ()-[r:FUNDS]->({id: $id}) SET r.audience = 'public'", id=ids["Cercle"])
    told(db, site, day(27))
    (message,) = box.messages
    assert "Sète finance Cercle" in text_of(message)


def test_a_question_about_what_is_hidden_now_says_nothing_of_it(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, f"{FUND}&fiche1={ids['Panoramax']}")
    version = records(db, [ids["Panoramax"]])[ids["Panoramax"]].version
    change_record(db, SYSTEM, ids["Panoramax"], version, {"visibility": "private"}, Operation("alice"))
    linked(db, ids, "IGN")
    told(db, site)
    page = bob.get("/suivi").text.split("<main")[1]
    assert box.messages == [] and "Panoramax" not in page and "n’est plus visible" in page


def test_a_question_that_cannot_be_asked_or_has_too_many_answers_is_not_followed(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follow(bob, "de=mars") == 422
    monkeypatch.setattr("graph.follows.MOST_ANSWERS", 0)
    assert follow(bob) == 422
    assert db.read("MATCH (f:Follow) RETURN count(f) AS n") == [{"n": 0}]
    assert "M’écrire quand" not in app.test_client().get(f"/questions?{FUND}").text
