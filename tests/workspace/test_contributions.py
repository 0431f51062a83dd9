"""Promises of contributions on pages: who leads a policy finds what waits for them, and says whether it is right."""

import pytest
from flask import Flask

from graph.database import Database
from graph.users import add_user
from tests.graph.test_contributions import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import PASSWORD, send, signed_in
from tests.workspace.test_tracing import html

MEANS = "/politiques/plan/ressources?mesure=toutes"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    ids = graph_of(db, FACTS, KINDS)
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, "member", person=ids["Nina"])
    return ids


def test_who_leads_finds_what_waits_and_confirms_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    page = html(bob, "/propositions")
    assert "Contributions à valider" in page and "Panoramax met en œuvre Mesure" in page
    assert "Vous pilotez cette politique" in html(bob, MEANS) and "Contester" in html(bob, MEANS)
    link = page.split("/liens/")[1].split("/accord")[0]
    answer = send(bob, f"/liens/{link}/accord", {"accord": "confirmed", "suite": "/propositions"})
    assert (answer.status_code, answer.location) == (302, "/propositions")
    assert "Contributions à valider" not in html(bob, "/propositions")
    assert "1 confirmée" in html(bob, MEANS)


def test_to_lead_opens_no_other_door(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    link = html(bob, "/propositions").split("/liens/")[1].split("/accord")[0]
    for address in (f"/liens/{link}/modifier", f"/modifier/{ids['Plan']}", f"/modifier/{ids['Panoramax']}"):
        assert bob.get(address).status_code == 403, address


def test_who_leads_nothing_is_offered_nothing(app: Flask, db: Database, ids: dict[str, str]) -> None:
    for client in (app.test_client(), signed_in(app, db, "carole")):
        assert "Vous pilotez" not in html(client, MEANS)
    assert "Contester" not in html(app.test_client(), MEANS)
