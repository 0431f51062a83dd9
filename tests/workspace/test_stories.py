"""Promises of stories: saved views in an order, with their texts and pictures, for whoever may see each of them."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import send, signed_in
from tests.workspace.test_network import html

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons",
    "Secret": ("Organisation", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2022"), ("IGN", "STEWARDS", "Panoramax"), ("Secret", "USES", "Panoramax"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def kept(client: FlaskClient, title: str, query: str, shared: str = "public") -> str:
    """A view kept as its form does; its id."""
    told = {"titre": title, "texte": f"Texte de *{title}*.", "pour": shared, "vue": query}
    return str(send(client, "/vues/garder", told, page=f"/vues/garder?{query}").location).rsplit("/", 1)[1]


def told(client: FlaskClient, *views: str, shared: str = "public", path: str = "/recits/garder") -> str:
    """A story of these views, in this order; its address."""
    places = {f"rang-{view}": str(place) for place, view in enumerate(views, 1)}
    answer = send(client, path, {"titre": "Histoire", "texte": "Pourquoi.", "pour": shared, **places})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


@pytest.fixture
def views(alice: FlaskClient) -> tuple[str, str]:
    return kept(alice, "Avant", "centre=commun-panoramax&distance=1&au=2021"), kept(
        alice, "Après", "centre=commun-panoramax"
    )


def test_a_story_shows_its_views_in_order_with_their_texts_pictures_and_words(
    app: Flask, alice: FlaskClient, views: tuple[str, str]
) -> None:
    before, after = views
    story = told(alice, after, before)
    page = html(app.test_client(), story)
    assert page.index("Texte de <em>Après</em>") < page.index("Texte de <em>Avant</em>")
    assert "Étape 1 sur 2" in page and "Pourquoi." in page and page.count('<svg class="net-svg"') == 2
    assert "finance" in page and "au 2021" in page and 'href="#etape-2"' in page and f'href="/vues/{after}"' in page
    assert "Histoire" in html(app.test_client(), "/recits") and "Récits" in html(alice, "/vues")


def test_nobody_is_shown_what_they_may_not_see(
    app: Flask, db: Database, alice: FlaskClient, views: tuple[str, str]
) -> None:
    mine = kept(alice, "Pour moi", "centre=organisation-secret", "private")
    story = told(alice, views[1], mine)
    assert "Pour moi" in html(alice, story) and "moins partagée que le récit" in html(alice, story)
    page = html(app.test_client(), story)
    assert "Pour moi" not in page and "Secret" not in page and "1 étape" in page and "plus là" not in page
    assert "Secret" in html(signed_in(app, db, "bob"), story)
    private = told(alice, views[0], shared="private")
    assert html(app.test_client(), private, 404) and html(signed_in(app, db, "bob"), private, 404)


def test_a_story_is_put_in_another_order_and_taken_away(alice: FlaskClient, views: tuple[str, str]) -> None:
    story = told(alice, *views)
    form = html(alice, f"{story}/modifier")
    assert f'name="rang-{views[1]}" value="2"' in form and "Pourquoi." in form
    told(alice, views[1], views[0], path=f"{story}/modifier")
    page = html(alice, story)
    assert page.index("Texte de <em>Après</em>") < page.index("Texte de <em>Avant</em>")
    assert send(alice, f"{story}/retirer", {}, page="/recits").location == "/recits"
    assert "Histoire" not in html(alice, "/recits") and "Avant" in html(alice, "/vues")


def test_a_view_that_is_gone_is_told_to_the_author_and_the_rest_is_read(
    app: Flask, alice: FlaskClient, views: tuple[str, str]
) -> None:
    story = told(alice, *views)
    send(alice, f"/vues/{views[0]}/retirer", {}, page="/vues")
    assert "n’est plus là" in html(alice, story) and "Texte de <em>Après</em>" in html(alice, story)
    assert "n’est plus là" not in html(app.test_client(), story)


@pytest.mark.parametrize("place", ["", "deux", "-1", "99999"])
def test_a_place_that_is_none_is_named_and_nothing_typed_is_lost(
    alice: FlaskClient, views: tuple[str, str], place: str
) -> None:
    typed = {"titre": "Gardé", "texte": "Aussi.", "pour": "public", f"rang-{views[0]}": place}
    answer = send(alice, "/recits/garder", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and 'id="champ-etapes"' in page and "Gardé" in page and "Aussi." in page
    assert not place or f'value="{place}"' in page


def test_without_a_view_the_form_says_how_to_begin(app: Flask, db: Database, ids: dict[str, str]) -> None:
    assert "Aucune vue à raconter" in html(signed_in(app, db, "bob"), "/recits/garder")
    assert app.test_client().get("/recits/garder").status_code in (302, 401)
