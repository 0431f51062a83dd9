"""Promises of a line that becomes a record: each leads to the other, and one box is ticked in both."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import states
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import found, text, texts

TEXT = "# Comité\n\nPrésents : @IGN.\n\n- Écrire la convention avec @IGN\n- [x] Rien à faire\n- Publier le schéma"
NOTE, PAGE, LINES = "note-comite", "/notes/comite", "/notes/comite/lignes"
ACTION = "action-ecrire-la-convention"


def note(db: Database, **more: str) -> None:
    graph_of(db, (), {"IGN": "Organisation"})
    create_record(db, ALICE, "Note", {"name": "Comité", "text": TEXT, **more}, Operation("alice"))


def make(client: FlaskClient, **typed: str) -> TestResponse:
    told = {"texte": "- Écrire la convention avec @IGN", "sorte": "Action", "name": "Écrire la convention", **typed}
    return send(client, LINES, told, page=f"{LINES}?ligne=5")


def state(db: Database, id: str) -> dict[str, object]:
    return dict(states.records(db, [id])[id].state)


def save(client: FlaskClient, db: Database, id: str, **fields: str) -> None:
    version = states.records(db, [id])[id].version
    assert send(client, f"/modifier/{id}", {"version": version, **fields}).status_code == 302


def test_a_line_becomes_an_action_with_who_and_when(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    assert make(alice, qui="IGN", due="15/03/2027").location == f"{PAGE}#texte"
    assert state(db, ACTION)["due"] == "2027-03-15"
    assert db.read("MATCH (a)-[:LEADS]->(n:Action) RETURN a.id AS a") == [{"a": "organisation-ign"}]
    assert f"- [ ] Écrire la convention avec @IGN (@[action]({ACTION}))\n" in str(state(db, NOTE)["text"])
    told = text(alice.get(PAGE), "#objets").replace("\u00a0", " ")
    assert "Écrire la convention" in told and "IGN" in told and "pour le 15 mars 2027" in told
    assert "Écrire la convention avec IGN (" in text(alice.get("/actions/ecrire-la-convention"), "#cite")


def test_each_sort_of_record_is_made_of_a_line(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    made = {"Decision": "decision", "UseCase": "usage", "Need": "besoin", "Challenge": "defi"}
    for kind, prefix in made.items():
        save(alice, db, NOTE, name="Comité", text=f"Publier le schéma {kind}")
        assert (
            make(alice, texte=f"Publier le schéma {kind}", sorte=kind, name=f"Schéma {kind}", qui="IGN").status_code
            == 302
        )
        assert f"{prefix}-schema-{kind.lower()}" in str(state(db, NOTE)["text"])


def test_one_undo_takes_the_record_and_its_line_back(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    make(alice)
    op = db.read("MATCH (c:Change {record: $id}) RETURN c.op AS op", id=ACTION)[0]["op"]
    send(alice, f"/annuler/{op}", {}, page=PAGE)
    assert state(db, NOTE)["text"] == TEXT and not db.read("MATCH (n:Action) RETURN n")


def test_a_box_ticked_in_the_text_ticks_the_action(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    make(alice)
    save(alice, db, NOTE, name="Comité", text=str(state(db, NOTE)["text"]).replace("[ ]", "[x]"))
    assert state(db, ACTION)["status"] == "done"
    save(alice, db, NOTE, name="Comité", text=str(state(db, NOTE)["text"]).replace("[x] Écrire", "[ ] Écrire"))
    assert state(db, ACTION)["status"] == "ongoing" and state(db, ACTION)["status_states"] == ["done", "ongoing"]


def test_an_action_ticked_elsewhere_is_ticked_in_the_note(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    make(alice)
    save(alice, db, ACTION, name="Écrire la convention", status="done")
    boxes = [line[0] for line in texts(alice.get(PAGE), "#texte .prose li")]
    assert boxes == ["☑", "☑", "P"]
    save(alice, db, NOTE, name="Comité", text=str(state(db, NOTE)["text"]), summary="Un autre")
    assert "- [x] Écrire" in str(state(db, NOTE)["text"]) and state(db, ACTION)["status"] == "done"


def test_an_action_is_ticked_from_the_page_of_its_note(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    make(alice)
    send(alice, f"{PAGE}/cocher", {"fiche": ACTION, "fait": "1"}, page=PAGE)
    assert state(db, ACTION)["status"] == "done" and "- [x] Écrire" in str(state(db, NOTE)["text"])
    send(alice, f"{PAGE}/cocher", {"fiche": ACTION}, page=PAGE)
    assert state(db, ACTION)["status"] == "ongoing" and "- [ ] Écrire" in str(state(db, NOTE)["text"])
    assert send(alice, f"{PAGE}/cocher", {"fiche": "organisation-ign", "fait": "1"}, page=PAGE).status_code == 404


def test_wrong_fields_are_told_and_nothing_typed_is_lost(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    for typed, field in (({"name": ""}, "name"), ({"due": "bientôt"}, "due"), ({"qui": "Personne du tout"}, "qui"),
                         ({"sorte": "Person"}, "sorte")):  # fmt: skip
        answer = make(alice, **{"qui": "", "due": "2027", **typed})
        assert answer.status_code == 422 and found(answer, f"#champ-{field}-error"), field
    assert 'value="Personne du tout"' in make(alice, qui="Personne du tout").text
    assert not db.read("MATCH (n:Action) RETURN n") and state(db, NOTE)["text"] == TEXT


def test_a_line_that_changed_meanwhile_is_not_overwritten(app: Flask, db: Database) -> None:
    note(db)
    alice = signed_in(app, db, "alice")
    save(alice, db, NOTE, name="Comité", text="Tout autre chose")
    assert make(alice).status_code == 409
    assert state(db, NOTE)["text"] == "Tout autre chose" and not db.read("MATCH (n:Action) RETURN n")


def test_a_note_without_a_line_says_so(app: Flask, db: Database) -> None:
    create_record(db, ALICE, "Note", {"name": "Comité"}, Operation("alice"))
    assert "pas encore de ligne" in text(signed_in(app, db, "alice").get(LINES), "main")


def test_who_may_not_write_the_note_makes_nothing_of_it_and_sees_what_they_may(app: Flask, db: Database) -> None:
    note(db)
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    make(alice)
    save(alice, db, ACTION, name="Écrire la convention", visibility="private")
    shown = bob.get(PAGE)
    assert not found(shown, "#objets") and "Écrire la convention</a>" not in shown.text
    assert "fiche réservée" in text(shown, "#texte .prose")
    assert bob.get(LINES).status_code == 403
    assert send(bob, f"{PAGE}/cocher", {"fiche": ACTION}, page="/compte").status_code == 403


def test_what_a_private_note_gives_birth_to_is_private(app: Flask, db: Database) -> None:
    note(db, visibility="private")
    make(signed_in(app, db, "alice"))
    assert state(db, ACTION)["visibility"] == "private"
