"""Promises of « Dépendances »: what would be reached, why, who to tell; kept with its day and compared later."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_relation
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in
from tests.workspace.test_tracing import html

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "Panoramax": "Commons", "Carte": "Service", "Relever": ("Policy", {"level": "measure"}),
    "Zoé": ("Person", {"email": "zoe@example.invalid", "visibility": "private"}), "Bretagne": "Territory",
    "Interne": ("Commons", {"visibility": "members"}), "Vide": "Organisation", "Photos": "Dataset",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "step=granted", "source=convention 23-114", "source_date=2024", "since=2023"),
    ("Carte", "USES", "Panoramax"), ("Carte", "USES", "Photos"), ("Panoramax", "SERVES", "Relever"),
    ("Zoé", "STEWARDS", "Panoramax", "visibility=private"), ("Panoramax", "IN_TERRITORY", "Bretagne"),
    ("ADEME", "FUNDS", "Interne"), ("Carte", "SERVES", "Relever", "standing=contested"),
}  # fmt: skip
ADEME = "/dependances?arret=organisation-ademe"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def test_what_loses_its_only_support_is_told_with_the_reason_its_date_and_its_source(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    page = html(client, ADEME)
    assert "Et si ADEME s’arrêtait ?" in page and "perd son seul appui" in page
    assert "ADEME finance Panoramax" in page and "convention 23-114, 2024" in page and "depuis 2023" in page
    assert "Étape 2" in page and "fragilisée" in page and "il en reste un" in page and "(contesté)" in page
    assert "Bretagne" in page and "<b>1</b><span>politique est touchée</span>" in page


def test_the_page_asks_and_finds_by_name(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/dependances")
    assert (
        'name="arret"' in page and "Choisissez un acteur ou une ressource" in page and "Un financement demandé" in page
    )
    assert "Et si ADEME s’arrêtait ?" in html(client, "/dependances?arret=ademe")
    both = html(client, "/dependances?arret=ademe&arret=Carte")
    assert "Et si ADEME, Carte s’arrêtaient ?" in both and 'href="/dependances?arret=service-carte"' in both
    assert "Aucune fiche ne porte ce nom" in html(client, f"{ADEME}&arret=zzzzzz", 422)
    assert "Choisissez un acteur, une" in html(client, "/dependances?arret=territoire-bretagne", 422)
    assert client.get(f"{ADEME}&au=hier").status_code == 422 and client.get(f"{ADEME}&voir=x").status_code == 422


def test_a_record_leads_to_it(client: FlaskClient, ids: dict[str, str]) -> None:
    assert 'href="/dependances?arret=organisation-ademe"' in html(client, "/organisations/ademe")
    assert 'href="/dependances?arret=commun-panoramax"' in html(
        client, "/reseau?centre=commun-panoramax&selection=commun-panoramax"
    )


def test_where_nothing_rests_on_it_the_page_says_so_without_proving_it(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    assert "Rien de connu ne repose dessus" in html(client, "/dependances?arret=organisation-vide")


def test_one_part_is_read_alone(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{ADEME}&voir=politiques")
    assert "Panoramax contribue à Relever" in page and "ADEME finance Panoramax" not in page


def test_the_file_holds_every_reason(client: FlaskClient, ids: dict[str, str]) -> None:
    rows = list(
        csv.reader(io.StringIO(html(client, "/dependances.csv?arret=organisation-ademe").removeprefix("\ufeff")))
    )
    assert rows[0][0] == "étape" and rows[1][:2] == ["1", "Panoramax"] and "convention 23-114" in rows[1][5]
    assert "Interne" not in str(rows)


def test_what_one_may_not_see_is_neither_told_nor_counted(app: Flask, db: Database, ids: dict[str, str]) -> None:
    page = html(app.test_client(), ADEME)
    assert (
        "Interne" not in page and "Zoé" not in page and "<b>1</b><span>fiche perd son seul appui connu</span>" in page
    )
    assert "Interne" in html(signed_in(app, db, "bob"), ADEME)
    assert html(app.test_client(), f"/dependances?arret={ids['Interne']}", 422).count("Interne") == 0


def test_an_answer_is_kept_with_its_day_and_compared_with_today(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    query = "arret=organisation-ademe"
    told = {"titre": "Sans l’ADEME", "texte": "", "pour": "public", "vue": query}
    kept = str(send(alice, "/dependances/garder", told, page=f"/dependances/garder?{query}").location)
    assert "Rien : la réponse est la même" in html(alice, kept) and "Sans l’ADEME" in html(
        alice, "/dependances/gardees"
    )
    create_relation(db, SYSTEM, "FUNDS", ids["Vide"], ids["Panoramax"], {}, Operation("alice"))
    page = html(app.test_client(), kept)
    assert "était" not in page.split("Ce qui a changé")[0] and "n’est plus touchée" in page
    assert "perdait son seul appui, et n’est plus que fragilisée" in page and "Interne" not in page


def test_what_is_kept_for_all_is_what_all_see(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    query = "arret=organisation-ademe"
    told = {"titre": "Pour tous", "texte": "", "pour": "public", "vue": query}
    kept = str(send(alice, "/dependances/garder", told, page=f"/dependances/garder?{query}").location)
    version = records(db, [ids["Interne"]])[ids["Interne"]].version
    change_record(db, SYSTEM, ids["Interne"], version, {"visibility": "public"}, Operation("alice"))
    # It was not answered to everybody then: it is new today.
    assert "perd maintenant son seul appui" in html(app.test_client(), kept)
    private = {**told, "titre": "Pour moi", "pour": "private"}
    mine = str(send(alice, "/dependances/garder", private, page=f"/dependances/garder?{query}").location)
    assert html(alice, mine) and html(app.test_client(), mine, 404) and html(signed_in(app, db, "bob"), mine, 404)
    hidden = f"arret={ids['Zoé']}"
    refused = send(alice, "/dependances/garder", {**told, "vue": hidden}, page=f"/dependances/garder?{hidden}")
    assert refused.status_code == 422 and "visible de tous" in refused.get_data(as_text=True)


def test_an_answer_without_a_title_is_refused_and_one_can_be_taken_away(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    query = "arret=organisation-ademe"
    told = {"titre": "", "texte": "Tapé.", "pour": "private", "vue": query}
    refused = send(alice, "/dependances/garder", told, page=f"/dependances/garder?{query}")
    assert refused.status_code == 422 and "Tapé." in refused.get_data(as_text=True)
    kept = str(send(alice, "/dependances/garder", {**told, "titre": "T"}, page=f"/dependances/garder?{query}").location)
    assert send(alice, f"{kept}/retirer", {}, page="/dependances/gardees").status_code == 302
    assert html(alice, kept, 404)


def test_those_who_bear_what_is_reached_are_told_without_their_address_being_shown(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    page = "/dependances/prevenir?arret=organisation-ademe"
    assert page in html(alice, ADEME)
    form = html(alice, page)
    assert (
        "Une personne porte ce qui serait touché" in form and "zoe@" not in form and "ADEME venait à s’arrêter" in form
    )
    typed = {"nom": "Alice", "adresse": "alice@example.invalid", "message": "Est-ce exact ?", "fiche": ids["Panoramax"]}
    preview = send(alice, page, {**typed, "geste": "apercu"}).get_data(as_text=True)
    assert "rien n’est encore parti" in preview and "ADEME finance Panoramax" in preview and "zoe@" not in preview
    work_once(db, site)
    assert box.messages == []
    answer = send(alice, page, {**typed, "geste": "envoyer"}, follow_redirects=True)
    assert "Message envoyé : à une personne, pour une fiche." in answer.get_data(as_text=True).replace("\u00a0", " ")
    work_once(db, site)
    (message,) = box.messages
    assert message["To"] == "zoe@example.invalid" and message["Reply-To"] == "alice@example.invalid"
    assert (
        "Panoramax" in text_of(message)
        and "perd son seul appui" in text_of(message)
        and "Interne" not in text_of(message)
    )


def test_what_is_wrong_in_the_message_is_told_and_nothing_leaves(
    db: Database, alice: FlaskClient, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    page = "/dependances/prevenir?arret=organisation-ademe"
    typed = {"nom": "Alice", "adresse": "pas une adresse", "message": "Gardé tel quel.", "fiche": ids["Panoramax"]}
    answer = send(alice, page, typed)
    assert answer.status_code == 422 and "Gardé tel quel." in answer.get_data(as_text=True)
    none = send(alice, page, {**typed, "adresse": "alice@example.invalid", "fiche": ids["Carte"]})
    assert none.status_code == 422 and "ersonne ne peut être joint pour ces fiches" in none.get_data(as_text=True)
    work_once(db, site)
    assert box.messages == []


def test_only_who_animates_writes_to_several_at_once(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    assert "/dependances/prevenir" not in html(bob, ADEME)
    assert bob.get("/dependances/prevenir?arret=organisation-ademe").status_code == 403
