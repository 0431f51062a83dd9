"""Promises of the editable table and of stories in a real browser: by keyboard, with and without scripts, and axe."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.states import records
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD

KINDS: Kinds = {"IGN": "Organisation", "Panoramax": ("Commons", {"summary": "Des photos."}), "Trottoirs": "Commons"}
FACTS: set[Fact] = {("IGN", "STEWARDS", "Panoramax", "since=2022"), ("IGN", "FUNDS", "Trottoirs")}
TABLE = "/reseau/tableau?sorte=communs&colonne=website&colonne=summary"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def a_story(page: Page, site: str) -> str:
    """Two views and a story of them, made by their forms with the keyboard; its address."""
    for title, query in (("Avant", "centre=commun-panoramax&au=2021"), ("Après", "centre=commun-panoramax")):
        page.goto(f"{site}/vues/garder?{query}")
        page.get_by_label("Titre").fill(title)
        page.get_by_label("Texte").fill(f"Ce qu’il y a {title.lower()}.")
        page.get_by_role("button", name="Enregistrer").press("Enter")
        page.wait_for_url("**/reseau?**")
    page.goto(f"{site}/recits/garder")
    page.get_by_label("Titre").fill("Histoire")
    page.get_by_label("Après").fill("2")
    page.get_by_label("Avant").fill("1")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    page.wait_for_url("**/recits/v-**")
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_cell_is_corrected_with_the_keyboard_and_what_is_wrong_stays_to_be_mended(
    site: str, open_page: Opener, db: Database, scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(site + TABLE)
    page.get_by_label("Résumé : Panoramax").fill("Des vues de rue.")
    page.get_by_label("Site web : Trottoirs").fill("rien")
    page.get_by_role("button", name="Enregistrer les fiches changées").press("Enter")
    expect(page.locator("#status, .flash").first).to_contain_text("1 fiche enregistrée. 1 à corriger")
    wrong = page.get_by_label("Site web : Trottoirs")
    expect(wrong).to_have_value("rien")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("https://trottoirs.example")
    page.get_by_role("button", name="Enregistrer les fiches changées").press("Enter")
    expect(page.locator("#status, .flash").first).to_contain_text("1 fiche enregistrée.")
    said = {id: present.state for id, present in records(db, ["commun-panoramax", "commun-trottoirs"]).items()}
    assert said["commun-panoramax"]["summary"] == "Des vues de rue."
    assert said["commun-trottoirs"]["website"] == "https://trottoirs.example"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_story_is_written_and_read_step_by_step_with_the_keyboard(
    site: str, open_page: Opener, scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    a_story(page, site)
    expect(page.locator(".story-step h2")).to_have_text(["Avant", "Après"])
    page.get_by_role("link", name="Étape suivante").press("Enter")
    assert page.url.endswith("#etape-2")
    expect(page.locator("#etape-2")).to_contain_text("Ce qu’il y a après.")
    expect(page.locator("#etape-2")).to_contain_text("liens en toutes lettres")


def test_axe_finds_nothing_and_no_width_is_overflown(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    story = a_story(page, site).removeprefix(site)
    for path in (TABLE, "/recits", story, f"{story}/modifier", "/vues", "/chemin?de=IGN&a=Panoramax&sans=funds"):
        sound(page, site + path)
