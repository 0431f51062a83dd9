"""Promises of the map: a square a département, overseas too, a tree of territories, the same counts as the filter."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.test_geography import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.workspace.test_network import html
from workspace.network.tiles import SQUARES

MAP = "/reseau/carte?sorte=organisations&sorte=communs"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def squares(page: str) -> dict[str, str]:
    """What each square says that is a link."""
    found = re.findall(r'<a id="departement-(\w+)".*?<span class="hidden">(.*?)</span></a>', page)
    return dict(found)


def test_every_departement_and_collectivite_has_a_square_of_its_own() -> None:
    codes = {square.code for square in SQUARES}
    assert len(SQUARES) == len(codes) == 107
    assert {"2A", "2B", "75", "971", "976", "988"} <= codes and "20" not in codes
    assert len({(square.row, square.column) for square in SQUARES}) == 107


def test_squares_count_the_records_of_a_departement_and_lead_to_them(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, MAP)
    assert squares(page) == {"34": "Hérault (34) : 1 fiche", "974": "La Réunion (974) : 1 fiche"}
    assert "Lot (46) : aucune fiche" in page
    (found,) = re.findall(r'id="departement-34" href="([^"]+)"', page)
    narrowed = html(client, unescape(found))
    assert "Fiches de Hérault" in narrowed and ">ADEME</a>" in narrowed and ">IGN</a>" not in narrowed
    drawn = html(client, unescape(found).replace("/reseau/carte", "/reseau"))
    assert "1 fiche," in drawn and "Hérault" in drawn


def test_what_is_in_no_departement_is_told_apart(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, MAP)
    for told in ("1 fiche dans un département au moins", "1 à l’échelle d’une région seulement",
                 "1 à l’échelle du pays, ou d’un territoire sans région connue", "1 sans territoire"):  # fmt: skip
        assert told in page


def test_territories_open_level_by_level(client: FlaskClient, ids: dict[str, str]) -> None:
    tree = html(client, MAP).partition('class="map-branches"')[2]
    order = [tree.index(f">{name}<") for name in ("France", "Occitanie", "Hérault", "Sète Agglopôle", "Sète")]
    assert order == sorted(order)
    assert "région, 2 fiches" in tree and "commune, 1 fiche" in tree


def test_the_way_back_is_told(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{MAP}&territoire={ids['Sète']}")
    way = page.partition('class="breadcrumb"')[2].partition("</ol>")[0]
    order = [way.index(name) for name in ("France", "Occitanie", "Hérault", "Sète Agglopôle", "Sète<")]
    assert order == sorted(order)


def test_filters_narrow_the_map_as_the_network(client: FlaskClient, ids: dict[str, str]) -> None:
    assert squares(html(client, "/reseau/carte?sorte=communs")) == {}
    page = html(client, f"/reseau/carte?centre={ids['Panoramax']}&distance=1")
    assert "Autour de Panoramax" in page and set(squares(page)) == {"34", "974"}
    assert 'href="/reseau?centre=commun-panoramax&amp;distance=1"' in page


def test_the_network_leads_to_its_map(client: FlaskClient, ids: dict[str, str]) -> None:
    assert 'href="/reseau/carte?sorte=organisations"' in html(client, "/reseau?sorte=organisations")


def test_territories_are_a_file(client: FlaskClient, ids: dict[str, str]) -> None:
    text = html(client, MAP.replace("/carte", "/carte.csv")).removeprefix("\ufeff")
    rows = {row[1]: row[2:] for row in csv.reader(io.StringIO(text))}
    assert rows["Occitanie"] == ["région", "76", "2", "1"] and rows["Sète"] == ["commune", "34301", "1", "1"]


def test_an_empty_map_says_so(client: FlaskClient, db: Database) -> None:
    page = html(client, "/reseau/carte")
    assert "Aucun territoire n’est nommé ici." in page and "Aucune fiche n’est dans un département." in page


def test_a_wrong_parameter_is_named(client: FlaskClient, ids: dict[str, str]) -> None:
    for path in ("/reseau/carte", "/reseau/carte.csv"):
        assert "territoire" in html(client, f"{path}?territoire=inconnu", 422)
        assert client.get(f"{path}?centre=inconnu").status_code == 404


def test_a_territory_that_one_may_not_see_counts_nothing(app: Flask, db: Database, ids: dict[str, str]) -> None:
    public, bob = app.test_client(), signed_in(app, db, "bob")
    for path in (MAP, MAP.replace("/carte", "/carte.csv")):
        assert "Bassin caché" not in html(public, path) and "Bassin caché" in html(bob, path)
    assert squares(html(public, MAP))["34"] == "Hérault (34) : 1 fiche"
    assert squares(html(bob, MAP))["34"] == "Hérault (34) : 3 fiches"
    assert public.get(f"{MAP}&territoire={ids['Bassin caché']}").status_code == 422
