"""Promises of how the network is drawn: arranged, sized, unfolded, folded, hidden by its address, told in words."""

import re
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.measures.drawn import measured
from tests.people import signed_in
from tests.workspace.test_network import html
from workspace.network.drawn import ARRANGEMENTS
from workspace.network.sheet import COLOURS

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software",
    "GT Voirie": "Community", "Sète": "Territory", "Cerema": "Organisation",
    "Secret": ("Organisation", {"visibility": "members"}), "Cachan": ("Territory", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("IGN", "STEWARDS", "Panoramax", "since=2021"),
    ("Panoramax", "HAS_RESOURCE", "GeoVisio"), ("ADEME", "IN_TERRITORY", "Sète", "role=located"),
    ("IGN", "IN_TERRITORY", "Cachan", "role=located"), ("IGN", "MEMBER_OF", "GT Voirie"),
    ("Cerema", "MEMBER_OF", "GT Voirie"), ("Secret", "MEMBER_OF", "GT Voirie"),
}  # fmt: skip
AROUND = "/reseau?centre=commun-panoramax&distance=1"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def drawn(client: FlaskClient, address: str) -> set[str]:
    """Names in the picture of the server."""
    page = html(client, address)
    return set(
        re.findall(r'<a href="[^"]+" aria-label="([^,]+), ', page.partition("net-picture")[2].partition("</svg>")[0])
    )


def columns(client: FlaskClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address.replace("/reseau", "/reseau.json", 1)).get_json()
    return found


def links(page: str, id: str) -> str:
    (found,) = re.findall(rf'id="{id}"[^>]* href="([^"]+)"', page)
    return unescape(found)


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_each_arrangement_draws_the_same_records(client: FlaskClient, ids: dict[str, str], name: str) -> None:
    found = columns(client, f"{AROUND}&disposition={name}")
    assert sorted(found["names"]) == ["ADEME", "GeoVisio", "IGN", "Panoramax"]
    assert found["arrangement"] == name
    assert drawn(client, f"{AROUND}&disposition={name}") == {"ADEME", "GeoVisio", "IGN", "Panoramax"}
    assert f'id="disposition-{name}"' in html(client, AROUND)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("colonnes", ["Communs numériques", "Ressources", "Acteurs"]), ("territoires", ["Sète", "Sans territoire"]),
        ("temps", ["2021", "2023", "Non daté"]), ("communautes", ["Sans communauté"]),
    ],
)  # fmt: skip
def test_groups_are_named_in_the_drawing_and_in_the_picture(
    client: FlaskClient, ids: dict[str, str], name: str, told: list[str]
) -> None:
    found = columns(client, f"{AROUND}&disposition={name}")
    assert [heading["text"] for heading in found["headings"]] == told
    page = html(client, f"{AROUND}&disposition={name}")
    assert all(f">{text}</text>" in page for text in told)


def test_a_community_is_a_circle_of_its_members(client: FlaskClient, ids: dict[str, str]) -> None:
    found = columns(client, "/reseau?disposition=communautes")
    assert found["headings"][0]["text"] == "GT Voirie"
    (circle,) = found["outlines"]
    at = {name: (x, y) for name, x, y in zip(found["names"], found["x"], found["y"], strict=True)}
    inside = {n for n, (x, y) in at.items() if (x - circle["x"]) ** 2 + (y - circle["y"]) ** 2 < circle["r"] ** 2}
    assert inside == {"GT Voirie", "IGN", "Cerema"}


def test_a_territory_that_one_may_not_see_names_nothing(app: Flask, db: Database, ids: dict[str, str]) -> None:
    address = f"{AROUND}&disposition=territoires"
    for path in (address, address.replace("/reseau", "/reseau.json", 1), address.replace("/reseau", "/reseau.svg", 1)):
        assert "Cachan" not in html(app.test_client(), path)
        assert "Cachan" in html(signed_in(app, db, "bob"), path)


def test_sizes_follow_the_measure_chosen(client: FlaskClient, ids: dict[str, str]) -> None:
    by_links = columns(client, "/reseau?tout=1")
    size = dict(zip(by_links["names"], by_links["size"], strict=True))
    assert size["Panoramax"] > size["ADEME"]
    assert len(set(columns(client, "/reseau?taille=egale")["size"])) == 1
    assert 'id="taille-liens"' in html(client, "/reseau?tout=1")


