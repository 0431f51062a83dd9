"""Promises of minutes that are sent: adopted ones only, to who may read them, once each."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.adoption import adopt
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.tuples import ALICE, Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

PAGE = "/reunions/pleniere/compte-rendu"
KINDS: Kinds = {
    "Comité": "Community", "Zoé": ("Person", {"email": "zoe@example.invalid"}), "Bo": "Person",
    "Léo": ("Person", {"email": "leo@example.invalid"}), "Plénière": ("Meeting", {"day": "2026-11-03"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Plénière"), ("Zoé", "ATTENDS", "Plénière"), ("Léo", "MEMBER_OF", "Comité"),
    ("Bo", "ATTENDS", "Plénière", "presence=excused"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, site: Settings) -> FlaskClient:
    return signed_in(app, db, "alice")


def adopted(db: Database, ids: dict[str, str], visibility: str = "public") -> None:
    raw = {"name": "Compte rendu", "text": f"De @[Plénière]({ids['Plénière']}).", "visibility": visibility}
    id = create_record(db, SYSTEM, "Note", raw, Operation("alice"))
    adopt(db, ALICE, id, records(db, [id])[id].version, "Plénière suivante")


def test_minutes_go_to_who_took_part_once_each(
    alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    assert "Aucun compte rendu adopté" in text(alice.get(PAGE), "main")
    adopted(db, ids)
    page = alice.get(PAGE).text
    assert re.search(rf'value="{ids["Zoé"]}" checked', page) and f'value="{ids["Léo"]}"' in page
    assert not re.search(rf'value="{ids["Léo"]}" checked', page), "who was not noted is not chosen"
    assert "Bo" in page and "pas d’adresse connue" in page
    assert send(alice, PAGE, {"numero": "1"}).status_code == 422
    for _ in range(2):
        send(alice, PAGE, {"numero": "1", "a": ids["Zoé"], "message": "Merci."}, page="/reunions/pleniere")
    work_once(db, site)
    (letter,) = box.messages
    assert letter["To"] == "zoe@example.invalid" and letter["Subject"].startswith("Compte rendu : Plénière")
    assert "/notes/compte-rendu.pdf" in text_of(letter) and "Merci." in text_of(letter)
    assert "l’a déjà reçu" in alice.get(PAGE).text


def test_minutes_that_somebody_may_not_read_are_not_sent_to_them(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    adopted(db, ids, "members")
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ids["Bo"])
    page = alice.get(PAGE).text
    assert f'value="{ids["Bo"]}" checked' in page and f'value="{ids["Zoé"]}"' not in page
    assert "ne peut pas lire cette note" in page
    assert send(alice, PAGE, {"numero": "1", "a": ids["Zoé"]}).status_code == 422
    assert signed_in(app, db, "bob").get(PAGE).status_code == 403
    assert app.test_client().get(PAGE).status_code in (302, 403)
