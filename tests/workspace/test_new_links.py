"""Promises of what is new around a record: links told within two steps since a day, for whoever may see them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import signed_in
from tests.workspace.test_network import html

KINDS: Kinds = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "Voirie": "Dataset", "Loin": "Organisation",
    "Secret": ("Organisation", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2019"), ("Panoramax", "HAS_RESOURCE", "Voirie"),
    ("IGN", "PUBLISHES", "Voirie"), ("Loin", "PARTNERS", "IGN"), ("Secret", "USES", "Panoramax"),
}  # fmt: skip
PAGE = "/reseau/nouveau?centre=organisation-ademe"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    ids = graph_of(db, FACTS, KINDS)
    db.write("MATCH ()-[r:FUNDS]->() SET r.created_at = '2020-05-03T10:00:00Z'")
    db.write("MATCH ()-[r:HAS_RESOURCE]->() SET r.created_at = '2024-06-01T10:00:00Z'")
    return ids


def test_links_within_two_steps_are_told_since_a_day(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{PAGE}&depuis=2024")
    assert "noté le 1er juin 2024" in page and "non daté" in page and "ADEME</a> finance" not in page
    assert "Loin" not in page
    older = html(client, f"{PAGE}&depuis=2020")
    assert "noté le 3 mai 2020" in older and "depuis 2019" in older


def test_nothing_new_is_said(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "Aucun lien n’a été noté depuis ce jour." in html(client, f"{PAGE}&depuis=2025")


def test_a_feed_tells_the_public_part_whoever_asks(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    told = html(bob, "/reseau/nouveau.atom?centre=commun-panoramax")
    assert "ADEME finance Panoramax" in told and "Secret" not in told and told.index("Voirie") < told.index("ADEME")


def test_what_one_may_not_see_is_not_new(app: Flask, db: Database, ids: dict[str, str]) -> None:
    page = "/reseau/nouveau?centre=commun-panoramax&depuis=2020"
    assert "Secret" not in html(app.test_client(), page)
    assert "Secret" in html(signed_in(app, db, "bob"), page)
    assert html(app.test_client(), f"/reseau/nouveau?centre={ids['Secret']}", 404)


@pytest.mark.parametrize(
    ("query", "field"), [("", "centre"), ("centre=organisation-ademe&depuis=hier", "depuis")]
)  # fmt: skip
def test_a_wrong_question_is_named(client: FlaskClient, ids: dict[str, str], query: str, field: str) -> None:
    assert f"<code>{field}</code>" in html(client, f"/reseau/nouveau?{query}", 422)