def test_sizes_follow_a_figure_of_the_network_once_it_is_measured(
    client: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    measured(db)
    found = columns(client, "/reseau?taille=coupe")
    size = dict(zip(found["names"], found["size"], strict=True))
    assert size["Panoramax"] == max(size.values()) > min(size.values()) == 5


def test_a_record_unfolded_brings_its_neighbours(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{AROUND}&selection={ids['IGN']}")
    unfolded = links(page, "deplier")
    assert drawn(client, unfolded) == {"ADEME", "GeoVisio", "IGN", "Panoramax", "GT Voirie"}
    told = html(client, unfolded)
    assert "1 fiche dépliée : IGN" in told and "5 fiches, 4 liens" in told
    assert drawn(client, links(told, f"depliees-{ids['IGN']}")) == {"ADEME", "GeoVisio", "IGN", "Panoramax"}
    further = f"{AROUND}&deplie={ids['IGN']}&deplie={ids['GT Voirie']}"
    assert "Cerema" in drawn(client, further) and "Secret" not in drawn(client, further)


def test_a_record_folded_keeps_what_hangs_on_it_alone(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?centre={ids['Panoramax']}&distance=3&selection={ids['GT Voirie']}")
    assert "Cerema" in drawn(client, f"/reseau?centre={ids['Panoramax']}&distance=3")
    folded = links(page, "replier")
    assert "Cerema" not in drawn(client, folded) and "IGN" in drawn(client, folded)
    told = html(client, folded)
    assert "1 voisin replié sous GT Voirie" in told
    assert "Cerema" in drawn(client, links(told, f"repliees-{ids['GT Voirie']}"))
    assert "Cerema" in drawn(client, links(told, "deplier"))


def test_what_is_hidden_is_listed_and_shown_again(client: FlaskClient, ids: dict[str, str]) -> None:
    hidden = links(html(client, f"{AROUND}&selection={ids['ADEME']}"), "cacher")
    assert drawn(client, hidden) == {"GeoVisio", "IGN", "Panoramax"}
    page = html(client, hidden)
    assert "1 fiche cachée : ADEME" in page and "3 fiches, 2 liens" in page
    assert "ADEME" not in columns(client, hidden)["names"]
    assert "ADEME" not in html(client, hidden.replace("/reseau", "/reseau.csv", 1) + "&quoi=liens")
    assert "ADEME" in page.partition('id="selection"')[2]  # the neighbours in words are all there
    assert "ADEME" in drawn(client, links(page, f"cachees-{ids['ADEME']}"))
    both = f"{AROUND}&masque={ids['ADEME']}&masque={ids['IGN']}"
    assert re.search(r'href="/reseau\?centre=commun-panoramax&amp;distance=1"[^>]*>Les montrer', html(client, both))


def test_ids_of_what_is_not_there_or_may_not_be_seen_change_nothing(client: FlaskClient, ids: dict[str, str]) -> None:
    for name in ("masque", "replie", "deplie"):
        for id in ("organisation-inconnue", ids["Secret"]):
            page = html(client, f"{AROUND}&{name}={id}")
            assert "4 fiches, 3 liens" in page and "Secret" not in page and "cv-said" in page


def test_everything_hidden_can_be_shown_again(client: FlaskClient, ids: dict[str, str]) -> None:
    everything = "".join(f"&masque={ids[name]}" for name in ("ADEME", "IGN", "GeoVisio", "Panoramax"))
    page = html(client, AROUND + everything)
    assert "<h1>Autour de Panoramax</h1>" in page and "4 fiches cachées" in page


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("disposition=xyz", "disposition"), ("taille=zzz", "taille"),
        ("&".join(f"masque={n}" for n in range(51)), "masque"),
        ("&".join(f"deplie={n}" for n in range(21)), "deplie"), ("&".join(f"replie={n}" for n in range(21)), "replie"),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: FlaskClient, ids: dict[str, str], query: str, named: str) -> None:
    for path in ("/reseau", "/reseau.json", "/reseau.svg", "/reseau.csv"):
        assert named in html(client, f"{path}?{query}", 422)


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_the_picture_is_a_file_with_its_title_day_source_and_legend(
    client: FlaskClient, ids: dict[str, str], name: str
) -> None:
    answer = client.get(f"/reseau.svg?centre={ids['Panoramax']}&distance=1&disposition={name}")
    assert answer.mimetype == "image/svg+xml"
    assert re.search(
        r'filename="reseau-autour-de-panoramax-\d{4}-\d\d-\d\d\.svg"', answer.headers["Content-Disposition"]
    )
    text = answer.get_data(as_text=True)
    root = ElementTree.fromstring(text)
    words = " ".join("".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text"))
    for told in (
        "Autour de Panoramax",
        "4 fiches, 3 liens, dessiné le ",
        "Source : localhost",
        "Acteurs",
        "importé",
        "ADEME",
    ):
        assert told in words.replace("\u00a0", " ")
    assert " style=" not in text and "<style" not in text
    assert not re.search(r'(href|src)="(?!#)', text) and "url(" not in text


def test_a_name_from_outside_is_only_text_in_the_picture(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {'<script>"alert"(1)</script>': "Organisation"})
    text = client.get("/reseau.svg").get_data(as_text=True)
    assert "<script" not in text and ElementTree.fromstring(text) is not None


def test_a_file_has_the_colours_of_the_page(client: FlaskClient) -> None:
    tokens = client.application.root_path + "/../static/src/tokens.css"
    with open(tokens, encoding="utf-8") as file:
        told = dict(re.findall(r"--([\w-]+): (#\w{6});", file.read()))
    assert {name: told[name] for name in COLOURS} == COLOURS
