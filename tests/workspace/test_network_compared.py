"""Promises of two days beside each other: what appeared, is gone and changed, drawn, told and counted."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in
from tests.workspace.test_network import html

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Rennes": "Organisation", "Lyon": "Organisation",
    "Panoramax": "Commons",
    "Secret": ("Organisation", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2021", "until=2022"),
    ("Lyon", "FUNDS", "Panoramax", "since=2021", "until=2022"), ("IGN", "STEWARDS", "Panoramax", "since=2020"),
    ("Rennes", "USES", "Panoramax", "since=2024"), ("Secret", "USES", "Panoramax", "since=2024"),
    ("IGN", "PARTNERS", "ADEME"),
}  # fmt: skip
AROUND = "/reseau?centre=commun-panoramax&distance=1"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def section(page: str, id: str) -> str:
    """The text of one part of the comparison."""
    found = re.search(rf'<section aria-labelledby="{id}">(.*?)</section>', page, re.S)
    assert found, id
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1]))


def test_what_appeared_and_what_is_gone_is_told_and_drawn(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{AROUND}&avant=2021&au=2024")
    assert "Rennes utilise Panoramax" in section(page, "liens-apparus")
    assert "ADEME finance Panoramax" in section(page, "liens-disparus")
    assert "IGN" not in section(page, "liens-apparus") + section(page, "liens-disparus")
    assert re.search(r'class="[^"]*edge-new"', page) and re.search(r'class="[^"]*edge-gone"', page)
    columns = client.get(f"{AROUND.replace('/reseau', '/reseau.json')}&avant=2021&au=2024").get_json()
    assert sorted(filter(None, columns["changes"])) == ["gone", "gone", "new"]


def test_figures_of_both_days_and_records_that_came_and_went(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{AROUND}&avant=2021&au=2024")
    assert re.search(r'Fiches</th><td class="number">4</td><td class="number">3</td>', page)
    assert section(page, "fiches-apparues").endswith("1 Rennes organisation")
    assert section(page, "fiches-disparues").endswith("1 Lyon organisation")
    assert "Du 2021 au 2024" in page


def test_an_undated_link_is_on_both_days_and_said_to_be(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/reseau?centre=organisation-ign&distance=1&avant=2021&au=2024")
    assert "Un lien non daté est compté les deux jours" in page
    assert "partenaire" not in section(page, "liens-apparus") + section(page, "liens-disparus")


def test_states_that_changed_are_told(client: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    told = {"status": "in_use", "status_states": ["idea", "in_use"], "status_days": ["2020", "2023"]}
    db.write("MATCH (n:Commons) SET n += $told", told=told)
    page = html(client, f"{AROUND}&avant=2021&au=2024")
    assert "Panoramax : idée, puis en usage" in section(page, "etats-changes")


def test_the_whole_network_is_compared_too(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/reseau?tout=1&avant=2021")
    assert "Du 2021 à aujourd’hui" in page and "Rennes utilise Panoramax" in section(page, "liens-apparus")


def test_what_one_may_not_see_neither_appeared_nor_counts(app: Flask, db: Database, ids: dict[str, str]) -> None:
    for address in (f"{AROUND}&avant=2021&au=2024", "/reseau?tout=1&avant=2021"):
        assert "Secret" not in html(app.test_client(), address)
        assert "Secret" in section(html(signed_in(app, db, "bob"), address), "liens-apparus")


def test_a_day_that_is_none_is_named_and_one_goes_back(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "<code>avant</code>" in html(client, f"{AROUND}&avant=hier", 422)
    page = html(client, f"{AROUND}&avant=2021")
    assert 'href="/reseau?centre=commun-panoramax&amp;distance=1">Ne plus comparer' in page
