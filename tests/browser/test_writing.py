"""Promises of writing, in a real browser: what is typed outlives the tab, and pages that write are seen by axe."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Error, Page, expect

from graph import personal_links, states
from graph.database import Database
from graph.editing import change_record, delete_record
from graph.operations import Operation
from graph.proposals import keep
from graph.users import add_user
from graph.viewers import ANONYMOUS, SYSTEM
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD

KINDS: Kinds = {
    "Panoramax": ("Commons", {"summary": "Des photos", "website": "https://panoramax.fr"}), "Vieux": "Theme",
    "ADEME": ("Organisation", {"website": "https://ademe.fr"}), "IGN": "Organisation",
    "Agence de la transition": ("Organisation", {"website": "https://www.ademe.fr/", "summary": "Une agence"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "standing=to_confirm", "source=ademe.fr"),
    ("IGN", "STEWARDS", "Panoramax", "declared_by=actor"), ("Agence de la transition", "FUNDS", "Panoramax"),
}  # fmt: skip
FORM = "/modifier/commun-panoramax"


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    ids = graph_of(db, FACTS, KINDS)
    id = ids["Panoramax"]
    change_record(db, SYSTEM, id, states.records(db, [id])[id].version, {"summary": "Photos"}, Operation("carole"))
    old = ids["Vieux"]
    delete_record(db, SYSTEM, old, states.records(db, [old])[old].version, Operation("carole"))
    keep(db, ANONYMOUS, id, {"summary": "Des photos de rue"}, {"summary": "Photos"}, name="Zoé")
    return served(app)


@pytest.fixture
def alice(site: str, db: Database, open_page: Opener) -> Callable[..., Page]:
    """A page where Alice, who animates the network, is signed in."""
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")

    def opened(**look: Any) -> Page:
        page = open_page(f"{site}/connexion", **look)
        return go_through_the_door(page)

    return opened


def type_summary(page: Page, site: str, text: str) -> None:
    page.goto(site + FORM)
    page.locator("#champ-summary").fill(text)
    page.wait_for_function("() => Object.keys(localStorage).length === 1")


def test_axe_finds_nothing_in_pages_that_write_and_no_width_is_overflown(
    site: str, db: Database, alice: Callable[..., Page], sound: Callable[..., None]
) -> None:
    page = alice()
    link = db.read("MATCH ()-[r:FUNDS {since: '2023'}]->() RETURN r.id AS id")[0]["id"]
    seq = db.read("MATCH (c:Change {record: 'commun-panoramax'}) RETURN min(c.seq) AS seq")[0]["seq"]
    proposal = db.read("MATCH (p:Proposal) RETURN p.id AS id")[0]["id"]
    token = personal_links.give(db, SYSTEM, "commun-panoramax", "Zoé")
    for path in (
        FORM, "/proposer/commun-panoramax", "/propositions", f"/propositions/{proposal}", "/corbeille", "/doublons",
        "/reunir", "/reunir?garder=organisation-ademe&autre=organisation-agence-de-la-transition",
        f"/versions/commun-panoramax/{seq}", "/supprimer/commun-panoramax", "/revue/commun-panoramax",
        f"/revue/lien/{token}", "/lier?de=commun-panoramax", f"/liens/{link}/modifier", f"/liens/{link}/accord",
        "/communs/panoramax?corriger=1", "/communs/panoramax/historique",
    ):  # fmt: skip
        sound(page, site + path)


def test_what_was_typed_is_offered_again_after_the_tab_was_left(site: str, alice: Callable[..., Page]) -> None:
    page = alice()
    type_summary(page, site, "Des photos de toutes les rues")
    page.goto(site)
    page.goto(site + FORM)
    expect(page.locator(".kept")).to_contain_text("n’a pas été enregistré")
    expect(page.locator("#champ-summary")).to_have_value("Photos")
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("#champ-summary")).to_have_value("Des photos de toutes les rues")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("h1")).to_have_text("Panoramax")
    page.goto(site + FORM)
    expect(page.locator("#champ-summary")).to_have_value("Des photos de toutes les rues")
    expect(page.locator(".kept")).to_have_count(0)


def test_two_notes_begun_at_once_are_two_texts_and_the_last_letters_are_kept(
    site: str, alice: Callable[..., Page]
) -> None:
    page = alice()
    other = page.context.new_page()
    for each, name in ((page, "Une"), (other, "Deux")):
        each.goto(f"{site}/ajouter/notes")
        each.locator("#champ-name").fill(name)
        each.locator("#champ-text").fill(f"Texte de {name}")
        each.goto(f"{site}/ajouter/notes")  # at once: no pause to keep it in
    expect(other.locator(".kept")).to_have_count(2)
    other.locator(".kept", has_text="« Une »").get_by_role("button", name="Le reprendre").click()
    expect(other.locator("#champ-text")).to_have_value("Texte de Une")
    with other.expect_navigation():
        other.get_by_role("button", name="Créer et continuer d’écrire").click()
    assert other.url.endswith("/modifier/note-une")
    expect(other.locator("#champ-text")).to_have_attribute("data-live", "")
    expect(other.locator("#champ-text")).to_have_value("Texte de Une")
    other.goto(f"{site}/ajouter/notes")
    expect(other.locator(".kept")).to_have_count(1)
    expect(other.locator(".kept")).to_contain_text("« Deux »")


def test_a_form_that_came_back_with_its_errors_is_one_text(site: str, alice: Callable[..., Page]) -> None:
    page = alice()
    page.goto(f"{site}/ajouter/notes")
    page.locator("#champ-text").fill("Sans nom")
    with page.expect_navigation():
        page.get_by_role("button", name="Créer la fiche").click()
    expect(page.locator("#erreurs")).to_be_visible()
    page.locator("#champ-name").fill("Avec")
    with page.expect_navigation():
        page.get_by_role("button", name="Créer la fiche").click()
    expect(page.locator("h1")).to_have_text("Avec")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_lost_network_loses_nothing(site: str, alice: Callable[..., Page]) -> None:
    page = alice()
    type_summary(page, site, "Écrit dans le train")
    page.context.set_offline(True)
    try:
        page.get_by_role("button", name="Enregistrer", exact=True).click()
        page.wait_for_timeout(300)
    except Error:
        pass  # the browser shows its own page
    page.context.set_offline(False)
    page.goto(site + FORM)
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("#champ-summary")).to_have_value("Écrit dans le train")


def test_an_expired_session_loses_nothing(site: str, db: Database, alice: Callable[..., Page]) -> None:
    page = alice()
    type_summary(page, site, "Écrit avant la fin de la session")
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.goto(f"{site}/connexion?suite={FORM}")
    go_through_the_door(page)
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("#champ-summary")).to_have_value("Écrit avant la fin de la session")


def test_what_is_thrown_away_or_signed_out_leaves_nothing_behind(site: str, alice: Callable[..., Page]) -> None:
    page = alice()
    type_summary(page, site, "À jeter")
    page.goto(site + FORM)
    page.get_by_role("button", name="Le jeter").click()
    expect(page.locator(".kept")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).length") == 0
    type_summary(page, site, "Sur un poste partagé")
    page.locator("details.account summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("details.account")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_laureate_confirms_in_one_press_on_a_telephone_without_scripts(
    site: str, db: Database, open_page: Opener
) -> None:
    token = personal_links.give(db, SYSTEM, "commun-panoramax", "Zoé")
    page = open_page(f"{site}/revue/lien/{token}", width=320, scripts=False)
    page.get_by_role("button", name="Rien n’a changé").click()
    expect(page.locator("#status")).to_contain_text("rien n’a changé. Merci")
    page.get_by_role("link", name="Voir la page publique").click()
    expect(page.locator("h1")).to_have_text("Panoramax")
