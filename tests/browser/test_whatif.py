"""Promises of dependencies, coverage and selections in a real browser: by keyboard, without scripts; axe is silent."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.test_coverage import FACTS as COVERED
from tests.graph.test_coverage import KINDS as COVERING
from tests.graph.tuples import graph_of
from tests.people import PASSWORD

KINDS = COVERING | {"ADEME": "Organisation", "Zoé": ("Person", {"email": "zoe@example.invalid"})}
FACTS = COVERED | {
    ("ADEME", "PRODUCES", "BAN", "source=convention 23-114", "since=2023"), ("Zoé", "STEWARDS", "BAN"),
    ("Carte", "DEPENDS_ON", "BAN"),
}  # fmt: skip
STOP = "/dependances?arret=jeu-de-donnees-ban"
PAGES = (
    "/dependances", STOP, "/dependances/gardees", STOP.replace("?", "/garder?"),
    "/dependances/prevenir?arret=organisation-ademe", "/couverture", "/couverture?croise=themes-publics",
    "/couverture/case?ligne=politique-plan&colonne=territoire-bretagne", "/selections", "/selections/nouvelle",
    "/selections/ajouter?fiche=jeu-de-donnees-ban",
)  # fmt: skip


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def test_axe_finds_nothing(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in PAGES:
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_asks_what_stops_keeps_it_opens_a_cell_and_selects_with_the_keyboard(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/jeux-de-donnees/ban")
    page.get_by_role("link", name="Et si ça s’arrête ?").press("Enter")
    expect(page.locator("h1")).to_have_text("Et si BAN s’arrêtait ?")
    expect(page.locator("#etapes")).to_contain_text("Carte dépend de BAN")
    page.get_by_label("Ajouter ce qui s’arrêterait").fill("Photos")
    page.get_by_role("button", name="Voir ce qui serait touché").press("Enter")
    expect(page.locator("h1")).to_contain_text("BAN, Photos s’arrêtaient")
    page.get_by_role("link", name="Garder cette réponse").press("Enter")
    page.get_by_label("Titre").fill("Sans la BAN")
    page.get_by_role("button", name="Garder", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("Rien : la réponse est la même.")
    page.goto(f"{site}/couverture")
    page.get_by_role("region", name="Politiques et territoires").get_by_role("link", name="2").first.press("Enter")
    expect(page.locator("main")).to_contain_text("2 ressources la servent")
    page.goto(f"{site}/jeux-de-donnees/ban")
    page.get_by_role("link", name="Ajouter à une sélection").press("Enter")
    page.get_by_role("link", name="Composer une sélection avec cette fiche").press("Enter")
    page.get_by_label("Titre").fill("Adresses")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.get_by_text("Ce qui manque", exact=True).press("Enter")
    page.get_by_label("Ce qui n’existe pas encore").fill("Un guide")
    page.get_by_role("button", name="Ajouter ce qui manque").press("Enter")
    page.get_by_role("button", name="Monter : Un guide").press("Enter")
    expect(page.locator(".selection > li").first).to_contain_text("Un guide")
    assert not scripts or axe(page) == []
