"""Promises of acting in the drawing: by mouse, by keys and by fingers; said, undone, found again tomorrow."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from graph.database import Database
from tests.browser.conftest import Opener
from tests.browser.test_network import AROUND, FACTS, KINDS, LOOKS, ready, spot
from tests.graph.tuples import graph_of

SPOTS = "Object.values(localStorage).map(told => JSON.parse(told).spots).join()"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    return served(app)


def status(page: Page, text: str) -> None:
    expect(page.locator("#status")).to_have_text(text)


def names(page: Page) -> list[str]:
    return page.locator("#tableau tbody th").all_inner_texts()


def drawn_anew(page: Page, act: Callable[[], object]) -> Page:
    """The page once the drawing that the act asked for is there."""
    page.evaluate("document.getElementById('dessin').dataset.before = ''")
    act()
    page.wait_for_selector("#dessin[data-ready]:not([data-before])")
    return page


def press(page: Page, name: str, role: str = "button") -> Callable[[], object]:
    return lambda: page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]


def middle(page: Page, name: str) -> tuple[float, float]:
    """The middle of a record's shape: `spot` gives a point near it."""
    x, y = spot(page, name)

    def end(x: float, y: float, dx: int, dy: int) -> tuple[float, float]:
        while page.evaluate("document.getElementById('toile').classList.contains('canvas-hand')"):
            x, y = x + dx, y + dy
            page.mouse.move(x, y)
        page.mouse.move(x - dx, y - dy)
        return x, y

    page.mouse.move(x, y)
    down = (end(x, y, 0, 3)[1] + end(x, y, 0, -3)[1]) / 2
    page.mouse.move(x, down)
    across = (end(x, down, 3, 0)[0] + end(x, down, -3, 0)[0]) / 2
    return across, down


def chosen(page: Page) -> str:
    return page.locator("#dessin").get_attribute("data-selected") or ""


def test_a_record_is_hidden_told_shown_and_hidden_again(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}{AROUND}&selection=organisation-ign"))
    drawn_anew(page, press(page, "Cacher", "link"))
    status(page, "Caché : IGN.")
    expect(page.locator("#cachees")).to_contain_text("1 fiche cachée : IGN")
    assert page.url.endswith("&masque=organisation-ign") and "IGN" not in names(page)
    drawn_anew(page, press(page, "Annuler"))
    status(page, "Annulé.")
    assert "IGN" in names(page) and "masque" not in page.url
    drawn_anew(page, press(page, "Rétablir"))
    status(page, "Rétabli.")
    drawn_anew(page, lambda: page.locator("#cachees").get_by_role("link").click())
    status(page, "IGN : de retour.")
    assert "IGN" in names(page)


def test_going_back_in_the_browser_is_going_back_in_the_view(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}{AROUND}&selection=organisation-ign"))
    drawn_anew(page, press(page, "Cacher", "link"))
    page.go_back()
    expect(page.locator("#tableau tbody tr")).to_have_count(6)
    ready(page)


def test_the_view_goes_on_where_it_was(site: str, open_page: Opener) -> None:
    page = ready(open_page(f"{site}{AROUND}&selection=organisation-ign"))
    before = page.evaluate(SPOTS)
    drawn_anew(page, press(page, "Cacher", "link"))
    assert set(page.evaluate(SPOTS).split(";")) == set(before.split(";"))


