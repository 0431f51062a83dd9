"""Promises of letters about actions: to who leads them, answered by a button, and no more than that."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from graph.database import Database
from graph.editing import delete_relation
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records, relations
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in
from tests.reading import text

PAGE = "/communautes/comite/relances"
LATE = (date.today() - timedelta(3)).isoformat()
KINDS: Kinds = {
    "Comité": "Community", "Zoé": ("Person", {"email": "zoe@example.invalid"}), "Léo": "Person",
    "Publier": ("Action", {"due": LATE, "visibility": "members"}), "Relire": "Action",
    "Finie": ("Action", {"status": "done"}), "Ailleurs": "Action",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Zoé", "MEMBER_OF", "Comité"), ("Léo", "MEMBER_OF", "Comité"), ("Zoé", "LEADS", "Publier"),
    ("Zoé", "LEADS", "Relire"), ("Zoé", "LEADS", "Finie"), ("Léo", "LEADS", "Relire"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def link(app: Flask, db: Database, site: Settings, box: Mailbox, ids: dict[str, str]) -> str:
    """The address that Zoé's letter holds."""
    alice = signed_in(app, db, "alice")
    assert "zoe@example.invalid" not in alice.get(PAGE).text and "pas d’adresse connue" in alice.get(PAGE).text
    assert send(alice, PAGE, {"a": "personne-inconnue"}).status_code == 422
    for _ in range(2):
        send(alice, PAGE, {"a": ids["Zoé"], "message": "Merci d’avance."}, page="/communautes/comite")
    work_once(db, site)
    (letter,) = box.messages
    said = text_of(letter)
    assert "Publier" in said and "en retard" in said and "Relire" in said and "Finie" not in said
    assert "relancé aujourd’hui" in alice.get(PAGE).text
    found = re.search(r"/suivi-actions/\S+", said)
    assert found
    return found[0]


def status(db: Database, id: str) -> object:
    return records(db, [id])[id].state.get("status")


def test_an_owner_answers_by_a_button_and_who_animates_reads_it(
    app: Flask, db: Database, ids: dict[str, str], link: str
) -> None:
    zoe, alice = app.test_client(), signed_in(app, db, "alice")
    assert "Publier" in text(zoe.get(link), "main") and status(db, ids["Publier"]) is None, "to look says nothing"
    assert send(zoe, link, {"geste": f"done/{ids['Publier']}"}).status_code == 302
    assert status(db, ids["Publier"]) == "done"
    wrong = send(zoe, link, {"geste": f"blocked/{ids['Relire']}"})
    assert wrong.status_code == 422 and "dites ce qui bloque" in wrong.text
    send(zoe, link, {"geste": f"blocked/{ids['Relire']}", f"mot-{ids['Relire']}": "La salle est prise"})
    assert status(db, ids["Relire"]) is None, "stuck is no state of the action"
    told = alice.get("/communautes/comite/comite").text
    assert "La salle est prise" in told and "par lettre de relance" in alice.get("/actions/publier/historique").text
    assert "La salle est prise" not in zoe.get("/communautes/comite/comite").text


def test_an_address_tells_of_its_actions_alone_and_while_they_are_ones_own(
    app: Flask, db: Database, ids: dict[str, str], link: str
) -> None:
    zoe = app.test_client()
    for other in (ids["Ailleurs"], ids["Finie"], "rien"):
        assert send(zoe, link, {"geste": f"done/{other}"}).status_code == 404
    own = db.read("MATCH ({name: 'Zoé'})-[r:LEADS]->({name: 'Publier'}) RETURN r.id AS id")[0]["id"]
    delete_relation(db, SYSTEM, own, relations(db, [own])[own].version, Operation("alice"))
    assert "Publier" not in zoe.get(link).text
    assert send(zoe, link, {"geste": f"done/{ids['Publier']}"}).status_code == 404
    assert link.rpartition("/")[2] not in str(db.read("MATCH (l:ActionLink) RETURN properties(l) AS p"))
    db.write("MATCH (l:ActionLink) SET l.until = '2020-01-01T00:00:00Z'")
    assert zoe.get(link).status_code == 404 and zoe.get(PAGE).status_code in (302, 403)
