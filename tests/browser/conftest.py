"""A real Chromium on a real server: pages to open in any light and width, and axe to look at them."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright
from werkzeug.serving import make_server

from graph.database import Database
from tests.applications import DownDatabase, application
from tests.chromium import installed
from tests.people import PASSWORD

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
# What the dark changes of a page that was seen light.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4", "best-practice"]

# An answer of 4xx or 5xx, or none, is the page's own business: the browser and htmx note it, the page tells it.
EXPECTED = ("Failed to load resource", "Response Status Error Code", "htmx:")

WIDE = 1440
# A page is loaded once and seen in each: with the server and the graph, loading costs twice what axe does.
LOOKS: dict[str, tuple[Literal["light", "dark"], int]] = {
    "light": ("light", WIDE), "dark": ("dark", WIDE), "phone": ("light", 320),
}  # fmt: skip
Opener = Callable[..., Page]
expect.set_options(timeout=20_000)  # five seconds are not enough for a page on a machine that does other things


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else playwright's own; without either the test is skipped, and fails under CI."""
    found = installed()
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=found, args=options)
        except Error as error:
            reason = f"no Chromium to drive: {str(error).splitlines()[0]}"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        yield browser
        browser.close()


@pytest.fixture
def served() -> Iterator[Callable[[Flask], str]]:
    """Serves applications until the test is over; gives their addresses."""
    with ExitStack() as stack:

        def serve(app: Flask) -> str:
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            stack.callback(thread.join, 5)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


@pytest.fixture
def app(tmp_path: Path, db: Database) -> Flask:
    """On the real graph."""
    return application(tmp_path, db)


@pytest.fixture
def bare_app(tmp_path: Path) -> Flask:
    """Nothing here may ask the graph: it is down."""
    return application(tmp_path, DownDatabase())


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Opener]:
    """A page in a browser of its own: `open_page(address, width=320, dark=True, forced=True, scripts=False)`.

    Anything that the browser complains of (a script's error, something the policy blocked) fails the test."""
    with ExitStack() as stack:
        complaints: list[str] = []

        def opened(
            address: str, *, width: int = WIDE, dark: bool = False, forced: bool = False, scripts: bool = True
        ) -> Page:
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, locale="fr-FR", java_script_enabled=scripts,
                color_scheme="dark" if dark else "light", forced_colors="active" if forced else "none",
            )  # fmt: skip
            stack.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.goto(address)
            return page

        yield opened
    assert [said for said in complaints if not said.startswith(EXPECTED)] == []


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """What axe-core finds wrong with a page, one line a rule; empty when nothing is. `axe(page, COLOURS)` asks less."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    source = AXE.read_text(encoding="utf-8")

    def look(page: Page, rules: object = RULES) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        found: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
        )
        return [
            f"{rule['id']}: {rule['nodes'][0]['html'][:160]} {rule['nodes'][0]['failureSummary']}"
            for rule in found["violations"]
        ]

    return look


@pytest.fixture
def sound(axe: Callable[..., list[str]]) -> Callable[..., None]:
    """Goes to an address and unfolds all of its page, or stays. Light, dark and on a phone, axe finds nothing, and
    nothing is wider than the window."""

    def look(page: Page, address: str = "") -> None:
        if address:
            page.goto(address)
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        for name, (scheme, width) in LOOKS.items():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour is half on its way
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page, COLOURS if scheme == "dark" else RULES) == [], f"{page.url}, {name}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url}, {name}"
        page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        page.set_viewport_size({"width": WIDE, "height": 900})

    return look


def go_through_the_door(page: Page, who: str = "alice") -> Page:
    """Signs somebody in on the page of sign-in that is open; the page that follows."""
    page.locator("main input[name=email]").fill(f"{who}@example.invalid")
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page.locator("details.account")).to_be_visible()
    return page
