"""Promises of « Sélections »: an ordered, commented set of what is here, elsewhere, missing or gone; for whom it is."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import delete_record
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import graph_of
from tests.mailbox import Mailbox, text_of
from tests.people import send, signed_in
from tests.workspace.test_follows import told as digests_leave
from tests.workspace.test_tracing import html

KINDS: dict[str, Any] = {
    "Panoramax": "Commons", "BAN": "Dataset", "Guide des données": "Need",
    "Interne": ("Commons", {"visibility": "members"}),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, set(), KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def made(client: FlaskClient, shared: str = "public", first: str = "") -> str:
    told = {"titre": "Mieux connaître ses rues", "texte": "Pour *commencer*.", "pour": shared, "fiche": first}
    answer = send(client, "/selections/nouvelle", told)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def add(client: FlaskClient, address: str, status: int = 302, **told: str) -> str:
    answer = send(client, f"{address}/entrees", told, page=address)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def filled(client: FlaskClient, ids: dict[str, str]) -> str:
    """A public selection of a commons, an address elsewhere and something missing."""
    address = made(client, first=ids["Panoramax"])
    add(
        client,
        address,
        sorte="ailleurs",
        titre="Un guide",
        adresse="https://exemple.invalid/guide",
        commentaire="À lire.",
    )
    add(client, address, sorte="manque", titre="Un outil de relevé", besoin="Guide des données")
    return address


def act(client: FlaskClient, address: str, entry: str, act: str, **told: str) -> None:
    assert send(client, f"{address}/entrees/{entry}", {"geste": act, **told}, page=address).status_code == 302


def entries(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('<li id="')[1:]]


def test_a_selection_tells_what_is_here_elsewhere_and_missing_in_its_order(
    app: Flask, alice: FlaskClient, ids: dict[str, str]
) -> None:
    address = filled(alice, ids)
    page = html(app.test_client(), address)
    assert "Pour <em>commencer</em>." in page and "3 entrées" in page and "À lire." in page
    assert (
        page.index("Panoramax") < page.index('href="https://exemple.invalid/guide"') < page.index("Un outil de relevé")
    )
    assert '<span class="hole">manque</span>' in page and "/besoins/guide-des-donnees" in page
    assert "Mieux connaître ses rues" in html(app.test_client(), "/selections") and "Monter" not in page


def test_it_is_put_in_another_order_commented_and_emptied_by_buttons(alice: FlaskClient, ids: dict[str, str]) -> None:
    address = filled(alice, ids)
    first, second, third = entries(html(alice, address))
    act(alice, address, third, "monter")
    act(alice, address, first, "descendre")
    assert entries(html(alice, address)) == [third, first, second]
    act(alice, address, first, "commenter", commentaire="Le plus **utile**.")
    act(alice, address, second, "retirer")
    page = html(alice, address)
    assert "Le plus <strong>utile</strong>." in page and entries(page) == [third, first]


def test_a_record_is_added_from_its_page(alice: FlaskClient, ids: dict[str, str]) -> None:
    address = made(alice)
    assert "Rien dans cette sélection" in html(alice, address)
    chooser = f"/selections/ajouter?fiche={ids['BAN']}"
    assert chooser in html(alice, "/jeux-de-donnees/ban") and f'action="{address}/entrees"' in html(alice, chooser)
    add(alice, address, sorte="fiche", fiche=ids["BAN"])
    assert "BAN" in html(alice, address)
    assert "cette fiche y est déjà" in add(alice, address, 422, sorte="fiche", fiche="BAN").lower()


@pytest.mark.parametrize(
    ("told", "field"),
    [({"sorte": "ailleurs", "titre": "Gardé", "adresse": "javascript:alert(1)"}, "champ-adresse"),
     ({"sorte": "ailleurs", "titre": "", "adresse": "https://exemple.invalid/gardé"}, "champ-titre"),
     ({"sorte": "fiche", "fiche": "zzzzzz"}, "champ-fiche"), ({"sorte": "fiche", "fiche": ""}, "champ-fiche"),
     ({"sorte": "manque", "titre": "", "commentaire": "Gardé"}, "champ-titre"),
     ({"sorte": "manque", "titre": "Gardé", "besoin": "zzzz"}, "champ-besoin")],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(
    alice: FlaskClient, ids: dict[str, str], told: dict[str, str], field: str
) -> None:
    page = add(alice, made(alice), 422, **told)
    assert f'id="{field}-error"' in page and all(text in page for text in told.values())


def test_what_is_deleted_or_hidden_is_said_without_its_name(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    address = made(alice, first=ids["Interne"])
    add(alice, address, sorte="fiche", fiche=ids["BAN"], commentaire="La BAN, pour les adresses.")
    page = html(app.test_client(), address)
    assert "Interne" not in page and "interne" not in page and "n’est pas visible pour vous" in page and "BAN" in page
    assert "Interne" in html(signed_in(app, db, "bob"), address)
    version = records(db, [ids["BAN"]])[ids["BAN"]].version
    delete_record(db, SYSTEM, ids["BAN"], version, Operation("alice"))
    assert "La BAN" not in html(app.test_client(), address) and "La BAN" in html(alice, address)


def test_it_is_private_until_it_is_shared_and_only_its_author_changes_it(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    address, bob = made(alice, "private", ids["BAN"]), signed_in(app, db, "bob")
    assert html(bob, address, 404) and html(app.test_client(), f"{address}.csv", 404)
    send(alice, f"{address}/modifier", {"titre": "Partagée", "texte": "", "pour": "members"})
    assert "Partagée" in html(bob, "/selections") and html(app.test_client(), address, 404)
    (entry,) = entries(html(bob, address))
    assert send(bob, f"{address}/entrees/{entry}", {"geste": "retirer"}, page="/suivi").status_code == 404
    assert send(bob, f"{address}/retirer", {}, page="/selections/nouvelle").status_code == 404
    assert send(alice, f"{address}/retirer", {}, page="/selections").status_code == 302 and html(alice, address, 404)


def test_it_is_taken_away_as_a_table_and_as_a_text(app: Flask, alice: FlaskClient, ids: dict[str, str]) -> None:
    address = filled(alice, ids)
    rows = list(csv.reader(io.StringIO(html(app.test_client(), f"{address}.csv").removeprefix("\ufeff"))))
    assert [row[3] for row in rows[1:]] == ["disponible", "ailleurs", "manque"] and rows[1][1] == "Panoramax"
    text = html(app.test_client(), f"{address}.md")
    assert text.startswith("# Mieux connaître ses rues\n") and "2. [Un guide](<https://exemple.invalid/guide>)" in text


def test_who_follows_it_is_told_what_is_added(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address, bob = filled(alice, ids), signed_in(app, db, "bob")
    send(bob, "/suivre", {"selection": address.rsplit("/", 1)[1], "page": address}, page=address)
    assert "Mieux connaître ses rues" in html(bob, "/suivi") and "Suivi</a>" in html(bob, address)
    add(alice, address, sorte="fiche", fiche=ids["BAN"], commentaire="Pour les adresses.")
    digests_leave(db, site)  # nothing else was written
    (message,) = box.messages
    assert message["To"] == "bob@example.invalid" and "BAN" in text_of(message) and "Un guide" not in text_of(message)
