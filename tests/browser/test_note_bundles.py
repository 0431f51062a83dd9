"""An archive of notes in a real browser: read, seen, chosen and kept, by keyboard and without scripts."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from graph.database import Database
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.people import PASSWORD


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


def archive() -> bytes:
    """Two notes in a folder, one with a picture, and a file that nobody shows."""
    picture, whole = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("Voirie/Visite.md", "# Visite\n\nVue du passage : ![passage](photos/passage.png)\n")
        made.writestr("Voirie/Suite.md", "# Suite\n\nAprès [la visite](Visite.md).\n")
        made.writestr("Voirie/photos/passage.png", picture.getvalue())
        made.writestr("reste.bin", b"rien")
    return whole.getvalue()


@pytest.mark.parametrize("look", [{}, {"width": 320, "dark": True}, {"scripts": False}], ids=["wide", "phone", "bare"])
def test_notes_of_an_archive_are_chosen_and_kept(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: dict[str, Any]
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", **look))
    page.goto(f"{site}/notes/importer")
    file: FilePayload = {"name": "notes.zip", "mimeType": "application/zip", "buffer": archive()}
    page.set_input_files("#champ-fichier", file)
    with page.expect_navigation():
        page.get_by_role("button", name="Voir le texte").click()
    page.wait_for_selector("form.bundle", timeout=30_000)
    expect(page.locator("main")).to_contain_text("reste.bin")
    if look.get("scripts", True):
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Suite").focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.get_by_role("button", name="Importer les notes cochées").press("Enter")
    page.goto(f"{site}/notes/visite")
    expect(page.get_by_role("region", name="Texte").get_by_role("img", name="passage")).to_be_visible()
    assert page.goto(f"{site}/notes/suite").status == 404  # type: ignore[union-attr]
