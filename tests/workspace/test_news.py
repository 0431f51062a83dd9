"""Promises of the feeds: a record's changes and news, those of all laureates, and the public part only."""

from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.database import Database
from graph.editing import change_record, delete_record
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.test_commons import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.reading import text, texts

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer: TestResponse, part: str = "title") -> list[str]:
    assert answer.status_code == 200 and answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) and feed.findtext(f"{ATOM}updated") and feed.find(f"{ATOM}author") is not None
    return [str(entry.findtext(ATOM + part)) for entry in feed.iter(f"{ATOM}entry")]


def test_the_feed_of_a_commons_tells_its_changes_and_its_news(client: FlaskClient, db: Database) -> None:
    id = graph_of(db, FACTS, KINDS)["Panoramax"]
    change_record(db, SYSTEM, id, records(db, [id])[id].version, {"summary": "Photos"}, Operation("alice"))
    titles = entries(client.get("/communs/panoramax.atom"))
    assert "alice a modifié « Panoramax » (résumé)" in " ".join(titles[0].split()) or "Panoramax" in titles[0]
    assert {"Nouvelle", "Ancienne"} <= set(titles) and "Brouillon" not in titles
    assert titles.index("Nouvelle") < titles.index("Ancienne")
    days = dict(zip(titles, entries(client.get("/communs/panoramax.atom"), "published"), strict=True))
    assert (days["Nouvelle"], days["Ancienne"]) == ("2026-05-02T00:00:00Z", "2024-01-01T00:00:00Z")
    assert any("<strong>fini</strong>" in each for each in entries(client.get("/communs/panoramax.atom"), "content"))


def test_every_record_has_a_feed_and_a_renamed_one_leads_to_it(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"ADEME": "Organisation"})
    assert len(entries(client.get("/organisations/ademe.atom"))) == 1
    db.write(
        "MATCH (n {id: 'organisation-ademe'}) CREATE (:Ref {key: 'maillage:organisation-ancien'})-[:IDENTIFIES]->(n)"
    )
    assert client.get("/organisations/ancien.atom").location == "/organisations/ademe.atom"
    assert client.get("/organisations/inconnue.atom").status_code == 404


def test_a_feed_tells_the_public_part_whoever_asks(app: Flask, client: FlaskClient, db: Database) -> None:
    kinds = {**KINDS, "Nouvelle": ("News", {"day": "2026", "visibility": "members"}),
             "Secret": ("Commons", {"visibility": "members"})}  # fmt: skip
    graph_of(db, FACTS, kinds)
    alice = signed_in(app, db, "alice")
    for path in ("/communs/panoramax.atom", "/laureats.atom"):
        assert "Nouvelle" not in alice.get(path).get_data(as_text=True)
    assert alice.get("/communs/secret.atom").status_code == client.get("/communs/secret.atom").status_code == 404


def test_a_deleted_record_has_no_feed(client: FlaskClient, db: Database) -> None:
    id = graph_of(db, FACTS, KINDS)["Panoramax"]
    delete_record(db, SYSTEM, id, records(db, [id])[id].version, Operation("alice"))
    assert client.get("/communs/panoramax.atom").status_code == 404
    assert entries(client.get("/laureats.atom")) == []


def test_what_was_typed_never_breaks_a_feed(client: FlaskClient, db: Database) -> None:
    kinds = {**KINDS, "Nouvelle": ("News", {"day": "2026", "text": "a \x0b ]]> <script>x</script> & \ufffe"})}
    graph_of(db, FACTS, kinds)
    assert "<script" not in "".join(entries(client.get("/laureats.atom"), "content"))
    assert entries(client.get("/communs/panoramax.atom"))


def test_the_laureates_news_are_a_page_too(client: FlaskClient, db: Database) -> None:
    assert "Aucune actualité" in text(client.get("/laureats"))
    graph_of(db, FACTS, KINDS)
    assert [each.split()[-2] for each in texts(client.get("/laureats"), ".posts > li")] == ["Nouvelle", "Ancienne"]
    assert entries(client.get("/laureats.atom")) == ["Nouvelle", "Ancienne"]
    assert client.get("/laureats?page=0").status_code == 422
    assert "Laureates’ news" in text(client.get("/laureats", headers={"Accept-Language": "en"}), "h1")


def test_a_feed_speaks_english(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"ADEME": "Organisation"})
    answer = client.get("/organisations/ademe.atom", headers={"Accept-Language": "en"})
    assert "created ADEME" in " ".join(entries(answer)) or "created" in entries(answer)[0]
