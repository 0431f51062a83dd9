"""Promises to who writes a note with others: any process answers, whoever may not write is told and loses nothing."""

import os

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from graph import states
from graph.database import Database
from graph.editing import create_record
from graph.live import Answer
from graph.live_notes import Sent, stored
from graph.operations import Operation
from tests.applications import application
from tests.graph.tuples import ALICE
from tests.people import send, signed_in, token
from tests.writers import Writer, message, read

TEXT = "Présents : tous.\n\n- Publier le schéma"


def note(db: Database, **more: str) -> str:
    return create_record(db, ALICE, "Note", {"name": "Réunion", "text": TEXT, **more}, Operation("alice"))


def post(client: FlaskClient, csrf: str, body: bytes, slug: str = "reunion") -> TestResponse:
    headers = {"X-CSRFToken": csrf, "HX-Request": "true"}
    return client.post(f"/notes/{slug}/sync", data=body, headers=headers, content_type="application/octet-stream")


def opened(client: FlaskClient, number: int) -> Writer:
    """Somebody with the form of the note open, through the server."""
    csrf = token(client, "/modifier/note-reunion")

    def exchange(sent: Sent) -> Answer:
        answer = post(client, csrf, message(sent))
        assert answer.status_code == 200, answer.text
        return read(answer.data)

    writer = Writer(exchange, number)
    writer.meet()
    return writer


def text_of(db: Database, id: str) -> str:
    return str(states.records(db, [id])[id].state.get("text", ""))


def test_two_processes_answer_as_one(app: Flask, db: Database) -> None:
    id = note(db)
    elsewhere = application(app.extensions["settings"].data, db)
    alice, carole = opened(signed_in(app, db, "alice"), 1), opened(signed_in(elsewhere, db, "carole"), 2)
    alice.type(0, "Ici. ")
    carole.type(len(TEXT), " là")
    alice.meet(), carole.meet()
    answer = alice.meet()
    assert answer and [each.name for each in answer.here] == ["Carole"]
    assert alice.text == carole.text == "Ici. " + TEXT + " là"
    alice.meet(settles=True)
    assert text_of(db, id) == alice.text


def test_a_form_from_an_old_page_is_put_into_what_is_written_live(app: Flask, db: Database) -> None:
    id = note(db)
    version = states.records(db, [id])[id].version
    live = opened(signed_in(app, db, "alice"), 1)
    live.type(0, "En direct. ")
    live.meet(settles=True)
    live.type(len(live.text), "\n- Former vingt agents")
    live.meet()
    old = {"name": "Réunion", "version": version, "text": TEXT.replace("tous", "tous et Zoé")}
    assert send(signed_in(app, db, "carole"), f"/modifier/{id}", old).status_code == 302
    live.meet()
    assert live.text == "En direct. " + TEXT.replace("tous", "tous et Zoé") + "\n- Former vingt agents"
    live.meet(settles=True)
    assert text_of(db, id) == live.text


def test_an_action_ticked_beside_the_note_is_ticked_where_it_is_written(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    note(db)
    send(alice, "/notes/reunion/lignes", {"texte": "- Publier le schéma", "sorte": "Action", "name": "Publier"},
         page="/notes/reunion/lignes?ligne=3")  # fmt: skip
    live = opened(alice, 1)
    assert "- [ ] Publier" in live.text
    action = db.read("MATCH (a:Action) RETURN a.id AS id")[0]["id"]
    send(alice, "/notes/reunion/cocher", {"fiche": action, "fait": "1"}, page="/notes/reunion")
    live.meet()
    assert "- [x] Publier" in live.text
    live.type(live.text.index("[x]"), "[ ]", instead_of=3)
    live.meet(settles=True)
    assert db.read("MATCH (a:Action) RETURN a.status AS status")[0]["status"] == "ongoing"


def test_who_may_write_no_more_is_refused_and_keeps_what_was_typed(app: Flask, db: Database) -> None:
    id = note(db)
    live = opened(signed_in(app, db, "alice"), 1)
    db.write("MATCH (u:User {email: 'alice@example.invalid'}) SET u.role = 'member'")
    live.type(0, "Trop tard. ")
    with pytest.raises(AssertionError, match="pas la changer"):
        live.meet()
    assert live.sent and text_of(db, id) == TEXT


def test_a_reader_learns_who_writes_and_nothing_more(app: Flask, db: Database) -> None:
    note(db)
    live = opened(signed_in(app, db, "alice"), 1)
    live.type(0, "Pas encore. ")
    live.meet()
    bob = signed_in(app, db, "bob")
    csrf = token(bob, "/compte")
    answer = read(post(bob, csrf, message(Sent(client=5))).data)
    assert not answer.writes and not answer.updates and [each.name for each in answer.here] == ["Alice"]
    assert post(bob, csrf, message(Sent(client=5, update=b"x"))).status_code == 403


def test_nobody_learns_of_a_note_that_they_may_not_see(app: Flask, db: Database) -> None:
    note(db, visibility="private")
    live = opened(signed_in(app, db, "alice"), 1)
    live.type(0, "x")
    bob = signed_in(app, db, "bob")
    hidden = post(bob, token(bob, "/compte"), message(Sent(client=5)))
    unknown = post(bob, token(bob, "/compte"), message(Sent(client=5)), slug="nulle")
    assert hidden.status_code == unknown.status_code == 404
    assert "Alice" not in hidden.text
    app.config["WTF_CSRF_ENABLED"] = False
    assert post(app.test_client(), "", message(Sent())).status_code == 401


def test_a_message_without_its_token_is_refused(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    assert post(alice, "", message(Sent())).status_code == 400


@pytest.mark.parametrize("body", [
    b"", b"{}", b"[]\n", b"null\n", b"\n", b"{\n", b'{"seq": "1"}\n', b'{"seq": -1}\n', b'{"client": 1e400}\n',
    b'{"seq": 99999999999999999999}\n', b'{"client": true}\n', b'{"since": -5}\n', b'{"since": null}\n', b"\xff\xfe\n",
    b"[" * 3000 + b"\n", b"{" + b" " * 5000 + b"}\n",
])  # fmt: skip
def test_what_is_no_message_is_refused(app: Flask, db: Database, body: bytes) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    assert post(alice, token(alice, "/modifier/note-reunion"), body).status_code == 422


def test_a_message_too_long_is_refused_before_it_is_read(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    body = message(Sent()) + os.urandom(10_000_000)
    assert post(alice, token(alice, "/modifier/note-reunion"), body).status_code == 413


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    """With the note open."""
    note(db)
    client = signed_in(app, db, "alice")
    opened(client, 1)
    client.environ_base["csrf"] = token(client, "/modifier/note-reunion")
    return client


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=80))
def test_random_bytes_change_nothing(db: Database, alice: FlaskClient, body: bytes) -> None:
    kept = stored(db, "note-reunion")
    sent = Sent(kept.key if kept else "", 0, 1, body)
    answer = post(alice, str(alice.environ_base["csrf"]), message(sent))
    assert answer.status_code in (200, 422)
    kept = stored(db, "note-reunion")
    assert kept and kept.upto(kept.seq).text == TEXT
