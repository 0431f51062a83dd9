"""Promises of a committee's home in a real browser: with a keyboard and without scripts; axe finds nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import FilePayload, Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.test_committees import FACTS, KINDS
from tests.graph.tuples import Kinds, graph_of
from tests.people import PASSWORD

COMMITTEE = "/communautes/comite"
SOME: Kinds = {**KINDS, "Trottoirs": ("UseCase", {"problem": "On ne passe pas.", "stage": "tried"})}


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, {*FACTS, ("Brest métropole", "EXPRESSES", "Trottoirs")}, SOME)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def test_axe_finds_nothing(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    for path in (f"{COMMITTEE}/comite", f"{COMMITTEE}/a-traiter", f"{COMMITTEE}/depuis", f"{COMMITTEE}/cas-d-usage",
                 "/decisions/retenue/vote", "/decisions/retenue"):  # fmt: skip
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_late_action_is_put_off_with_the_keyboard_and_what_changed_becomes_a_note(
    site: str, open_page: Opener, scripts: bool
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}{COMMITTEE}/comite")
    page.locator("summary", has_text="Publier").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="d’une semaine : Publier").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Reporté au")
    page.goto(f"{site}{COMMITTEE}/a-traiter")
    page.get_by_role("button", name="Remettre dans la liste : Publier").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Remis dans la liste")
    page.goto(f"{site}{COMMITTEE}/depuis")
    with page.expect_navigation():
        page.get_by_role("link", name="En faire une note").click()
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("Ce qui a changé dans @.Comité"))
    with page.expect_navigation():
        page.get_by_role("button", name="Créer la fiche").click()
    expect(page.locator("main")).to_contain_text("Actions en retard")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_vote_is_noted_and_read(site: str, open_page: Opener, scripts: bool) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/decisions/retenue/vote")
    page.get_by_label("Vote", exact=True).select_option("show_of_hands")
    page.get_by_label("Pour", exact=True).fill("2")
    page.get_by_label("Présents ou représentés").fill("1")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("plus de voix (2) que de présents (1)")
    page.get_by_label("Pour", exact=True).fill("1")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("main")).to_contain_text("À main levée : 1 pour.")


MANDATES = "Structure;Qui siège;Depuis\nLigue;;2026\nAssociation inconnue;;2026\n"


@pytest.mark.parametrize("look", [{}, {"width": 320, "dark": True}, {"scripts": False}], ids=["wide", "phone", "bare"])
def test_mandates_come_in_from_a_table_that_is_seen_before(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: dict[str, Any]
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", **look))
    page.goto(f"{site}{COMMITTEE}/comite")
    with page.expect_navigation():
        page.get_by_role("link", name="Importer").first.click()
    assert look.get("scripts") is False or axe(page) == []
    table: FilePayload = {"name": "membres.csv", "mimeType": "text/csv", "buffer": MANDATES.encode()}
    page.set_input_files("#champ-fichier", table)
    with page.expect_navigation():
        page.get_by_role("button", name="Lire le tableau").click()
    expect(page.locator("main")).to_contain_text("Rien n’est encore écrit")
    expect(page.locator("section", has=page.locator("#fautes"))).to_contain_text("Association inconnue")
    if look.get("scripts", True):
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_navigation():
        page.get_by_role("button", name="Écrire ce qui est juste").click()
    expect(page.locator("#status")).to_contain_text("Mandats nouveaux : 1")
