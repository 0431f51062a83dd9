"""Promises of suggestions and drafts: nothing changes until who keeps the page says so; all or part may be taken."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import states
from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.people import PASSWORD, send, signed_in


@pytest.fixture
def panoramax(db: Database) -> str:
    said = {"name": "Panoramax", "summary": "Des photos", "website": "https://panoramax.fr", "seeks": "des vélos"}
    return create_record(db, SYSTEM, "Commons", said, Operation("carole"))


def state(db: Database, id: str) -> dict[str, object]:
    return dict(states.records(db, [id])[id].state)


def suggest(client: FlaskClient, id: str, **typed: str) -> str:
    """Sends a suggestion as its form would, every field with what it says."""
    answer = send(client, f"/proposer/{id}", {"name": "Panoramax", "website": "https://panoramax.fr"} | typed)
    return str(answer.status_code)


def only(db: Database) -> str:
    rows = db.read("MATCH (p:Proposal) RETURN p.id AS id")
    assert len(rows) == 1
    return str(rows[0]["id"])


def decide(client: FlaskClient, id: str, **typed: object) -> int:
    return send(client, f"/propositions/{id}", dict(typed)).status_code


def test_a_visitor_without_account_suggests_and_the_page_does_not_change(
    app: Flask, db: Database, panoramax: str
) -> None:
    page = app.test_client()
    assert "/proposer/commun-panoramax" in page.get("/communs/panoramax").text
    assert suggest(page, panoramax, summary="Des photos de rue", why="vu sur leur site") == "302"
    assert state(db, panoramax)["summary"] == "Des photos"
    assert "attend" in page.get("/communs/panoramax").text


def test_who_tells_the_page_sees_the_difference_and_accepts_a_part(app: Flask, db: Database, panoramax: str) -> None:
    suggest(app.test_client(), panoramax, summary="Des photos de rue", website="https://autre.fr", votre_nom="Zoé")
    alice = signed_in(app, db, "alice")
    assert "Zoé" in alice.get("/propositions").text
    html = alice.get(f"/propositions/{only(db)}").text
    assert "<ins>de rue</ins>" in html and "autre.fr" in html
    assert decide(alice, only(db), geste="accepter", champs="summary") == 302
    assert (state(db, panoramax)["summary"], state(db, panoramax)["website"]) == (
        "Des photos de rue", "https://panoramax.fr",
    )  # fmt: skip
    assert db.read("MATCH (c:Change {action: 'update'}) RETURN c.why AS why") == [{"why": "proposé par Zoé"}]
    assert "attend votre avis" in alice.get("/propositions").text


def test_a_refused_suggestion_changes_nothing_and_its_author_reads_why(
    app: Flask, db: Database, panoramax: str
) -> None:
    bob, alice = signed_in(app, db, "bob"), signed_in(app, db, "alice")
    suggest(bob, panoramax, summary="Faux")
    assert decide(alice, only(db), geste="refuser", reponse="C'était vrai en 2020.") == 302
    assert state(db, panoramax)["summary"] == "Des photos"
    assert "C&#39;était vrai en 2020." in bob.get(f"/propositions/{only(db)}").text
    assert decide(alice, only(db), geste="accepter", champs="summary") == 404
    assert state(db, panoramax)["summary"] == "Des photos"


def test_a_field_that_changed_since_is_pointed_at(app: Flask, db: Database, panoramax: str) -> None:
    suggest(app.test_client(), panoramax, summary="Des photos de rue")
    version = states.records(db, [panoramax])[panoramax].version
    change_record(db, SYSTEM, panoramax, version, {"summary": "Des images"}, Operation("carole"))
    html = signed_in(app, db, "alice").get(f"/propositions/{only(db)}").text
    assert "a changé depuis" in html and "Des images" in html.replace("</del>", "").replace("<del>", "")


@pytest.mark.parametrize(
    ("typed", "field"), [({"website": "pas une adresse"}, "website"), ({"name": " "}, "name"), ({}, "name")]
)
def test_a_wrong_suggestion_names_its_field_and_keeps_what_was_typed(
    app: Flask, db: Database, panoramax: str, typed: dict[str, str], field: str
) -> None:
    data = {"name": "Panoramax", "website": "https://panoramax.fr", "why": "Gardez ceci", **typed}
    answer = send(app.test_client(), f"/proposer/{panoramax}", data)
    assert answer.status_code == 422
    assert f"champ-{field}-error" in answer.text and "Gardez ceci" in answer.text
    assert db.read("MATCH (p:Proposal) RETURN p.id AS id") == []


def test_what_robots_send_is_not_kept(app: Flask, db: Database, panoramax: str) -> None:
    assert suggest(app.test_client(), panoramax, summary="Achetez", site="https://spam.example") == "400"
    for n in range(51):
        suggest(app.test_client(), panoramax, summary=f"Suggestion {n}")
    assert db.read("MATCH (p:Proposal) RETURN count(p) AS n") == [{"n": 50}]


def test_contact_details_status_and_visibility_are_not_suggested(app: Flask, db: Database) -> None:
    said = {"name": "Zoé Exemple", "purpose": "p", "origin": "o", "email": "zoe@example.invalid"}
    zoe = create_record(db, SYSTEM, "Person", said, Operation("carole"))
    charlie = app.test_client()
    assert "zoe@example.invalid" not in charlie.get(f"/proposer/{zoe}").text
    data = {"name": "Zoé Exemple", "function": "maire", "email": "x@example.invalid", "visibility": "private"}
    send(charlie, f"/proposer/{zoe}", data)
    assert db.read("MATCH (p:Proposal) RETURN p.raw AS raw") == [{"raw": '{"function": "maire"}'}]


def test_others_see_neither_a_suggestion_nor_its_address(app: Flask, db: Database, panoramax: str) -> None:
    suggest(signed_in(app, db, "bob"), panoramax, summary="Secret à moi", votre_adresse="bob@example.invalid")
    assert app.test_client().get(f"/propositions/{only(db)}").status_code == 302
    add_user(db, "dora@example.invalid", "Dora", PASSWORD)
    dora = app.test_client()
    send(dora, "/connexion", {"email": "dora@example.invalid", "password": PASSWORD})
    assert dora.get(f"/propositions/{only(db)}").status_code == 404
    assert "Secret à moi" not in dora.get("/propositions").text
    assert decide_as(dora, only(db)) == 404
    assert state(db, panoramax)["summary"] == "Des photos"


def decide_as(client: FlaskClient, id: str) -> int:
    data = {"geste": "accepter", "champs": "summary"}
    return send(client, f"/propositions/{id}", data, page="/compte").status_code


def test_a_hidden_record_takes_no_suggestion(app: Flask, db: Database) -> None:
    id = create_record(db, SYSTEM, "Commons", {"name": "Caché", "visibility": "members"}, Operation("carole"))
    charlie = app.test_client()
    assert charlie.get(f"/proposer/{id}").status_code == 404
    assert send(charlie, f"/proposer/{id}", {"name": "x"}, page="/connexion").status_code == 404


def test_a_draft_is_kept_read_by_its_link_and_published(app: Flask, db: Database, panoramax: str) -> None:
    alice = signed_in(app, db, "alice")
    version = states.records(db, [panoramax])[panoramax].version
    data = {"name": "Panoramax", "summary": "À relire", "version": version, "geste": "brouillon"}
    answer = send(alice, f"/modifier/{panoramax}", data)
    page = alice.get(answer.location).text
    assert state(db, panoramax)["summary"] == "Des photos" and "À relire" in page
    link = re.search(r'href="(/apercu/[^"]+)"', page)
    assert link
    assert "À relire" in app.test_client().get(link[1]).text
    assert app.test_client().get(link[1][:-3] + "abc").status_code == 404
    assert "À relire" in alice.get(f"/modifier/{panoramax}?brouillon={only(db)}").text
    assert send(alice, answer.location, {"geste": "accepter", "champs": ["summary"]}).status_code == 302
    assert state(db, panoramax)["summary"] == "À relire"
    assert app.test_client().get(link[1]).status_code == 404


def test_a_draft_is_its_authors_alone(app: Flask, db: Database, panoramax: str) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    version = states.records(db, [panoramax])[panoramax].version
    data = {"name": "Panoramax", "summary": "À moi", "version": version, "geste": "brouillon"}
    place = send(alice, f"/modifier/{panoramax}", data).location
    assert carole.get(place).status_code == 404
    assert carole.get(f"/modifier/{panoramax}?brouillon={only(db)}").status_code == 404
    data |= {"brouillon": only(db), "summary": "Volé"}
    assert send(carole, f"/modifier/{panoramax}", data).status_code == 404
    assert "Volé" not in alice.get(place).text


def test_a_draft_that_is_wrong_is_kept_all_the_same_and_told_when_published(
    app: Flask, db: Database, panoramax: str
) -> None:
    alice = signed_in(app, db, "alice")
    version = states.records(db, [panoramax])[panoramax].version
    data = {"name": "Panoramax", "website": "pas une adresse", "version": version, "geste": "brouillon"}
    answer = send(alice, f"/modifier/{panoramax}", data)
    assert answer.status_code == 302
    page = alice.get(answer.location)
    assert page.status_code == 200 and "pas une adresse" in page.text and "adresse web attendue" in page.text
    assert send(alice, answer.location, {"geste": "accepter", "champs": ["website"]}).status_code == 422
    assert "pas une adresse" in alice.get(f"/modifier/{panoramax}?brouillon={only(db)}").text
