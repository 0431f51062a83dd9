"""The first week of a facilitator in a real browser: with scripts and without, by keyboard, in every light."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener
from tests.people import PASSWORD

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"dark": True},
    "phone": {"width": 320},
    "forced": {"forced": True},
}
EMAIL = "alice@example.invalid"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    add_user(db, EMAIL, "Alice", PASSWORD, "facilitator")
    return served(app)


@pytest.fixture
def members(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom", "Prénom", "Structure", "Courriel", "Remarque"])
    sheet.append(["Verveine", "Prune", "Ville d'Alès", "prune@exemple.fr", "<b>x</b>"])
    sheet.append(["Tilleul", "Zoé", "ADEME", "pas d'adresse", None])
    path = tmp_path / "membres.xlsx"
    book.save(path)
    return path


def enter(open_page: Opener, site: str, **look: Any) -> Page:
    """The page of imports, signed in."""
    page = open_page(f"{site}/connexion?suite=/imports", **look)
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.btn-primary").click()
    expect(page).to_have_url(f"{site}/imports")
    return page


def to_columns(page: Page, path: Path) -> None:
    page.locator("[name=fichiers]").set_input_files(path)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.locator("#t0-kind")).to_have_value("Person")


def to_preview(page: Page) -> None:
    page.locator("#t0-purpose").fill("Animer le comité")
    page.locator("#t0-origin").fill("Feuille de présence")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator(".figures")).to_be_visible(timeout=30_000)


def to_report(page: Page) -> None:
    page.get_by_role("button", name="Importer").click()
    expect(page.get_by_role("link", name="Voir sur le réseau")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_goes_to_the_network_and_back(site: str, open_page: Opener, members: Path, scripts: bool) -> None:
    page = enter(open_page, site, scripts=scripts)
    to_columns(page, members)
    to_preview(page)
    to_report(page)
    expect(page.locator("#passage")).to_contain_text("Ville d'Alès")
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("Cet import est annulé.")).to_be_visible(timeout=30_000)


def test_a_link_chosen_for_a_column_asks_for_its_other_end_at_once(site: str, open_page: Opener, members: Path) -> None:
    page = enter(open_page, site)
    to_columns(page, members)
    page.locator("#t0-purpose").fill("gardé")
    page.locator("#t0-c4").focus()
    page.locator("#t0-c4").select_option("lien|MEMBER_OF||")
    expect(page.locator("#t0-c4-kind")).to_be_visible()
    expect(page.locator("#t0-purpose")).to_have_value("gardé")
    expect(page.locator("#t0-c4")).to_be_focused()


def test_what_lacks_is_told_and_the_focus_can_go_there(site: str, open_page: Opener, members: Path) -> None:
    page = enter(open_page, site)
    to_columns(page, members)
    page.get_by_role("button", name="Voir l’aperçu").click()
    page.locator("#erreurs a").first.click()
    expect(page).to_have_url(re.compile(r"#t0-purpose$"))
    expect(page.locator("#t0-purpose")).to_have_attribute("aria-invalid", "true")


def test_files_are_dropped_on_the_zone(site: str, open_page: Opener) -> None:
    page = enter(open_page, site)
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(["Nom\\nEau\\n"], "themes.csv", {type: "text/csv"}));
      const zone = document.querySelector(".drop");
      zone.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
    }""")
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.locator("#t0-kind")).to_have_value("Theme")


def test_the_whole_act_is_done_by_keyboard(site: str, open_page: Opener, members: Path) -> None:
    page = enter(open_page, site)
    page.locator("[name=fichiers]").set_input_files(members)
    page.get_by_role("button", name="Lire le fichier").press("Enter")
    page.locator("#t0-purpose").press_sequentially("Animer")
    page.locator("#t0-origin").press_sequentially("Feuille")
    page.locator("#t0-origin").press("Tab")
    page.get_by_role("button", name="Voir l’aperçu").press("Enter")
    page.get_by_role("button", name="Importer").press("Enter")
    page.get_by_role("button", name="Annuler cet import").press("Enter", timeout=30_000)
    expect(page.get_by_text("Cet import est annulé.")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_state_and_no_width_is_overflown(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], members: Path, look: str
) -> None:
    page = enter(open_page, site, **LOOKS[look])

    def look_at(state: str) -> None:
        assert axe(page) == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state

    look_at("empty")
    to_columns(page, members)
    look_at("columns")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.locator("#erreurs")).to_be_visible()
    look_at("errors")
    to_preview(page)
    look_at("preview")
    to_report(page)
    look_at("report")
    page.goto(f"{site}/imports")
    look_at("list")
    page.get_by_role("link", name="Rapport").first.click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("Cet import est annulé.")).to_be_visible(timeout=30_000)
    look_at("undone")
