"""Promises to who animates a committee: where each body stands, on one sheet, for nobody else, never overwritten."""

import io

from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graph.database import Database
from graph.editing import delete_record
from graph.merging import merge
from graph.mobilisation import about, standings
from graph.operations import Operation
from graph.states import records
from graph.trash import purge
from tests.graph.plans import no_scans
from tests.graph.test_committees import FACTS, KINDS
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import text

PAGE = "/communautes/comite/mobilisation"
ADD = f"{PAGE}/ajouter"


def said(client: FlaskClient) -> str:
    return " ".join(text(client.get(PAGE), "main").split())


def row(id: str, was: str = "||", **told: str) -> dict[str, str]:
    return {f"avant-{id}": was, **{f"{name}-{id}": value for name, value in told.items()}}


def test_who_sits_is_on_the_sheet_and_who_does_not_yet_is_added(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, {**KINDS, "Syndicat": "Organisation"})
    alice = signed_in(app, db, "alice")
    assert "Brest métropole" in said(alice) and "Syndicat" not in said(alice)
    no_scans(db)
    assert send(alice, ADD, {"qui": "Syndicat"}, page=PAGE).status_code == 302
    brest = row(ids["Brest métropole"], etat="takes_part", jour="2026-01-15", mots="Appelé, reviendra | en mars")
    assert send(alice, PAGE, brest).status_code == 302
    told = {each.who.name: each.said.state for each in standings(db, ALICE, ids["Comité"]).values()}
    assert told == {"Syndicat": "to_contact", "Brest métropole": "takes_part"}
    page = said(alice)
    assert "Syndicat ne siège pas" in page and "noté par Alice" in page
    assert "reviendra | en mars" in alice.get(PAGE).text
    assert "Brest" not in text(alice.get(f"{PAGE}?etat=to_contact"), "form")
    assert "participe" in text(alice.get("/communautes/comite/comite"), "main")


def test_the_workbook_holds_the_same(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    send(alice, PAGE, row(ids["Région"], etat="contacted", jour="2026-01-15"))
    sheet = load_workbook(io.BytesIO(alice.get(f"{PAGE}.xlsx").data)).active
    assert sheet is not None
    rows = [[str(cell.value or "") for cell in each] for each in sheet.rows]
    assert ["Région", "Béa, Caché", "contacté", "2026-01-15", "", "Alice"] in rows


def test_nothing_noted_is_taken_off_and_the_rest_stays(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    send(alice, PAGE, {**row(ids["Région"], etat="contacted"), **row(ids["Brest métropole"], etat="interested")})
    send(alice, PAGE, row(ids["Région"], "contacted||"))
    assert set(standings(db, ALICE, ids["Comité"])) == {ids["Brest métropole"]}


def test_what_another_noted_meanwhile_is_shown_and_kept(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    region, brest = ids["Région"], ids["Brest métropole"]
    send(carole, PAGE, row(region, etat="withdrawn", mots="Ne viendra plus"))
    typed = {**row(region, etat="contacted", mots="À rappeler"), **row(brest, etat="interested")}
    answer = send(alice, PAGE, typed)
    assert answer.status_code == 409
    assert "Ne viendra plus" in text(answer, "main") and 'value="À rappeler"' in answer.text
    assert {each.said.words for each in standings(db, ALICE, ids["Comité"]).values()} == {"Ne viendra plus"}
    assert 'value="withdrawn||Ne viendra plus"' in answer.text, "the next save is over what was shown"
    old = row(region, etat="", mots="")
    assert send(alice, PAGE, old).status_code == 302, "an old page on which that row was not touched"
    assert standings(db, ALICE, ids["Comité"])[region].said.state == "withdrawn"


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    for wrong in ({"etat": "enchanté"}, {"jour": "2999-01-01"}, {"jour": "hier"}, {"mots": "x" * 201}):
        answer = send(alice, PAGE, {**row(ids["Région"], **wrong), **row(ids["Ana"], mots="gardé")})
        assert answer.status_code == 422 and "Région" in text(answer, "main")
    assert not standings(db, ALICE, ids["Comité"])
    assert send(alice, ADD, {"qui": "Personne de ce nom"}, page=PAGE).status_code == 422
    assert send(alice, ADD, {"qui": ids["Publier"]}, page=PAGE).status_code == 404, "an action is nobody to contact"


def test_a_record_made_one_with_another_brings_what_was_noted(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, {**KINDS, "Syndicat": "Organisation", "Syndicat mixte": "Organisation"})
    alice = signed_in(app, db, "alice")
    send(alice, ADD, {"qui": "Syndicat"}, page=PAGE)
    merge(db, ALICE, ids["Syndicat mixte"], ids["Syndicat"], (), Operation("alice"))
    assert "Syndicat mixte ne siège pas" in said(alice)
    send(alice, PAGE, row(ids["Syndicat mixte"], "to_contact||", etat="contacted"))
    assert standings(db, ALICE, ids["Comité"])[ids["Syndicat mixte"]].said.state == "contacted"


def test_only_who_animates_the_committee_reads_or_writes_any_of_it(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    send(signed_in(app, db, "alice"), PAGE, row(ids["Région"], etat="withdrawn", mots="Ne viendra plus"))
    typed, bob = row(ids["Région"], "withdrawn||Ne viendra plus", etat="contacted"), signed_in(app, db, "bob")
    for client in (app.test_client(), bob):
        for address in (PAGE, f"{PAGE}.xlsx"):
            assert client.get(address).status_code == 403, address
        seen = client.get("/communautes/comite/comite")
        assert "Mobilisation" not in seen.text and "en retrait" not in seen.text
    assert send(bob, PAGE, typed, page="/compte").status_code == 403
    assert send(bob, ADD, {"qui": ids["Ana"]}, page="/compte").status_code == 403
    assert standings(db, ALICE, ids["Comité"])[ids["Région"]].said.state == "withdrawn"


def test_a_person_gets_what_is_noted_of_them_and_who_is_in_the_bin_is_not_on_the_sheet(
    app: Flask, db: Database
) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    send(alice, PAGE, row(ids["Ana"], etat="interested", mots="Très en avance"))
    assert about(db, ids["Ana"])[0]["words"] == "Très en avance"
    delete_record(db, ALICE, ids["Ana"], records(db, [ids["Ana"]])[ids["Ana"]].version, Operation("alice"))
    assert ids["Ana"] not in standings(db, ALICE, ids["Comité"])
    purge(db, days=-1)
    assert not about(db, ids["Ana"])
