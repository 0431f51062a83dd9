"""The ground of every page, in a real browser: no barrier found, no width overflown, nothing blocked."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.guide import with_guide

LOOKS: dict[str, dict[str, Any]] = {
    "light": {}, "dark": {"dark": True}, "phone": {"width": 320}, "tablet": {"width": 900}, "forced": {"forced": True},
}  # fmt: skip
PATHS = ("/planche", "/aide", "/aide/lire-un-lien", "/aide/chercher", "/aide/clavier", "/donnees", "/nulle-part")


@pytest.fixture
def site(bare_app: Flask, served: Callable[[Flask], str]) -> str:
    return served(with_guide(bare_app))


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_no_width_is_overflown(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: str
) -> None:
    page = open_page(site + "/planche", **LOOKS[look])
    for path in PATHS:
        page.goto(site + path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_light_can_be_chosen_without_scripts(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide", scripts=False)
    page.get_by_role("button", name="sombre").click()
    expect(page).to_have_url(site + "/aide")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(17, 19, 21)")


def test_the_menu_of_a_phone_opens_without_scripts(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide", width=320, scripts=False)
    menu = page.get_by_role("navigation", name="Principale")
    expect(menu).to_be_hidden()
    page.get_by_role("link", name="Menu").click()
    expect(menu).to_be_visible()
    page.get_by_role("link", name="Fermer").click()
    expect(menu).to_be_hidden()


def test_escape_closes_the_menu_and_gives_the_focus_back(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide", width=320)
    page.get_by_role("link", name="Menu").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Principale")).to_be_hidden()
    expect(page.get_by_role("link", name="Menu")).to_be_focused()


def test_filters_of_a_phone_open_by_their_link(site: str, open_page: Opener) -> None:
    page = open_page(site + "/planche", width=320, scripts=False)
    expect(page.get_by_label("Dans cette liste")).to_be_hidden()
    page.get_by_role("link", name="Filtres 2").click()
    expect(page.get_by_label("Dans cette liste")).to_be_visible()


def test_the_first_tab_skips_to_the_content(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_ctrl_k_goes_to_the_search(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Rechercher", exact=True)).to_be_focused()


def test_suggestions_are_walked_with_the_keyboard(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(site + "/aide")
    box = page.get_by_role("combobox", name="Rechercher")
    box.press_sequentially("pano")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert axe(page) == []
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("pano")


def test_a_suggestion_chosen_opens_its_page(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    box = page.get_by_role("combobox", name="Rechercher")
    box.press_sequentially("pano")
    expect(page.get_by_role("option")).to_have_count(3)
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(site + "/communs/panoramax")


def test_enter_without_a_choice_searches(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    page.get_by_role("combobox", name="Rechercher").fill("pano")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site + "/recherche?q=pano")


def test_a_record_chosen_in_a_form_is_sent_by_its_id_until_one_types_again(site: str, open_page: Opener) -> None:
    page = open_page(site + "/planche")
    field = page.get_by_role("combobox", name="Vers quelle fiche ?")
    sent = "() => new FormData(document.querySelector('#formulaires .form')).getAll('vers')"
    field.press_sequentially("pano")
    page.get_by_role("option", name="Panoramax").click()
    expect(field).to_have_value("Panoramax")
    assert page.evaluate(sent) == ["commun-panoramax"]
    field.press_sequentially("2")
    assert page.evaluate(sent) == ["Panoramax2"]


def test_a_refused_form_takes_the_focus_to_the_first_error(site: str, open_page: Opener) -> None:
    page = open_page(site + "/trial")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Il manque un nom.")).to_be_visible()
    expect(page.get_by_label("Nom")).to_be_focused()


def test_an_error_is_told_in_the_status_region_and_leaves_the_content_alone(site: str, open_page: Opener) -> None:
    page = open_page(site + "/trial")
    page.get_by_role("button", name="Interdit").click()
    expect(page.get_by_role("status")).to_have_text("Seule l’animation peut le faire.")
    expect(page.get_by_role("heading", name="Essai")).to_be_visible()


def test_a_down_network_is_told_too(site: str, open_page: Opener) -> None:
    page = open_page(site + "/trial")
    page.route("**/interdit", lambda route: route.abort())
    page.get_by_role("button", name="Interdit").click()
    expect(page.get_by_role("status")).to_contain_text("Pas de réponse")


def test_paper_has_sources_with_their_addresses_and_no_buttons(site: str, open_page: Opener) -> None:
    page = open_page(site + "/planche")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    assert "https://exemple.fr/a" in page.evaluate(
        "getComputedStyle(document.querySelector('a.source'), '::after').content"
    )
