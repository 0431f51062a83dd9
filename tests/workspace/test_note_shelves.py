"""Promises of folders: a note is where it was put, pinned first, archived apart, for who may read it."""

import pytest
from flask import Flask

from graph import note_shelves
from graph.database import Database
from graph.editing import create_record
from graph.note_shelves import Place
from graph.operations import Operation
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE
from tests.people import send, signed_in
from tests.reading import text, texts
from tests.workspace.test_note_adoption import adopted
from tests.workspace.test_notes import page


@pytest.fixture
def notes(db: Database) -> list[str]:
    return [create_record(db, ALICE, "Note", {"name": name, "text": "Un."}, Operation("alice")) for name in "AB"]


def test_the_archived_are_offered_to_whom_may_see_some_only(app: Flask, db: Database) -> None:
    note = create_record(db, ALICE, "Note", {"name": "A", "visibility": "members"}, Operation("alice"))
    alice, shown = signed_in(app, db, "alice"), ("/notes/", "/recherche?q=A")
    assert not any("archivees=1" in alice.get(each).text for each in shown)
    note_shelves.put(db, ALICE, note, Place("", pinned=False, archived=True), Operation("alice"))
    for each in shown:
        assert "archivees=1" in alice.get(each).text and "archivees=1" not in app.test_client().get(each).text, each


def test_a_note_is_put_in_a_folder_pinned_and_archived(app: Flask, db: Database, notes: list[str]) -> None:
    alice = signed_in(app, db, "alice")
    for each in notes:
        told = {"dossier": " Comité  données /2026 / "} | ({"epinglee": "1"} if each == notes[1] else {})
        assert send(alice, f"{page(each)}/rangement", told).location == page(each)
    shown = app.test_client().get("/notes/dossiers")
    assert texts(shown, ".shelf h2") == ["Comité données / 2026 2"]
    assert texts(shown, ".shelf li")[0].startswith("B épinglée")
    send(alice, f"{page(notes[0])}/rangement", {"archivee": "1"})
    assert len(texts(app.test_client().get("/notes/dossiers"), ".shelf li")) == 1
    assert texts(app.test_client().get("/notes/dossiers?archivees=1"), ".shelf li")[0].startswith("A")
    assert "Archivée" in text(app.test_client().get(page(notes[0])), "#cette-note")


def test_an_adopted_note_is_put_away_like_any_other(app: Flask, db: Database) -> None:
    id = adopted(db)
    alice = signed_in(app, db, "alice")
    assert send(alice, f"{page(id)}/rangement", {"dossier": "2026"}).status_code == 302
    assert note_shelves.place_of(db, ALICE, id).folder == "2026"


def test_too_deep_or_too_long_a_folder_is_refused_and_kept(app: Flask, db: Database, notes: list[str]) -> None:
    alice = signed_in(app, db, "alice")
    for folder in ("a/" * 7, "x" * 201):
        answer = send(alice, f"{page(notes[0])}/rangement", {"dossier": folder})
        assert answer.status_code == 422 and folder in answer.text
        assert "200 caractères au plus" in text(answer).replace("\u202f", " ").replace("\u00a0", " ")


def test_only_who_writes_a_note_puts_it_away_and_nobody_sees_what_is_not_theirs(
    app: Flask, db: Database, notes: list[str]
) -> None:
    told = {"name": "Secrète", "text": "Un.", "visibility": "private"}
    secret = create_record(db, ALICE, "Note", told, Operation("alice"))
    note_shelves.put(db, ALICE, secret, note_shelves.Place("Dossier caché", False, False), Operation("alice"))
    bob = signed_in(app, db, "bob")
    assert send(bob, f"{page(notes[0])}/rangement", {"dossier": "x"}, page="/compte").status_code == 403
    assert bob.get(f"{page(secret)}/rangement").status_code == 404
    assert "Dossier caché" not in bob.get("/notes/dossiers").text
    assert [len(note_shelves.shelves(db, viewer)) for viewer in (CHARLIE, BOB, ALICE)] == [1, 1, 2]


def test_without_a_note_the_page_says_so(app: Flask, db: Database) -> None:
    assert "Aucune note" in text(app.test_client().get("/notes/dossiers"))
    assert "Aucune note archivée" in text(app.test_client().get("/notes/dossiers?archivees=1"))


def test_what_a_note_says_far_down_is_found_with_its_passage(app: Flask, db: Database) -> None:
    long = "Une phrase ordinaire. " * 800 + "\n\nLe **belvédère** est fermé <b>ici</b>."
    create_record(db, ALICE, "Note", {"name": "Longue", "text": long}, Operation("alice"))
    for address in ("/notes/?q=belvedere", "/recherche?q=belvedere"):
        shown = app.test_client().get(address)
        assert "belvédère" in texts(shown, "mark") and "<b>ici" not in shown.text, address


def test_the_question_reads_no_whole_label(db: Database, notes: list[str]) -> None:
    for viewer in (CHARLIE, ALICE):
        note_shelves.shelves(no_scans(db), viewer)
