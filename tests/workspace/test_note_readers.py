"""Promises of who a note is for: a group among one's own, the facilitators alone; archived ones are out of the way."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import note_shelves
from graph.circles import groups
from graph.database import Database
from graph.editing import create_record
from graph.note_shelves import Place
from graph.operations import Operation
from graph.rights import viewer_for
from graph.users import user_by_email
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import text, texts

FACTS = {("Bob", "MEMBER_OF", "Comité"), ("Bob", "STEWARDS", "Commun")}
KINDS = {"Bob": "Person", "Comité": "Community", "Bureau": "Community", "Commun": "Commons"}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def bob(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    client = signed_in(app, db, "bob")
    db.write("MATCH (u:User {email: 'bob@example.invalid'}) SET u.person = $id", id=ids["Bob"])
    return client


def write(client: FlaskClient, name: str, seen: str, text: str = "Un mot.") -> int:
    return send(client, "/ajouter/notes", {"name": name, "text": text, "visibility": seen}).status_code


def test_a_note_is_for_a_group_of_one_s_own(app: Flask, db: Database, bob: FlaskClient, ids: dict[str, str]) -> None:
    form = bob.get("/ajouter/notes")
    offered = texts(form, "#champ-visibility option")
    assert "Le groupe : Comité" in offered and "Le groupe : Bureau" not in offered
    assert "L’animation seule" not in offered and "L'animation seule" not in offered
    assert write(bob, "Pour le comité", f"group:{ids['Comité']}") == 302
    page = "/notes/pour-le-comite"
    assert bob.get(page).status_code == 200
    assert signed_in(app, db, "alice").get(page).status_code == 200
    assert app.test_client().get(page).status_code == 404
    edit = bob.get("/modifier/note-pour-le-comite").text
    assert f'<option value="group:{ids["Comité"]}" selected>' in edit
    version = edit.partition('name="version" value="')[2].partition('"')[0]
    told = {"name": "Pour le comité", "version": version, "visibility": f"group:{ids['Comité']}"}
    for words in ("Un mot.\n\nDeux.", "Zéro.\n\nUn mot."):
        saved = send(bob, "/modifier/note-pour-le-comite", {**told, "text": words})
        assert saved.status_code == 302
    assert db.read("MATCH (n:Note) RETURN n.text AS text")[0]["text"] == "Zéro.\n\nUn mot.\n\nDeux."
    db.write("MATCH (:Person)-[r:MEMBER_OF]->() DELETE r")
    db.write("MATCH (n:Note) SET n.created_by = 'x'")
    assert bob.get(page).status_code == 404


def test_a_group_that_one_is_not_of_is_refused_and_what_was_typed_kept(
    bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    for group in (ids["Bureau"], "communaute-rien"):
        told = {"name": "Non", "text": "Gardé ?", "visibility": f"group:{group}"}
        answer = send(bob, "/ajouter/notes", told)
        assert answer.status_code == 422 and "Gardé ?" in answer.text
        assert "groupe dont vous êtes" in text(answer, "#champ-visibility-error")
    assert write(bob, "Non", "facilitators") == 422
    assert db.read("MATCH (n:Note) RETURN n") == []


def test_facilitators_keep_a_note_on_an_actor_to_themselves(
    app: Flask, db: Database, bob: FlaskClient, ids: dict[str, str]
) -> None:
    alice = signed_in(app, db, "alice")
    page = f"/personnes/{ids['Bob'].removeprefix('personne-')}"
    assert "pour l’animation seule" in text(alice.get(page), "#cite")
    assert "pour l’animation seule" not in bob.get(page).text
    assert write(alice, "Entre nous", "facilitators", f"@[Bob]({ids['Bob']}) hésite.\n\nAutre chose.") == 302
    assert "hésite" in text(alice.get(page), "#cite") and "(pour l’animation seule)" in text(alice.get(page), "#cite")
    for other in (bob, app.test_client()):
        assert "hésite" not in other.get(page).text and other.get("/notes/entre-nous").status_code == 404
        assert "Entre nous" not in other.get("/recherche?q=hésite&archivees=1").text
    told = json.loads(bob.get("/compte/mes-donnees.json").text)
    assert "hésite" in json.dumps(told, ensure_ascii=False) and "Autre chose" not in json.dumps(told)
    assert "elle peut le lire sur demande" in alice.get("/ajouter/notes").text


def test_archived_notes_leave_lists_and_search_and_come_on_request(app: Flask, db: Database) -> None:
    for name in ("Vieille", "Neuve"):
        create_record(db, ALICE, "Note", {"name": name, "text": "Pommes."}, Operation("alice"))
    note_shelves.put(db, ALICE, "note-vieille", Place("", False, True), Operation("alice"))
    client = app.test_client()
    for page in ("/notes/", "/ecrits/", "/recherche?q=pommes", "/notes/?q=pommes"):
        shown = client.get(page)
        assert "Neuve" in shown.text and "Vieille" not in shown.text, page
        assert "rchivées" in shown.text
        assert "Vieille" in client.get(page + ("&" if "?" in page else "?") + "archivees=1").text, page
    assert "Archivée." in text(client.get("/notes/vieille"), "#cette-note")
    assert "archivées" in text(client.get("/recherche?q=vieille"), "main")


def test_groups_are_found_without_reading_every_record(db: Database, bob: FlaskClient, ids: dict[str, str]) -> None:
    user = user_by_email(db, "bob@example.invalid")
    assert user
    watched = no_scans(db)
    assert [each.name for each in groups(watched, viewer_for(db, user.id))] == ["Comité"]
    assert {each.name for each in groups(watched, ALICE)} == {"Comité", "Bureau"}
