"""Promises of « Ajouter un acteur » and « Ajouter un lien »: quick, by name, and nothing typed is lost."""

import re

from flask import Flask
from flask.testing import FlaskClient

from graph import states
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.viewers import SYSTEM
from tests.people import send, signed_in


def add(db: Database, kind: str, name: str, **more: str) -> str:
    return create_record(db, SYSTEM, kind, {"name": name, **more}, Operation("carole"))


def test_a_facilitator_adds_an_actor_then_a_link_by_name(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    panoramax = add(db, "Commons", "Panoramax")
    made = send(alice, "/ajouter/organisations", {"name": "IGN", "type": "operator", "siren": "180 067 019"})
    assert made.location == "/lier?de=organisation-ign"
    data = {"de": "organisation-ign", "a": "Panoramax", "lien": "STEWARDS", "since": "mars 2022", "source": "ign.fr"}
    page = f"/lier?de=organisation-ign&a={panoramax}"
    assert send(alice, "/lier", data, page=page).status_code == 302
    rows = db.read(
        "MATCH (a)-[r:STEWARDS]->(b) RETURN a.siren AS siren, r.since AS since, r.declared_by AS by, b.id AS b"
    )
    assert rows == [{"siren": "180067019", "since": "2022-03", "by": "curator", "b": panoramax}]


def test_each_wrong_field_is_told_and_what_was_typed_is_kept(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    answer = send(alice, "/ajouter/organisations", {"name": "", "siren": "12", "summary": "Gardez <b>moi</b>"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "champ-name-error" in html and "champ-siren-error" in html
    assert "Gardez &lt;b&gt;moi&lt;/b&gt;" in html
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_a_person_needs_a_purpose_and_an_origin(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    answer = send(alice, "/ajouter/personnes", {"name": "Camille Exemple"})
    assert answer.status_code == 422
    assert "champ-purpose-error" in answer.get_data(as_text=True)


def test_a_form_shows_terms_in_their_words_and_saves_them_unchanged(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    typed = {"name": "Panoramax", "licence": "Licence Ouverte 2.0\nODbL 1.0", "legal_vehicle": "Association loi 1901"}
    send(alice, "/ajouter/communs", typed)
    html = alice.get("/modifier/commun-panoramax").get_data(as_text=True)
    assert "Licence Ouverte 2.0\nODbL 1.0</textarea>" in html and 'value="Association loi 1901"' in html
    before = states.records(db, ["commun-panoramax"])["commun-panoramax"]
    send(alice, "/modifier/commun-panoramax", {**typed, "version": before.version})
    assert states.records(db, ["commun-panoramax"])["commun-panoramax"].version == before.version


def test_a_form_is_named_for_what_it_makes_and_leads_back_to_where_one_came_from(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    assert ">Ajouter une réunion</title>" in alice.get("/ajouter/reunions").text.replace(" – Maillage", "")
    assert "Ajouter un jeu de données" in alice.get("/ajouter/jeux-de-donnees").text
    add(db, "Theme", "Eau")
    assert 'href="/themes/eau">Renoncer' in alice.get("/modifier/theme-eau").text


def test_the_second_of_two_editors_sees_both_versions(app: Flask, db: Database) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    id = add(db, "Theme", "Eau")
    version = states.records(db, [id])[id].version
    page = f"/modifier/{id}"
    send(alice, page, {"name": "Eau", "summary": "D'Alice", "version": version})
    answer = send(carole, page, {"name": "Eau", "summary": "De Carole", "version": version})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "De Carole" in html and "D&#39;Alice" in html
    assert states.records(db, [id])[id].state["summary"] == "D'Alice"


def test_a_conflict_is_settled_field_by_field(app: Flask, db: Database) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    id = add(db, "Theme", "Eau")
    read = states.records(db, [id])[id].version
    page, said = f"/modifier/{id}", {"name": "Eau", "summary": "", "description": "", "version": read}
    send(alice, page, said | {"summary": "D'Alice", "description": "Le texte d'Alice"})
    html = send(carole, page, said | {"summary": "De Carole"}).text
    # Carole wrote the summary and never touched the text: hers is kept for the one, Alice's for the other.
    assert re.search(r'name="choix_summary" value="mienne" checked', html)
    assert re.search(r'name="choix_description" value="leur" checked', html)
    now = states.records(db, [id])[id].version
    assert f'name="version" value="{now}"' in html
    chosen = {"choix_summary": "mienne", "choix_description": "leur"}
    answer = send(carole, page, said | {"summary": "De Carole", "version": now} | chosen)
    assert answer.status_code == 302
    state = states.records(db, [id])[id].state
    assert (state["summary"], state["description"]) == ("De Carole", "Le texte d'Alice")


def test_a_visitor_is_sent_to_the_door_and_a_member_is_told_who_may(app: Flask, db: Database) -> None:
    charlie, bob = app.test_client(), signed_in(app, db, "bob")
    id = add(db, "Theme", "Eau")
    for path in ("/ajouter", "/ajouter/organisations", f"/modifier/{id}", "/lier"):
        assert charlie.get(path).status_code == 302
        assert bob.get(path).status_code == 403
    data = {"name": "Intrus"}
    assert send(bob, "/ajouter/organisations", data, page="/compte").status_code == 403
    assert db.read("MATCH (n:Organisation) RETURN n.id AS id") == []


def test_every_kind_has_its_form(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    html = alice.get("/ajouter").get_data(as_text=True)
    for kind in SCHEMA.kinds.values():
        assert f"/ajouter/{kind.url}" in html
        assert alice.get(f"/ajouter/{kind.url}").status_code == 200


def test_an_unknown_kind_or_record_is_not_found(app: Flask, db: Database) -> None:
    alice: FlaskClient = signed_in(app, db, "alice")
    assert alice.get("/ajouter/licornes").status_code == 404
    assert alice.get("/modifier/theme-rien").status_code == 404


def test_markdown_is_seen_as_it_will_read_before_it_is_saved(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    assert "/apercu-texte?champ=description" in alice.get("/ajouter/communs").text
    typed = {"description": "Des **photos** <script>alert(1)</script>"}
    html = send(alice, "/apercu-texte?champ=description", typed, page="/ajouter/communs").text
    assert "<strong>photos</strong>" in html and "<script>alert" not in html
    assert "le champ est vide" in send(alice, "/apercu-texte?champ=rien", typed, page="/ajouter/communs").text
    fragment = send(alice, "/apercu-texte?champ=description", typed, "/ajouter/communs", headers={"HX-Request": "true"})
    assert "<strong>photos</strong>" in fragment.text and "<!doctype" not in fragment.text
