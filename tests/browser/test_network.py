"""Promises of the drawing in a real browser: in step with its panel, by pointer and by keys, without scripts too."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, Route, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, graph_of
from tests.people import PASSWORD

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software",
    "Relever": ("Policy", {"level": "measure"}), "Guide": ("Need", {"status": "not_covered"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "declared_by=actor"), ("IGN", "STEWARDS", "Panoramax", "since=2022"),
    ("Panoramax", "HAS_RESOURCE", "GeoVisio", "declared_by=import"), ("Panoramax", "SERVES", "Relever", "source=plan"),
    ("Relever", "NEEDS", "Guide"), ("IGN", "PARTNERS", "ADEME"),
}  # fmt: skip
LOOKS: dict[str, dict[str, Any]] = {
    "light": {}, "dark": {"dark": True}, "phone": {"width": 320}, "forced": {"forced": True},
    "without scripts": {"scripts": False},
}  # fmt: skip
PAGES = (
    "/reseau?tout=1", "/reseau?sorte=organisations&voisins=1", "/reseau?centre=commun-panoramax",
    "/reseau?centre=commun-panoramax&familles=ecrits",
    "/chemin?de=organisation-ademe&a=logiciel-geovisio", "/chemin?de=pan&a=logiciel-geovisio",
    "/politiques/relever/ressources?vue=chaines", "/communs/panoramax/politiques", "/logiciels/geovisio/politiques",
)  # fmt: skip
AROUND = "/reseau?centre=commun-panoramax"
WATCHED = """
  window.watched = [];
  new MutationObserver(([{ target }]) => {
    if (watched.at(-1) !== target.dataset.selected) watched.push(target.dataset.selected);
  }).observe(document.getElementById("dessin"), { attributeFilter: ["data-selected"] });
