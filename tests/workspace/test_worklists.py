"""Promises of « À traiter »: each list with its count and reason, within a perimeter; what one says of it is kept."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import create_record, create_relation, delete_record
from graph.operations import Operation
from graph.states import records
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.tuples import PERSON, Fact, graph_of
from tests.measures.drawn import measured
from tests.people import PASSWORD, send, signed_in
from workspace.worklists.words import WORDS

KINDS: dict[str, Any] = {
    "IGN": "Organisation", "Ville": "Organisation", "Panoramax": "Commons", "Comité": "Community", "Autre": "Community",
    "Seule": "Organisation", "Cachée": ("Organisation", {"visibility": "private"}), "Gers": ("Territory", {
        "type": "departement"}), **{f"Isolée {n}": "Organisation" for n in range(12)},
}  # fmt: skip
FACTS: set[Fact] = {
    ("IGN", "STEWARDS", "Panoramax"), ("Ville", "USES", "Panoramax"), ("IGN", "MEMBER_OF", "Comité"),
    ("Comité", "CONTRIBUTES_TO", "Panoramax"), ("Ville", "MEMBER_OF", "Autre"),
}  # fmt: skip
ISOLATED = "/a-traiter/fiches-isolees"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    found = graph_of(db, FACTS, KINDS)
    measured(db)
    return found


def test_each_list_that_holds_something_says_how_many_and_why_the_first(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    page = signed_in(app, db, "alice").get("/a-traiter").text
    assert "Un seul porteur connu\u00a0: IGN. 1 fiche s’appuie dessus." in page
    assert 'Fiches isolées</a> <span class="count">13</span>' in page and "Départements et intercommunalités" in page
    assert "Liens contestés" in page.split("listes où rien")[-1]


def test_a_list_shows_ten_each_with_its_reason_and_the_file_all(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    page = alice.get(ISOLATED).text
    assert page.count("Aucun lien en vigueur.") == 10 and "1 à 10 sur 13" in page.replace("\u00a0", " ")
    assert len(alice.get(f"{ISOLATED}.csv").text.splitlines()) == 14
    assert alice.get(f"{ISOLATED}?page=2").text.count("Aucun lien en vigueur.") == 3


def test_a_perimeter_narrows_every_list_and_stays_in_the_address(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    page = alice.get("/a-traiter?autour=communaute-comite").text
    assert "autour de Comité" in page and "/a-traiter/un-seul-porteur?autour=communaute-comite" in page
    assert 'Fiches isolées</a> <span class="count">' not in page
    assert "Panoramax" in alice.get("/a-traiter/un-seul-porteur?autour=communaute-comite").text
    assert "Rien à traiter ici" in alice.get("/a-traiter/un-seul-porteur?autour=communaute-autre").text
    assert "Panoramax" in alice.get("/a-traiter?liste=/communs/?q=panoramax").text
    assert alice.get("/a-traiter?autour=Comité").status_code == 200  # by its name


def kept(client: FlaskClient, query: str, path: str = "/vues/garder") -> str:
    """Keeps a view as its form does; its id."""
    told = {"titre": "Autour de Panoramax", "texte": "", "pour": "members", "vue": query}
    answer = send(client, path, told, page=f"{path}?{query}")
    assert answer.status_code == 302, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def test_a_saved_view_of_the_network_is_a_perimeter_too(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    id = kept(alice, "centre=commun-panoramax&distance=1")
    page = alice.get(f"/a-traiter?vue={id}").text.replace("\u00a0", " ")
    assert "dans la vue « Autour de Panoramax »" in page and f"/a-traiter/un-seul-porteur?vue={id}" in page
    assert 'Fiches isolées</a> <span class="count">' not in page
    assert f'value="{id}"' in alice.get("/a-traiter").text and f"/a-traiter?vue={id}" in alice.get("/vues").text
    assert "À traiter dans cette liste" in alice.get("/communs/?q=panoramax").text
    assert "Autour de Panoramax" in bob.get("/vues").text and "/a-traiter?vue" not in bob.get("/vues").text


def test_a_saved_view_that_cannot_be_drawn_is_named(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    id = kept(alice, f"centre={ids['Seule']}")
    secret = kept(signed_in(app, db, "bob"), f"centre={ids['Seule']}")
    db.write("MATCH (v:View {id: $id}) SET v.audience = 'private', v.shared = 'private'", id=secret)
    delete_record(db, SYSTEM, ids["Seule"], records(db, [ids["Seule"]])[ids["Seule"]].version, Operation("alice"))
    for view in (id, secret):
        assert alice.get(f"/a-traiter?vue={view}").status_code == 422


@pytest.mark.parametrize(
    "query", ["vue=inconnue", "autour=rien-du-tout", "liste=/rien/", "liste=/communs/?etat=rien%26tri=rien"]
)
def test_a_perimeter_that_is_none_is_named(app: Flask, db: Database, ids: dict[str, str], query: str) -> None:
    assert signed_in(app, db, "alice").get(f"/a-traiter?{query}").status_code == 422


def test_what_is_said_is_kept_told_and_taken_back(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    said = {"item": ids["Seule"], "retour": ISOLATED}
    for act, words in (
        ({"geste": "fait"}, "fait par Alice"), ({"geste": "jamais"}, "à ne plus proposer, dit Alice"),
        ({"geste": "reporter", "jusque": "12/01/2999"}, "reporté au"),
    ):  # fmt: skip
        answer = send(alice, ISOLATED, said | act, follow_redirects=True)
        assert words in answer.text and "12 à traiter" in answer.text
        answer = send(alice, ISOLATED, said | {"geste": "remettre"}, follow_redirects=True)
        assert "13 à traiter" in answer.text


def test_a_finding_given_to_somebody_is_counted_in_their_menu(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    whose = db.read("MATCH (u:User {email: 'carole@example.invalid'}) RETURN u.id AS id")[0]["id"]
    send(alice, ISOLATED, {"item": ids["Seule"], "geste": "confier", "confier": whose})
    assert "Confié à Carole" in alice.get(f"{ISOLATED}?page=2").text + alice.get(ISOLATED).text
    assert 'class="count">1<' in carole.get("/").text and 'class="count">1<' not in alice.get("/").text


def test_what_cannot_be_done_changes_nothing_and_says_why(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    for wrong in ({"geste": "reporter", "jusque": "hier"}, {"geste": "reporter", "jusque": "2020"}, {"geste": "rien"},
                  {"geste": "confier", "confier": "rien"}):  # fmt: skip
        answer = send(alice, ISOLATED, {"item": ids["Seule"], **wrong})
        assert answer.status_code == 422 and "Rien n’a été changé" in answer.text
    assert send(alice, ISOLATED, {"item": ids["IGN"], "geste": "fait"}).status_code == 404
    assert alice.get("/a-traiter/rien").status_code == 404
    assert "Déjà traité" not in alice.get(ISOLATED).text


def test_who_animates_a_part_sees_that_part_first_and_handles_no_more(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    dora = create_record(db, SYSTEM, "Person", {"name": "Dora", **PERSON}, Operation("alice"))
    create_relation(db, SYSTEM, "ANIMATES", dora, ids["Comité"], {}, Operation("alice"))
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, "member", person=dora)
    bob = signed_in(app, db, "bob")
    page = bob.get("/a-traiter").text
    assert "dans ce que vous animez" in page and 'Fiches isolées</a> <span class="count">' not in page
    near, far = "/a-traiter/un-seul-porteur", ISOLATED
    form = "/a-traiter/un-seul-porteur?autour=communaute-comite"
    assert send(bob, near, {"item": ids["Panoramax"], "geste": "fait"}, page=form).status_code == 302
    assert send(bob, far, {"item": ids["Seule"], "geste": "fait"}, page=form).status_code == 404


def test_it_is_for_who_animates(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, nobody = signed_in(app, db, "bob"), app.test_client()
    assert bob.get("/a-traiter").status_code == 403 and "/a-traiter" not in bob.get("/").text
    assert nobody.get(ISOLATED).location.startswith("/connexion")
    assert nobody.get("/api/v1/worklists/isolated").status_code == 401
    assert bob.get("/api/v1/worklists/isolated").status_code == 403


def test_what_one_may_not_see_is_in_no_list(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    for words in WORDS.values():
        assert "Cachée" not in alice.get(f"/a-traiter/{words.url}.csv").text or words.url != "fiches-isolees"
    assert "Cachée" not in alice.get(f"{ISOLATED}.csv").text  # not measured, whoever asks


def test_the_api_gives_a_list_with_its_reasons_as_facts(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    told = alice.get("/api/v1/worklists/one-bearer").get_json()
    assert (told["total"], told["items"][0]["record"]["id"], told["items"][0]["facts"]) == (
        1, ids["Panoramax"], {"relying": 1})  # fmt: skip
    assert alice.get("/api/v1/worklists/one-bearer?around=communaute-autre").get_json()["total"] == 0
    assert alice.get("/api/v1/worklists/rien").status_code == 404
