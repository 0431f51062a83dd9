"""Promises of meetings in a real browser: prepared, invited to, repeated by keyboard, with or without scripts."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.agendas import add
from graph.committees import meeting
from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import ALICE, graph_of
from tests.people import PASSWORD
from tests.workspace.test_meetings_agenda import FACTS, KINDS

MEETING = "/reunions/pleniere"
PAGES = (
    MEETING, f"{MEETING}/inviter", f"{MEETING}/ordre-du-jour", f"{MEETING}/serie", f"{MEETING}/compte-rendu",
    "/communautes/comite/relances", "/compte/reunions",
)  # fmt: skip


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    ids = graph_of(db, FACTS, KINDS)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    for title in ("Accueil", "Adresses"):
        add(db, ALICE, meeting(db, ALICE, ids["Plénière"]), title, "15")
    return served(app)


def test_axe_finds_nothing(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in PAGES:
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_meeting_is_prepared_invited_to_and_repeated_with_the_keyboard(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(site + MEETING)
    page.get_by_role("link", name="Préparer l’ordre du jour").press("Enter")
    page.get_by_role("button", name="Monter : Adresses").press("Enter")
    expect(page.locator(".agenda").first.locator("li").first).to_contain_text("Adresses")
    page.get_by_role("button", name="Mettre à l’ordre du jour : Publier").press("Enter")
    expect(page.locator(".agenda").first).to_contain_text("Publier")
    page.get_by_role("main").get_by_role("link", name="Inviter").press("Enter")
    page.get_by_label("Message").fill("À bientôt.")
    page.get_by_role("button", name="Voir la lettre").press("Enter")
    expect(page.locator(".letter")).to_contain_text("09:00 Adresses")
    assert not scripts or axe(page) == []
    page.get_by_role("button", name="Envoyer").press("Enter")
    expect(page.locator("#status")).to_contain_text("Une lettre part")
    page.goto(f"{site}{MEETING}/serie")
    page.get_by_label("Ou nombre de réunions en tout").fill("3")
    page.get_by_role("button", name="Voir les jours").press("Enter")
    expect(page.locator(".series-days li")).to_have_count(2)
    page.get_by_role("button", name="Ajouter ces réunions").press("Enter")
    expect(page.locator(".series-days li")).to_have_count(3)
    assert not scripts or axe(page) == []


def test_enter_in_the_name_of_a_deputy_never_says_that_one_comes(
    site: str, db: Database, open_page: Opener, axe: Callable[[Page], list[str]]
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    db.write("MATCH (u:User) SET u.person = 'personne-leo'")
    page.goto(f"{site}{MEETING}/inviter")
    page.get_by_role("button", name="Envoyer").press("Enter")
    page.goto(f"{site}{MEETING}/reponse")
    assert axe(page) == []
    page.get_by_label("par qui").fill("Max")
    page.get_by_label("par qui").press("Enter")
    expect(page.locator("main")).to_contain_text("je serai représenté par Max")
