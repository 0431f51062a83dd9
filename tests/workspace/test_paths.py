"""Promises of the path page: how two records are connected, step by step, with dates and sources."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "SDIS 34": "Organisation", "Panoramax": "Commons", "Voirie": "Theme",
    "Sète": "Organisation", "Cercle": ("Community", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "source=Convention 23-114", "source_date=2023-05"),
    ("ADEME", "SUPPORTS", "Panoramax"), ("SDIS 34", "USES", "Panoramax", "since=2025"),
    ("Panoramax", "ABOUT", "Voirie"), ("Sète", "ABOUT", "Voirie"),
    ("ADEME", "MEMBER_OF", "Cercle"), ("Sète", "MEMBER_OF", "Cercle"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def html(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status)
    # Spaces that do not break are typography, tested elsewhere.
    return answer.get_data(as_text=True).replace("\u00a0", " ").replace("\u202f", " ")


def test_without_ends_the_form_asks_for_them(client: FlaskClient, db: Database) -> None:
    page = html(client, "/chemin")
    assert 'name="de"' in page and 'name="a"' in page and "Choisissez deux fiches" in page


def test_a_path_is_told_as_a_sentence_and_step_by_step(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={ids['SDIS 34']}")
    assert "1 chemin en 2 étapes" in page
    assert "ADEME finance Panoramax, qui est utilisé par SDIS 34." in page
    assert "Convention 23-114, mai 2023" in page and "depuis 2025" in page and "sans source" in page
    assert "Un autre lien sur ce chemin" in page and "ADEME accompagne Panoramax" in page


def test_ends_are_found_by_their_names(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "1 chemin en 2 étapes" in html(client, "/chemin?de=ademe&a=SDIS+34")


def test_a_name_that_is_not_sure_is_asked_again(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de=panor&a={ids['ADEME']}", 422)
    assert "peut être" in page and "/chemin?de=commun-panoramax&amp;a=organisation-ademe" in page
    assert "Aucune fiche ne porte ce nom." in html(client, "/chemin?de=zzzz&a=ADEME", 422)


@pytest.mark.parametrize("typed", ["Panorramaxe", "commun-panorramaxe"])
def test_a_name_that_nobody_bears_leads_to_near_ones(client: FlaskClient, ids: dict[str, str], typed: str) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={typed}", 422)
    assert "des noms proches sont ci-dessous" in page
    assert f"a={ids['Panoramax']}" in page


def test_the_ends_can_be_turned_round(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={ids['SDIS 34']}")
    assert "/chemin?de=organisation-sdis-34&amp;a=organisation-ademe" in page


def test_a_record_can_be_avoided_and_taken_back(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={ids['SDIS 34']}&sauf={ids['Panoramax']}")
    assert "Aucun chemin connu." in page and "Sans rien éviter" in page
    assert '/chemin?de=organisation-ademe&amp;a=organisation-sdis-34"' in page


def test_a_sort_of_link_can_be_left_out_and_taken_back(client: FlaskClient, ids: dict[str, str]) -> None:
    ends = f"de={ids['ADEME']}&a={ids['SDIS 34']}"
    page = html(client, f"/chemin?{ends}")
    assert "sans=funds" in page and "Sans « finance »" in page
    page = html(client, f"/chemin?{ends}&sans=funds")
    assert "ADEME accompagne Panoramax, qui est utilisé par SDIS 34." in page
    assert 'type="hidden" name="sans" value="funds"' in page
    page = html(client, f"/chemin?{ends}&sans=funds&sans=supports")
    assert "Aucun chemin connu." in page and "Ce que vous évitez" in page and "Sans rien éviter" in page


def test_the_way_may_be_kept_to_some_kinds(client: FlaskClient, ids: dict[str, str]) -> None:
    ends = f"de={ids['ADEME']}&a={ids['SDIS 34']}"
    assert "1 chemin en 2 étapes" in html(client, f"/chemin?{ends}&sorte=communs")
    page = html(client, f"/chemin?{ends}&sorte=organisations")
    assert "Aucun chemin connu." in page and 'value="organisations"' in page


@pytest.mark.parametrize(("wrong", "told"), [("sans=aime", "sorte de lien"), ("sorte=licornes", "sorte de fiche")])
def test_a_link_or_kind_that_is_none_is_named(client: FlaskClient, ids: dict[str, str], wrong: str, told: str) -> None:
    assert told in html(client, f"/chemin?de={ids['ADEME']}&a={ids['SDIS 34']}&{wrong}", 422)


def test_as_of_a_day_that_is_in_the_address(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={ids['SDIS 34']}&au=2024")
    assert "Aucun chemin connu." in page


def test_without_a_path_what_they_share_is_told(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['SDIS 34']}&a={ids['Sète']}")
    assert "Aucun chemin connu." in page and "Passer aussi par les thèmes" in page
    found = html(client, f"/chemin?de={ids['SDIS 34']}&a={ids['Sète']}&par=tout")
    assert "1 chemin en 3 étapes" in found
    shared = html(client, f"/chemin?de={ids['Panoramax']}&a={ids['Sète']}")
    assert "Une fiche est reliée aux deux." in shared and "Panoramax a pour thème Voirie" in shared


def test_a_direct_link_is_one_step_and_a_reason(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['Panoramax']}&a={ids['ADEME']}")
    assert "1 chemin en une étape" in page and "2 liens directs." in page


def test_what_one_may_not_see_connects_nobody(app: Flask, db: Database, ids: dict[str, str]) -> None:
    address = f"/chemin?de={ids['ADEME']}&a={ids['Sète']}"
    hidden = html(app.test_client(), address)
    assert "Cercle" not in hidden and "Aucun chemin connu." in hidden
    assert "qui a pour membre Sète" in html(signed_in(app, db, "bob"), address)
    told = html(app.test_client(), f"/chemin?de={ids['ADEME']}&a={ids['Cercle']}", 422)
    assert "Aucune fiche ne porte ce nom." in told


def test_facilitators_may_tie_two_that_are_not(app: Flask, db: Database, ids: dict[str, str]) -> None:
    page = html(signed_in(app, db, "alice"), f"/chemin?de={ids['SDIS 34']}&a={ids['Sète']}")
    assert "/lier?de=organisation-sdis-34&amp;a=organisation-sete" in page


def test_the_same_record_twice_is_refused_and_kept(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/chemin?de={ids['ADEME']}&a={ids['ADEME']}", 422)
    assert "Choisissez deux fiches différentes." in page


def test_a_wrong_date_is_named(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "date attendue" in html(client, f"/chemin?de={ids['ADEME']}&a={ids['Sète']}&au=hier", 422)
