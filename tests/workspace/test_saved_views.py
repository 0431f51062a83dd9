"""Promises of saved views: found again, shared with whom one says, shown elsewhere, and never more than one may see."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.users import add_user
from tests.graph.tuples import Fact, graph_of
from tests.people import PASSWORD, send, signed_in
from tests.workspace.test_network import html

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "Comité": "Community",
    "Secret": ("Organisation", {"visibility": "members"}), "Caché": ("Commons", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax"), ("IGN", "STEWARDS", "Panoramax"), ("Secret", "USES", "Panoramax"),
    ("ADEME", "FUNDS", "Caché"),
}  # fmt: skip
QUERY = "centre=commun-panoramax&distance=1"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def kept(client: FlaskClient, shared: str = "private", query: str = QUERY, **typed: str) -> str:
    """Keeps a view as its form does; its address."""
    told = {"titre": "Autour de Panoramax", "texte": "À *regarder*.", "pour": shared, "vue": query, **typed}
    answer = send(client, "/vues/garder", told, page=f"/vues/garder?{query}")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def member_of(app: Flask, db: Database, name: str, group: str) -> FlaskClient:
    """Somebody of a group."""
    add_user(db, f"{name}@example.invalid", name.title(), PASSWORD, groups=[group])
    client = app.test_client()
    send(client, "/connexion", {"email": f"{name}@example.invalid", "password": PASSWORD})
    return client


def test_a_view_is_kept_from_the_page_and_found_again(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    page = html(bob, f"/reseau?{QUERY}&selection=organisation-ign&tri=nom")
    assert f'href="/vues/garder?{QUERY.replace("&", "&amp;")}' in page
    address = kept(bob)
    assert "Autour de Panoramax" in html(bob, "/vues")
    assert bob.get(address).location == f"/reseau?{QUERY}&vue={address.rsplit('/', 1)[1]}"
    shown = html(bob, bob.get(address).location)
    assert "<h1>Autour de Panoramax</h1>" in shown and "<em>regarder</em>" in shown and "vue gardée par Bob" in shown


def test_a_view_changed_since_says_so_and_is_brought_up_to_date(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    address = kept(bob)
    other = f"/reseau?centre=commun-panoramax&vue={address.rsplit('/', 1)[1]}"
    page = html(bob, other)
    assert "Vous l’avez changée depuis" in page
    (update,) = re.findall(r'href="([^"]+)">Mettre à jour la vue', page)
    assert 'name="vue" value="centre=commun-panoramax"' in html(bob, update)
    typed = {"titre": "Autre", "texte": "", "pour": "private", "vue": "centre=commun-panoramax"}
    send(bob, f"{address}/modifier", typed)
    assert "Vous l’avez changée depuis" not in html(bob, other)


def test_who_sees_a_view_is_whom_it_was_kept_for(app: Flask, db: Database, ids: dict[str, str]) -> None:
    zoe = member_of(app, db, "zoe", ids["Comité"])
    same, bob = member_of(app, db, "yves", ids["Comité"]), signed_in(app, db, "bob")
    alice, anybody = signed_in(app, db, "alice"), app.test_client()
    for shared, readers in (
        ("private", {zoe}), ("group", {zoe, same, alice}), ("members", {zoe, same, bob, alice}),
        ("public", {zoe, same, bob, alice, anybody}),
    ):  # fmt: skip
        address = kept(zoe, shared, titre=f"Vue {shared}", groupe=ids["Comité"])
        for reader in (zoe, same, bob, alice, anybody):
            assert (reader.get(address).status_code == 302) is (reader in readers), shared
            assert (f"Vue {shared}" in html(reader, "/vues")) is (reader in readers), shared
        assert (anybody.get(f"{address}/integrer").status_code == 200) is (shared == "public")


def test_only_who_kept_a_view_or_animates_the_network_changes_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, carole = signed_in(app, db, "bob"), signed_in(app, db, "carole")
    zoe = member_of(app, db, "zoe", ids["Comité"])
    address = kept(bob, "public")
    assert zoe.get(f"{address}/modifier").status_code == 404
    assert send(zoe, f"{address}/retirer", {}, page="/vues/garder").status_code == 404
    assert carole.get(f"{address}/modifier").status_code == 200
    assert send(bob, f"{address}/retirer", {}, page="/vues").location == "/vues"
    assert bob.get(address).status_code == 404


def test_a_reader_is_shown_what_they_may_see_themselves(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, anybody = signed_in(app, db, "bob"), app.test_client()
    address = kept(bob, "public")
    assert "Secret" in html(bob, bob.get(address).location)
    assert "Secret" not in html(anybody, anybody.get(address).location)
    assert "Secret" not in html(bob, f"{address}/integrer")


def test_a_public_view_stands_in_another_site_without_scripts(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    address = kept(bob, "public")
    assert "&lt;iframe" in html(bob, f"{address}/modifier")
    answer = app.test_client().get(f"{address}/integrer")
    page = answer.get_data(as_text=True)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"] and "<script" not in page
    assert "X-Frame-Options" not in answer.headers and "Set-Cookie" not in answer.headers
    assert "IGN</a> porte <a" in page.replace("\n", "") and 'target="_top"' in page
    assert app.test_client().get("/vues").headers["X-Frame-Options"] == "DENY"


def test_a_view_that_broke_says_why_and_opens_without_what_is_missing(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    bob = signed_in(app, db, "bob")
    address = kept(bob, "public", "centre=commun-cache&centre=commun-panoramax&distance=1")
    page = html(app.test_client(), address, 422)
    assert "ne peut plus être dessinée" in page and "Caché" not in page
    assert 'href="/reseau?centre=commun-panoramax&amp;distance=1">L’ouvrir' in page
    db.write("MATCH (v:View) SET v.query = 'centre=commun-panoramax&etat=parti'")
    page = html(bob, address, 422)
    assert "<code>etat</code>" in page and 'href="/reseau?centre=commun-panoramax">L’ouvrir' in page


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [({"titre": " "}, "titre", "un titre est nécessaire"), ({"titre": "x" * 121}, "titre", "120 caractères au plus"),
     ({"pour": "mars"}, "pour", "à choisir dans la liste"), ({"pour": "group", "groupe": "communaute-comite"}, "groupe",
      "choisissez un de vos groupes")],
)  # fmt: skip
def test_a_wrong_view_names_its_field_and_keeps_what_was_typed(
    app: Flask, db: Database, ids: dict[str, str], typed: dict[str, str], field: str, said: str
) -> None:
    bob = signed_in(app, db, "bob")
    told = {"titre": "Mon titre", "texte": "Mon texte", "pour": "private", "vue": QUERY, **typed}
    answer = send(bob, "/vues/garder", told, page=f"/vues/garder?{QUERY}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and said in page
    assert "Mon texte" in page and "centre=commun-panoramax&amp;distance=1" in page


def test_who_leaves_takes_their_private_views_along(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    kept(bob)
    shared = kept(bob, "public", titre="Publique")
    send(bob, "/compte/supprimer", {"present": PASSWORD})
    assert db.read("MATCH (v:View) RETURN v.title AS title") == [{"title": "Publique"}]
    assert "Bob" not in html(app.test_client(), app.test_client().get(shared).location)
