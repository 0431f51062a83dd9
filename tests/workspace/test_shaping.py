"""Promises of fields and terms added in the browser: forms, pages, lists and imports have them at once."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import create_record
from graph.imports import table
from graph.imports.drafts import Report
from graph.imports.run import run_import
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.states import records
from graph.viewers import SYSTEM
from tests.people import send, signed_in

FIELD = {"fr": "Usagers servis", "en": "Users served", "type": "number", "help": "En une année"}


def imported(db: Database, folder: Path, text: str) -> Report:
    path, report = folder / "communs.csv", Report()
    path.write_text(text)
    run_import(db, SYSTEM, "table", "communs.csv", list(table.read(path, report)), report)
    return report


def add(client: FlaskClient, path: str, **typed: str) -> int:
    return send(client, path, typed).status_code


def test_a_field_that_is_added_is_in_the_form_the_page_and_the_next_import(
    app: Flask, db: Database, tmp_path: Path
) -> None:
    alice = signed_in(app, db, "alice")
    assert add(alice, "/champs/communs", **FIELD) == 302
    assert "Usagers servis" in alice.get("/ajouter/communs").text
    made = {"name": "Panoramax", "own_usagers_servis": "12 500"}
    assert send(alice, "/ajouter/communs", made).status_code == 302
    assert "12 500" in alice.get("/communs/panoramax").text.replace("\u202f", " ")
    wrong = send(alice, "/ajouter/communs", {"name": "X", "own_usagers_servis": "beaucoup"})
    assert wrong.status_code == 422 and "nombre attendu" in wrong.text
    imported(db, tmp_path, "Nom,Usagers servis\nOpenBeta,300\n")
    assert records(db, ["commun-openbeta"])["commun-openbeta"].state["own_usagers_servis"] == 300
    assert "own_usagers_servis" not in alice.get("/ajouter/organisations").text
    assert "Users served" in alice.get("/communs/panoramax?lang=en").text


def test_a_field_is_renamed_and_taken_away_without_losing_what_records_say(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    add(alice, "/champs/communs", **FIELD)
    id = create_record(db, SYSTEM, "Commons", {"name": "Panoramax", "own_usagers_servis": "7"}, Operation("alice"))
    page = "/champs/communs/own_usagers_servis"
    assert send(alice, page, {"fr": "Personnes servies"}, page="/champs/communs").status_code == 302
    assert "Personnes servies" in alice.get("/communs/panoramax").text
    assert send(alice, page, {"geste": "retirer"}, page="/champs/communs").status_code == 302
    assert "Personnes servies" not in alice.get("/communs/panoramax").text
    assert records(db, [id])[id].state["own_usagers_servis"] == 7
    add(alice, "/champs/communs", **FIELD)
    assert "Usagers servis" in alice.get("/communs/panoramax").text


def test_wrong_fields_are_told(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    for typed in (FIELD | {"fr": " "}, FIELD | {"type": "secret"}, FIELD | {"fr": "Licence"}):
        answer = send(alice, "/champs/communs", typed)
        assert answer.status_code == 422 and "field-error" in answer.text
    assert send(alice, "/champs/communs/own_rien", {"geste": "retirer"}, page="/champs/communs").status_code == 404
    assert alice.get("/champs/licornes").status_code == 404


def test_a_field_of_terms_has_its_vocabulary_and_its_facet(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    add(alice, "/champs/communs", fr="Milieu", type="terms")
    send(alice, "/ajouter/communs", {"name": "Panoramax", "own_milieu": "Ville\nLittoral"})
    send(alice, "/ajouter/communs", {"name": "OpenBeta", "own_milieu": "Montagne"})
    html = alice.get("/communs/?milieu=littoral").text
    assert "Panoramax" in html and "OpenBeta" not in html.split("<main")[1]
    assert "Littoral" in alice.get("/vocabulaires/own_milieu").text


def test_a_term_is_added_to_a_closed_vocabulary_and_renamed(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    typed = {"name": "Plan", "level": "Chantier"}
    assert send(alice, "/ajouter/politiques", typed).status_code == 422
    assert add(alice, "/vocabulaires/policy_level", fr="Chantier", en="Work site") == 302
    assert "Chantier" in alice.get("/ajouter/politiques").text
    assert send(alice, "/ajouter/politiques", typed).status_code == 302
    assert "Chantier" in alice.get("/politiques/plan").text
    page = "/vocabulaires/policy_level"
    assert send(alice, f"{page}/chantier", {"fr": "Grand chantier"}, page=page).status_code == 302
    assert "Grand chantier" in alice.get("/politiques/plan").text
    assert send(alice, page, {"fr": "Grand chantier"}).status_code == 422
    assert alice.get("/vocabulaires/visibility").status_code == 404


def test_two_terms_become_one_in_records_and_in_what_comes_later(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    for name, licence in (("A", "ODbL"), ("B", "Open Database License"), ("C", "ODbL\nOpen Database License")):
        send(alice, "/ajouter/communs", {"name": name, "licence": licence})
    page, gone = "/vocabulaires/licence", "open-database-license"
    merged = send(alice, f"{page}/{gone}", {"geste": "reunir", "into": "odbl"}, page=page, follow_redirects=True)
    assert "2 fiches changées" in merged.text and "réuni dans « ODbL »" in merged.text.replace("\u00a0", " ")
    held = {id: state.state["licence"] for id, state in records(db, ["commun-a", "commun-b", "commun-c"]).items()}
    assert set(map(tuple, held.values())) == {("odbl",)}
    send(alice, "/ajouter/communs", {"name": "D", "licence": "Open Database License"})
    imported(db, tmp_path, "Nom,Licence\nE,Open database license\n")
    for id in ("commun-d", "commun-e"):
        assert records(db, [id])[id].state["licence"] == ["odbl"]
    assert "Open Database" not in alice.get("/ajouter/communs").text
    op = db.read("MATCH (c:Change) WHERE c.why = 'termes réunis' RETURN DISTINCT c.op AS op")
    assert len(op) == 1
    assert send(alice, f"/annuler/{op[0]['op']}", {}, page=page).status_code == 302
    assert records(db, ["commun-b"])["commun-b"].state["licence"] == [gone]
    assert send(alice, f"{page}/{gone}", {"geste": "separer"}, page=page).status_code == 302
    send(alice, "/ajouter/communs", {"name": "F", "licence": "Open Database License"})
    assert records(db, ["commun-f"])["commun-f"].state["licence"] == [gone]
    assert send(alice, f"{page}/odbl", {"geste": "reunir", "into": "odbl"}, page=page).status_code == 422


def test_only_who_answers_for_the_whole_changes_them(app: Flask, db: Database) -> None:
    bob = signed_in(app, db, "bob")
    for path in ("/champs", "/champs/communs", "/vocabulaires/licence"):
        assert bob.get(path).status_code == 403
        assert app.test_client().get(path).status_code == 302
    assert send(bob, "/champs/communs", FIELD, page="/compte").status_code == 403
    assert SCHEMA.kinds["Commons"].field("own_usagers_servis") is None
