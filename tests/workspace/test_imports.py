"""Promises of the page of imports: drop, match, look, import, see it, take it back."""

from __future__ import annotations

import pytest
from flask import Flask

from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.importing import (
    ALL_ROWS,
    HTMX,
    MEMBERS,
    dropped,
    filled,
    imported,
    looked,
    match,
    matched,
    network,
    opendocument,
    text_of,
    undone,
    workbook,
)
from tests.people import signed_in

# Works: the first week of a facilitator.


def test_the_excel_of_members_is_dropped_matched_seen_imported_and_taken_back(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    form = filled(alice.get(f"{at}/colonnes").text)
    assert (form["t0-kind"], form["t0-header"]) == ("Person", "3")
    assert [form[f"t0-c{n}"] for n in range(7)] == ["name", "name", "lien|WORKS_FOR||", "function", "email", "", ""]
    assert (form["t0-c2-kind"], form["t0-c2-create"], form["t0-visibility"]) == ("Organisation", "1", "private")
    matched(alice, at, {"t0-all": ALL_ROWS["t0-all"], "t0-all-value": ALL_ROWS["t0-all-value"]}, ALL_ROWS)
    seen = text_of(looked(alice, at))
    assert "9 à créer" in seen and "Importer 9 fiches et liens" in seen
    assert "adresse électronique attendue" in seen
    run = imported(alice, db, at)
    assert network(db) == MEMBERS
    report = text_of(alice.get(run).text)
    assert "9 créés" in report and "9 fiches et liens créés seront retirés" in report
    assert 'href="/reseau?centre=communaute-comite-de-la-donnee"' in alice.get(run).text
    assert "Cet import est annulé. 9 changements" in text_of(undone(alice, db, run))
    assert db.read("MATCH (n) WHERE n:Entity OR n:Ref OR n:Contact RETURN count(n) AS n") == [{"n": 0}]


def test_a_list_of_member_structures_is_matched_with_its_groups_and_dates(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("membres.csv", (
        "Structure;SIREN;Groupe de travail;Date d'adhésion\nVille d'Alès;213000078;GT Voirie;12/03/2024\nTotal : 1;;;\n"
    ).encode()))  # fmt: skip
    html = alice.get(f"{at}/colonnes").text
    form = filled(html)
    assert (form["t0-kind"], form["t0-c2"], form["t0-c3"]) == ("Organisation", "lien|MEMBER_OF||", "champ|c2|since")
    assert "choisi à la main" not in html
    run = imported(alice, db, at)
    assert network(db) == {("Ville d'Alès", "MEMBER_OF", "2024-03-12", "GT Voirie")}
    page = text_of(alice.get(run).text)
    assert "Ligne de total" in page and "name:" not in page and "MEMBER_OF" not in page


def test_the_second_time_nothing_changes_and_the_page_says_so(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\nVoirie\n"))
    first = imported(alice, db, at)
    assert "Rien ne changerait : tout est déjà sur le réseau" in text_of(looked(alice, at)).replace("\u00a0", " ")
    again = imported(alice, db, at)
    page = text_of(alice.get(again).text)
    assert again != first
    assert "Rien n’a changé" in page and "2 inchangés" in page
    assert "Annuler cet import" not in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("themes.csv", "Nom;Résumé\nEau;L'eau\n".encode("cp1252")),
        ("thèmes.tsv", "Nom\tRésumé\nEau\tL'eau\n".encode("utf-16")),
        ("Thèmes.ods", opendocument([["Nom", "Résumé"], ["Eau", "L'eau"]])),
        ("themes.xlsx", workbook([["Nom", "Résumé"], ["Eau", "L'eau"]])),
    ],
)
def test_csv_tsv_ods_and_xlsx_all_do(app: Flask, db: Database, name: str, content: bytes) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, (name, content))
    matched(alice, at, {"t0-kind": "Theme"})
    imported(alice, db, at)
    assert db.read("MATCH (n:Theme) RETURN n.name AS name, n.summary AS summary") == [
        {"name": "Eau", "summary": "L'eau"}
    ]


