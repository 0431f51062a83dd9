"""Promises of `/comptes`: who invites whom, what the invited person reads and does, and who is shut out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import create_record
from graph.invitations import invitations
from graph.operations import Operation
from graph.settings import Settings
from graph.users import User, user_by_email
from graph.viewers import SYSTEM
from tests.applications import application
from tests.mailbox import Mailbox, mailbox, settings, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import found, text, texts

NEW = "nouvelle@example.invalid"
CHOSEN = {"name": "Nora Aster", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def site(tmp_path: Path, box: Mailbox) -> Settings:
    return settings(tmp_path, box, base_url="http://localhost")


@pytest.fixture
def app(tmp_path: Path, db: Database, site: Settings) -> Flask:
    return application(tmp_path, db, smtp_url=site.smtp_url, base_url=site.base_url)


def link_in(box: Mailbox, form: str = "plain") -> str:
    """The path of the link in the last message."""
    address = re.search(r"http://localhost(/(?:invitation|mot-de-passe)/[\w-]+)", text_of(box.messages[-1], form))
    assert address
    return address[1]


def account(db: Database, email: str) -> User:
    user = user_by_email(db, email)
    assert user
    return user


def invite(client: FlaskClient, **more: str) -> int:
    return send(client, "/comptes/inviter", {"email": NEW, **more}).status_code


def test_a_facilitator_invites_and_the_person_comes_in_by_the_link_of_the_message(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    alice = signed_in(app, db, "alice")
    assert invite(alice) == 302
    work_once(db, site)
    [message] = box.messages
    assert message["To"] == NEW and message["Reply-To"] == "alice@example.invalid"
    assert message["Subject"] == "Alice vous invite dans le réseau localhost"
    assert link_in(box) == link_in(box, "html")
    nora = app.test_client()
    page = nora.get(link_in(box))
    assert "Alice vous invite" in text(page) and NEW in text(page)
    assert send(nora, link_in(box), CHOSEN).location == "/"
    assert "Nora Aster" in text(nora.get("/compte"))
    assert account(db, NEW).role == "member"
    used = app.test_client().get(link_in(box))
    assert used.status_code == 410 and "a déjà servi" in text(used)


def test_the_message_is_in_the_language_chosen(app: Flask, db: Database, site: Settings, box: Mailbox) -> None:
    invite(signed_in(app, db, "alice"), langue="en")
    work_once(db, site)
    assert "invites you" in box.messages[0]["Subject"]
    assert "works once" in text_of(box.messages[0]) and "works once" in text_of(box.messages[0], "html")


def test_a_program_that_follows_the_link_uses_nothing(app: Flask, db: Database, site: Settings, box: Mailbox) -> None:
    invite(signed_in(app, db, "alice"))
    work_once(db, site)
    for _ in range(3):
        answer = app.test_client().get(link_in(box))
        assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "same-origin" and "no-store" in answer.headers["Cache-Control"]
    assert send(app.test_client(), link_in(box), CHOSEN).status_code == 302


def test_what_is_wrong_is_told_by_field_and_nothing_typed_is_lost(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    alice = signed_in(app, db, "alice")
    for email in ("nouvelle", "é@example.invalid", f"{'n' * 70}@example.invalid"):
        answer = send(alice, "/comptes/inviter", {"email": email})
        assert answer.status_code == 422 and text(answer, "#champ-email-error"), email
        assert found(answer, "#champ-email")[0].attrs["value"] == email
    assert invitations(db) == []
    invite(alice)
    work_once(db, site)
    page = send(app.test_client(), link_in(box), {"name": "", "password": "court", "again": ""})
    assert page.status_code == 422
    assert texts(page, ".error-summary a") == ["Votre nom", "Mot de passe"]
    assert user_by_email(db, NEW) is None


def test_an_address_is_not_invited_twice(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    invite(alice)
    for email, words in ((NEW, "déjà invitée"), ("alice@example.invalid", "déjà un compte")):
        answer = send(alice, "/comptes/inviter", {"email": email})
        assert answer.status_code == 422 and words in text(answer, "#champ-email-error")


def test_the_person_is_chosen_by_name_among_those_that_it_could_be(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    alice = signed_in(app, db, "alice")
    told = {"purpose": "annuaire", "origin": "elle-même"}
    names = ("Nora Aster", "Nora Pavot")
    nora, _ = (create_record(db, SYSTEM, "Person", told | {"name": name}, Operation("u")) for name in names)
    answer = send(alice, "/comptes/inviter", {"email": NEW, "personne": "Nora"})
    assert answer.status_code == 422 and "choisissez" in text(answer, "#champ-personne-error")
    assert {choice.attrs["value"] for choice in found(answer, ".could-be input")} >= {nora}
    assert send(alice, "/comptes/inviter", {"email": NEW, "personne": "Nora", "choisie": nora}).status_code == 302
    work_once(db, site)
    page = app.test_client().get(link_in(box))
    assert found(page, "#champ-name")[0].attrs["value"] == "Nora Aster"
    send(app.test_client(), link_in(box), CHOSEN)
    assert account(db, NEW).person == nora
    assert "Nora Aster" in text(alice.get("/comptes"), "tbody a")
    unknown = send(alice, "/comptes/inviter", {"email": "x@example.invalid", "personne": "Personne de connu"})
    assert unknown.status_code == 422 and "Aucune fiche" in text(unknown)


def test_sent_again_and_taken_back_from_the_list(app: Flask, db: Database, site: Settings, box: Mailbox) -> None:
    alice = signed_in(app, db, "alice")
    invite(alice)
    work_once(db, site)
    first, [waiting] = link_in(box), invitations(db)
    send(alice, f"/comptes/invitations/{waiting.id}/renvoyer", {}, page="/comptes")
    work_once(db, site)
    second = link_in(box)
    assert app.test_client().get(first).status_code == 410 and app.test_client().get(second).status_code == 200
    send(alice, f"/comptes/invitations/{waiting.id}/reprendre", {}, page="/comptes")
    assert app.test_client().get(second).status_code == 410
    assert "toutes ont eu leur réponse" in text(alice.get("/comptes"))


def test_members_and_strangers_see_no_account(app: Flask, db: Database) -> None:
    bob, charlie = signed_in(app, db, "bob"), app.test_client()
    for path in ("/comptes", "/comptes/inviter"):
        assert bob.get(path).status_code == 403 and charlie.get(path).status_code == 302
        assert "bob@example.invalid" not in bob.get(path).get_data(as_text=True)
    assert "/comptes" not in {link.attrs["href"] for link in found(bob.get("/compte"), ".account-menu a")}


def test_a_facilitator_is_offered_no_role_and_gets_none_by_asking(app: Flask, db: Database) -> None:
    alice, _ = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    bob = account(db, "bob@example.invalid")
    assert not found(alice.get("/comptes"), "#contenu select, tbody button")
    for path, data in (
        (f"/comptes/{bob.id}/role", {"role": "facilitator"}), (f"/comptes/{bob.id}/suspendre", {}),
        ("/comptes/inviter", {"email": NEW, "role": "administrator"}),
    ):  # fmt: skip
        assert send(alice, path, data, page="/comptes").status_code == 403
    assert account(db, bob.email) == bob and invitations(db) == []


def test_an_administrator_changes_roles_suspends_and_reinstates(app: Flask, db: Database) -> None:
    diane, bobs = signed_in(app, db, "diane"), signed_in(app, db, "bob")
    bob = account(db, "bob@example.invalid")
    send(diane, f"/comptes/{bob.id}/role", {"role": "facilitator"}, page="/comptes")
    assert account(db, bob.email).role == "facilitator" and bobs.get("/comptes").status_code == 200
    send(diane, f"/comptes/{bob.id}/suspendre", {}, page="/comptes")
    assert bobs.get("/compte").status_code == 302 and "suspendu" in text(diane.get("/comptes"), "tbody")
    send(diane, f"/comptes/{bob.id}/retablir", {}, page="/comptes")
    assert send(app.test_client(), "/connexion", {"email": bob.email, "password": PASSWORD}).status_code == 302


def test_who_is_signed_in_already_is_asked_to_sign_out_first(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    invite(alice)
    work_once(db, site)
    page = bob.get(link_in(box))
    assert "connecté en tant que Bob" in text(page) and not found(page, "#champ-password")
    assert send(bob, "/deconnexion", {"suite": link_in(box)}, page="/compte").location == link_in(box)


def test_a_site_without_an_address_says_what_to_set_before_anything_is_typed(tmp_path: Path, db: Database) -> None:
    app = application(tmp_path, db)
    alice = signed_in(app, db, "alice")
    answer = alice.get("/comptes/inviter", environ_overrides={"SERVER_NAME": "reseau.example.org"})
    assert answer.status_code == 403 and "MAILLAGE_BASE_URL" in text(answer)
