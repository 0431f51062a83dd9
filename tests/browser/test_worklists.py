"""Promises of measures and worklists in a real browser: with a keyboard and without scripts; axe finds nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.measures.drawn import measured
from tests.people import PASSWORD

KINDS: Kinds = {
    "IGN": "Organisation", "Ville": "Organisation", "Club": "Organisation", "Seule": "Organisation",
    "Une": "Organisation", "Deux": "Organisation", "Panoramax": "Commons", "Comité": "Community",
}  # fmt: skip
FACTS: set[Fact] = {
    ("IGN", "STEWARDS", "Panoramax"), ("Ville", "USES", "Panoramax"), ("IGN", "MEMBER_OF", "Comité"),
    ("Club", "MEMBER_OF", "Comité"), ("IGN", "PARTNERS", "Une"), ("IGN", "PARTNERS", "Deux"),
}  # fmt: skip

ALIKE: Kinds = {"Relevés de chaussée": "Dataset", "Des relevés de chaussée": "Need", "Relever la chaussée": "Policy"}


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    measured(db)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def signed_in(page: Page) -> Page:
    return go_through_the_door(page)


def test_axe_finds_nothing(site: str, db: Database, open_page: Opener, sound: Callable[..., None]) -> None:
    graph_of(db, set(), ALIKE)
    page = signed_in(open_page(f"{site}/connexion"))
    page.goto(f"{site}/vues/garder?centre=commun-panoramax")
    page.get_by_label("Titre").fill("Qui tient les communs de la voirie, vu depuis la plénière du comité territorial")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/reseau?**")
    for path in (
        "/a-traiter",
        "/reseau/mesures?vue=avancees",
        "/a-traiter?autour=communaute-comite",
        "/a-traiter/fiches-isolees",
        "/liens-suggeres",
        "/liens-suggeres/refuses",
        "/liens-suggeres/de/besoin-des-releves-de-chaussee",
        "/besoins/des-releves-de-chaussee",
    ):
        sound(page, site + path)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_the_measure_to_what_is_done_about_it_with_the_keyboard(
    site: str, open_page: Opener, scripts: bool
) -> None:
    page = signed_in(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/reseau/mesures")
    expect(page.locator("main")).to_contain_text("Si IGN se retire")
    page.get_by_role("link", name="À traiter").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Fiches isolées").focus()
    page.keyboard.press("Enter")
    page.locator("#liste details summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Fait : Seule").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("Noté comme fait")
    expect(page.locator("main")).to_contain_text("Rien à traiter ici")
    page.locator("#traite summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remettre dans la liste").press("Enter")
    expect(page.locator("#liste")).to_contain_text("Seule")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_links_are_ticked_approved_undone_and_refused_with_the_keyboard(
    site: str, db: Database, open_page: Opener, scripts: bool
) -> None:
    graph_of(db, set(), ALIKE)
    page = signed_in(open_page(f"{site}/connexion", scripts=scripts))
    page.goto(f"{site}/liens-suggeres?lien=meets")
    page.get_by_label("Choisir le lien entre Relevés de chaussée et Des relevés de chaussée").focus()
    page.keyboard.press("Space")
    page.get_by_label("Un mot, gardé").fill("vu ensemble")
    page.keyboard.press("Enter")  # presses no button
    expect(page.locator("#liste")).to_contain_text("Mots rares en commun")
    page.get_by_role("button", name="Approuver les liens cochés").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Aucun lien à suggérer ici.")
    page.get_by_role("button", name="Annuler").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#liste")).to_contain_text("Mots rares en commun")
    page.goto(f"{site}/besoins/des-releves-de-chaussee")
    if not scripts:
        page.get_by_role("link", name="Liens suggérés").focus()
        page.keyboard.press("Enter")
    refuse = page.get_by_role("button", name="Refuser : Relevés de chaussée")
    refuse.focus()
    page.keyboard.press("Enter")
    expect(refuse).to_have_count(0)
    page.goto(f"{site}/liens-suggeres/refuses")
    expect(page.locator("main")).to_contain_text("refusé par Alice")
