"""Promises of groups: records that share something are one, carry their number, are opened, and show nothing hidden."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in
from tests.workspace.test_network import html
from tests.workspace.test_network_drawn import columns, drawn, links

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software",
    "Sète": "Territory", "Lodève": "Territory", "Voirie": "Theme", "GT Adresse": "Community",
    "Cerema": "Organisation", "Secret": ("Organisation", {"visibility": "members"}),
    "Cachan": ("Territory", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("IGN", "STEWARDS", "Panoramax", "since=2021"),
    ("IGN", "CONTRIBUTES_TO", "Panoramax"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    ("ADEME", "IN_TERRITORY", "Sète", "role=located"), ("IGN", "IN_TERRITORY", "Sète", "role=located"),
    ("Panoramax", "IN_TERRITORY", "Lodève", "role=acts"), ("Panoramax", "ABOUT", "Voirie"),
    ("GeoVisio", "ABOUT", "Voirie"), ("IGN", "MEMBER_OF", "GT Adresse"), ("Cerema", "MEMBER_OF", "GT Adresse"),
    ("Secret", "IN_TERRITORY", "Sète", "role=located"), ("Secret", "FUNDS", "Panoramax"),
    ("Cerema", "IN_TERRITORY", "Cachan", "role=located"),
}  # fmt: skip
WHOLE = "/reseau?tout=1&grouper=territoires"
SETE = "groupe-territoire-sete"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(html(client, address).removeprefix("\ufeff"))))[1:]


def test_records_of_a_territory_become_one_that_carries_their_number(client: FlaskClient, ids: dict[str, str]) -> None:
    assert drawn(client, WHOLE) == {"Sète (2)", "Lodève (1)", "Sans territoire (3)"}
    page = html(client, WHOLE)
    assert "6 fiches, 6 liens, 3 groupes" in page
    assert "Groupe de 2 fiches" in page


def test_links_between_groups_are_added_up_and_told(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, WHOLE).partition('id="entre"')[2]
    assert re.search(r"Sète \(2\)</a></th><td>.*?Lodève \(1\)</a></td><td class=\"number\">3<", page)
    found = columns(client, WHOLE)
    told = {found["verbs"][type]: width for type, width in zip(found["types"], found["widths"], strict=True)}
    assert told == {"3 liens": 2, "1 lien": 1}
    assert found["groups"] == [0, 1, 2]


@pytest.mark.parametrize(
    ("way", "names"),
    [("themes", {"Voirie (2)", "Sans thème (4)"}), ("communautes", {"GT Adresse (3)", "Sans communauté (3)"})],
)
def test_themes_and_communities_gather_too(client: FlaskClient, ids: dict[str, str], way: str, names: set[str]) -> None:
    assert drawn(client, f"/reseau?tout=1&grouper={way}") == names


def test_a_group_says_what_it_is_who_is_in_it_and_to_what_it_is_linked(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    panel = html(client, f"{WHOLE}&selection={SETE}").partition('id="selection"')[2].partition("</section>")[0]
    assert "Groupe de 2 fiches. 4 liens vers le reste, 0 à l’intérieur." in panel
    assert ">ADEME</a>" in panel and ">IGN</a>" in panel and "Acteurs" in panel
    assert "Lodève (1)" in panel and 'href="/territoires/' in panel
    fragment = html(
        client, f"/reseau/selection?tout=1&grouper=territoires&selection={SETE}", headers={"HX-Request": "true"}
    )
    assert "Groupe de 2 fiches" in fragment and "<html" not in fragment


def test_a_long_group_is_told_by_pages(client: FlaskClient, db: Database) -> None:
    names = [f"Commune {n:02}" for n in range(25)]
    graph_of(
        db, {(name, "IN_TERRITORY", "Sète", "role=located") for name in names},
        dict.fromkeys(names, "Organisation") | {"Sète": "Territory"},
    )  # fmt: skip
    first = html(client, f"{WHOLE}&selection={SETE}").partition('id="selection"')[2].partition("</section>")[0]
    assert "Commune 19" in first and "Commune 20" not in first
    asked = client.get(f"/reseau/selection?tout=1&grouper=territoires&selection={SETE}&membres=2")
    assert asked.status_code == 302 and "membres=2" in asked.location
    second = html(client, f"{WHOLE}&selection={SETE}&membres=2").partition('id="selection"')[2]
    assert "Commune 20" in second.partition("</section>")[0] and "Commune 19" not in second.partition("</section>")[0]


def test_a_group_is_opened_and_closed_again(client: FlaskClient, ids: dict[str, str]) -> None:
    opened = links(html(client, f"{WHOLE}&selection={SETE}"), "ouvrir")
    assert drawn(client, opened) == {"ADEME", "IGN", "Lodève (1)", "Sans territoire (3)"}
    page = html(client, opened)
    assert "1 groupe ouvert : Sète (2)" in page
    assert "1 lien avec" in html(client, opened.replace("/reseau?", "/reseau.csv?quoi=liens&", 1))
    assert drawn(client, links(page, f"ouverts-{SETE}")) == drawn(client, WHOLE)


def test_a_group_is_hidden_and_shown_again(client: FlaskClient, ids: dict[str, str]) -> None:
    hidden = links(html(client, f"{WHOLE}&selection={SETE}"), "cacher")
    assert drawn(client, hidden) == {"Lodève (1)", "Sans territoire (3)"}
    assert "1 fiche cachée : Sète (2)" in html(client, hidden)


def test_what_is_at_the_centre_stays_itself(client: FlaskClient, ids: dict[str, str]) -> None:
    names = drawn(client, f"/reseau?centre={ids['GT Adresse']}&grouper=communautes")
    assert "GT Adresse" in names and "GT Adresse (2)" in names


def test_the_table_the_files_and_the_picture_tell_the_same(client: FlaskClient, ids: dict[str, str]) -> None:
    told = {row[1]: row[2] for row in rows(client, WHOLE.replace("/reseau", "/reseau.csv", 1))}
    assert told["Sète (2)"] == "groupe de 2 fiches" and set(told) == drawn(client, WHOLE)
    ties = rows(client, WHOLE.replace("/reseau", "/reseau.csv", 1) + "&quoi=liens")
    assert ["Sète (2)", "a 3 liens avec", "Lodève (1)"] in [row[:3] for row in ties] and ties[0][-1] == "3"
    picture = html(client, WHOLE.replace("/reseau", "/reseau.svg", 1))
    assert "Sète (2)" in picture and 'stroke-width="2"' in picture


def test_groups_replace_another_arrangement(client: FlaskClient, ids: dict[str, str]) -> None:
    found = columns(client, f"{WHOLE}&disposition=temps")
    assert found["arrangement"] == "forces"
    assert "grouper" not in links(html(client, WHOLE), "disposition-temps")


@pytest.mark.parametrize(
    ("query", "named"),
    [("grouper=xyz", "grouper"), ("grouper=themes&" + "&".join(f"ouvrir={n}" for n in range(21)), "ouvrir"),
     ("membres=zero", "membres")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: FlaskClient, ids: dict[str, str], query: str, named: str) -> None:
    assert named in html(client, f"/reseau?{query}", 422)


def test_a_group_that_is_not_there_is_no_error(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{WHOLE}&selection=groupe-inconnu&ouvrir=groupe-inconnu")
    assert "Choisissez une fiche" in page and "groupe ouvert" not in page


def test_a_group_counts_and_names_only_what_one_may_see(app: Flask, db: Database, ids: dict[str, str]) -> None:
    public, bob = app.test_client(), signed_in(app, db, "bob")
    assert "Sète (2)" in drawn(public, WHOLE) and "Sète (3)" in drawn(bob, WHOLE)
    for path in (WHOLE, f"{WHOLE}&selection={SETE}", WHOLE.replace("/reseau", "/reseau.json", 1),
                 WHOLE.replace("/reseau", "/reseau.csv", 1), f"{WHOLE}&ouvrir={SETE}"):  # fmt: skip
        assert "Secret" not in html(public, path) and "Cachan" not in html(public, path)
    assert "Cachan (1)" in drawn(bob, WHOLE)
    assert "Secret" in html(bob, f"{WHOLE}&selection={SETE}")
