"""Promises of evidence files: options by criteria, pieces, what was known kept as it was, and nothing hidden told."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_relation, delete_record
from graph.operations import Operation
from graph.states import records
from graph.trash import purge
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.people import send, signed_in
from tests.workspace.test_syntheses import html, words

KINDS: dict[str, Any] = {
    "Choisir l'outil": ("Decision", {"day": "2026-03-02"}), "Panoramax": "Commons", "IGN": "Organisation",
    "Interne": ("Dataset", {"visibility": "members"}), "Étude": ("Document", {"edition": "v2"}), "Relever": "Policy",
    "Autre": "Commons",
}  # fmt: skip
FACTS: set[Fact] = {("IGN", "STEWARDS", "Panoramax", "source=convention 23-114", "source_date=2024"),
                    ("Interne", "SERVES", "Relever"), ("Panoramax", "SERVES", "Relever")}  # fmt: skip
PAGE = "/decisions/choisir-l-outil/dossier"
FORM = f"{PAGE}/modifier"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def names_of(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)


def write_options(client: FlaskClient) -> None:
    """Two options and a criterion, then a cell of each."""
    first = {"version": "0", "question": "Quel outil pour relever les trottoirs ?", "options": ["+1", "+2"],
             "fiche-+1": "Panoramax", "fiche-+2": "Interne", "criteres": ["+1c"], "critere-+1c": "Coût",
             "retenue": "+1"}  # fmt: skip
    assert send(client, FORM, first).location == PAGE
    page = html(client, FORM)
    options, criteria = names_of(page, "options")[:2], names_of(page, "criteres")[:1]
    told = {"version": names_of(page, "version")[0], "question": first["question"], "options": options,
            f"fiche-{options[0]}": "Panoramax", f"fiche-{options[1]}": "Interne", "criteres": criteria,
            f"critere-{criteria[0]}": "Coût", f"c-{options[0]}-{criteria[0]}": "Gratuit",
            f"c-{options[1]}-{criteria[0]}": "Secret bien gardé", "retenue": options[0]}  # fmt: skip
    assert send(client, FORM, told).location == PAGE


def add(client: FlaskClient, **told: str) -> Any:
    return send(client, f"{PAGE}/pieces", {"sorte": "initiative", **told}, page=PAGE)


def test_an_empty_file_says_what_it_is_for_and_the_decision_leads_to_it(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    assert f'href="{PAGE}"' in html(client, "/decisions/choisir-l-outil")
    page = html(client, PAGE)
    assert "Ce dossier est vide." in page and "décision du 2 mars 2026" in page and '<form class="form"' not in page


def test_options_stand_side_by_side_with_who_wrote_and_when(
    alice: FlaskClient, ids: dict[str, str]
) -> None:  # fmt: skip
    write_options(alice)
    page = html(alice, PAGE)
    assert "Quel outil pour relever les trottoirs ?" in page and '<th scope="row">Coût</th><td>Gratuit<br>' in page
    assert "Retenue" in page and "Alice a écrit dans le tableau des options" in page and "Secret bien gardé" in page


def test_pieces_are_records_or_addresses_with_a_comment(alice: FlaskClient, ids: dict[str, str]) -> None:
    assert add(alice, fiche="Panoramax", commentaire="Vu à Rennes.").status_code == 302
    elsewhere = {"sorte": "benchmark", "titre": "Mapillary", "adresse": "https://exemple.invalid/m"}
    assert add(alice, **elsewhere).status_code == 302
    assert add(alice, sorte="document", fiche="Étude").status_code == 302
    page = html(alice, PAGE)
    assert "Vu à Rennes." in page and 'href="https://exemple.invalid/m"' in page and "ajouté par Alice" in page
    piece = re.findall(r"/pieces/([\w-]+)/retirer", page)[0]
    assert send(alice, f"{PAGE}/pieces/{piece}/retirer", {}, page=PAGE).status_code == 302
    assert "Vu à Rennes." not in html(alice, PAGE) and "a retiré une pièce" in html(alice, PAGE)


def test_what_is_wrong_is_told_and_not_lost(alice: FlaskClient, ids: dict[str, str]) -> None:
    bad = add(alice, titre="T", adresse="javascript:alert(1)", commentaire="Gardé.")
    assert bad.status_code == 422 and "Gardé." in bad.get_data(as_text=True)
    assert add(alice).status_code == 422 and add(alice, sorte="x", titre="T").status_code == 422
    unknown = send(alice, FORM, {"version": "0", "question": "Q gardée", "options": "+1", "fiche-+1": "zzzz"})
    assert unknown.status_code == 422 and "Q gardée" in unknown.get_data(as_text=True)


def test_two_who_write_do_not_erase_each_other(alice: FlaskClient, ids: dict[str, str]) -> None:
    send(alice, FORM, {"version": "0", "question": "La première."})
    late = send(alice, FORM, {"version": "0", "question": "La seconde."})
    assert late.status_code == 409 and "La seconde." in late.get_data(as_text=True)
    assert "La première." in html(alice, PAGE)


def test_what_was_known_is_kept_and_shown_beside_today(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    write_options(alice)
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    before = html(alice, kept)
    assert "Panoramax est porté par IGN" in before and "convention 23-114" in before and "SHA-256" in before
    assert "est bien celui de cette empreinte" in before and "sont connues comme alors" in before
    create_relation(db, SYSTEM, "USES", ids["IGN"], ids["Panoramax"], {}, Operation("alice"))
    db.write("MATCH ()-[r:STEWARDS]->() DELETE r")
    send(alice, FORM, {"version": "2", "question": "Une autre question."})
    after = html(alice, kept)
    assert "Quel outil pour relever" in after and "Une autre question." not in after
    assert "nouveau lien : Panoramax est utilisé par IGN." in after
    assert "lien retiré ou fini : Panoramax est porté par IGN." in after


def test_what_only_this_reader_sees_is_not_told_as_new(db: Database, alice: FlaskClient, ids: dict[str, str]) -> None:
    create_relation(db, SYSTEM, "DEPENDS_ON", ids["Panoramax"], ids["Interne"], {}, Operation("alice"))
    write_options(alice)
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    assert "Interne" in html(alice, "/communs/panoramax")
    assert "sont connues comme alors" in html(alice, kept)


def test_a_snapshot_that_was_touched_is_told(db: Database, alice: FlaskClient, ids: dict[str, str]) -> None:
    write_options(alice)
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    db.write("MATCH (s:Snapshot) SET s.told = replace(s.told, 'Gratuit', 'Cher')")
    assert "n’est plus celui de cette empreinte" in html(alice, kept)


def test_what_one_may_not_see_is_reserved_in_the_file_and_in_what_was_known(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    write_options(alice)
    add(alice, fiche="Interne", commentaire="Commentaire interne.")
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    visitor = app.test_client()
    for address in (PAGE, kept):
        page = html(visitor, address)
        assert "réservé" in page and "Panoramax" in page
        for secret in ("Interne", "interne", "Secret bien gardé"):
            assert secret not in page, (address, secret)
    for form in ("pdf", "docx", "odt"):
        told = words(form, visitor.get(f"{kept}.{form}").data) + words(form, visitor.get(f"{PAGE}.{form}").data)
        assert "Panoramax" in told and "Interne" not in told and "Secret" not in told
    version = records(db, [ids["Panoramax"]])[ids["Panoramax"]].version
    change_record(db, SYSTEM, ids["Panoramax"], version, {"visibility": "members"}, Operation("alice"))
    assert "Panoramax" not in html(visitor, kept) and "Panoramax" in html(alice, kept)


def test_a_decision_that_is_hidden_hides_its_file(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    write_options(alice)
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    id = ids["Choisir l'outil"]
    change_record(db, SYSTEM, id, records(db, [id])[id].version, {"visibility": "private"}, Operation("alice"))
    visitor = app.test_client()
    assert {visitor.get(each).status_code for each in (PAGE, f"{PAGE}.pdf", kept, f"{kept}.pdf")} == {404}


def test_what_was_kept_of_a_decision_is_erased_with_it(db: Database, alice: FlaskClient, ids: dict[str, str]) -> None:
    write_options(alice)
    send(alice, f"{PAGE}/instantanes", {}, page=PAGE)
    id = ids["Choisir l'outil"]
    delete_record(db, SYSTEM, id, records(db, [id])[id].version, Operation("alice"))
    assert db.read("MATCH (s:Snapshot) RETURN count(s) AS n")[0]["n"] == 1
    purge(db, days=-1)
    assert db.read("MATCH (s:Snapshot|DecisionFile) RETURN count(s) AS n")[0]["n"] == 0


def test_only_who_may_write_the_decision_writes(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    assert bob.get(FORM).status_code == 403 and "Ajouter une pièce" not in html(bob, PAGE)
    assert app.test_client().get(FORM).status_code == 302


@pytest.mark.parametrize("form", ["pdf", "docx", "odt"])
def test_the_file_leaves_whole_and_what_was_known_is_the_same_twice(
    alice: FlaskClient, ids: dict[str, str], form: str
) -> None:
    write_options(alice)
    kept = str(send(alice, f"{PAGE}/instantanes", {}, page=PAGE).location)
    told = " ".join(words(form, alice.get(f"{PAGE}.{form}").data).split())
    assert "Gratuit" in told and "Option retenue" in told and "Panoramax" in told
    data = alice.get(f"{kept}.{form}").data
    assert data == alice.get(f"{kept}.{form}").data and "convention 23-114" in words(form, data)
