"""Promises of campaigns in a real browser: a facilitator sends, a laureate answers in one press, with and without
scripts; axe finds nothing in the pages that facilitators keep a network with."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.states import records
from graph.users import add_user
from tests.browser.conftest import Opener, go_through_the_door
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.mailbox import Mailbox, mailbox, settings, text_of, work_once
from tests.people import PASSWORD

KINDS: Kinds = {
    "Zoé": ("Person", {"email": "zoe@example.invalid"}), "Panoramax": ("Commons", {"status": "in_use"}),
    "Sans porteur": "Commons", "Communs": "Call", "Candidature": ("Application", {"status": "laureate"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Zoé", "STEWARDS", "Panoramax"), ("Candidature", "APPLIES_TO", "Communs"),
    ("Candidature", "APPLIES_TO", "Panoramax"),
}  # fmt: skip


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def site(app: Flask, ids: dict[str, str], served: Callable[[Flask], str]) -> str:
    return served(app)


def signed_in(page: Page) -> Page:
    return go_through_the_door(page)


@pytest.fixture
def alice(site: str, db: Database, open_page: Opener) -> Callable[..., Page]:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    return lambda **look: signed_in(open_page(f"{site}/connexion", **look))


def sent(site: str, page: Page) -> str:
    """From the list of commons to the board; gives its address."""
    page.goto(f"{site}/communs/")
    page.get_by_role("link", name="Demander une mise à jour").click()
    page.get_by_role("button", name="Voir qui reçoit quoi").click()
    expect(page.get_by_role("heading", name="Qui reçoit quoi")).to_be_visible()
    page.get_by_role("button", name="Envoyer la lettre").click()
    expect(page.get_by_text("C’est parti")).to_be_visible()
    return page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_a_campaign_is_sent_answered_in_one_press_and_followed(
    site: str, alice: Callable[..., Page], open_page: Opener, db: Database, ids: dict[str, str], box: Mailbox,
    tmp_path: Path, scripts: bool,
) -> None:  # fmt: skip
    page = alice(scripts=scripts)
    board = sent(site, page)
    work_once(db, settings(tmp_path, box))
    (letter,) = box.messages
    found = re.search(r"(/revue/lien/[\w-]+/confirmer)", text_of(letter))
    assert found
    phone = open_page(f"{site}{found[1]}", width=320, scripts=scripts)
    phone.get_by_role("button", name="Confirmer : rien n’a changé").click()
    expect(phone.get_by_text("rien n’a changé. Merci")).to_be_visible()
    assert records(db, [ids["Panoramax"]])[ids["Panoramax"]].state["reviewed_at"]
    page.goto(board)
    expect(page.get_by_role("cell", name="A confirmé")).to_be_visible()


def test_axe_finds_nothing_and_no_width_is_overflown(
    site: str, alice: Callable[..., Page], sound: Callable[..., None], db: Database, ids: dict[str, str],
    box: Mailbox, tmp_path: Path,
) -> None:  # fmt: skip
    page = alice()
    board = sent(site, page)
    page.goto(f"{site}/communs/panoramax")
    page.get_by_role("button", name="Suivre").click()
    work_once(db, settings(tmp_path, box))
    found = re.search(r"(/revue/lien/[\w-]+)/confirmer", text_of(box.messages[0]))
    stop = re.search(r"(/desabonner/\S+)", text_of(box.messages[0]))
    assert found and stop
    paths = [
        "/campagnes", "/campagnes/nouvelle?liste=communs", "/campagnes/nouvelle?liste=communs&demande=lettre",
        board.removeprefix(site), "/suivi", f"/contacter/{ids['Panoramax']}", f"{found[1]}/confirmer", stop[1],
        "/appels/communs/portefeuille", "/appels/communs/portefeuille?vue=tableau", "/champs", "/champs/communs",
        "/vocabulaires/access",
    ]  # fmt: skip
    for path in paths:
        sound(page, site + path)


def test_markdown_is_previewed_in_place(site: str, alice: Callable[..., Page], ids: dict[str, str]) -> None:
    page = alice()
    page.goto(f"{site}/modifier/{ids['Panoramax']}")
    page.locator("#champ-description").fill("Des **photos**")
    page.get_by_role("button", name="Aperçu : Description").click()
    expect(page.locator(".preview-text strong")).to_have_text("photos")
    assert "Modifier" in page.title()
