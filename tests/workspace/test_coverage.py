"""Promises of « Couverture »: cells that open, holes in words, the same as CSV and XLSX, for whoever may see it."""

import csv
import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.test_coverage import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.workspace.test_tracing import html


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_cells_open_and_holes_are_told_in_words(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/couverture")
    cell = "/couverture/case?ligne=politique-plan&amp;colonne=territoire-bretagne"
    assert f'<td><a href="{cell}">2</a></td>' in page and '<td class="none">rien</td>' in page
    assert "5 cases sur 8 sont vides" in page and "<span>National</span>" in page and 'tabindex="0"' in page
    opened = html(client, cell.replace("&amp;", "&"))
    assert "Photos" in opened and "Carte" in opened and "BAN" not in opened and "2 ressources la servent" in opened
    assert "Rien de connu" in html(client, "/couverture/case?ligne=politique-autre&colonne=territoire-bretagne")


def test_kinds_and_audiences_are_crossed_too(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/couverture?croise=politiques-sortes")
    assert "<span>Jeux de données</span>" in page and "croise=politiques-sortes&amp;ligne=politique-plan" in page
    page = html(client, "/couverture?croise=themes-publics")
    assert "<span>Agents</span>" in page and "Public non renseigné" in page and 'name="echelon"' not in page
    assert "Commun" in html(client, "/couverture/case?croise=themes-publics&ligne=theme-voirie&colonne=agents")


def test_it_is_narrowed_by_names_and_keeps_it_in_every_address(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/couverture?sous=plan&theme=eau&maille=departement")
    assert "Autre" not in page.split("<tbody>")[1] and "theme=theme-eau" in page
    assert "National ou plus large" in page and "/couverture.csv?maille=departement&amp;theme=theme-eau" in page
    assert "Tout retirer" in html(client, "/couverture?echelon=europe")


@pytest.mark.parametrize("query", ["croise=x", "maille=x", "echelon=x", "theme=zzzz", "sous=zzzz", "page=0", "au=hier"])
def test_wrong_words_are_named(client: FlaskClient, ids: dict[str, str], query: str) -> None:
    assert client.get(f"/couverture?{query}").status_code == 422


def test_it_is_taken_away_as_a_table(client: FlaskClient, ids: dict[str, str]) -> None:
    rows = list(csv.reader(io.StringIO(html(client, "/couverture.csv").removeprefix("\ufeff"))))
    assert rows[0][:4] == ["politique", "niveau", "échelon", "toutes"] and rows[2][:4] == [
        "Plan",
        "politique",
        "État",
        "4",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/couverture.xlsx").data)).active
    assert sheet is not None and [cell.value for cell in sheet[3]][3:] == [4, 2, 0, 1, 1]


def test_what_is_hidden_is_in_no_count_and_no_cell(app: Flask, db: Database, ids: dict[str, str]) -> None:
    address = "/couverture/case?ligne=politique-relever&colonne=territoire-occitanie"
    assert "Interne" not in html(app.test_client(), address) and "Interne" in html(signed_in(app, db, "bob"), address)
    assert html(app.test_client(), "/couverture/case?ligne=politique-rien", 404)


def test_an_empty_network_says_so(client: FlaskClient, db: Database) -> None:
    assert "Aucune politique" in html(client, "/couverture")
    assert "Aucun thème" in html(client, "/couverture?croise=themes-publics")


def test_the_day_asked_about_is_told_and_kept_in_every_address(client: FlaskClient, db: Database) -> None:
    graph_of(db, {("BAN", "SERVES", "Plan", "until=2022")}, {"Plan": "Policy", "BAN": "Dataset", "Ici": "Territory"})
    page = html(client, "/couverture?croise=politiques-sortes&au=2022")
    assert "31 décembre 2022" in page and "Revenir à aujourd’hui" in page
    cell = "/couverture/case?croise=politiques-sortes&amp;au=2022&amp;ligne=politique-plan&amp;colonne=Dataset"
    assert f'<td><a href="{cell}">1</a></td>' in page
    assert "BAN" in html(client, cell.replace("&amp;", "&"))
    assert "/couverture.csv?croise=politiques-sortes&amp;au=2022" in page
    assert "BAN" not in html(client, cell.replace("&amp;au=2022", "").replace("&amp;", "&"))
