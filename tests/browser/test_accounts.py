"""From an invitation to one's own account, in a real browser: by keyboard, with and without scripts, seen by axe."""

from collections.abc import Callable

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from graph.database import Database
from graph.editing import create_record
from graph.invitations import invite
from graph.operations import Operation
from graph.resets import ask_reset
from graph.roles import SYSTEM, suspend
from graph.sessions import open_session
from graph.users import add_user, user_by_email
from graph.viewers import SYSTEM as EVERYTHING
from tests.browser.conftest import Opener
from tests.people import PASSWORD

NORA = "nora.aster-de-la-communaute-d-agglomeration@example.invalid"


@pytest.fixture
def site(app: Flask, served: Callable[[Flask], str]) -> str:
    return served(app)


def fill(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        page.locator(f"main input[name={name}]").first.fill(text)


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/connexion?suite=/compte")
    fill(page, email=email, password=PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("details.account")).to_be_visible()


def test_axe_finds_nothing_in_any_page_or_state_and_no_width_is_overflown(
    site: str, db: Database, open_page: Opener, sound: Callable[..., None]
) -> None:
    diane = add_user(db, "diane@example.invalid", "Diane", PASSWORD, "administrator")
    bob = add_user(db, "bob@example.invalid", "Bob", PASSWORD)
    suspend(db, SYSTEM, add_user(db, "emile@example.invalid", "Émile", PASSWORD).id)
    open_session(db, diane.id, browser="Firefox", system="Windows")
    _, token = db.transaction(lambda tx: invite(tx, diane.id, NORA))
    reset = ask_reset(db, bob.id)
    page = open_page(f"{site}/connexion")

    def refused(path: str, **typed: str) -> None:
        page.goto(site + path)
        fill(page, **typed)
        page.locator("main form .btn-primary, main form .btn-danger").first.click()
        expect(page.locator(".error-message").first).to_be_visible()
        sound(page)

    for path in (
        "/connexion",
        "/mot-de-passe-oublie",
        f"/invitation/{token}",
        f"/mot-de-passe/{reset}",
        "/invitation/x",
    ):
        sound(page, site + path)
    refused("/connexion", email="diane@example.invalid", password="faux faux faux")
    refused(f"/invitation/{token}", name="", password="court")
    refused("/mot-de-passe-oublie", email="diane")
    sign_in(page, site, "diane@example.invalid")
    for path in ("/compte", "/compte/mot-de-passe", "/compte/supprimer", "/compte/double-authentification", "/comptes",
                 "/comptes/inviter", f"/invitation/{token}"):  # fmt: skip
        sound(page, site + path)
    refused("/compte/mot-de-passe", present="faux faux faux", password="court")
    refused("/comptes/inviter", email="nora")
    refused("/compte/supprimer", present="faux faux faux")
    refused("/compte/double-authentification", code="12")
    key = page.locator(".key code").inner_text().replace(" ", "")
    fill(page, code=pyotp.TOTP(key).now())
    page.keyboard.press("Enter")
    expect(page.locator(".recovery li")).to_have_count(10)
    sound(page)
    sound(page, f"{site}/compte/double-authentification")
    sound(page, f"{site}/compte")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_link_to_one_s_own_account_by_keyboard_alone(
    site: str, db: Database, open_page: Opener, scripts: bool
) -> None:
    diane = add_user(db, "diane@example.invalid", "Diane", PASSWORD, "administrator")
    _, token = db.transaction(lambda tx: invite(tx, diane.id, NORA))
    page = open_page(f"{site}/invitation/{token}", scripts=scripts)
    page.locator("#champ-name").focus()
    for text in ("Nora Aster", PASSWORD, PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/")
    page.locator("details.account summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/compte")
    expect(page.locator("h1")).to_have_text("Nora Aster")
    nora = user_by_email(db, NORA)
    assert nora and nora.role == "member"
    open_session(db, nora.id, browser="Firefox", system="Windows")
    page.reload()
    page.get_by_role("button", name="Fermer Firefox sur Windows").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#connexions li")).to_have_count(1)
    page.locator("details.account summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Se déconnecter").press("Enter")
    expect(page).to_have_url(f"{site}/")
    page.goto(f"{site}/compte")
    expect(page).to_have_url(f"{site}/connexion?suite=%2Fcompte")


def test_the_person_of_an_invitation_is_suggested_while_one_types(
    site: str, db: Database, app: Flask, open_page: Opener
) -> None:
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    told = {"name": "Nora Aster", "purpose": "annuaire", "origin": "elle-même"}
    nora = create_record(db, EVERYTHING, "Person", told, Operation("u"))
    page = open_page(f"{site}/connexion")
    sign_in(page, site, "alice@example.invalid")
    page.goto(f"{site}/comptes/inviter")
    fill(page, email="nora@example.invalid")
    page.locator("#champ-personne").press_sequentially("nora", delay=20)
    expect(page.get_by_role("option", name="Nora Aster")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.locator("#status")).to_contain_text("Invitation envoyée à nora@example.invalid")
    assert db.read("MATCH (i:Invitation) RETURN i.person AS person") == [{"person": nora}]
