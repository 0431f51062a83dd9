"""Promises of images and files in a real browser: added without scripts, seen by axe in each state, narrow and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.users import add_user
from tests import samples
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import graph_of
from tests.people import PASSWORD

PAGE, RECORD = "/fichiers/commun-panoramax", "/communs/panoramax"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, set(), {"Panoramax": "Commons"})
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def signed_in(open_page: Opener, site: str, **look: Any) -> Page:
    page = open_page(f"{site}/connexion", **look)
    return go_through_the_door(page)


def add(page: Page, site: str, name: str, content: bytes, alt: str) -> None:
    page.goto(site + PAGE)
    kind = "application/octet-stream"
    page.locator("#champ-fichier").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.locator("#champ-alt").fill(alt)
    # A click comes back before the page that follows: what looks next would look at the old one.
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter à la fiche").click()


def test_an_image_and_a_file_are_added_taken_away_and_put_back_without_scripts(site: str, open_page: Opener) -> None:
    page = signed_in(open_page, site, scripts=False)
    add(page, site, "rue.jpg", samples.photo(), "Une rue")
    add(page, site, "bilan.pdf", samples.pdf(), "")
    page.goto(site + RECORD)
    image = page.get_by_role("img", name="Une rue")
    expect(image).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="bilan.pdf").click()
    assert download.value.suggested_filename == "bilan.pdf"
    page.goto(site + PAGE)
    page.get_by_role("button", name="Retirer : bilan.pdf").click()
    page.get_by_role("button", name="Remettre : bilan.pdf").click()
    expect(page.get_by_role("link", name="bilan.pdf", exact=True)).to_be_visible()


def test_axe_finds_nothing_on_files_in_any_state(site: str, open_page: Opener, sound: Callable[..., None]) -> None:
    page = signed_in(open_page, site)
    page.goto(site + PAGE)
    sound(page)
    add(page, site, "rue.jpg", samples.photo(), "")
    expect(page.locator("#erreurs")).to_be_visible()
    sound(page)
    add(page, site, "rue.jpg", samples.photo(), "Une rue")
    add(page, site, "un_nom_tres_long_sans_la_moindre_espace_pour_aller_a_la_ligne.csv", b"a;b\n", "")
    sound(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Retirer").first.click()
    sound(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Renommer ou décrire").first.click()
    sound(page)
    page.goto(site + RECORD)
    sound(page)