def test_a_file_of_records_and_a_file_of_links_are_read_together(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(
        alice, ("organisations.csv", b"Nom\nADEME\nIGN\n"),
        ("liens.csv", b"De;Relation;Vers;Depuis\nADEME;finance;Panoramax;2023\n"),
    )  # fmt: skip
    matched(alice, at, {"t0-to-kind": "Commons", "t0-to-create": "1"})
    seen = text_of(looked(alice, at))
    assert "ADEME finance Panoramax depuis 2023" in seen.replace("\u00a0", " ")
    imported(alice, db, at)
    assert network(db) == {("ADEME", "FUNDS", "2023", "Panoramax")}
    assert db.read("MATCH ()-[r:FUNDS]->() RETURN r.source AS source") == [{"source": "liens.csv"}]


def test_the_mapping_is_kept_and_serves_again_for_the_file_of_next_month(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    match(alice, at, {"t0-all": ALL_ROWS["t0-all"]})
    matched(alice, at, ALL_ROWS)
    kept = alice.get(f"{at}/correspondance.yml")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    again = dropped(alice, ("membres-2026-12.xlsx", workbook()), ("correspondance.yml", kept.data))
    form = filled(alice.get(f"{again}/colonnes").text)
    assert {name: form.get(name) for name in ALL_ROWS} == ALL_ROWS


def test_a_mapping_that_cannot_be_read_is_told_and_a_guess_takes_its_place(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"), ("m.yml", b"tables: [{file: x, kind: Nuage}]"))
    html = alice.get(f"{at}/colonnes").text
    assert "Nuage" in html and "devinée" in html
    assert filled(html)["t0-kind"] == "Theme"


def test_another_kind_is_guessed_anew_and_another_line_of_heads_too(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("table.csv", b"Sigle;Nom\nADEME;Agence\nIGN;Institut\n"))
    match(alice, at, {"t0-kind": "Organisation"})
    form = filled(alice.get(f"{at}/colonnes").text)
    assert (form["t0-c0"], form["t0-c1"]) == ("acronym", "name")
    match(alice, at, {"t0-header": "2"})
    html = alice.get(f"{at}/colonnes").text
    assert ">ADEME</label>" in html
    match(alice, at, {"t0-header": "99"})
    assert filled(alice.get(f"{at}/colonnes").text)["t0-header"] == "2"


def test_columns_left_out_on_purpose_are_no_problem(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom;Truc\nEau;x\n"))
    assert "Truc" in text_of(looked(alice, at))
    matched(alice, at)
    assert "0 problème" in text_of(looked(alice, at))


def test_the_preview_knows_what_is_there_already_and_what_looks_alike(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    create_record(db, SYSTEM, "Organisation", {"name": "IGN", "acronym": "IGN"}, Operation("bob"))
    name = "Agence de la transition écologique"
    create_record(db, SYSTEM, "Organisation", {"name": name, "acronym": "ADEME"}, Operation("bob"))
    at = dropped(alice, ("organisations.csv", b"Nom;Sigle\nIGN;IGN\nADEME;ADEME\n"))
    html = looked(alice, at)
    assert 'href="/organisations/ign"' in html
    assert f"ADEME ressemble à {name} même sigle « ADEME »" in text_of(html).replace("\u00a0", " ")
    run = imported(alice, db, at)
    assert "même sigle" in alice.get(run).text


def test_hand_edits_are_kept_by_an_import_and_by_its_undo(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", "Nom;Résumé\nEau;L'eau\nVoirie;x\n".encode()))
    run = imported(alice, db, at)
    version = db.read("MATCH (n {id: 'theme-eau'}) RETURN n.version AS v")[0]["v"]
    change_record(db, SYSTEM, "theme-eau", version, {"summary": "À la main"}, Operation("bob"))
    page = text_of(undone(alice, db, run))
    assert "1 gardé" in page and "Eau modifié depuis" in page
    assert db.read("MATCH (n:Entity) RETURN n.summary AS summary") == [{"summary": "À la main"}]


# htmx: the form alone, with what the new choice asks.


def test_a_choice_that_asks_for_more_brings_the_form_alone(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom;Autre\nEau;x\n"))
    answer = match(alice, at, {"t0-c1": "lien|PROPOSES|inverse|"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<!doctype" not in answer.text and 'id="t0-c1-kind"' in answer.text
