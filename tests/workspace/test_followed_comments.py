"""Promises of comments told to who follows a record: one letter a burst, at their pace, if they may read it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import commenting
from graph.database import Database
from graph.editing import change_record, create_record
from graph.followed_comments import due
from graph.operations import Operation
from graph.rights import viewer_for
from graph.settings import Settings
from graph.states import records
from graph.users import user_by_email
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in
from workspace.follows.digests import queue

NOTE = "note-reunion"


def later(minutes: int) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=minutes)


@pytest.fixture
def bob(app: Flask, db: Database) -> FlaskClient:
    """Follows the note, told at once; everything until now is told."""
    told = {"name": "Réunion", "text": "Le texte.", "visibility": "members"}
    create_record(db, ALICE, "Note", told, Operation("alice"))
    client = signed_in(app, db, "bob")
    assert send(client, "/suivre", {"fiche": NOTE}, page="/notes/reunion").status_code == 302
    db.write("MATCH (f:Follow) SET f.pace = 'now', f.told_at = '2026-01-01T00:00:00Z'")
    return client


@pytest.fixture
def carole(app: Flask, db: Database) -> Viewer:
    signed_in(app, db, "carole")
    user = user_by_email(db, "carole@example.invalid")
    assert user
    return viewer_for(db, user.id)


def told(db: Database, site: Settings, minutes: int) -> None:
    queue(db, later(minutes))
    work_once(db, site)
    work_once(db, site)


def test_a_burst_is_one_letter_once_it_is_over(
    db: Database, bob: FlaskClient, carole: Viewer, site: Settings, box: Mailbox
) -> None:
    for words in ("Un **avis**", "Un autre"):
        commenting.write(db, carole, NOTE, words)
    told(db, site, 5)
    assert len(box.messages) == 0
    told(db, site, 12)
    assert len(box.messages) == 1
    letter = text_of(box.messages[0])
    assert "ce qu’on dit de Réunion" in letter and "Un avis" in letter and "Un autre" in letter
    assert "/notes/reunion/commentaires" in letter
    told(db, site, 30)
    assert len(box.messages) == 1


def test_one_s_own_words_and_what_names_one_are_not_told_again(
    db: Database, bob: FlaskClient, carole: Viewer, site: Settings, box: Mailbox
) -> None:
    user = user_by_email(db, "bob@example.invalid")
    assert user
    commenting.write(db, viewer_for(db, user.id), NOTE, "Moi")
    commenting.write(db, carole, NOTE, "@Bob, qu’en dites-vous ?")
    told(db, site, 12)
    assert len(box.messages) == 0


def test_who_may_not_read_the_note_any_more_is_told_nothing(
    db: Database, bob: FlaskClient, carole: Viewer, site: Settings, box: Mailbox
) -> None:
    commenting.write(db, carole, NOTE, "Entre nous")
    version = records(db, [NOTE])[NOTE].version
    change_record(db, ALICE, NOTE, version, {"visibility": "facilitators"}, Operation("alice"))
    told(db, site, 12)
    assert not any("Entre nous" in text_of(letter) for letter in box.messages)


def test_no_letter_comes_to_who_wants_none(
    db: Database, bob: FlaskClient, carole: Viewer, site: Settings, box: Mailbox
) -> None:
    db.write("MATCH (f:Follow) SET f.pace = 'never'")
    commenting.write(db, carole, NOTE, "Un avis")
    told(db, site, 12)
    assert len(box.messages) == 0


def test_what_is_due_is_found_by_indexes(db: Database, bob: FlaskClient, carole: Viewer) -> None:
    commenting.write(db, carole, NOTE, "Un avis")
    assert len(due(no_scans(db), "now", later(12))) == 1
