"""Promises of the network page: drawn, in words and as a table, filtered by its address, to whoever may see it."""

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook
from werkzeug.datastructures import MultiDict

from graph.database import Database
from graph.schema import SCHEMA
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in
from workspace.network.reading import toggled
from workspace.network.view import View, view_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software",
    "Voirie": "Theme", "Secret": ("Organisation", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "until=2024", "source=Convention"),
    ("IGN", "STEWARDS", "Panoramax", "since=2022"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    ("Panoramax", "ABOUT", "Voirie"), ("Secret", "USES", "GeoVisio", "since=2021"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def html(client: FlaskClient, address: str, status: int = 200, **options: Any) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == status, (address, answer.status)
    # Spaces that do not break are typography, tested elsewhere.
    return answer.get_data(as_text=True).replace("\u00a0", " ").replace("\u202f", " ")


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(html(client, address).removeprefix("\ufeff"))))[1:]


def words_of(book: Workbook) -> set[object]:
    return {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}


def workbook(client: FlaskClient, address: str) -> Workbook:
    return load_workbook(io.BytesIO(client.get(address).get_data()))


def test_the_surroundings_of_a_record_are_drawn_told_and_listed(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}")
    assert "<h1>Autour de Panoramax</h1>" in page
    assert "4 fiches, 3 liens" in page
    assert page.count('class="node f-') == 4
    assert "est porté par" in page and "depuis 2022" in page
    assert "finance <a" in page


