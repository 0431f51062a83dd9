"""Promises of briefing notes and evidence files in a real browser: by keyboard, without scripts; axe is silent."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import graph_of
from tests.people import PASSWORD
from tests.workspace.test_decision_files import KINDS as DECIDING
from tests.workspace.test_syntheses import FACTS
from tests.workspace.test_syntheses import KINDS as BRIEFED

POLICY = "/synthese?sujet=politique-territoires"
DECISION = "/decisions/choisir-l-outil/dossier"
PAGES = (
    "/synthese", POLICY, "/synthese?sujet=commun-panoramax&sujet=jeu-de-donnees-bd-topo", "/syntheses", DECISION,
    f"{DECISION}/modifier",
)  # fmt: skip


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, DECIDING | BRIEFED)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def test_axe_finds_nothing(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in PAGES:
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_note_is_made_edited_and_taken_away_and_a_decision_documented_with_the_keyboard(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/politiques/territoires/ressources")
    page.get_by_role("link", name="Exporter la note de synthèse").press("Enter")
    expect(page.locator("h1")).to_have_text("Territoires")
    page.get_by_role("button", name="Garder et modifier").press("Enter")
    page.get_by_label("Suites à donner").fill("Réunir les porteurs [1].")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.locator(".synthesis")).to_contain_text("Réunir les porteurs")
    assert not scripts or axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").press("Enter")
    assert download.value.suggested_filename.endswith(".pdf")
    page.goto(site + DECISION)
    page.get_by_role("link", name="Écrire les options et les critères").press("Enter")
    page.get_by_label("Option 1", exact=True).fill("Attendre")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.get_by_role("button", name="Garder ce qui est connu aujourd’hui").press("Enter")
    expect(page.locator("main")).to_contain_text("Attendre")
    expect(page.locator("main")).to_contain_text("est bien celui de cette empreinte")
    assert not scripts or axe(page) == []