"""
STEP = 12
# A move of the mouse waits for the screen to be drawn, 16 ms, and there are three thousand points.
POINTED = f"""() => {{
  const canvas = document.getElementById("toile"), box = canvas.getBoundingClientRect(), found = [];
  for (let clientX = Math.ceil(box.left) + 20; clientX < box.right - 20; clientX += {STEP})
    for (let clientY = Math.ceil(box.top) + 20; clientY < box.bottom - 20; clientY += {STEP}) {{
      canvas.dispatchEvent(new PointerEvent("pointermove", {{ clientX, clientY, pointerType: "mouse" }}));
      if (canvas.classList.contains("canvas-hand")) found.push([clientX, clientY]);
    }}
  return found;
}}"""
LABEL = "document.getElementById('toile').getAttribute('aria-label')"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    return served(app)


def ready(page: Page) -> Page:
    page.wait_for_selector("#dessin[data-ready]")
    return page


def spot(page: Page, name: str) -> tuple[float, float]:
    """Where a record is on the screen: found by pointing all over, then pressed as a reader does."""
    page.locator("#toile").focus()
    wrong: list[tuple[float, float]] = []
    for x, y in page.evaluate(POINTED):
        if any(abs(x - a) + abs(y - b) <= STEP for a, b in wrong):
            wrong.append((x, y))  # the same record, beside
            continue
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        if name in page.evaluate(LABEL).rsplit(".", 2)[-2]:
            return x, y
        wrong.append((x, y))
    raise AssertionError(f"{name} is nowhere in the drawing")


@pytest.mark.parametrize("look", [name for name in LOOKS if name != "without scripts"])
def test_axe_finds_nothing_and_no_width_is_overflown(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: str
) -> None:
    page = open_page(site + "/reseau?tout=1", **LOOKS[look])
    for path in PAGES:
        page.goto(site + path)
        if path in ("/reseau?tout=1", AROUND):
            ready(page)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_without_scripts_the_server_draws_and_links_lead_on(site: str, open_page: Opener) -> None:
    page = open_page(site + AROUND, scripts=False)
    expect(page.locator("svg.net-svg")).to_be_visible()
    page.locator("svg.net-svg a", has_text="IGN").click()
    expect(page).to_have_url(f"{site}{AROUND}&selection=organisation-ign")
    expect(page.locator("#choisie")).to_have_text("IGN")


def test_the_drawing_takes_the_place_of_the_picture(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    expect(page.locator("svg.net-svg")).to_be_hidden()
    expect(page.locator("#toile")).to_be_visible()
    assert "Panoramax, Commun numérique, 4 liens." in page.evaluate(LABEL)
    assert page.evaluate(
        "document.getElementById('toile').getContext('2d').getImageData(0,0,2000,2000).data.some(v => v)"
    )


def test_a_neighbour_chosen_in_the_list_is_chosen_in_the_drawing(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.locator("#selection").get_by_role("link", name="IGN").click()
    expect(page.locator("#choisie")).to_have_text("IGN")
    expect(page.locator("#dessin")).to_have_attribute("data-selected", "organisation-ign")
    expect(page).to_have_url(f"{site}{AROUND}&selection=organisation-ign")
    expect(page.locator("#announcement")).to_have_text("IGN, organisation, 2 liens")


def test_a_record_pressed_in_the_drawing_is_told_in_the_panel(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    spot(page, "ADEME")
    expect(page.locator("#choisie")).to_have_text("ADEME")


def test_keys_walk_from_record_to_record_and_reach_the_panel(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.locator("#toile").focus()
    reached = set()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        reached.add(page.locator("#dessin").get_attribute("data-selected"))
    assert len(reached) > 1
    expect(page.locator("#toile")).to_be_focused()
    for key in ("+", "-", "0", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    name = page.evaluate(LABEL)
    page.wait_for_function("id => document.getElementById('selection').dataset.id === id",
                           arg=page.locator("#dessin").get_attribute("data-selected"))  # fmt: skip
    page.keyboard.press("Enter")
    expect(page.locator("#choisie")).to_be_focused()
    assert page.locator("#choisie").inner_text() in name


def test_a_slow_answer_does_not_take_the_drawing_back_to_the_record_before(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    drawing = page.locator("#dessin")
    held: list[Route] = []
    page.route("**/reseau/selection*", lambda route: route.continue_() if held else held.append(route))
    page.evaluate(WATCHED)
    page.locator("#toile").focus()
    walked = []
    for key in ("ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
        walked.append(drawing.get_attribute("data-selected"))
    with suppress(Error):  # the page has given this request up
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#selection")).to_have_attribute("data-id", walked[-1] or "")
    assert page.evaluate("watched") == walked


def test_the_legend_filters_and_the_drawing_follows(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.locator("#famille-actors").click()
    expect(page).to_have_url(f"{site}{AROUND}&familles=-acteurs")
    ready(page)
    expect(page.locator("#famille-actors")).not_to_have_attribute("aria-current", "true")
    expect(page.locator("#tableau tbody tr")).to_have_count(4)
    page.go_back()
    expect(page.locator("#tableau tbody tr")).to_have_count(6)


def test_buttons_move_the_view_and_reduced_motion_is_obeyed(site: str, open_page: Opener) -> None:
    page = open_page(site + AROUND)
    page.emulate_media(reduced_motion="reduce")
    ready(page)
    before = page.locator("#toile").screenshot()
    page.get_by_role("button", name="Agrandir").click()
    page.wait_for_timeout(300)
    assert page.locator("#toile").screenshot() != before
    page.get_by_role("button", name="Tout voir").click()


def test_a_drawing_that_cannot_be_had_leaves_the_picture(site: str, open_page: Opener) -> None:
    page = open_page(site + "/aide")
    page.route("**/reseau.json*", lambda route: route.abort())
    page.goto(site + AROUND)
    expect(page.locator("#status")).to_contain_text("restent justes")
    expect(page.locator("svg.net-svg")).to_be_visible()


def test_time_is_played_stopped_and_gone_through_by_keyboard(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    play = page.get_by_role("button", name="Dérouler le temps")
    play.click()
    expect(page).to_have_url(re.compile(r"au=2022-01"))
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("button", name="Dérouler le temps")).to_be_visible()
    slider = page.get_by_role("slider", name="Mois montré")
    slider.focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"au=2023-12"))
    expect(page.locator("#reseau .net-bar")).to_contain_text("au décembre 2023")


def test_two_days_are_compared_by_keyboard_and_without_scripts(site: str, open_page: Opener) -> None:
    for scripts in (True, False):
        page = open_page(site + AROUND, scripts=scripts)
        page.get_by_label("Comparer avec le réseau au").fill("2022")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Liens apparus 1")).to_be_visible()
        page.get_by_role("link", name="Ne plus comparer").click()
        expect(page.get_by_role("heading", name="Liens apparus 1")).to_have_count(0)


def test_a_view_is_kept_and_found_without_scripts(site: str, db: Database, open_page: Opener) -> None:
    add_user(db, "bob@example.invalid", "Bob", PASSWORD)
    page = open_page(f"{site}/connexion", scripts=False)
    go_through_the_door(page, "bob")
    page.goto(site + AROUND)
    page.get_by_role("link", name="Enregistrer la vue").click()
    page.get_by_label("Titre").fill("Panoramax et les siens")
    page.get_by_role("radio", name="tout le monde").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1, name="Panoramax et les siens")).to_be_visible()
    page.get_by_role("link", name="Vues", exact=True).click()
    page.get_by_role("link", name="Panoramax et les siens", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Panoramax et les siens")).to_be_visible()
