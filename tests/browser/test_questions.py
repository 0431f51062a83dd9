"""Promises of questions and discussions in a real browser: with a keyboard, without scripts; axe finds nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import graph_of
from tests.people import PASSWORD
from tests.workspace.test_questions import ANSWER, FACTS, KINDS


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def test_axe_finds_nothing(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in ("/questions", ANSWER, "/discussion/commun-panoramax", "/discussions"):
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_question_is_built_asked_and_kept_with_the_keyboard(site: str, open_page: Opener, scripts: bool) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/questions")
    for menu, typed in (("Je cherche", "Organisations"), ("qui", "financent")):
        chosen = page.get_by_label(menu, exact=True)
        chosen.focus()
        page.keyboard.type(typed)
        if not scripts:
            page.get_by_role("button", name="Continuer").press("Enter")
        expect(page.locator("h1")).to_contain_text(typed)
    expect(page.locator("h1")).to_have_text("Organisations qui financent une fiche")
    expect(page.locator("#resultats")).to_contain_text("IGN finance OpenBeta")
    page.get_by_role("link", name="Garder la question").press("Enter")
    page.get_by_label("Titre").fill("Qui paie")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.locator("h1")).to_have_text("Qui paie")
