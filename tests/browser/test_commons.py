"""A commons' page and the form that makes one, in a real browser: seen by axe, at every width, without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from graph.database import Database
from tests.browser.conftest import Opener
from tests.browser.test_journeys import sign_in
from tests.workspace.test_commons import panoramax

PAGES = ("/communs/panoramax", "/laureats", "/indicateurs/kilometres")
DESK = ("/communs/panoramax?corriger=1", "/communs/openstreetmap", "/ajouter/communs")


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    panoramax(db)
    return served(app)


def test_axe_finds_nothing_and_no_width_is_overflown(
    site: str, db: Database, open_page: Opener, sound: Callable[..., None]
) -> None:
    page = open_page(f"{site}/aide")
    for path in PAGES:
        sound(page, site + path)
    sign_in(page, site, db)
    for path in DESK:
        sound(page, site + path)


def test_a_commons_is_made_with_its_parts_without_scripts(site: str, db: Database, open_page: Opener) -> None:
    page = open_page(f"{site}/aide", width=320, scripts=False)
    sign_in(page, site, db)
    page.goto(f"{site}/ajouter/communs")
    for name, text in (
        ("name", "Trottoirs"), ("resource", "Largeurs"), ("community", "Équipe"), ("rule", "Deux relevés"),
        ("source", "fiche de l'équipe"),
    ):  # fmt: skip
        page.locator(f"main [name={name}]").fill(text)
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page.get_by_text("dites quelle sorte de ressource")).to_be_visible()
    page.get_by_label("Sorte de ressource").select_option("Dataset")
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page).to_have_url(f"{site}/communs/trottoirs")
    for part in ("Largeurs", "Équipe", "Deux relevés"):
        expect(page.locator(".triptych").get_by_role("link", name=part)).to_be_visible()
