"""Promises of a forgotten password: the link comes by e-mail, and nobody learns which addresses have an account."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask

from graph.database import Database, Rows, Transaction
from graph.extensions import EDITION
from graph.settings import Settings
from tests.applications import application
from tests.mailbox import Mailbox, mailbox, settings, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import text
from tests.workspace.test_accounts_invitations import link_in

NEW = {"password": "une tout autre phrase", "again": "une tout autre phrase"}
EMAIL = "bob@example.invalid"
T = TypeVar("T")


class Counted(Database):
    """The same graph, which remembers what it was asked."""

    def __init__(self, db: Database) -> None:
        self.db, self.asked = db, list[str]()

    def read(self, query: str, /, **params: object) -> Rows:
        if query != EDITION:  # asked every two seconds, whatever the page
            self.asked.append(query)
        return self.db.read(query, **params)

    def write(self, query: str, /, **params: object) -> Rows:
        self.asked.append(query)
        return self.db.write(query, **params)

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        self.asked.append("a transaction")
        return self.db.transaction(work)


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


def test_a_link_by_e_mail_replaces_the_password_and_closes_every_session(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    bob = signed_in(app, db, "bob")
    send(app.test_client(), "/mot-de-passe-oublie", {"email": f" {EMAIL.upper()}"}).close()
    work_once(db, site)
    assert box.messages[0]["To"] == EMAIL and "une heure" in text_of(box.messages[0], "html")
    client = app.test_client()
    assert EMAIL in text(client.get(link_in(box)))
    assert send(client, link_in(box), NEW).location == "/connexion"
    assert bob.get("/compte").status_code == 302
    assert client.get("/compte").status_code == 302
    assert send(client, "/connexion", {"email": EMAIL, "password": NEW["password"]}).status_code == 302
    used = app.test_client().get(link_in(box))
    assert used.status_code == 410 and "Demander un autre lien" in text(used)


def test_an_unknown_address_is_answered_with_the_same_words_and_the_same_work(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    signed_in(app, db, "bob")
    counted = Counted(db)
    app.extensions["database"] = counted
    told, asked = [], []
    for email in (EMAIL, "nul@example.invalid"):
        client = app.test_client()
        page = client.get("/mot-de-passe-oublie")
        assert page.status_code == 200
        counted.asked.clear()
        answer = send(client, "/mot-de-passe-oublie", {"email": email}, buffered=False)
        asked.append(list(counted.asked))  # before the answer is closed: what a visitor waits for
        told.append(text(answer).replace(email, "…"))
        answer.close()
    assert told[0] == told[1] and asked[0] == asked[1]
    work_once(db, site)
    assert [message["To"] for message in box.messages] == [EMAIL]


def test_what_is_no_address_is_told_at_once(app: Flask) -> None:
    answer = send(app.test_client(), "/mot-de-passe-oublie", {"email": "bob"})
    assert answer.status_code == 422 and "entière" in text(answer, "#champ-email-error")


def test_a_refused_password_does_not_use_the_link(app: Flask, db: Database, site: Settings, box: Mailbox) -> None:
    signed_in(app, db, "bob")
    send(app.test_client(), "/mot-de-passe-oublie", {"email": EMAIL}).close()
    work_once(db, site)
    refused = send(app.test_client(), link_in(box), NEW | {"again": "autre chose"})
    assert refused.status_code == 422 and "diffèrent" in text(refused, "#champ-again-error")
    assert send(app.test_client(), link_in(box), NEW).status_code == 302


def test_a_link_that_never_was_is_told_as_over(app: Flask) -> None:
    for path in ("/mot-de-passe/inconnu", "/invitation/inconnu"):
        answer = app.test_client().get(path)
        assert answer.status_code == 410 and text(answer, "h1") == "Ce lien ne vaut plus"


def test_the_password_in_use_until_then_still_opens(app: Flask, db: Database) -> None:
    signed_in(app, db, "bob")
    send(app.test_client(), "/mot-de-passe-oublie", {"email": EMAIL}).close()
    assert send(app.test_client(), "/connexion", {"email": EMAIL, "password": PASSWORD}).status_code == 302
