"""Promises of introductions on their pages: proposed from the list, followed to their outcome, exported."""

import pytest
from flask import Flask

from graph.database import Database
from tests.graph.tuples import graph_of
from tests.people import send, signed_in
from tests.worklists.test_introductions import FACTS, KINDS


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_from_the_list_to_the_outcome_on_pages(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice = signed_in(app, db, "alice")
    page = alice.get("/a-traiter/mises-en-relation").text
    assert "Cherche «\u00a0Des vélos de mesure\u00a0»\u202f; Club propose «\u00a0Prêt de vélos\u00a0»." in page
    item = f"{min(ids['ADEME'], ids['Club'])}|{max(ids['ADEME'], ids['Club'])}"
    send(alice, "/a-traiter/mises-en-relation", {"geste": "proposer", "item": item, "pourquoi": "Prêt en mai"})
    assert "Club propose" not in alice.get("/a-traiter/mises-en-relation").text.split('id="traite"')[0]
    page = alice.get("/mises-en-relation").text
    assert "Prêt en mai" in page and "proposée par Alice" in page
    id = db.read("MATCH (i:Introduction) RETURN i.id AS id")[0]["id"]
    answer = send(alice, f"/mises-en-relation/{id}", {"issue": "rien"}, page="/mises-en-relation")
    assert answer.status_code == 422 and "Rien n’a été changé." in answer.text
    send(alice, f"/mises-en-relation/{id}", {"issue": "together", "mot": "Oui."}, page="/mises-en-relation")
    assert "travaillent ensemble,Oui." in alice.get("/mises-en-relation.csv").text