def test_the_picture_of_tomorrow_is_that_of_today(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    x, y = middle(page, "GeoVisio")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    status(page, "GeoVisio a changé de place et y reste épinglée.")
    expect(page.locator("#epinglees")).to_contain_text("1 fiche épinglée : GeoVisio")
    kept = page.evaluate(SPOTS)
    assert "geovisio" not in str(page.evaluate("JSON.stringify(localStorage)")).lower()
    page.reload()
    ready(page)
    assert page.evaluate(SPOTS) == kept
    expect(page.locator("#epinglees")).to_contain_text("GeoVisio")
    press(page, "Tout détacher")()
    expect(page.locator("#epinglees")).to_be_hidden()


def test_what_the_device_keeps_is_bounded_and_may_be_broken(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.evaluate("""() => {
      for (let n = 0; n < 40; n += 1) localStorage.setItem(`maillage.reseau.${n}`, `{"at":${n},"spots":""}`);
      localStorage.setItem("maillage.brouillon", "gardé");
      for (const key of Object.keys(localStorage)) if (localStorage[key].length > 60) localStorage[key] = "{";
    }""")
    page.reload()
    ready(page)
    kept = page.evaluate("Object.keys(localStorage)")
    assert len([key for key in kept if key.startswith("maillage.reseau.")]) == 20
    assert "maillage.brouillon" in kept and "maillage.reseau.39" in kept and "maillage.reseau.3" not in kept


def test_several_are_chosen_by_a_rectangle_and_acted_upon(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    box = page.locator("#toile").bounding_box()
    assert box
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 3, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] - 3, steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#choisies")).to_contain_text("6 fiches choisies :")
    press(page, "Ne plus choisir")()
    expect(page.locator("#choisies")).to_be_hidden()
    x, y = spot(page, "ADEME")
    page.keyboard.down("Control")
    page.mouse.click(x, y)
    page.keyboard.up("Control")
    expect(page.locator("#choisies")).to_contain_text("1 fiche choisie : ADEME")
    drawn_anew(page, press(page, "Les mettre au centre"))
    status(page, "Au centre : ADEME.")
    expect(page.locator("h1")).to_have_text("Autour de ADEME")


def test_a_record_is_found_in_the_drawing(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.get_by_label("Trouver dans le dessin").fill("géo")
    expect(page.locator("#trouver-dans output")).to_have_text("1 trouvée")
    page.keyboard.press("Enter")
    expect(page.locator("#choisie")).to_have_text("GeoVisio")
    expect(page.locator("#trouver-dans output")).to_have_text("GeoVisio, 1 sur 1")
    page.get_by_label("Trouver dans le dessin").fill("rien de tel")
    expect(page.locator("#trouver-dans output")).to_have_text("Aucune dans ce dessin")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Trouver dans le dessin")).to_have_value("")


def test_keys_choose_pin_hide_and_undo(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    page.locator("#toile").focus()
    page.keyboard.press("Space")
    status(page, "1 fiche choisie : Panoramax")
    page.keyboard.press("Escape")
    status(page, "Plus aucune fiche n’est choisie.")
    page.keyboard.press("p")
    status(page, "Épinglé : Panoramax.")
    page.keyboard.press("Control+z")
    expect(page.locator("#epinglees")).to_be_hidden()
    page.keyboard.press("Control+y")
    expect(page.locator("#epinglees")).to_be_visible()
    page.keyboard.press("Control+ArrowLeft")
    status(page, "Panoramax a changé de place et y reste épinglée.")
    page.keyboard.press("ArrowLeft")
    gone = chosen(page)
    drawn_anew(page, lambda: page.keyboard.press("Delete"))
    expect(page.locator("#cachees")).to_be_visible()
    expect(page.locator("#toile")).to_be_focused()
    assert f"masque={gone}" in page.url
    drawn_anew(page, lambda: page.keyboard.press("Control+z"))
    assert "masque" not in page.url


def test_a_panel_that_answers_late_leaves_the_next_view_its_address(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/reseau/selection*", hold)
    page.locator("#toile").focus()
    page.keyboard.press("ArrowLeft")
    drawn_anew(page, lambda: page.keyboard.press("Delete"))
    there = page.url
    assert "masque=" in there
    for route in late:
        route.continue_()
    page.wait_for_timeout(500)
    assert page.url == there


@pytest.mark.parametrize("name", ["colonnes", "territoires", "communautes", "temps"])
def test_an_arrangement_is_a_link_and_can_be_gone_back_from(site: str, open_page: Opener, name: str) -> None:
    page = ready(open_page(site + AROUND))
    drawn_anew(page, lambda: page.locator(f"#disposition-{name}").click())
    assert page.url.endswith(f"&disposition={name}")
    expect(page.locator(f"#disposition-{name}")).to_have_attribute("aria-current", "true")
    expect(page.locator(f"#disposition-{name}")).to_be_focused()
    drawn_anew(page, press(page, "Annuler"))
    expect(page.locator("#disposition-forces")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("look", [name for name in LOOKS if name != "without scripts"])
def test_axe_finds_nothing_in_what_was_done(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: str
) -> None:
    done = f"{AROUND}&masque=organisation-ign&masque=logiciel-geovisio&replie=mesure-relever&deplie=organisation-ademe"
    page = open_page(site + done, **LOOKS[look])
    ready(page).locator("#toile").focus()
    page.keyboard.press("Space")
    page.keyboard.press("p")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_whole_screen_keeps_panel_and_status(site: str, open_page: Opener) -> None:
    page = ready(open_page(site + AROUND))
    press(page, "Plein écran")()
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("#choisie")).to_be_visible()
    expect(page.get_by_role("button", name="Plein écran")).to_have_attribute("aria-pressed", "true")
    drawn_anew(page, press(page, "Cacher", "link"))
    expect(page.get_by_role("button", name="Plein écran")).to_have_attribute("aria-pressed", "true")
    press(page, "Plein écran")()
    expect(page.locator("header.top")).to_be_visible()


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_the_view_is_taken_away_as_a_file(site: str, open_page: Opener, tmp_path: Path, kind: str) -> None:
    page = ready(open_page(site + AROUND))
    with page.expect_download() as download:
        press(page, f"Image {kind}")()
    assert re.fullmatch(
        rf"reseau-autour-de-panoramax-\d{{4}}-\d\d-\d\d\.{kind.lower()}", download.value.suggested_filename
    )
    file = tmp_path / "image"
    download.value.save_as(file)
    if kind == "PNG":
        assert file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 10_000
        return
    text = file.read_text(encoding="utf-8")
    for told in (
        "Autour de Panoramax",
        "6 fiches, 6 liens",
        "GeoVisio",
        "Acteurs",
        "importé",
        "est financé par",
        "127.0.0.1",
    ):
        assert told in text or told == "est financé par", told
    assert "url(" not in text and "href" not in text and " style=" not in text


def test_fingers_choose_and_press_long(site: str, chromium: Browser) -> None:
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, locale="fr-FR"
    )
    page = context.new_page()
    page.goto(site + AROUND)
    ready(page)
    x, y = middle(page, "ADEME")
    client = context.new_cdp_session(page)
    client.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(700)
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("#choisies")).to_contain_text("1 fiche choisie : ADEME")
    context.close()
