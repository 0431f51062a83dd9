"""Promises of the network's filters: those of lists, and of links, with counts, in an address, for whoever may see."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import add_user
from tests.graph.tuples import Fact, graph_of
from tests.measures.drawn import measured
from tests.people import PASSWORD, send, signed_in
from tests.workspace.test_network import html

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": ("Commons", {"status": "in_use"}),
    "Vélos": ("Commons", {"status": "idea"}), "Voirie": "Theme", "Hérault": "Territory", "Occitanie": "Territory",
    "Comité": "Community", "Grand comité": "Community", "Zoé": "Person",
    "Secret": ("Organisation", {"visibility": "members"}), "Discret": ("Theme", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "source=Convention", "declared_by=actor"), ("ADEME", "FUNDS", "Vélos"),
    ("IGN", "STEWARDS", "Panoramax", "declared_by=import"), ("Panoramax", "ABOUT", "Voirie"),
    ("ADEME", "ABOUT", "Voirie"), ("IGN", "IN_TERRITORY", "Hérault"), ("ADEME", "IN_TERRITORY", "Occitanie"),
    ("Hérault", "PART_OF", "Occitanie"), ("Secret", "USES", "Panoramax"), ("Secret", "ABOUT", "Voirie"),
    ("Panoramax", "ABOUT", "Discret"), ("Zoé", "MEMBER_OF", "Comité"), ("IGN", "MEMBER_OF", "Grand comité"),
    ("ADEME", "MEMBER_OF", "Grand comité"),
}  # fmt: skip
AROUND = "/reseau?centre=commun-panoramax"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def names(client: FlaskClient, address: str) -> set[str]:
    return set(client.get(address.replace("/reseau", "/reseau.json")).get_json()["names"])


def offered(page: str, words: str) -> str:
    """The address behind a choice of a facet."""
    found = re.search(rf'<a id="[^"]*" href="([^"]+)"[^>]*>(?:(?!</a>).)*<span>{words}</span>', page)
    assert found, words
    return unescape(found[1])


def test_without_a_question_it_begins_around_a_community_and_never_with_everything(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    assert client.get("/reseau").location == "/reseau?centre=communaute-grand-comite&distance=1"


def test_who_is_in_a_committee_begins_there(app: Flask, db: Database, ids: dict[str, str]) -> None:
    add_user(db, "zoe@example.invalid", "Zoé", PASSWORD, person=ids["Zoé"])
    zoe = app.test_client()
    send(zoe, "/connexion", {"email": "zoe@example.invalid", "password": PASSWORD})
    assert zoe.get("/reseau").location == "/reseau?centre=communaute-comite&distance=1"


def test_the_filters_of_lists_narrow_what_is_drawn_around_a_record(client: FlaskClient, ids: dict[str, str]) -> None:
    assert names(client, f"{AROUND}&theme={ids['Voirie']}&distance=1") == {"Panoramax", "ADEME"}
    assert names(client, f"{AROUND}&territoire={ids['Occitanie']}&distance=1") == {"Panoramax", "ADEME", "IGN"}
    assert names(client, f"{AROUND}&sorte=organisations&q=ademe") == {"Panoramax", "ADEME"}


def test_a_list_is_drawn_alone_or_with_its_neighbours(client: FlaskClient, ids: dict[str, str]) -> None:
    assert names(client, "/reseau?sorte=communs&etat=in_use") == {"Panoramax"}
    page = html(client, "/reseau?sorte=communs&etat=in_use")
    (beside,) = re.findall(r'href="([^"]+)">Dessiner aussi leurs voisins', page)
    assert names(client, unescape(beside)) == {"Panoramax", "ADEME", "IGN"}
    assert "<h1>Communs numériques, En usage</h1>" in page


def test_a_list_leads_to_its_drawing(client: FlaskClient, ids: dict[str, str]) -> None:
    (address,) = re.findall(r'href="([^"]+)">Voir sur le réseau', html(client, "/communs/?etat=idea"))
    assert names(client, unescape(address)) == {"Vélos", "ADEME"}


def test_what_is_drawn_can_be_narrowed_with_counts_and_widened_again(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{AROUND}&distance=2")
    narrow = offered(page, "Occitanie")
    assert names(client, narrow) == {"Panoramax", "ADEME", "IGN"}
    chip = re.search(r'class="chip" href="([^"]+)"[^>]*>Occitanie', html(client, narrow))
    assert chip and "territoire" not in chip[1]
    assert re.search(r'<span>En usage</span><span class="number">1</span>', page)


def test_links_are_narrowed_by_who_says_so_and_by_their_source(client: FlaskClient, ids: dict[str, str]) -> None:
    assert names(client, f"{AROUND}&distance=1&dit=acteur") == {"Panoramax", "ADEME"}
    assert names(client, f"{AROUND}&distance=1&source=sans") == {"Panoramax", "IGN"}
    whole = html(client, "/reseau?tout=1&source=avec")
    assert "1 lien" in whole and "liens avec une source" in whole
    assert "dit=" in offered(html(client, f"{AROUND}&distance=1"), "importés")


def test_records_with_few_links_are_left_out_when_asked(client: FlaskClient, ids: dict[str, str]) -> None:
    assert names(client, "/reseau?tout=1&mini=3") == {"ADEME"}
    assert names(client, f"{AROUND}&distance=1&mini=3") == {"Panoramax", "ADEME"}


def test_records_are_kept_by_a_figure_of_the_whole_network_when_it_is_measured(
    client: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    assert "pas encore mesuré" in html(client, "/reseau?tout=1&mesure=coupe&mini=1", 422)
    measured(db)
    page = html(client, "/reseau?tout=1&mesure=coupe&mini=1")
    assert names(client, "/reseau?tout=1&mesure=coupe&mini=1") < names(client, "/reseau?tout=1")
    assert "Coupées sans elle : au moins 1" in page and 'value="coupe" selected' in page
    assert names(client, f"{AROUND}&distance=1&mesure=role&mini=99") == {"Panoramax"}


def test_what_one_may_not_see_is_neither_drawn_nor_counted_nor_filtered_by(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    anybody, bob = app.test_client(), signed_in(app, db, "bob")
    assert "Secret" not in names(anybody, f"/reseau?theme={ids['Voirie']}&voisins=1")
    assert "Secret" in names(bob, f"/reseau?theme={ids['Voirie']}")
    page = html(anybody, f"{AROUND}&distance=1")
    assert "Discret" not in page and "Visibilité" not in page
    assert "Discret" in html(bob, f"{AROUND}&distance=1")
    assert "existe pas" in html(anybody, f"{AROUND}&theme={ids['Discret']}", 422)


@pytest.mark.parametrize(
    ("query", "named"),
    [("theme=theme-inconnu", "theme"), ("etat=faux", "etat"), ("sorte=licornes", "sorte"), ("dit=rumeur", "dit"),
     ("source=peut-etre", "source"), ("mini=-1", "mini"), ("mesure=taille", "mesure"), ("visible=marsiens", "visible")],
)  # fmt: skip
def test_a_wrong_filter_is_named_and_the_rest_of_the_view_is_one_press_away(
    client: FlaskClient, ids: dict[str, str], query: str, named: str
) -> None:
    page = html(client, f"{AROUND}&distance=1&{query}", 422)
    assert f"<code>{named}</code>" in page
    assert f'href="{unescape(AROUND)}&amp;distance=1">La même page' in page