def test_the_whole_network_is_drawn_without_a_centre(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/reseau?tout=1")
    assert "<h1>Tout le réseau</h1>" in page and "4 fiches, 3 liens" in page
    assert "Choisissez une fiche" in page


def test_a_theme_is_drawn_with_its_links_or_when_themes_alone_are_asked_for(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    assert "sans les territoires, les thèmes ni les citations" in html(client, "/reseau?tout=1")
    assert ">Voirie<" not in html(client, "/reseau?tout=1&familles=-ecrits")
    assert "5 fiches, 4 liens" in html(client, "/reseau?tout=1&liens=usuels,about")
    assert "1 fiche, " in html(client, "/reseau?tout=1&familles=lieux")


def test_an_empty_network_says_so(client: FlaskClient, db: Database) -> None:
    assert "Le réseau est vide." in html(client, "/reseau")


def test_several_centres_and_a_distance_are_in_the_address(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['ADEME']}&centre={ids['GeoVisio']}&distance=1")
    assert "Autour de ADEME et GeoVisio" in page and "3 fiches, 2 liens" in page


def test_the_legend_is_the_filter(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}&familles=-acteurs")
    assert "2 fiches, 1 lien" in page
    assert 'id="famille-actors" href="/reseau?centre=commun-panoramax"' in page
    only = html(client, f"/reseau?centre={ids['Panoramax']}&liens=funds")
    assert "2 fiches, 1 lien" in only
    themes = html(client, f"/reseau?centre={ids['Panoramax']}&liens=usuels,about")
    assert "5 fiches, 4 liens" in themes


def test_a_filter_that_empties_the_drawing_is_named(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}&familles=ecrits")
    assert "Rien à dessiner ici." in page and "Familles : Écrits" in page


def test_a_record_alone_is_a_hole_to_fill(app: Flask, db: Database) -> None:
    ids = graph_of(db, set(), {"Seule": "Organisation"})
    page = html(signed_in(app, db, "alice"), f"/reseau?centre={ids['Seule']}")
    assert "Aucun lien à dessiner." in page and f"/lier?de={ids['Seule']}" in page


def test_a_record_tied_by_its_theme_alone_leads_to_that_drawing(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, {("Seule", "ABOUT", "Eau")}, {"Seule": "Organisation", "Eau": "Theme"})
    page = html(client, f"/reseau?centre={ids['Seule']}")
    (address,) = re.findall(r'href="([^"]+)">Les dessiner aussi', page)
    assert "2 fiches, 1 lien" in html(client, unescape(address))


def test_as_of_a_day_the_undated_is_told_apart(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}&au=2025")
    assert "au 2025, dont un lien non daté" in page
    assert '<h2 class="sel-apart">Non datés</h2>' in page
    assert "ADEME" not in page


def test_a_year_of_the_histogram_leads_to_that_year(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}")
    assert 'href="/reseau?centre=commun-panoramax&amp;au=2022" aria-label="2022 : 1 lien commencé"' in page


def test_the_record_selected_is_told_beside_the_picture(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}&selection={ids['ADEME']}")
    assert 'id="selection" aria-labelledby="choisie" data-id="organisation-ademe"' in page
    assert f"/chemin?de={ids['ADEME']}" in page


def test_htmx_gets_the_panel_alone_and_the_address_follows(client: FlaskClient, ids: dict[str, str]) -> None:
    address = f"/reseau/selection?centre={ids['Panoramax']}&selection={ids['ADEME']}"
    answer = client.get(address, headers={"HX-Request": "true"})
    assert "<h1>" not in answer.get_data(as_text=True) and "finance" in answer.get_data(as_text=True)
    assert answer.headers["HX-Replace-Url"] == "/reseau?centre=commun-panoramax&selection=organisation-ademe"
    assert client.get(address).location == answer.headers["HX-Replace-Url"]


def test_a_centre_is_added_by_its_name(client: FlaskClient, ids: dict[str, str]) -> None:
    answer = client.get(f"/reseau?centre={ids['Panoramax']}&ajouter=IGN")
    assert answer.location == "/reseau?centre=commun-panoramax&centre=organisation-ign"
    unknown = html(client, f"/reseau?centre={ids['Panoramax']}&ajouter=Inconnue", 422)
    assert "Aucune fiche ne porte ce nom." in unknown and "Autour de Panoramax" in unknown


def test_the_table_is_sorted_and_paged(client: FlaskClient, db: Database) -> None:
    many = {f"Membre {n:02}": "Organisation" for n in range(60)}
    ids = graph_of(db, {(name, "MEMBER_OF", "GT") for name in many}, {"GT": "Community", **many})
    first = html(client, f"/reseau?centre={ids['GT']}&tri=-nom")
    assert "Membre 59" in first and "1 à 50 sur 61" in first
    assert "51 à 61 sur 61" in html(client, f"/reseau?centre={ids['GT']}&tri=-nom&page=2")


def test_records_and_links_are_files(client: FlaskClient, ids: dict[str, str]) -> None:
    records = rows(client, f"/reseau.csv?centre={ids['Panoramax']}")
    assert ["organisation-ademe", "ADEME", "organisation", "Acteurs", "1", "1", "finance Panoramax"] in [
        row[:7] for row in records
    ]
    links = rows(client, f"/reseau.csv?centre={ids['Panoramax']}&quoi=liens")
    assert ["ADEME", "finance", "Panoramax", "2023", "2024", "Convention", "", "", "", "1"] in links
    assert len(rows(client, "/reseau.csv")) == 4
    assert ["IGN", "porte", "Panoramax"] in [row[:3] for row in rows(client, "/reseau.csv?quoi=liens")]


def test_the_same_is_a_workbook_with_a_sheet_of_records_and_one_of_links(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    book = workbook(client, f"/reseau.xlsx?centre={ids['Panoramax']}")
    assert ("organisation-ademe", "ADEME", "organisation", "Acteurs", 1, 1, "finance Panoramax") in [
        row[:7] for row in book["Fiches"].iter_rows(values_only=True)
    ]
    assert ("ADEME", "finance", "Panoramax", "2023", "2024", "Convention") in [
        row[:6] for row in book["Liens"].iter_rows(values_only=True)
    ]


def test_a_formula_in_a_name_is_neutralised_in_files(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"=cmd|' /C calc'!A0": "Organisation"})
    assert rows(client, "/reseau.csv")[0][1].startswith("'=")
    cell = workbook(client, "/reseau.xlsx")["Fiches"]["B2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


def test_the_drawing_gets_columns(client: FlaskClient, ids: dict[str, str]) -> None:
    found = client.get(f"/reseau.json?centre={ids['Panoramax']}&distance=1").get_json()
    assert sorted(found["names"]) == ["ADEME", "GeoVisio", "IGN", "Panoramax"]
    assert [found["names"][place] for place in found["centres"]] == ["Panoramax"]
    assert len(found["edges"]) == 4 * 3 and len(found["x"]) == len(found["y"]) == 4
    assert {kind["css"] for kind in found["kinds"]} == {"acteurs", "communs", "ressources"}


def test_what_one_may_not_see_is_nowhere(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    for address in ("/reseau?tout=1", f"/reseau?centre={ids['GeoVisio']}", "/reseau.json", "/reseau.csv"):
        assert "Secret" not in html(app.test_client(), address)
        assert "Secret" in html(bob, address)
    whole = "/reseau.xlsx?tout=1"
    assert "Secret" not in words_of(workbook(app.test_client(), whole))
    assert "Secret" in words_of(workbook(bob, whole))
    assert html(app.test_client(), f"/reseau?centre={ids['Secret']}", 404)
    assert html(app.test_client(), f"/reseau/selection?selection={ids['Secret']}", 404, headers={"HX-Request": "true"})


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("distance=4", "distance"), ("distance=99", "distance"), ("distance=x", "distance"),
        ("&".join(f"centre=organisation-{n}" for n in range(10_000)), "au plus 100 fiches"),
        ("familles=planetes", "familles"),
        ("liens=aime", "liens"), ("au=hier", "au"), ("tri=hasard", "tri"), ("page=0", "page"), ("centre=inconnue", ""),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named_and_the_page_still_works(
    client: FlaskClient, ids: dict[str, str], query: str, named: str
) -> None:
    page = html(client, f"/reseau?{query}", 422 if named else 404)
    assert named in page and 'action="/recherche"' in page


def test_names_from_outside_are_only_text(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, set(), {"<script>alert(1)</script>": "Organisation"})
    (id,) = ids.values()
    for address in ("/reseau?tout=1", f"/reseau?centre={id}"):
        assert "<script>alert" not in html(client, address)


def test_an_address_says_a_view_shortly_and_is_read_back() -> None:
    usual = SCHEMA.walked()
    views = (
        View(("a", "b"), 3, ("actors", "commons"), ("FUNDS",), "2023", "2023-12-31"),
        View(
            families=toggled(SCHEMA.families, None, "actors"),
            relations=toggled(usual, None, "FUNDS"),
            sort="-nom",
            page=3,
        ),
        View(relations=toggled(usual, None, "ABOUT")),
    )
    for view in views:
        query = view.address(page=view.page).partition("?")[2]
        pairs = [tuple(pair.split("=", 1)) for pair in query.split("&")]
        assert view_of(MultiDict((name, value.replace("%2C", ",")) for name, value in pairs)) == view
    assert views[1].address(page=1) == "/reseau?familles=-acteurs&liens=-funds&tri=-nom"
    assert views[2].address() == "/reseau?liens=usuels%2Cabout"
