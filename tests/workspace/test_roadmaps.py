"""Promises of a roadmap's pages: what they tell, to whom, how a line is written, and what the public reads."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import create_record, create_relation
from graph.operations import Operation
from graph.roadmaps import roadmap
from graph.viewers import SYSTEM
from tests.forms import form_of
from tests.graph.test_roadmaps import FACTS, KINDS
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import text

HOME = "/communautes/comite/feuille-de-route"
PAGE = f"{HOME}/2026"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def said(client: FlaskClient, address: str) -> str:
    return " ".join(text(client.get(address), "main").split())


def names(db: Database, year: str = "2026") -> list[tuple[str, str]]:
    road = roadmap(db, ALICE, "communaute-comite", year)
    return [(line.topic.record.name, line.record.name) for line in road.lines]


def test_the_page_tells_each_line_with_what_it_needs_and_what_it_is_for(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    bob = signed_in(app, db, "bob")
    page = said(bob, PAGE)
    for told in ("Publier la base", "1 ETP", "FEDER ?", "20 000 €", "demandé", "Cadastre", "Adresses",
                 "Trouver une rue",
                 "Décision 4", "Ana", "Ligue", "mars 2026", "en retard", "40 %", "sans pilote"):  # fmt: skip
        assert told in page, told
    assert "Secrète" not in page and "Ajouter une ligne" not in page
    assert bob.get(HOME).location == PAGE
    assert "Ajouter une ligne" in said(signed_in(app, db, "alice"), PAGE)


def test_who_may_not_see_it_is_told_that_there_is_none(app: Flask, db: Database, ids: dict[str, str]) -> None:
    client = app.test_client()
    for end in ("", ".xlsx", "/publique", "/suivi", "/chaines", "/comparer"):
        assert client.get(PAGE + end).status_code == 404, end
    assert "Aucune feuille de route à lire ici" in said(client, HOME)
    bob = signed_in(app, db, "bob")
    for end in ("/lignes/nouvelle", f"/lignes/{ids['Relever']}", "/importer", "/publier"):
        assert bob.get(PAGE + end).status_code == 403, end
    assert bob.get(f"{PAGE}/publique").status_code == 404, "not before it is published"
    assert bob.get(f"{HOME}/1999").status_code == 404


def test_a_line_is_added_with_its_ties_by_their_names_and_undone(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    typed = {"topic": "Voirie", "name": "Compter les vélos", "means": "deux capteurs", "due": "mars 2027",
             "policies-plus": "adresses", "leads-plus": ids["Ana"], "decisions-plus": "Décision 4", "funder": "Région",
             "step.-plus": "requested", "amount.-plus": "12 500", "status": "planned", "visibility": "public",
             "words_visibility": "members"}  # fmt: skip
    answer = send(alice, f"{PAGE}/lignes/nouvelle", typed)
    assert answer.status_code == 302 and answer.location.startswith(PAGE)
    page = said(alice, PAGE)
    assert "Ligne ajoutée" in text(alice.get(PAGE)) or "Compter les vélos" in page
    line = roadmap(db, ALICE, ids["Comité"], "2026").lines[-1]
    assert (line.record.name, line.due, line.words.visibility) == ("Compter les vélos", "2027-03", "members")
    assert [(g.funder.name, g.step, g.amount, g.visibility) for g in line.grants] == [
        ("Région", "requested", 12500, "members")
    ]  # fmt: skip
    assert [tied.record.name for tied in line.tied("policies")] == ["Adresses"]


def test_a_wrong_line_is_refused_field_by_field_and_nothing_typed_is_lost(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    alice, before = signed_in(app, db, "alice"), names(db)
    typed = {"topic": "", "name": "Neuve", "due": "demain", "progress": "140", "policies-plus": "Adrese",
             "funder": "Inconnue", "amount.-plus": "beaucoup", "means": "à garder"}  # fmt: skip
    answer = send(alice, f"{PAGE}/lignes/nouvelle", typed)
    assert answer.status_code == 422
    page = text(answer, "main")
    assert "date attendue" in page and "un sujet est nécessaire" in page
    assert 'value="demain"' in answer.text and "à garder" in answer.text and 'value="Inconnue"' in answer.text
    assert 'value="beaucoup"' in answer.text and "Adresses" in page, "a name like it is proposed"
    for anchor in ("champ-topic", "champ-policies-plus", "champ-funder-0"):
        assert f'href="#{anchor}"' in answer.text and f'id="{anchor}"' in answer.text, anchor
    assert names(db) == before


def test_a_line_is_changed_in_place_and_a_stale_form_overwrites_nothing(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    address = f"{PAGE}/lignes/{ids['Publier la base']}"
    form = filled(alice, address)
    grants = [name for name in form if name.startswith("amount.") and not name.endswith("-plus")]
    assert len(grants) == 2 and form["means"] == "1 ETP" and form["policies"] == [ids["Adresses"]]
    theirs = {**form, "progress": "55", "partners": []}
    assert carole.post(address, data={**theirs, "csrf_token": filled(carole, address)["csrf_token"]}).status_code == 302
    stale = alice.post(address, data={**form, "progress": "70"})
    assert stale.status_code == 409
    assert "Quelqu’un d’autre" in stale.text and 'value="70"' in stale.text and "55" in text(stale, "main")
    fresh = filled(alice, address)
    assert fresh["progress"] == "55" and "partners" not in fresh
    gone = next(name for name in grants if fresh[name] == "5000").replace("amount", "gone")
    assert alice.post(address, data={**fresh, "progress": "70", gone: "on", "due": ""}).status_code == 302
    line = roadmap(db, ALICE, ids["Comité"], "2026").lines[0]
    assert (line.progress, line.due, len(line.grants)) == (70, None, 1)


def test_an_action_that_is_there_already_becomes_a_line(app: Flask, db: Database, ids: dict[str, str]) -> None:
    told = {"name": "Née d’un compte rendu", "due": "2026-11", "progress": "30"}
    id = create_record(db, SYSTEM, "Action", told, Operation("alice"))
    create_relation(db, SYSTEM, "LEADS", ids["Ana"], id, {}, Operation("alice"))
    alice = signed_in(app, db, "alice")
    form = filled(alice, f"{PAGE}/lignes/nouvelle?action={id}&sujet=Voirie")
    assert (form["action"], form["name"], form["topic"]) == (id, "Née d’un compte rendu", "Voirie")
    assert alice.post(f"{PAGE}/lignes/nouvelle", data=form).status_code == 302
    line = next(each for each in roadmap(db, ALICE, ids["Comité"], "2026").lines if each.record.id == id)
    assert (line.topic.record.name, line.due, line.progress) == ("Voirie", "2026-11", 30), "it loses nothing"
    assert [tied.record.name for tied in line.tied("leads")] == ["Ana"]
    assert "déjà une ligne de cette année" in said(alice, f"{PAGE}/lignes/nouvelle?action={id}")


def test_lines_move_and_leave_the_year_by_plain_buttons(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice, former = signed_in(app, db, "alice"), f"{PAGE}/lignes/{ids['Former']}"
    assert send(alice, f"{former}/place", {"sens": "monter"}, page=PAGE).status_code == 302
    assert names(db)[0] == ("Adresse", "Former")
    assert send(alice, f"{former}/retirer", {}, page=PAGE).status_code == 302
    assert ("Adresse", "Former") not in names(db)
    assert "/annuler/" in alice.get(PAGE).text
    assert alice.get("/actions/former").status_code == 200
    bob = signed_in(app, db, "bob")
    assert send(bob, f"{PAGE}/lignes/{ids['Relever']}/retirer", {}, page="/compte").status_code == 403


def test_the_public_reads_what_is_not_reserved_once_it_is_published(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    alice, visitor = signed_in(app, db, "alice"), app.test_client()
    assert "pas encore publiée" in said(alice, f"{PAGE}/publique")
    look = said(alice, f"{PAGE}/publier")
    assert "Lignes réservées" in look and "Secrète" in look
    assert send(alice, f"{PAGE}/publier", {"pour": "tous"}).status_code == 302
    for address in (PAGE, f"{PAGE}/publique", f"{PAGE}/suivi", f"{PAGE}/chaines"):
        page = said(visitor, address)
        assert "Publier la base" in page, address
        for hidden in ("Secrète", "20 000", "Région", "1 ETP", "FEDER"):
            assert hidden not in page, (address, hidden)
    assert "20 000" not in said(alice, f"{PAGE}/publique"), "whoever asks"
    assert send(alice, f"{PAGE}/publier", {"pour": "membres"}).status_code == 302
    assert visitor.get(f"{PAGE}/publique").status_code == 404


def test_the_next_year_is_opened_from_the_last_and_compared_with_it(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    alice = signed_in(app, db, "alice")
    form = filled(alice, f"{HOME}/ouvrir")
    assert form["year"] == "2027" and ids["Former"] not in form["ligne"] and ids["Relever"] in form["ligne"]
    wrong = alice.post(f"{HOME}/ouvrir", data={**form, "year": "l’an prochain"})
    assert wrong.status_code == 422 and "une année est attendue" in text(wrong, "main")
    taken = alice.post(f"{HOME}/ouvrir", data={**form, "year": "2026"})
    assert taken.status_code == 422 and "déjà sa feuille de route" in text(taken, "main")
    form["ligne"] = [ids["Publier la base"]]
    assert alice.post(f"{HOME}/ouvrir", data=form).location == f"{HOME}/2027"
    assert names(db, "2027") == [("Adresse", "Publier la base")]
    assert "reprise de 2026" in said(alice, f"{HOME}/2027") and "reprise en 2027" in said(alice, PAGE)
    page = said(alice, f"{HOME}/2027/comparer")
    assert "2026 et 2027, côte à côte" in page and "Relever" in page and "Publier la base" in page
    assert alice.get(f"{PAGE}/comparer?avec=1999").status_code == 404


def test_a_first_year_is_opened_from_nothing(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Comité": "Community"})
    alice = signed_in(app, db, "alice")
    assert "Ouvrir une année" in said(alice, HOME)
    form = filled(alice, f"{HOME}/ouvrir")
    assert alice.post(f"{HOME}/ouvrir", data={**form, "year": "2026"}).status_code == 302
    for end in ("", "/suivi", "/chaines", "/publique"):
        assert "Aucune ligne" in said(alice, PAGE + end), end
    assert "Feuille de route 2026, Comité" in said(alice, "/communautes/comite/comite")


def test_what_follows_a_year_is_told_in_figures_and_tables(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    page = said(bob, f"{PAGE}/suivi")
    for told in ("Avancement", "Toute l’année", "40 %", "Budget", "Région", "20 000 €", "Ana", "en retard", "Par état",
                 "2 lignes sans date"):  # fmt: skip
        assert told in page, told
    assert "Secrète" not in page
    short = said(bob, "/communautes/comite/comite")
    assert "Feuille 2026" in short and "3 lignes, 1 faite" in short and "1 en retard" in short


def test_a_decision_is_followed_to_what_was_delivered_and_to_the_policy(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    create_relation(db, SYSTEM, "DELIVERS", ids["Publier la base"], ids["Cadastre"], {}, Operation("alice"))
    create_relation(db, SYSTEM, "SERVES", ids["Cadastre"], ids["Adresses"], {}, Operation("alice"))
    create_relation(db, SYSTEM, "PROMPTS", ids["Décision 4"], ids["Secrète"], {}, Operation("alice"))
    visitor = app.test_client()
    page = said(visitor, "/decisions/decision-4/suites")
    assert "Publier la base" in page and "a pour livrable Cadastre" in page and "qui sert Adresses" in page
    assert "Secrète" not in page and visitor.get("/decisions/inconnue/suites").status_code == 404
    assert "/suites" in visitor.get("/decisions/decision-4").text
    chains = said(signed_in(app, db, "bob"), f"{PAGE}/chaines")
    assert "Décision 4" in chains and "Sans décision connue" in chains and "aucun livrable relié" in chains


def filled(client: FlaskClient, address: str) -> dict[str, Any]:
    """The fields of the longest form of a page, as a browser would send them."""
    return form_of(client.get(address).text)
