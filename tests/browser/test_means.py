"""Promises of means and gaps in a real browser: with a keyboard, without scripts; axe finds nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, graph_of
from tests.people import PASSWORD
from tests.workspace.test_means import MORE, MORE_KINDS

FACTS: set[Fact] = {*MORE, ("Défi", "TAKES_UP", "Guide", "since=2025"), ("Panoramax", "SERVES", "Voirie")}
MEANS = "/politiques/territoires/ressources"
PAGES = (
    MEANS, f"{MEANS}?mesure=toutes", f"{MEANS}?sans=1", f"{MEANS}?confirmes=1&au=2020", f"{MEANS}?vue=chaines",
    f"{MEANS}?vue=liens&lesquels=sans-source", f"{MEANS}?vue=x", "/politiques/territoires/financements",
    "/politiques/eclairer/financements", "/manques", "/manques?sorte=combles", "/manques/guide",
    "/manques/nouveau?pour=politique-eclairer", "/propositions",
)  # fmt: skip


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, {**MORE_KINDS, "Défi": "Challenge"})
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def test_axe_finds_nothing_and_no_width_is_overflown(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in PAGES:
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_measure_with_nothing_to_the_step_that_comes_next_with_the_keyboard(
    site: str, open_page: Opener, scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(site + MEANS)
    page.get_by_role("link", name="Lire les chaînes : Relever").press("Enter")
    expect(page.locator(".means-told")).to_contain_text("Le commun numérique « Panoramax » contribue à la mesure")
    hole = page.locator(".means-none")
    expect(hole).to_contain_text("Aucune ressource connue")
    hole.get_by_role("link", name="Signaler un besoin non couvert").press("Enter")
    page.get_by_label("Ce qui manque").fill("Un inventaire des lampadaires")
    page.get_by_label("Qui le dit").fill("ANCT")
    page.get_by_label("Depuis").fill("mars 2024")
    page.get_by_label("D’où le tenez-vous").fill("plénière")
    page.get_by_role("button", name="Signaler ce manque").press("Enter")
    expect(page.locator("h1")).to_have_text("Un inventaire des lampadaires")
    expect(page.locator("[aria-current=step]")).to_contain_text("Défi posé")
    page.get_by_role("link", name="Écrire un défi").press("Enter")
    expect(page.get_by_label("Nom", exact=True).or_(page.locator("input[name=name]")).first).to_have_value(
        "Un inventaire des lampadaires"
    )
    page.goto(site + MEANS)
    expect(page.locator(".means-none")).to_contain_text("Un inventaire des lampadaires")
