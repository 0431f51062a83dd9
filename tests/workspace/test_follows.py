"""Promises of following: what changed is told at one's pace, once, and only what one may read."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_record, create_relation
from graph.leaving import delete_account
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in
from workspace.dates import PARIS
from workspace.follows.digests import queue

MORNING = datetime(2026, 11, 26, 7, tzinfo=PARIS)  # a Thursday
NIGHT = MORNING.replace(hour=3)
MONDAY = datetime(2026, 11, 30, 7, tzinfo=PARIS)


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, set(), {"Panoramax": "Commons", "OpenBeta": ("Commons", {"status": "idea"})})


@pytest.fixture
def bob(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "bob")


def written(db: Database, id: str, **fields: str) -> None:
    version = records(db, [id])[id].version
    change_record(db, SYSTEM, id, version, fields, Operation("système", "relu"))


def linked(db: Database, source: str, type: str, target: str) -> None:
    create_relation(db, SYSTEM, type, source, target, {}, Operation("alice"))


def told(db: Database, site: Settings, at: datetime = MORNING) -> None:
    queue(db, at)
    work_once(db, site)
    work_once(db, site)


def follow(client: FlaskClient, **what: str) -> None:
    assert send(client, "/suivre", what, page="/communs/panoramax").status_code == 302


def pace(db: Database, client: FlaskClient, word: str) -> None:
    id = db.read("MATCH (f:Follow) RETURN f.id AS id")[0]["id"]
    assert send(client, f"/suivi/{id}", {"rythme": word}, page="/suivi").status_code == 302


def test_what_changed_in_a_record_is_told_the_next_morning_and_once(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, fiche=ids["Panoramax"])
    assert "Suivi" in bob.get("/communs/panoramax").text and "Panoramax" in bob.get("/suivi").text
    written(db, ids["Panoramax"], licence="ODbL-1.0")
    written(db, ids["OpenBeta"], licence="MIT")
    told(db, site, NIGHT)
    assert box.messages == []
    told(db, site)
    (message,) = box.messages
    assert message["To"] == "bob@example.invalid" and "Panoramax" in str(message["Subject"])
    assert "relu" in text_of(message) and "OpenBeta" not in text_of(message)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    told(db, site)
    told(db, site, MORNING.replace(day=27))
    assert len(box.messages) == 1


def test_a_filtered_list_tells_what_came_into_it(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, liste="communs", filtre="etat=idea")
    assert "Idée" in bob.get("/suivi").text
    create_record(db, SYSTEM, "Commons", {"name": "Trottoirs", "status": "idea"}, Operation("alice"))
    create_record(db, SYSTEM, "Commons", {"name": "Usagé", "status": "in_use"}, Operation("alice"))
    told(db, site)
    (message,) = box.messages
    assert "Trottoirs" in text_of(message) and "Usagé" not in text_of(message) and "OpenBeta" not in text_of(message)


def test_links_told_within_two_steps_of_a_record_are_written(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    kinds: Kinds = {"IGN": "Organisation", "Sète": "Organisation", "Cercle": ("Community", {"visibility": "private"})}
    there = graph_of(db, set(), kinds) | ids
    linked(db, there["IGN"], "STEWARDS", there["Panoramax"])
    follow(bob, autour=there["Panoramax"])
    assert "Autour de Panoramax" in bob.get("/suivi").text
    assert 'href="/suivi"' in bob.get(f"/reseau/nouveau?centre={there['Panoramax']}").text.split("<main")[1]
    linked(db, there["Sète"], "PARTNERS", there["IGN"])
    linked(db, there["IGN"], "MEMBER_OF", there["Cercle"])
    told(db, site)
    (message,) = box.messages
    assert "Sète est partenaire de IGN" in text_of(message)
    assert "porte Panoramax" not in text_of(message) and "Cercle" not in text_of(message)
    told(db, site, MORNING.replace(day=27))
    assert len(box.messages) == 1
    assert send(bob, "/suivre", {"autour": there["Cercle"]}, page="/suivi").status_code == 404


def test_nobody_is_told_what_they_may_not_read(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, fiche=ids["Panoramax"])
    follow(bob, liste="communs", filtre="")
    create_record(db, SYSTEM, "Commons", {"name": "Secret", "visibility": "private"}, Operation("alice"))
    written(db, ids["Panoramax"], visibility="private")
    told(db, site)
    assert box.messages == []
    html = bob.get("/suivi").text.split("<main")[1]
    assert "n’est plus visible" in html and "Panoramax" not in html
    assert send(bob, "/suivre", {"fiche": ids["Panoramax"]}, page="/suivi").status_code == 404


def test_at_once_on_mondays_or_never(
    bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, fiche=ids["Panoramax"])
    pace(db, bob, "now")
    written(db, ids["Panoramax"], licence="MIT")
    told(db, site, NIGHT)
    assert len(box.messages) == 1
    pace(db, bob, "weekly")
    written(db, ids["Panoramax"], licence="ODbL-1.0")
    told(db, site)
    assert len(box.messages) == 1
    told(db, site, MONDAY)
    assert len(box.messages) == 2
    pace(db, bob, "never")
    written(db, ids["Panoramax"], licence="GPL-3.0")
    told(db, site, MONDAY)
    assert len(box.messages) == 2
    assert send(bob, "/suivi/autre", {"rythme": "daily"}, page="/suivi").status_code == 404


def test_letters_stopped_from_a_mail_program_stay_stopped_until_one_asks_again(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    follow(bob, fiche=ids["Panoramax"])
    pace(db, bob, "now")
    written(db, ids["Panoramax"], licence="MIT")
    told(db, site)
    stop = box.messages[0]["List-Unsubscribe"].strip("<>").removeprefix("https://reseau.example.org")
    assert app.test_client().post(stop, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    written(db, ids["Panoramax"], licence="ODbL-1.0")
    told(db, site)
    assert len(box.messages) == 1 and "arrêté ces lettres" in bob.get("/suivi").text
    assert send(bob, "/suivi/reprendre", {}, page="/suivi").status_code == 302
    written(db, ids["Panoramax"], licence="GPL-3.0")
    told(db, site)
    assert len(box.messages) == 2


def test_an_account_that_is_deleted_follows_nothing(bob: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    follow(bob, fiche=ids["Panoramax"])
    delete_account(db, db.read("MATCH (u:User) WHERE u.email STARTS WITH 'bob' RETURN u.id AS id")[0]["id"])
    assert db.read("MATCH (f:Follow) RETURN count(f) AS n") == [{"n": 0}]
