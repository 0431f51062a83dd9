"""Promises of a roadmap's table: it goes out, comes back as it went, and tells by line and column what it leaves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.roadmap_edits import Opening, open_year
from graph.roadmaps import Line, roadmap
from graph.viewers import SYSTEM
from tests.forms import form_of
from tests.graph.test_roadmaps import FACTS, KINDS
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in, token
from tests.reading import text, texts

PAGE = "/communautes/comite/feuille-de-route/2026"
LAST_YEAR = [
    ["Feuille de route 2025 du comité"], [],
    ["Thématique", "Action", "Moyens nécessaires", "Piste de financement", "Financeur", "Statut du financement",
     "Montant en euros", "Politique publique", "Porteur", "Partenaires", "Échéance", "Statut", "Couleur"],
    ["Mobilité", "Compter les vélos", "deux capteurs", "fonds propres", "RGN", "piste", "8 000", "Adresses", "Ana",
     "Ligue ; Région", "juin 2026", "en cours", "bleu"],
    ["", "Ouvrir les horaires", "", "", "", "", "", "", "", "", "2025", "fait", ""],
    ["Adresse", "Former", "", "", "", "", "", "", "", "", "", "faite", ""],
]  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def book(rows: Sequence[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    made = Workbook()
    for row in rows:
        made.active.append(list(row))  # type: ignore[union-attr]
    made.save(out)
    return out.getvalue()


def dropped(client: FlaskClient, content: bytes, name: str = "feuille.xlsx", page: str = PAGE) -> TestResponse:
    """The answer to a file put through the door."""
    data = {"csrf_token": token(client, f"{page}/importer"), "fichier": (io.BytesIO(content), name)}
    return client.post(f"{page}/importer", data=data, content_type="multipart/form-data")


def written(client: FlaskClient, address: str) -> TestResponse:
    return client.post(address, data=form_of(client.get(address).text))


def rows_of(client: FlaskClient) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").data)).active
    assert sheet
    return [["" if cell.value is None else cell.value for cell in row] for row in sheet.rows]


def lines(db: Database) -> dict[str, Line]:
    return {line.record.name: line for line in roadmap(db, ALICE, "communaute-comite", "2026").lines}


def test_what_goes_out_comes_back_and_nothing_is_told_to_change(alice: FlaskClient, db: Database) -> None:
    create_record(db, SYSTEM, "Organisation", {"name": "Ligue"}, Operation("alice"))  # a namesake of one that is tied
    out = rows_of(alice)
    assert [row[1] for row in out[1:]] == ["Publier la base", "Publier la base", "Former", "Secrète", "Relever"]
    assert [row[5:8] for row in out[1:3]] == [["Ligue", "accordé", 5000], ["Région", "demandé", 20000]]
    for content in (alice.get(f"{PAGE}.xlsx").data, alice.get(f"{PAGE}.xlsx?lang=en").data):
        page = alice.get(dropped(alice, content).location)
        assert texts(page, ".figures b") == ["0", "0", "4", "0"], text(page, "main")
        assert 'name="vu"' in page.text and "btn-primary" not in page.text.split('name="vu"')[1].split("</form>")[0]


def test_the_table_is_as_its_reader_may_see_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    told = str(rows_of(signed_in(app, db, "bob")))
    assert "Publier la base" in told and "Secrète" not in told


def test_last_years_spreadsheet_with_its_usual_heads_is_taken(alice: FlaskClient, db: Database) -> None:
    address = dropped(alice, book(LAST_YEAR)).location
    page = text(alice.get(address), "main")
    assert "Couleur" in page and "Compter les vélos" in page and "Cases non reprises" not in page.replace(
        "0 cases non reprises", "")  # fmt: skip
    assert "3 lignes de la feuille de route ne sont pas dans ce tableau" in page
    assert "Compter les vélos" not in lines(db), "nothing is written yet"
    assert written(alice, address).location == PAGE
    found = lines(db)
    line = found["Compter les vélos"]
    assert (line.topic.record.name, line.due, line.record.status) == ("Mobilité", "2026-06", "ongoing")
    assert [(g.funder.name, g.step, g.amount) for g in line.grants] == [("Région", "lead", 8000)], "by its acronym"
    assert [tied.record.name for tied in line.tied("partners")] == ["Ligue", "Région"]
    assert (line.words.means, line.words.lead) == ("deux capteurs", "fonds propres")
    assert found["Ouvrir les horaires"].topic.record.name == "Mobilité", "a topic said once holds for the next lines"
    assert len(found) == 6 and len([name for name in found if name == "Former"]) == 1, "found by its name"
    assert alice.get(address).status_code == 404, "the file is not kept"
    again = alice.get(dropped(alice, book(LAST_YEAR)).location)
    assert texts(again, ".figures b")[:2] == ["0", "0"]


def test_each_cell_that_cannot_be_taken_is_told_by_line_and_column_with_names_like_it(
    alice: FlaskClient, db: Database
) -> None:
    rows = rows_of(alice)
    heads = {head: place for place, head in enumerate(rows[0])}
    for head, said in (("Échéance", "bientôt"), ("Étape du financement", "promis"), ("Montant (€)", "beaucoup"),
                       ("Politiques", "Adresse"), ("Décisions", "Décision 5"), ("Avancement (%)", 400)):  # fmt: skip
        rows[1][heads[head]] = said
    rows[1][heads["Ressources nécessaires"]] = "2 ETP"
    rows[5][heads["Montant (€)"]] = 10
    before = lines(db)
    address = dropped(alice, book(rows)).location
    page = alice.get(address)
    told = [" ".join(row.split()) for row in texts(page, "#fautes ~ .table-scroll tbody tr")]
    for line, column, word in (
        (2, "Échéance", "date attendue"), (2, "Étape du financement", "promis"), (2, "Montant", "nombre attendu"),
        (2, "Politiques", "Adresses"), (2, "Décisions", "Décision 4"), (2, "Avancement", "pourcentage"),
        (6, "Financeur", "financeur est attendu"),
    ):  # fmt: skip
        assert any(row.startswith(f"{line} {column}") and word.casefold() in row.casefold() for row in told), (
            line, column, told)  # fmt: skip
    assert written(alice, address).status_code == 302
    after = lines(db)["Publier la base"]
    assert after.words.means == "2 ETP", "the rest of the line is taken"
    kept = before["Publier la base"]
    assert (after.due, after.grants, after.ties, after.progress) == (kept.due, kept.grants, kept.ties, kept.progress)


def test_what_is_changed_in_the_table_is_shown_before_and_after_and_undone_at_once(
    alice: FlaskClient, db: Database
) -> None:
    rows = rows_of(alice)
    heads = {head: place for place, head in enumerate(rows[0])}
    rows[1][heads["Étape du financement"]], rows[2][heads["Financeur"]] = "versé", ""
    rows[2][heads["Montant (€)"]] = rows[2][heads["Étape du financement"]] = rows[2][
        heads["Financement visible par"]
    ] = ""
    rows[1][heads["Partenaires"]] = rows[2][heads["Partenaires"]] = ""
    rows[5][heads["Sujet"]], rows[5][heads["État"]] = "Adresse", "en cours"
    before = lines(db)
    address = dropped(alice, book(rows)).location
    page = alice.get(address)
    told = texts(page, "del, ins")
    assert any("accordé" in each for each in told) and any("versé" in each for each in told) and "Voirie" in told
    assert written(alice, address).status_code == 302
    after = lines(db)
    assert [(g.funder.name, g.step) for g in after["Publier la base"].grants] == [("Ligue", "paid")]
    assert (after["Relever"].topic.record.name, after["Relever"].record.status) == ("Adresse", "ongoing")
    op = alice.get(PAGE).text.split("/annuler/")[1].split('"')[0]
    assert send(alice, f"/annuler/{op}", {"suite": PAGE}, page=PAGE).status_code == 302
    undone = lines(db)
    assert [g.step for g in undone["Publier la base"].grants] == [g.step for g in before["Publier la base"].grants]
    assert undone["Relever"].topic == before["Relever"].topic


def test_a_years_table_dropped_in_another_year_takes_its_lines_up_without_doubling_anything(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    open_year(db, ALICE, ids["Comité"], Opening("2027", "Suite"), None, (), "", Operation("alice"))
    kept = lines(db)["Publier la base"]
    page = PAGE.replace("2026", "2027")
    address = dropped(alice, alice.get(f"{PAGE}.xlsx").data, page=page).location
    assert texts(alice.get(address), ".figures b") == ["0", "4", "0", "0"]
    assert written(alice, address).location == page
    new = {line.record.name: line for line in roadmap(db, ALICE, ids["Comité"], "2027").lines}
    assert set(new) == set(lines(db)) and new["Publier la base"].words.means == "1 ETP"
    assert (new["Publier la base"].grants, new["Publier la base"].ties) == (kept.grants, kept.ties)
    assert "reprise de 2026" in text(alice.get(page), "main")


def test_a_roadmap_that_changed_since_it_was_looked_at_is_shown_anew(alice: FlaskClient, db: Database) -> None:
    address = dropped(alice, book(LAST_YEAR)).location
    form = form_of(alice.get(address).text)
    assert written(alice, dropped(alice, book(LAST_YEAR[:4])).location).status_code == 302
    stale = alice.post(address, data=form)
    assert stale.status_code == 409 and texts(stale, ".figures b")[0] == "1"
    assert "Ouvrir les horaires" not in lines(db)


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (book([["Prénom", "Nom"], ["Ana", "B"]]), "autre.xlsx", "aucune colonne"),
        (b"PK\x03\x04 pas un classeur", "feuille.xlsx", "Action"),
        (b"", "vide.csv", "fichier vide"),
        (b"%PDF-1.7", "feuille.pdf", "inconnue"),
    ],
)  # fmt: skip
def test_what_is_no_roadmap_is_refused_and_not_kept(alice: FlaskClient, content: bytes, name: str, why: str) -> None:
    answer = dropped(alice, content, name)
    assert answer.status_code == 422 and why.casefold() in text(answer, "main").casefold()
    assert dropped(alice, b"", "").status_code == 422


def test_a_file_is_read_by_who_dropped_it_and_by_nobody_else(
    alice: FlaskClient, app: Flask, db: Database, ids: dict[str, str]
) -> None:
    address = dropped(alice, book(LAST_YEAR)).location
    assert signed_in(app, db, "carole").get(address).status_code == 404
    assert signed_in(app, db, "bob").get(address).status_code == 403
    assert app.test_client().get(address).status_code == 302
    assert "Compter les vélos" not in lines(db)


def test_a_hostile_table_stays_words(alice: FlaskClient, db: Database) -> None:
    rows = [["Sujet", "Action", "Pilotes", "Financeur"],
            ["+1+1", "<script>x</script>", "\u202e" * 20, "@" * 400], ["A" * 600, "B", "", ""],
            ["C", "B" * 600, "", ""]]  # fmt: skip
    address = dropped(alice, book(rows)).location
    page = alice.get(address)
    assert "<script>x" not in page.text and page.text.count("500 caractères au plus") == 2
    assert written(alice, address).status_code == 302
    assert "<script>x</script>" in lines(db) and "<script>x" not in alice.get(PAGE).text
    assert alice.get(f"{PAGE}.xlsx").status_code == 200
