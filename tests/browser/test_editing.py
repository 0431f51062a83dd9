"""What keepers of a network do with each other's words, in a real browser with and without scripts: a save that meets
another, history, two records made one, a suggestion taken in part."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph import states
from graph.database import Database
from graph.editing import change_record
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD

KINDS: Kinds = {
    "Panoramax": ("Commons", {"summary": "Des photos", "website": "https://panoramax.fr"}),
    "ADEME": ("Organisation", {"website": "https://ademe.fr"}), "IGN": "Organisation",
    "Agence de la transition": ("Organisation", {"website": "https://www.ademe.fr/", "summary": "Une agence"}),
}  # fmt: skip
FACTS: set[Fact] = {("IGN", "STEWARDS", "Panoramax"), ("Agence de la transition", "FUNDS", "Panoramax")}
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
People = Callable[..., Page]


@pytest.fixture
def site(app: Flask, db: Database, served: Callable[[Flask], str]) -> str:
    graph_of(db, FACTS, KINDS)
    return served(app)


@pytest.fixture
def alice(site: str, db: Database, open_page: Opener) -> People:
    """A page where Alice, who animates the network, is signed in."""
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")

    def opened(**look: Any) -> Page:
        page = open_page(f"{site}/connexion", **look)
        return go_through_the_door(page)

    return opened


def saved(db: Database, **fields: str) -> None:
    """Somebody else saves Panoramax meanwhile."""
    id = "commun-panoramax"
    change_record(db, SYSTEM, id, states.records(db, [id])[id].version, fields, Operation("carole"))


def told(db: Database, name: str) -> object:
    return states.records(db, ["commun-panoramax"])["commun-panoramax"].state.get(name)


@BOTH
def test_enter_in_a_field_of_one_line_saves(alice: People, site: str, db: Database, scripts: bool) -> None:
    page = alice(scripts=scripts)
    page.goto(f"{site}/ajouter/notes")
    page.locator("#champ-name").fill("Compte rendu du bureau")
    page.locator("#champ-name").press("Enter")
    expect(page.get_by_role("heading", name="Compte rendu du bureau", level=1)).to_be_visible()
    assert len(page.context.pages) == 1, "no preview opens"


@BOTH
def test_a_save_that_meets_another_is_settled_field_by_field(
    site: str, alice: People, db: Database, scripts: bool
) -> None:
    page = alice(scripts=scripts)
    page.goto(f"{site}/modifier/commun-panoramax")
    saved(db, summary="Des photos de rue", website="https://panoramax.example")
    page.locator("#champ-summary").fill("Des photos libres")
    page.locator("main").get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("heading", name="Choisissez, champ par champ")).to_be_visible()
    expect(page.get_by_role("radio", name="La vôtre : Des photos libres")).to_be_checked()
    expect(page.get_by_role("radio", name="maintenant : https://panoramax.example")).to_be_checked()
    page.locator("main").get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_role("heading", level=1, name="Panoramax")).to_be_visible()
    assert (told(db, "summary"), told(db, "website")) == ("Des photos libres", "https://panoramax.example")


@BOTH
def test_an_older_version_is_read_gone_back_to_and_that_is_undone(
    site: str, alice: People, db: Database, scripts: bool
) -> None:
    saved(db, summary="Autre chose")
    page = alice(scripts=scripts)
    page.goto(f"{site}/communs/panoramax/historique")
    page.locator("a[href^='/versions/']").last.click()
    expect(page.get_by_text("Des photos").first).to_be_visible()
    page.get_by_role("button", name="Revenir à cette version").click()
    expect(page.get_by_role("heading", level=1, name="Panoramax")).to_be_visible()
    assert told(db, "summary") == "Des photos"
    page.goto(f"{site}/communs/panoramax/historique")
    page.get_by_role("button", name="Annuler").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert told(db, "summary") == "Autre chose"


@BOTH
def test_two_records_are_compared_made_one_and_parted_again(site: str, alice: People, scripts: bool) -> None:
    page = alice(scripts=scripts)
    page.goto(f"{site}/doublons")
    page.get_by_role("link", name="Comparer").first.click()
    page.get_by_role("radio", name="https://ademe.fr", exact=True).check()
    page.get_by_role("button", name="Réunir").click()
    expect(page.get_by_role("heading", level=1, name="ADEME").or_(
        page.get_by_role("heading", level=1, name="Agence de la transition"))).to_be_visible()  # fmt: skip
    kept = page.url
    page.goto(f"{site}/organisations/agence-de-la-transition")
    page.goto(f"{kept}/historique")
    page.get_by_role("button", name="Annuler").first.click()
    for name in ("ADEME", "Agence de la transition"):
        page.goto(f"{site}/organisations/?q={name}")
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()


@BOTH
def test_a_visitor_suggests_two_things_and_the_keeper_takes_one(
    site: str, alice: People, open_page: Opener, db: Database, scripts: bool
) -> None:
    visitor = open_page(f"{site}/communs/panoramax", scripts=scripts)
    visitor.get_by_role("link", name="Suggérer un changement").first.click()
    visitor.locator("#champ-summary").fill("Des photos de rue libres")
    visitor.locator("#champ-website").fill("https://faux.example")
    visitor.locator("main form button.btn-primary").click()
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    assert told(db, "summary") == "Des photos"
    page = alice(scripts=scripts)
    page.goto(f"{site}/propositions")
    page.locator("main a[href^='/propositions/']").first.click()
    page.locator("input[name=champs][value=website]").uncheck()
    page.get_by_role("button", name="Accepter ce qui est coché").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert (told(db, "summary"), told(db, "website")) == ("Des photos de rue libres", "https://panoramax.fr")
