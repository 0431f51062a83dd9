"""What is pasted into a note: shapes become Markdown, images join the note, and each refusal is said in the page."""

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import ALICE
from tests.people import PASSWORD

PASTE = """(area, {html, text, file, name, type}) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  if (text) data.setData("text/plain", text);
  if (file) data.items.add(new File([Uint8Array.from(atob(file), (c) => c.charCodeAt(0))], name, {type}));
  area.focus();
  area.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    create_record(db, ALICE, "Note", {"name": "Plan", "text": ""}, Operation("alice"))
    return served(app)


def picture() -> str:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def paste(page: Page, **what: str) -> None:
    page.locator("#champ-text").evaluate(PASTE, what)


def test_shapes_and_images_are_pasted_and_refusals_said(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]]
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    page.goto(f"{site}/modifier/note-plan")
    area = page.locator("#champ-text")
    paste(page, html="<ul><li>un <b>gras</b></li></ul>", text="un gras")
    expect(area).to_have_value("- un **gras**")
    area.press("Home")
    paste(page, file=picture(), name="carré.png", type="image/png")
    expect(area).to_have_value(re.compile(r"^!\[carré\]\(/fichier/f-[\w-]+\)\n\n- un \*\*gras\*\*$"))
    paste(page, file=base64.b64encode(b"<svg onload=x>").decode(), name="x.png", type="image/png")
    expect(page.locator(".writing > .error-message")).to_contain_text("SVG")
    assert axe(page) == []


def test_an_image_of_a_note_that_is_not_saved_yet_says_what_to_do(site: str, open_page: Opener) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion"))
    page.goto(f"{site}/ajouter/notes")
    paste(page, file=picture(), name="a.png", type="image/png")
    expect(page.locator(".writing > .error-message")).to_contain_text("Enregistrez d’abord")


@pytest.mark.parametrize("look", [{}, {"width": 320, "dark": True}], ids=["wide", "phone"])
def test_a_file_is_imported_by_keyboard(
    site: str, open_page: Opener, axe: Callable[[Page], list[str]], look: dict[str, Any]
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", **look))
    page.goto(f"{site}/notes/importer")
    assert axe(page) == []
    content = b"<h1>Titre</h1><p>Un <b>mot</b> <img src=x></p>"
    page.set_input_files("#champ-fichier", {"name": "a.html", "mimeType": "text/html", "buffer": content})
    with page.expect_navigation():
        page.get_by_role("button", name="Voir le texte").click()
    expect(page.locator("#champ-text")).to_have_value("Un **mot**")
    expect(page.locator(".notice")).to_contain_text("Une image")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_navigation():
        page.get_by_role("button", name="Créer la note").click()
    expect(page.locator("#texte .prose strong")).to_have_text("mot")
