"""Promises of writing to who bears a record: they read it, answer it, and their address is shown to nobody."""

import pytest
from flask import Flask

from graph.database import Database
from graph.settings import Settings
from tests.graph.tuples import graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in

TYPED = {"nom": "Léo", "adresse": "leo@example.invalid", "message": "Peut-on réutiliser vos photos ?"}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(
        db,
        {("Zoé", "STEWARDS", "Panoramax")},
        {"Zoé": ("Person", {"email": "zoe@example.invalid", "visibility": "private"}), "Panoramax": "Commons",
         "Orphelin": "Commons", "Caché": ("Commons", {"visibility": "private"})},
    )  # fmt: skip


def test_a_visitor_writes_to_who_bears_a_record_without_seeing_the_address(
    app: Flask, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    charlie, page = app.test_client(), f"/contacter/{ids['Panoramax']}"
    assert page in charlie.get("/communs/panoramax").text
    html = charlie.get(page).text
    assert "Une personne recevra" in html and "zoe@" not in html and "Zoé" not in html
    answer = send(charlie, page, TYPED)
    assert answer.status_code == 302 and "zoe@" not in answer.text
    work_once(db, site)
    (message,) = box.messages
    assert message["To"] == "zoe@example.invalid" and message["Reply-To"] == "leo@example.invalid"
    assert "réutiliser vos photos" in text_of(message) and "Léo" in text_of(message)


def test_without_a_bearer_the_facilitators_read_it(
    app: Flask, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    charlie, page = app.test_client(), f"/contacter/{ids['Orphelin']}"
    assert "Personne ne peut être joint" in charlie.get(page).text
    signed_in(app, db, "alice")
    assert "l’animation recevra" in charlie.get(page).text
    send(charlie, page, TYPED)
    work_once(db, site)
    assert box.recipients == ["alice@example.invalid"]


def test_who_wants_no_such_messages_gets_none(
    app: Flask, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    charlie, page = app.test_client(), f"/contacter/{ids['Panoramax']}"
    send(charlie, page, TYPED)
    work_once(db, site)
    stop = box.messages[0]["List-Unsubscribe"].strip("<>").split("/desabonner/")[1]
    charlie.post(f"/desabonner/{stop}", data={"List-Unsubscribe": "One-Click"})
    assert "Personne ne peut être joint" in charlie.get(page).text


def test_what_is_missing_is_told_and_what_was_typed_stays(
    app: Flask, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    charlie, page = app.test_client(), f"/contacter/{ids['Panoramax']}"
    answer = send(charlie, page, TYPED | {"adresse": "pas une adresse"})
    assert answer.status_code == 422
    assert "champ-adresse-error" in answer.text and "réutiliser vos photos" in answer.text
    assert send(charlie, page, TYPED | {"nom": ""}).status_code == 422
    assert send(charlie, page, TYPED | {"site": "https://robot.example"}).status_code == 400
    work_once(db, site)
    assert box.messages == []


def test_nobody_writes_about_a_record_that_they_do_not_see(app: Flask, ids: dict[str, str]) -> None:
    assert app.test_client().get(f"/contacter/{ids['Caché']}").status_code == 404
