"""Promises of a roadmap in a real browser: last year is imported and the new one opened, with and without scripts;
axe finds nothing, wide or on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.test_roadmaps import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import PASSWORD
from tests.workspace.test_roadmap_tables import LAST_YEAR, book

HOME = "/communautes/comite/feuille-de-route"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def site(app: Flask, ids: dict[str, str], served: Callable[[Flask], str]) -> str:
    return served(app)


@pytest.fixture
def alice(site: str, db: Database, open_page: Opener) -> Callable[..., Page]:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return lambda **look: go_through_the_door(open_page(f"{site}/connexion", **look))


@pytest.mark.parametrize("scripts", [True, False])
def test_last_years_roadmap_is_imported_and_the_new_one_opened(
    site: str, alice: Callable[..., Page], tmp_path: Path, scripts: bool
) -> None:
    file = tmp_path / "feuille-2025.xlsx"
    file.write_bytes(book(LAST_YEAR))
    page = alice(scripts=scripts)
    page.goto(f"{site}{HOME}/ouvrir")
    page.get_by_label("Année").fill("2025")
    for box in page.locator("input[name=ligne]").all():
        box.uncheck()
    page.get_by_role("button", name="Ouvrir cette année").click()
    page.get_by_role("link", name="Importer un tableau").first.click()
    page.get_by_label("Déposez le tableau ici").set_input_files(file)
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.get_by_role("heading", name="Lignes nouvelles")).to_be_visible()
    expect(page.get_by_text("Couleur")).to_be_visible()
    page.get_by_role("button", name="Écrire").click()
    expect(page.get_by_role("link", name="Compter les vélos", exact=True)).to_be_visible()
    expect(page.get_by_text("8 000 €")).to_be_visible()
    page.goto(f"{site}{HOME}/ouvrir?de=2025")
    page.get_by_label("Année").fill("2027")
    expect(page.get_by_label("Compter les vélos")).to_be_checked()
    expect(page.get_by_text("2 lignes faites ou abandonnées restent dans 2025")).to_be_visible()
    page.get_by_role("button", name="Ouvrir cette année").click()
    expect(page.get_by_role("link", name="reprise de 2025")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    page.goto(f"{site}{HOME}/2027")
    expect(page.get_by_text("reprise de 2025")).to_have_count(0)


def test_a_line_is_written_with_the_keyboard_and_its_suggestions(site: str, alice: Callable[..., Page]) -> None:
    page = alice()
    page.goto(f"{site}{HOME}/2026/lignes/nouvelle")
    page.get_by_label("Sujet").fill("Voirie")
    page.get_by_label("Action", exact=False).nth(1).fill("Compter les vélos")
    page.get_by_role("combobox", name="Politiques").press_sequentially("adres")
    page.get_by_role("option", name="Adresses").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ajouter la ligne").press("Enter")
    row = page.get_by_role("row", name="Compter les vélos")
    expect(row).to_be_visible()
    expect(row.get_by_role("link", name="Adresses")).to_be_visible()


def test_axe_finds_nothing_and_no_width_is_overflown(
    site: str, alice: Callable[..., Page], ids: dict[str, str], sound: Callable[..., None]
) -> None:
    page = alice()
    for end in ("/2026", "/2026/suivi", "/2026/chaines", "/2026/publique", "/2026/publier", "/2026/importer",
                "/ouvrir", f"/2026/lignes/{ids['Publier la base']}", "/2026/lignes/nouvelle"):  # fmt: skip
        sound(page, f"{site}{HOME}{end}")
