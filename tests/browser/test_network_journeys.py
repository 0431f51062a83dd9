"""Promises of the text beside the drawing: the same work is done in words alone, by keys, and without scripts."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from tests.browser.conftest import Opener
from tests.browser.test_network import FACTS, KINDS, ready
from tests.browser.test_network_acts import SPOTS
from tests.graph.tuples import Fact, graph_of

MORE: set[Fact] = {("IGN", "MEMBER_OF", "GT Voirie"), ("Cerema", "MEMBER_OF", "GT Voirie")}
MEMBERS = {"GT Voirie": "Community", "Cerema": "Organisation"}
HERE = "(document.activeElement.innerText ?? '').replace(/\\s+/g, ' ').trim()"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS | MORE, {**KINDS, **MEMBERS})
    return served(app)


def reach(page: Page, name: str, within: str = "body") -> None:
    """By the Tab key, to the link or button that is called so."""
    inside = f"document.activeElement.closest({within!r}) !== null && {HERE}"
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(inside) == name:
            return
    raise AssertionError(f"no Tab leads to {name}")


def enter(page: Page, name: str, within: str = "body") -> None:
    reach(page, name, within)
    page.keyboard.press("Enter")


def test_each_journey_by_keys_in_the_text_alone(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + "/reseau?distance=1"))
    enter(page, "Panoramax", "#selection")
    expect(page.locator("#choisie")).to_have_text("Panoramax")
    expect(page.locator("#announcement")).to_have_text("Panoramax, commun numérique, 4 liens")
    expect(page.locator("#selection")).to_contain_text("est financé par")
    enter(page, "Centrer", "#selection")
    expect(page.locator("h1")).to_have_text("Autour de Panoramax")
    expect(page.locator("#status")).to_have_text("Au centre : Panoramax.")
    enter(page, "IGN", "#selection")
    expect(page.locator("#choisie")).to_have_text("IGN")
    enter(page, "Déplier", "#selection")
    expect(page.locator("#status")).to_have_text("Déplié : IGN.")
    expect(page.locator("#depliees")).to_contain_text("1 fiche dépliée : IGN")
    expect(page.locator("#tableau")).to_contain_text("GT Voirie")
    enter(page, "Cacher", "#selection")
    expect(page.locator("#cachees")).to_contain_text("1 fiche cachée : IGN")
    enter(page, "montrer IGN", "#cachees")
    expect(page.locator("#status")).to_have_text("IGN : de retour.")
    expect(page.locator("#cachees")).to_have_count(0)
    ready(page)
    page.go_back()
    expect(page.locator("#cachees")).to_contain_text("1 fiche cachée : IGN")


def test_each_journey_without_scripts(site: str, open_page: Opener) -> None:
    page = open_page(site + "/reseau?distance=1", scripts=False)
    page.locator("#selection").get_by_role("link", name="Panoramax").click()
    expect(page.locator("#selection")).to_contain_text("est financé par")
    page.get_by_role("link", name="Centrer").click()
    expect(page.locator("h1")).to_have_text("Autour de Panoramax")
    page.locator("#selection").get_by_role("link", name="IGN").click()
    page.get_by_role("link", name="Déplier").click()
    expect(page.locator("svg.net-svg")).to_contain_text("GT Voirie")
    page.get_by_role("link", name="Cacher").click()
    expect(page.locator("svg.net-svg")).not_to_contain_text("IGN")
    page.get_by_role("link", name="montrer IGN").click()
    expect(page.locator("svg.net-svg")).to_contain_text("IGN")
    page.go_back()
    expect(page.locator("#cachees")).to_contain_text("1 fiche cachée : IGN")
    page.get_by_role("link", name="Par familles").click()
    expect(page.locator("svg.net-svg")).to_contain_text("Ressources")
    with page.expect_download() as download:
        page.get_by_role("link", name="Image SVG").click()
    assert download.value.suggested_filename.startswith("reseau-autour-de-panoramax-")


def test_a_large_network_settles_apart_and_once(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    page.route(
        "**/reseau.json*", lambda route: route.fulfill(body=json.dumps(large(1600)), content_type="application/json")
    )
    page.goto(site + "/reseau")
    ready(page)
    first = page.locator("#toile").screenshot()
    page.wait_for_selector("#dessin[data-settled]", timeout=90_000)
    page.wait_for_timeout(800)
    assert page.locator("#toile").screenshot() != first
    settled = page.evaluate(SPOTS)
    page.reload()
    ready(page)
    page.wait_for_timeout(800)
    assert page.locator("#dessin").get_attribute("data-settled") is None  # nothing to settle: it is remembered
    assert page.evaluate(SPOTS) == settled


def large(count: int) -> dict[str, object]:
    """Columns of a network that the page does not settle by itself: a ring, and every tenth with a hub."""
    pairs = [(n, (n + 1) % count) for n in range(count)] + [(0, n) for n in range(10, count, 10)]
    return {
        "kinds": [{"label": "Organisation", "family": "actors", "css": "acteurs"}], "verbs": ["finance"],
        "ids": [f"organisation-{n}" for n in range(count)], "names": [f"Fiche {n}" for n in range(count)],
        "kind": [0] * count, "degree": [2] * count, "size": [6] * count, "distance": [], "centres": [],
        "x": [(n * 37) % 1999 - 999 for n in range(count)], "y": [(n * 91) % 1999 - 999 for n in range(count)],
        "edges": [value for a, b in pairs for value in (a, b, 0, 0)], "types": [0] * len(pairs),
        "arrangement": "forces", "headings": [], "outlines": [], "room": 0,
    }  # fmt: skip
