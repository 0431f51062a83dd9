"""Promises of the page of imports: drop, match, look, import, see it, take it back; nothing wrong is lost or let in."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
import stat
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import Element, JustHTML
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import change_record, create_record
from graph.imports import holds, leases, runs
from graph.imports.drafts import Draft, Report
from graph.imports.run import run_import
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.people import send, signed_in, token
from tests.waiting import until

HTMX = {"HX-Request": "true"}
ROWS: list[list[Any]] = [
    ["Membres du comité"],
    [],
    ["Nom", "Prénom", "Structure", "Fonction", "Courriel", "Arrivée", "Remarque"],
    ["Verveine", "Prune", "Ville d'Alès", "chargée de mission", "prune@exemple.fr", "2023", "x"],
    ["Tilleul", "Zoé", "ADEME", None, "zoe(at)exemple.fr", "mars 2024", "<script>alert(1)</script>"],
]
ALL_ROWS = {
    "t0-purpose": "Animer le comité", "t0-origin": "Feuille de présence", "t0-visibility": "members",
    "t0-all": "lien|MEMBER_OF||", "t0-all-value": "Comité de la donnée", "t0-all-kind": "Community",
    "t0-all-create": "1", "t0-c5": "champ|all|since",
}  # fmt: skip


def workbook(rows: Iterable[list[Any]] = ROWS, **more: Iterable[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Membres"
    for name, lines in {"Membres": rows, **more}.items():
        page = sheet if name == "Membres" else book.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opendocument(rows: Iterable[list[str]]) -> bytes:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Thèmes")
    for row in rows:
        line = TableRow()
        for text in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=text))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drop(client: FlaskClient, *files: tuple[str, bytes]) -> TestResponse:
    sent = [(io.BytesIO(content), name) for name, content in files]
    return client.post("/imports", data={"csrf_token": token(client, "/imports"), "fichiers": sent})


def dropped(client: FlaskClient, *files: tuple[str, bytes]) -> str:
    """The address of the upload."""
    answer = drop(client, *(files or (("membres.xlsx", workbook()),)))
    assert answer.status_code == 302, answer.text
    return answer.location.removesuffix("/colonnes")


def filled(html: str) -> dict[str, str]:
    """What a browser would send of the form of columns as it stands."""
    page = JustHTML(html, sanitize=False)
    sent: dict[str, str] = {}
    for field in _elements(page, ".mapping-form input"):
        if field.attrs.get("type") != "checkbox" or "checked" in field.attrs:
            sent[str(field.attrs["name"])] = str(field.attrs.get("value") or "")
    for select in _elements(page, ".mapping-form select"):
        options = [option for option in select.query("option") if isinstance(option, Element)]
        chosen = next((option for option in options if "selected" in option.attrs), options[0])
        sent[str(select.attrs["name"])] = str(chosen.attrs.get("value") or "")
    return sent


def _elements(page: JustHTML, selector: str) -> list[Element]:
    return [found for found in page.query(selector) if isinstance(found, Element)]


def match(client: FlaskClient, at: str, changes: dict[str, str] | None = None, **options: Any) -> TestResponse:
    """Sends the form of columns with some choices changed."""
    sent = filled(client.get(f"{at}/colonnes").text) | (changes or {})
    return client.post(f"{at}/colonnes", data=sent, **options)


def matched(client: FlaskClient, at: str, *steps: dict[str, str]) -> None:
    """Chooses step by step, then goes on to the preview."""
    for step in steps:
        assert match(client, at, step).status_code == 302
    answer = match(client, at, {"continuer": "1"})
    assert answer.status_code == 302, answer.text
    assert answer.location == f"{at}/apercu"


def looked(client: FlaskClient, at: str) -> str:
    """The preview, once it is ready."""
    pages: list[str] = []

    def ready() -> bool:
        pages.append(client.get(f"{at}/apercu").text)
        return "Fiches et liens" in pages[-1] or "s’est arrêté" in pages[-1] or "changerait" in pages[-1]

    until(ready, "the preview")
    return pages[-1]


def imported(client: FlaskClient, db: Database, at: str) -> str:
    """Imports the upload to its end; the address of its run."""
    answer = send(client, f"{at}/importer", {}, page=f"{at}/colonnes")
    assert answer.status_code == 302
    run = answer.location.rsplit("/", 1)[-1]
    until(lambda: runs.run_of(db, run).state == "done", "the import")
    return str(answer.location)


def undone(client: FlaskClient, db: Database, run: str) -> str:
    assert send(client, f"{run}/annuler", {}, page=run).status_code == 302
    until(lambda: runs.run_of(db, run.rsplit("/", 1)[-1]).state == "undone", "the undo")
    return client.get(run).text


def text_of(html: str) -> str:
    page = JustHTML(html, sanitize=False)
    return " ".join(" ".join(node.to_text() for node in page.query("main")).split())


def network(db: Database) -> set[tuple[str, str, str | None, str]]:
    rows = db.read(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS type, r.since AS since, b.name AS b"
    )
    return {(row["a"], row["type"], row["since"], row["b"]) for row in rows}


MEMBERS = {
    ("Prune Verveine", "WORKS_FOR", None, "Ville d'Alès"), ("Zoé Tilleul", "WORKS_FOR", None, "ADEME"),
    ("Prune Verveine", "MEMBER_OF", "2023", "Comité de la donnée"),
    ("Zoé Tilleul", "MEMBER_OF", "2024-03", "Comité de la donnée"),
}  # fmt: skip


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


# Works: while it runs, and when it is cut.


def test_an_import_under_way_shows_how_far_it_is(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "table", "membres.xlsx", "u-1", upload="x" * 22, total=640)
    hold = holds.Hold(db, claim)
    hold.seen = 412
    hold.renew()
    page = alice.get(f"/imports/passages/{claim.run}").text
    assert 'max="640" value="412"' in page and "412 sur 640" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "412 sur 640" in alice.get("/imports").text
    answer = alice.get(f"/imports/passages/{claim.run}", headers=HTMX).text
    assert "hx-get" in answer and "<!doctype" not in answer
    runs.finish(db, claim, 640, Report())
    assert "hx-get" not in alice.get(f"/imports/passages/{claim.run}", headers=HTMX).text


def test_an_import_cut_by_a_kill_is_taken_up_from_the_page(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\nVoirie\n"))
    claim = leases.claim(db, "table", "themes.csv", "u-1", upload=at.rsplit("/", 1)[-1], total=2)
    half = leases.Claim(claim.run, claim.op, claim.owner)
    with pytest.raises(OSError, match="coup"):
        run_import(db, SYSTEM, "table", "themes.csv", _cut(), Report(), claim=half)
    db.write("MATCH (run:Run) SET run.error = null")
    page = alice.get(f"/imports/passages/{claim.run}")
    assert "Le serveur a été arrêté ou redémarré" in page.text and "Reprendre l’import" in page.text
    answer = send(alice, f"/imports/passages/{claim.run}/reprendre", {}, page=f"/imports/passages/{claim.run}")
    assert answer.location.endswith(claim.run)
    until(lambda: runs.run_of(db, claim.run).state == "done", "the import taken up")
    assert (runs.run_of(db, claim.run).created, runs.run_of(db, claim.run).unchanged) == (2, 0)


def _cut() -> Iterable[Draft]:
    yield Draft("Theme", ("name:theme/eau",), {"name": "Eau"}, says="some")
    yield Draft("Theme", ("name:theme/eau",), {"name": "Eau"}, says="some")
    raise OSError(errno.EIO, "coup")


def test_an_import_stopped_by_a_full_disk_says_so(app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("graph.imports.importer.write_groups", _full)
    answer = send(alice, f"{at}/importer", {}, page=f"{at}/colonnes")
    run = answer.location.rsplit("/", 1)[-1]
    until(lambda: runs.run_of(db, run).error is not None, "the stop")
    page = text_of(alice.get(answer.location).text)
    assert "L’import s’est arrêté en route. Cause : le disque est plein" in page.replace("\u00a0", " ")
    monkeypatch.undo()
    send(alice, f"{answer.location}/reprendre", {}, page=answer.location)
    until(lambda: runs.run_of(db, run).state == "done", "the import taken up")
    assert db.read("MATCH (n:Theme) RETURN n.name AS name") == [{"name": "Eau"}]


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_run_of_the_command_line_that_was_cut_tells_the_command(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "betagouv", "betagouv", "système")
    db.write("MATCH (run:Run) SET run.lease_until = 0")
    page = f"/imports/passages/{claim.run}"
    assert "relancez la même commande" in alice.get(page).text
    assert "Il n’y a rien à reprendre" in send(alice, f"{page}/reprendre", {}, page=page, follow_redirects=True).text


def test_an_undo_that_was_cut_goes_on(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    leases.claim_undo(db, run.rsplit("/", 1)[-1])
    assert "0 sur 1 repris" in alice.get(run).text
    db.write("MATCH (run:Run) SET run.lease_until = 0")
    assert "Reprendre l’annulation" in alice.get(run).text
    send(alice, f"{run}/reprendre", {}, page=run)
    until(lambda: runs.run_of(db, run.rsplit("/", 1)[-1]).state == "undone", "the undo")
    assert db.read("MATCH (n:Entity) RETURN n.id AS id") == []


def test_two_presses_on_one_button_make_one_import(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    claim = leases.claim(db, "table", "themes.csv", "u-1", upload=at.rsplit("/", 1)[-1])
    answer = send(alice, f"{at}/importer", {}, page=f"{at}/colonnes")
    assert answer.location == f"/imports/passages/{claim.run}"
    assert len(runs.recent(db)) == 1


def test_a_run_under_way_is_not_taken_back_and_one_taken_back_stays_so(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    claim = leases.claim(db, "table", "x", "u-1")
    page = f"/imports/passages/{claim.run}"
    answer = send(alice, f"{page}/annuler", {}, page="/imports", follow_redirects=True)
    assert "rien n’a été annulé" in answer.text
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    undone(alice, db, run)
    assert "déjà annulé" in send(alice, f"{run}/annuler", {}, page="/imports", follow_redirects=True).text


def test_a_preview_that_stops_says_why_and_can_be_tried_again(
    app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("workspace.imports.work.preview", _full)
    assert "le disque est plein" in looked(alice, at)
    monkeypatch.undo()
    alice.get(f"{at}/apercu?recalculer=1")
    assert "1 à créer" in text_of(looked(alice, at))


def test_a_preview_of_a_large_file_shows_how_far_it_is(
    app: Flask, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    monkeypatch.setattr("workspace.imports.work.in_background", lambda *_: None)
    page = alice.get(f"{at}/apercu").text
    assert "0 fiche ou lien lu" in page and 'hx-trigger="load delay:1s"' in page
    answer = alice.get(f"{at}/apercu", headers=HTMX)
    assert 'id="apercu"' in answer.text and "<!doctype" not in answer.text
    assert alice.get(f"{at}/problemes.csv").status_code == 404


# Keeps: files apart, for a week, and no longer.


def test_files_are_kept_apart_and_readable_by_the_server_only(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    folder = tmp_path / "uploads" / at.rsplit("/", 1)[-1]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes.pop(folder.name) == modes.pop("fichiers") == 0o700
    assert set(modes.values()) == {0o600}
    assert "themes.csv" in alice.get("/imports").text


def test_a_file_goes_when_it_is_withdrawn_or_after_a_week(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    first, second, third = (dropped(alice, ("themes.csv", b"Nom\nEau\n")) for _ in range(3))
    send(alice, f"{first}/retirer", {}, page="/imports")
    week = time.time() - 8 * 24 * 3600
    os.utime(tmp_path / "uploads" / second.rsplit("/", 1)[-1], (week, week))
    dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    for at in (first, second):
        answer = alice.get(f"{at}/colonnes")
        assert (answer.status_code, "gardé 7 jours" in answer.text) == (404, True)
    assert alice.get(f"{third}/colonnes").status_code == 200


def test_a_name_is_kept_readable_and_harmless(app: Flask, db: Database, tmp_path: Path) -> None:
    alice = signed_in(app, db, "alice")
    names = ("../../é\u0301vil <b>.csv", "é\u0301vil <b>.csv", "C:\\x\\évil b.csv")
    at = dropped(alice, *((name, b"Nom\nEau\n") for name in names))
    folder = tmp_path / "uploads" / at.rsplit("/", 1)[-1]
    kept = sorted(path.name for path in (folder / "fichiers").iterdir())
    assert len(kept) == 3
    assert not any(set(name) & set("/\\<>:") for name in kept)
    assert not (tmp_path / "évil.csv").exists()
    assert alice.get(f"{at}/colonnes").status_code == 200


def test_what_was_chosen_survives_a_refusal(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    answer = match(alice, at, {"t0-origin": "Feuille <b>", "continuer": "1"})
    assert answer.status_code == 422
    assert 'id="t0-purpose-error"' in answer.text and "Feuille &lt;b&gt;" in answer.text
    assert filled(alice.get(f"{at}/colonnes").text)["t0-origin"] == "Feuille <b>"


# Refuses: what is wrong, with a sentence.


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("photo.png", b"\x89PNG\r\n", "extension « .png » inconnue"),
        ("photo.csv", b"%PDF-1.7 x", "c'est un PDF"),
        ("vide.csv", b"", "fichier vide"),
        ("bombe.xlsx", bomb(), "une fois décompressé"),
        ("faux.xlsx", b"Nom;Sigle\n", "c'est du texte"),
        ("large.csv", b";".join([b"c"] * 5_000_000), "ligne de plus de"),
        ("nombres.csv", b"1;2;3\n4;5;6\n", "aucune ligne de noms de colonnes"),
        ("abime.ods", b"PK\x03\x04" + b"\0" * 40, "abîmé"),
        ("README.csv", b"Nom\nEau\n", ""),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason_and_nothing_is_kept(
    app: Flask, db: Database, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    alice = signed_in(app, db, "alice")
    answer = drop(alice, (name, content))
    if not words:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    text = text_of(answer.text).replace("\u00a0", " ")
    assert "Aucun tableau n’a pu être lu" in text and words in text
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_broken_file_does_not_stop_the_others_and_none_is_dropped_silently(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"), ("bombe.xlsx", bomb()), ("README.csv", b"Nom\nx\n"))
    text = text_of(alice.get(f"{at}/colonnes").text)
    assert "bombe.xlsx" in text and "README.csv" in text
    seen = text_of(looked(alice, at))
    assert "1 à créer" in seen and "bombe.xlsx" in seen


def test_no_file_and_too_many_are_told(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    assert "Choisissez un fichier" in drop(alice).text
    answer = drop(alice, *((f"t{n}.csv", b"Nom\nEau\n") for n in range(21)))
    assert (answer.status_code, "20 fichiers au plus" in answer.text) == (422, True)


def test_a_file_over_the_limit_is_told_with_the_limit(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    answer = drop(alice, ("gros.csv", b"Nom\n" + b"Eau\n" * 400_000))
    assert answer.status_code == 413
    assert "trop gros" in answer.text and "Mo au plus" in answer.text
    bob = signed_in(app, db, "bob")
    assert "Importer un fichier" not in bob.post("/imports", data={"x": "y" * 2_000_000}).text


def test_a_full_disk_is_told_and_leaves_no_half_file(
    app: Flask, db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = signed_in(app, db, "alice")
    monkeypatch.setattr(shutil, "copyfileobj", _full)
    answer = drop(alice, ("themes.csv", b"Nom\nEau\n"))
    assert answer.status_code == 507
    assert "le disque est plein" in answer.text
    assert list((tmp_path / "uploads").iterdir()) == []


def test_a_table_without_a_name_is_not_previewed(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    answer = match(alice, at, {"t0-c0": "summary", "continuer": "1"})
    assert (answer.status_code, "Aucune colonne ne donne le nom" in answer.text) == (422, True)
    answer = match(alice, at, {"t0-kind": "", "continuer": "1"})
    assert (answer.status_code, "au moins d’une table" in answer.text) == (422, True)


def test_a_table_of_links_without_its_ends_is_not_previewed(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("t.csv", b"A;B\nADEME;IGN\n"))
    match(alice, at, {"t0-kind": "liens"})
    answer = match(alice, at, {"t0-c0": "from", "t0-c1": "to", "continuer": "1"})
    assert (answer.status_code, "la relation" in answer.text) == (422, True)
    ends = {"t0-from-kind": "Organisation", "t0-from-create": "1", "t0-to-kind": "Organisation", "t0-to-create": "1"}
    matched(alice, at, {"t0-c0": "from", "t0-c1": "to", "t0-relation": "est partenaire de", **ends})
    imported(alice, db, at)
    assert network(db) == {("ADEME", "PARTNERS", None, "IGN")}


def test_choices_that_no_form_offers_change_nothing(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom;Autre\nEau;x\n"))
    for wrong in ("lien|DROP||", "champ|all|x", "audience", "lien|FUNDS||nope", "../..", "ref:"):
        match(alice, at, {"t0-c1": wrong, "t0-visibility": "tous", "t0-all": wrong})
        form = filled(alice.get(f"{at}/colonnes").text)
        assert (form["t0-c1"], form["t0-all"]) == ("", ""), wrong


@pytest.mark.parametrize("token", ["..", "x" * 22, "%2e%2e", "a/b", "passages"])
def test_an_address_that_nobody_gave_is_not_found(app: Flask, db: Database, token: str) -> None:
    alice = signed_in(app, db, "alice")
    assert alice.get(f"/imports/{token}/colonnes").status_code in (404, 405)
    assert alice.get("/imports/passages/import-0").status_code == 404


def test_a_page_of_problems_that_is_no_number_is_refused(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run = imported(alice, db, dropped(alice, ("themes.csv", b"Nom\nEau\n")))
    assert alice.get(f"{run}?page=x").status_code == 422


def test_hostile_cells_are_shown_as_text_and_neutralised_in_the_csv(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    evil = '=cmd|"/c calc"!A1'
    quoted = evil.replace('"', '""')
    text = f'Nom;SIREN;Site\n<img src=x onerror=alert(1)>;"{quoted}";javascript:alert(1)\n@SUM(1);+1;x\n'
    at = dropped(alice, ("organisations.csv", text.encode()))
    html = alice.get(f"{at}/colonnes").text + looked(alice, at)
    assert "&lt;img src=x" in html and "<img" not in html and 'href="javascript' not in html
    run = imported(alice, db, at)
    assert "<img" not in alice.get(run).text
    for address in (f"{at}/problemes.csv", f"{run}/problemes.csv"):
        lines = list(csv.reader(io.StringIO(alice.get(address).get_data(as_text=True).removeprefix("\ufeff"))))
        assert lines[0] == ["fichier", "ligne", "champ", "valeur", "problème", "ce qui est fait"]
        assert any(cell == f"'{evil}" for line in lines for cell in line)
        assert not any(
            cell.startswith(("=", "@", "javascript:")) and cell[0] in "=@" for line in lines for cell in line
        )


def test_many_problems_come_in_pages_with_their_sorts(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    rows = [["Nom", "SIREN"], *([f"Organisation {n}", "12"] for n in range(60))]
    at = dropped(alice, ("organisations.xlsx", workbook(rows)))
    match(alice, at, {"t0-kind": "Organisation"})
    html = looked(alice, at)
    assert "60 problèmes" in text_of(html) and "Par sorte de problème" in html and "page=2" in html
    run = imported(alice, db, at)
    assert "51 à 60 sur 60" in text_of(alice.get(f"{run}?page=2").text)


# Hides: everything, from who does not animate.

READ = (
    "/imports", "/imports/{token}/colonnes", "/imports/{token}/correspondance.yml", "/imports/{token}/apercu",
    "/imports/{token}/problemes.csv", "/imports/passages/{run}", "/imports/passages/{run}/problemes.csv",
)  # fmt: skip
WRITTEN = (
    "/imports", "/imports/{token}/colonnes", "/imports/{token}/importer", "/imports/{token}/retirer",
    "/imports/passages/{run}/annuler", "/imports/passages/{run}/reprendre",
)  # fmt: skip


def test_every_address_of_the_imports_is_in_these_lists(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("imports.")]
    known = {("GET", path) for path in READ} | {("POST", path) for path in WRITTEN}
    found = {(method, re.sub(r"<(\w+)>", r"{\1}", rule.rule)) for rule in rules for method in rule.methods or ()}
    assert {(method, rule) for method, rule in found if method in ("GET", "POST")} == known


def addresses(alice: FlaskClient, db: Database) -> tuple[str, list[str], list[str]]:
    """A finished run, and every address of it and of its upload, to read and to write."""
    at = dropped(alice, ("themes.csv", b"Nom\nEau\n"))
    run = imported(alice, db, at)
    names = {"token": at.rsplit("/", 1)[-1], "run": run.rsplit("/", 1)[-1]}
    return names["run"], [path.format(**names) for path in READ], [path.format(**names) for path in WRITTEN]


def test_strangers_are_shown_the_door(app: Flask, db: Database) -> None:
    run, read, written = addresses(signed_in(app, db, "alice"), db)
    charlie = app.test_client()
    sent = {"csrf_token": token(charlie, "/connexion")}
    answers = [charlie.get(path) for path in read] + [charlie.post(path, data=sent) for path in written]
    assert [(answer.status_code, answer.location.split("?")[0]) for answer in answers] == [(302, "/connexion")] * 13
    assert runs.run_of(db, run).state == "done"


def test_members_are_told_who_imports(app: Flask, db: Database) -> None:
    run, read, written = addresses(signed_in(app, db, "alice"), db)
    bob = signed_in(app, db, "bob")
    sent = {"csrf_token": token(bob, "/compte")}
    for answer in [*(bob.get(path) for path in read), *(bob.post(path, data=sent) for path in written)]:
        assert (answer.status_code, "Seule l’animation" in answer.text, "themes.csv" in answer.text) == (
            403,
            True,
            False,
        )
    assert runs.run_of(db, run).state == "done"


def test_a_form_without_its_token_is_refused(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    run, read, written = addresses(alice, db)
    assert [alice.post(path).status_code for path in written] == [400] * 6
    assert runs.run_of(db, run).state == "done"
    assert alice.get(read[1]).status_code == 200


def test_the_page_about_the_data_tells_what_was_imported_without_names_of_files(app: Flask, db: Database) -> None:
    alice, anybody = signed_in(app, db, "alice"), app.test_client()
    assert "Aucun import" in anybody.get("/donnees").text
    at = dropped(alice, ("secret.csv", b"Nom;Visible par\nEau;public\nPris;members\n"))
    matched(alice, at, {"t0-kind": "Theme"})
    imported(alice, db, at)
    run_import(db, SYSTEM, "sill", "sill", [Draft("Software", ("sill:logiciel/1",), {"name": "QGIS"})], Report())
    page = anybody.get("/donnees").text
    assert "secret" not in page
    assert "Socle interministériel de logiciels libres" in page and "Fichiers importés par l’animation" in page


def test_problems_never_tell_coordinates(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice)
    matched(alice, at, {"t0-purpose": "x", "t0-origin": "y"})
    run = imported(alice, db, at)
    assert "zoe(at)exemple.fr" not in alice.get(f"{run}/problemes.csv").text
    assert "zoe(at)exemple.fr" not in json.dumps(db.read("MATCH (run:Run) RETURN run.problems AS p"))


# htmx: the form alone, with what the new choice asks.


def test_a_choice_that_asks_for_more_brings_the_form_alone(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    at = dropped(alice, ("themes.csv", b"Nom;Autre\nEau;x\n"))
    answer = match(alice, at, {"t0-c1": "lien|PROPOSES|inverse|"}, headers=HTMX)
    assert answer.status_code == 200
    assert "<!doctype" not in answer.text and 'id="t0-c1-kind"' in answer.text
