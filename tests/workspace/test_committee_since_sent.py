"""The whole way of « Depuis la dernière réunion »: made a note, adopted, sent to the members who may read it."""

import re

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.settings import Settings
from graph.users import add_user
from tests.forms import form_of
from tests.graph.test_committees import day
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

PAGE = "/communautes/comite/depuis"
SENDING = "/reunions/prochaine/compte-rendu"
KINDS: Kinds = {
    "Comité": ("Community", {"visibility": "members"}), "Zoé": "Person", "Bo": "Person",
    "Léo": ("Person", {"email": "leo@example.invalid"}), "Ville": "Organisation",
    "Cachette": ("Organisation", {"visibility": "private"}),
    "Dernière": ("Meeting", {"day": day(-30)}), "Prochaine": ("Meeting", {"day": day(20)}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Dernière"), ("Comité", "HOLDS", "Prochaine"),
    *((name, "MEMBER_OF", "Comité", "since=2020") for name in ("Zoé", "Bo", "Léo")),
    *((name, "MEMBER_OF", "Comité", f"since={day(-5)}") for name in ("Ville", "Cachette")),
}  # fmt: skip


def written(alice: FlaskClient) -> str:
    """The note, made from the page of what changed; its address."""
    link = re.search(r'href="(/ajouter/notes\?paquet=[^"]+)"', alice.get(PAGE).text)
    assert link
    form = link[1].replace("&amp;", "&")
    return alice.post("/ajouter/notes", data=form_of(alice.get(form).text)).location


def test_it_is_made_a_note_adopted_and_sent_to_members_who_may_read_it_and_to_nobody_else(
    app: Flask, db: Database, site: Settings, box: Mailbox
) -> None:
    ids = graph_of(db, FACTS, KINDS)
    add_user(db, "zoe@example.invalid", "Zoé", PASSWORD, person=ids["Zoé"])
    alice = signed_in(app, db, "alice")
    note = written(alice)
    assert "Ville" in text(alice.get(note), "main") and "Cachette" not in alice.get(note).text
    assert "Aucun compte rendu adopté" in text(alice.get(SENDING), "main"), "before it is adopted, nothing leaves"
    told = form_of(alice.get(f"{note}/adoption").text) | {"reunion": "bureau du comité"}
    assert alice.post(f"{note}/adoption", data=told).location == note

    page = alice.get(SENDING).text
    assert f'value="{ids["Zoé"]}"' in page and "ne peut pas lire cette note" in page and "pas d’adresse connue" in page
    assert f'value="{ids["Léo"]}"' not in page and "zoe@example.invalid" not in page
    assert send(alice, SENDING, {"numero": "1", "a": ids["Léo"]}).status_code == 422, "members alone read it"
    told = {"numero": "1", "a": ids["Zoé"], "message": "Avant jeudi."}
    assert [send(alice, SENDING, told, page="/compte").status_code for _ in range(2)] == [302, 422], "once to each"
    work_once(db, site)
    (letter,) = box.messages
    assert letter["To"] == "zoe@example.invalid" and "Avant jeudi." in text_of(letter)
    assert f"{note}.pdf" in text_of(letter) and "Ville" not in text_of(letter), "the text stays behind its rights"

    zoe = app.test_client()
    send(zoe, "/connexion", {"email": "zoe@example.invalid", "password": PASSWORD})
    assert "Ville" in text(zoe.get(note), "main") and zoe.get(f"{note}.pdf").data.startswith(b"%PDF")
    assert app.test_client().get(note).status_code == app.test_client().get(f"{note}.pdf").status_code == 404
    assert zoe.get(SENDING).status_code == 403
