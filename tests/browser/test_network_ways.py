"""Promises of other ways of seeing: groups opened by keys and by mouse, who works with whom, squares of the map."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from tests.browser.conftest import Opener
from tests.browser.test_network import LABEL, LOOKS, ready
from tests.browser.test_network_acts import drawn_anew, middle, names, press, status
from tests.graph.tuples import graph_of
from tests.workspace.test_network_grouping import FACTS, KINDS, WHOLE


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    return served(app)


def test_a_group_is_opened_and_closed_by_keys(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}{WHOLE}"))
    page.locator("#toile").focus()
    with page.expect_response("**/reseau/selection**"):
        page.keyboard.press("ArrowRight")
    assert "Sans territoire (3), Groupe" in page.evaluate(LABEL)
    drawn_anew(page, lambda: page.keyboard.press("Enter"))
    status(page, "Ouvert : Sans territoire (3).")
    assert "Cerema" in names(page)
    assert page.evaluate("document.activeElement.id") == "toile"
    drawn_anew(page, lambda: page.keyboard.press("Control+z"))
    assert "Cerema" not in names(page)
    drawn_anew(page, press(page, "Rétablir"))
    page.locator("#ouverts").get_by_role("link").focus()
    drawn_anew(page, lambda: page.keyboard.press("Enter"))
    status(page, "Sans territoire (3) : refermé.")


def test_a_double_click_opens_a_group(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}{WHOLE}"))
    page.mouse.dblclick(*middle(page, "Sète (2)"))
    page.wait_for_url("**ouvrir=groupe-territoire-sete**")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_in_groups(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], width: int
) -> None:
    page = ready(open_page(f"{site}{WHOLE}&selection=groupe-territoire-sete", width=width))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_works_with_whom_is_walked_by_keys(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}/reseau?tout=1"))
    drawn_anew(page, press(page, "Qui travaille avec qui", "link"))
    page.locator("#toile").focus()
    with page.expect_response("**/reseau/selection**"):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#selection h2")).to_have_text("IGN")
    expect(page.locator("#selection")).to_contain_text("Travaille avec 2 autres acteurs.")
    expect(page.locator("#selection .partners")).to_contain_text("Panoramax")


def test_a_square_of_the_map_is_reached_and_followed_by_keys(site: str, open_page: Opener, db: Database) -> None:
    db.write("MATCH (t:Entity {id: 'territoire-sete'}) SET t.type = 'departement', t.code = '34'")
    page = open_page(f"{site}/reseau/carte")
    square = page.get_by_role("link", name="Hérault (34)")
    square.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**territoire=territoire-sete**")
    expect(page.locator("#fiches")).to_contain_text("IGN")


@pytest.mark.parametrize("look", ["light", "dark", "phone", "forced"])
@pytest.mark.parametrize("address", ["/reseau?par=communs,groupes&selection=organisation-ign", "/reseau/carte"])
def test_axe_finds_nothing_in_other_ways_of_seeing(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], db: Database, address: str, look: str
) -> None:
    db.write("MATCH (t:Entity {id: 'territoire-sete'}) SET t.type = 'departement', t.code = '34'")
    page = open_page(f"{site}{address}", **LOOKS[look])
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
