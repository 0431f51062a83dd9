"""What who writes a note does with the keyboard: a name while one types, signs without knowing them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.states import records
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import ALICE, graph_of
from tests.people import PASSWORD


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, (), {"Ville de Sète": "Organisation", "Carte des eaux": "Service", "IGN": "Organisation"})
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return served(app)


@pytest.mark.parametrize("look", [{}, {"width": 320}], ids=["wide", "phone"])
def test_a_name_is_chosen_by_keyboard_while_one_types(
    site: str,
    open_page: Opener,
    axe: Callable[[Page], list[str]],
    sound: Callable[[Page, str], None],
    look: dict[str, Any],
) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", **look))
    page.goto(f"{site}/ajouter/notes")
    page.get_by_label("Nom", exact=False).first.fill("Comité de mars")
    area = page.locator("#champ-text")
    area.press_sequentially("La @ville de s")
    option = page.locator(".naming [role=option]").first
    expect(option).to_contain_text("Ville de Sète")
    expect(option).to_have_attribute("aria-selected", "true")
    assert axe(page) == []
    area.press("Enter")
    area.press_sequentially(" reprend. Et @zzzqq")
    expect(page.locator(".naming .suggestion-more")).to_have_text("Créer une fiche « zzzqq »")
    area.press("Escape")
    expect(page.locator(".naming")).to_be_hidden()
    expect(area).to_have_value("La @Ville de Sète reprend. Et @zzzqq")
    area.press("Home")
    page.get_by_role("button", name="Liste", exact=True).click()
    expect(area).to_have_value("- La @Ville de Sète reprend. Et @zzzqq")
    page.get_by_role("button", name="Créer la fiche").click()
    expect(page).to_have_url(f"{site}/notes/comite-de-mars")
    sound(page, f"{site}/notes/comite-de-mars")
    expect(page.locator("#texte .prose").get_by_role("link", name="Ville de Sète")).to_be_visible()
    expect(page.locator("#noms")).to_contain_text("zzzqq")


def test_without_scripts_a_name_becomes_a_link_and_a_line_an_action_to_tick(site: str, open_page: Opener) -> None:
    page = go_through_the_door(open_page(f"{site}/connexion", scripts=False))
    page.goto(f"{site}/notes/nouvelle?avec=organisation-ign")
    page.get_by_label("Visite sur place").check()
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator(".writing-tools")).to_be_hidden()
    expect(page.locator("#champ-text")).to_have_value(re.compile("Visite de @IGN"))
    page.locator("#champ-name").fill("Comité de mai")
    page.locator("#champ-text").fill("Vu @IGN.\n\n- Écrire à @IGN")
    page.get_by_role("button", name="Créer la fiche").click()
    page.get_by_role("link", name="Faire une fiche d’une ligne").click()
    page.get_by_role("link", name="En faire une fiche : Écrire à IGN").click()
    page.get_by_role("button", name="Créer la fiche").click()
    page.get_by_role("button", name="C’est fait « Écrire à IGN »").click()
    expect(page.locator("#texte .prose li")).to_contain_text("☑ Écrire à IGN")
    page.goto(f"{site}/organisations/ign")
    expect(page.locator("#cite")).to_contain_text("Vu IGN.")


@pytest.mark.parametrize("look", [{}, {"width": 320}], ids=["wide", "phone"])
def test_a_note_is_looked_back_on_discussed_adopted_and_shared_by_keyboard(
    site: str, db: Database, open_page: Opener, axe: Callable[[Page], list[str]], look: dict[str, Any]
) -> None:
    id = create_record(
        db, ALICE, "Note", {"name": "Comité", "text": "Un début.\n\nFormer vingt agents."}, Operation("a")
    )
    version = records(db, [id])[id].version
    change_record(db, ALICE, id, version, {"text": "Un début.\n\nFormer trente agents demain."}, Operation("b"))
    page = go_through_the_door(open_page(f"{site}/connexion", **look))
    page.goto(f"{site}/notes/comite/versions")
    expect(page.locator(".text-parts ins").first).to_contain_text("trente")
    assert axe(page) == []
    page.goto(f"{site}/notes/comite/commentaires")
    # What a reader selects, whichever way.
    page.evaluate("""() => { const at = document.querySelector('#paragraphe-2 .passage-text p').firstChild;
                     document.getSelection().setBaseAndExtent(at, 7, at, 20); }""")
    page.get_by_role("button", name="Commenter la sélection").click()
    expect(page.locator("#champ-passage")).to_have_value("trente agents")
    page.get_by_label("Votre remarque").fill("Et combien ?")
    assert axe(page) == []
    page.get_by_role("button", name="Publier").press("Enter")
    expect(page.locator("#paragraphe-2 mark")).to_have_text("trente agents")
    assert axe(page) == []
    page.goto(f"{site}/notes/comite/partage")
    page.get_by_label("Pour qui").fill("le bureau d’études")
    page.get_by_role("button", name="Faire un lien").press("Enter")
    assert "/partage/" in page.get_by_label("Lien de partage", exact=True).input_value()
    assert axe(page) == []
    page.goto(f"{site}/notes/comite/adoption")
    page.get_by_label("À quelle réunion").fill("comité du 12 mars")
    page.get_by_role("button", name="Adopter ce texte").press("Enter")
    expect(page.locator("main")).to_contain_text("il ne change plus")
    assert axe(page) == []
    page.get_by_role("link", name="Proposer un amendement").press("Enter")
    page.get_by_label("Texte proposé").fill("Un début.\n\nFormer cent agents demain.")
    page.get_by_label("Pourquoi").fill("exactitude")
    page.get_by_role("button", name="Proposer").press("Enter")
    expect(page.locator("#amendement-1 ins")).to_contain_text("cent")
    assert axe(page) == []
