"""Promises of one's own calendar and of a committee's feed: the rights of the moment, no address for ever."""

import re

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from graph.calendar_keys import own_communities, own_meetings
from graph.committee_news import committee_news
from graph.database import Database
from graph.editing import delete_relation
from graph.leaving import delete_account
from graph.operations import Operation
from graph.settings import Settings
from graph.states import relations
from graph.users import add_user, user_by_email
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

PAGE = "/compte/reunions"
KINDS: Kinds = {
    "Comité": "Community", "Groupe": ("Community", {"visibility": "members"}), "Ailleurs": "Community",
    "Léo": "Person", "Plénière": ("Meeting", {"day": "2099-01-15", "starts": "9h"}),
    "Atelier": ("Meeting", {"day": "2099-07-15", "starts": "9h", "visibility": "members"}),
    "Fermée": ("Meeting", {"day": "2099-02-01", "visibility": "private"}),
    "Autre": ("Meeting", {"day": "2099-02-01"}), "Retenir": ("Decision", {"day": "2026-01-01"}),
    "Cachée": ("Decision", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Plénière"), ("Comité", "HOLDS", "Fermée"), ("Groupe", "HOLDS", "Atelier"),
    ("Ailleurs", "HOLDS", "Autre"), ("Léo", "MEMBER_OF", "Comité"), ("Léo", "MEMBER_OF", "Groupe"),
    ("Retenir", "DECIDED_IN", "Plénière"), ("Cachée", "DECIDED_IN", "Plénière"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def bob(app: Flask, db: Database, site: Settings, ids: dict[str, str]) -> FlaskClient:
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ids["Léo"])
    return signed_in(app, db, "bob")


def made(client: FlaskClient) -> str:
    found = re.search(r"/calendrier/[\w-]+\.ics", send(client, PAGE, {"geste": "faire"}).text)
    assert found
    return found[0]


def names(client: FlaskClient, address: str) -> set[str]:
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    again = vobject.readOne(answer.get_data(as_text=True)).contents.get("vevent", [])
    read = {str(each["summary"]) for each in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert {each.summary.value for each in again} == read
    return read


def test_a_secret_address_gives_ones_own_meetings_with_the_rights_of_the_moment(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    assert "Plénière" in text(bob.get(PAGE), "main") and "Autre" not in bob.get(PAGE).text
    address, outside = made(bob), app.test_client()
    assert names(outside, address) == {"Plénière", "Atelier"}, "reserved ones too, closed ones not"
    (link,) = (
        row["id"] for row in db.read("MATCH ({name: 'Léo'})-[r:MEMBER_OF]->({name: 'Groupe'}) RETURN r.id AS id")
    )
    delete_relation(db, SYSTEM, link, relations(db, [link])[link].version, Operation("alice"))
    assert names(outside, address) == {"Plénière"}
    assert "Lue la dernière fois" in bob.get(PAGE).text
    assert address.split("/")[2].removesuffix(".ics") not in bob.get(PAGE).text


def test_an_address_is_made_anew_taken_back_and_dies_with_its_account(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    outside, first = app.test_client(), made(bob)
    second = made(bob)
    assert outside.get(first).status_code == 404 and outside.get(second).status_code == 200
    send(bob, PAGE, {"geste": "retirer"})
    assert outside.get(second).status_code == 404 and outside.get("/calendrier/rien.ics").status_code == 404
    third = made(bob)
    user = user_by_email(db, "bob@example.invalid")
    assert user
    db.write("MATCH (u:User {id: $id}) SET u.suspended_at = '2026-01-01T00:00:00Z'", id=user.id)
    assert outside.get(third).status_code == 404
    delete_account(db, user.id)
    assert not db.read("MATCH (k:CalendarKey) RETURN k.user AS user")


def test_a_committee_tells_everybody_what_everybody_may_see(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    assert "relié à aucune fiche de personne" in alice.get(PAGE).text
    for client in (app.test_client(), alice):
        answer = client.get("/communautes/comite/comite.atom")
        assert answer.mimetype == "application/atom+xml"
        assert "Plénière" in answer.text and "Retenir" in answer.text
        assert "Cachée" not in answer.text and "Fermée" not in answer.text
    assert app.test_client().get("/communautes/groupe/comite.atom").status_code == 404
    assert "comite.atom" in alice.get("/communautes/comite/comite").text


def test_the_secret_address_is_a_feed_of_each_of_ones_committees_with_the_rights_of_the_moment(
    app: Flask, bob: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    page = send(bob, PAGE, {"geste": "faire"})
    assert "fils (Atom) de vos comités" in text(page, "main")
    addresses = dict(re.findall(r"(/calendrier/[\w-]+/(\w+)\.atom)", page.text))
    addresses = {name: address for address, name in addresses.items()}
    assert set(addresses) == {"comite", "groupe"}, "where one sits"
    outside = app.test_client()
    answer = outside.get(addresses["comite"])
    assert answer.mimetype == "application/atom+xml" and answer.headers["Cache-Control"] == "private, no-store"
    assert "Cachée" in answer.text and "Retenir" in answer.text and "Fermée" not in answer.text
    assert addresses["comite"].split("/")[2] not in answer.text, "the feed does not give the secret away"
    assert "Atelier" in outside.get(addresses["groupe"]).text
    assert outside.get("/communautes/groupe/comite.atom").status_code == 404
    assert outside.get("/calendrier/rien/comite.atom").status_code == 404
    db.write("MATCH (n:Entity {id: $id}) SET n.audience = 'r1', n.visibility = 'private' REMOVE n:Public",
             id=ids["Groupe"])  # fmt: skip
    assert outside.get(addresses["groupe"]).status_code == 404, "what one may not see any more"
    send(bob, PAGE, {"geste": "retirer"})
    assert outside.get(addresses["comite"]).status_code == 404


def test_the_questions_scan_nothing(db: Database, ids: dict[str, str]) -> None:
    assert own_meetings(no_scans(db), SYSTEM) == []
    assert own_communities(no_scans(db), SYSTEM) == []
    assert len(committee_news(no_scans(db), SYSTEM, ids["Comité"])[1]) == 4
