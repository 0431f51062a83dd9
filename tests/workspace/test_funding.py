"""Promises of « Financements »: sums by funder, year and step, each grant once, steps never added to one another."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.outlining import outline_policy
from graph.policy_funding import policy_funding
from tests.graph.plans import no_scans
from tests.graph.tuples import CHARLIE, Fact, graph_of
from tests.people import signed_in
from tests.workspace.test_means import sheets
from tests.workspace.test_tracing import FACTS as TRACED
from tests.workspace.test_tracing import KINDS as TRACED_KINDS
from tests.workspace.test_tracing import html, rows

KINDS: dict[str, Any] = {**TRACED_KINDS, "Fonds": "Programme", "Région": "Organisation", "Relevé": "Action"}
FACTS: set[Fact] = {
    *TRACED, ("Panoramax", "SERVES", "Éclairer"), ("Relevé", "IMPLEMENTS", "Voirie"),
    ("Fonds", "FUNDS", "Panoramax", "amount=40000", "step=granted", "since=2024", "object=a"),
    ("Fonds", "FUNDS", "Panoramax", "amount=2000.5", "step=granted", "since=2024-06", "object=b"),
    ("Fonds", "FUNDS", "Panoramax", "amount=10000", "step=paid", "since=2025", "object=a"),
    ("Région", "FUNDS", "Relevé", "amount=500", "object=c"), ("Région", "FUNDS", "Panoramax", "step=requested"),
    ("Région", "FUNDS", "Panoramax", "amount=9000", "step=lead", "visibility=members", "object=piste"),
}  # fmt: skip
PAGE = "/politiques/territoires/financements"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_sums_are_by_funder_year_and_step_and_each_grant_counts_once(client: FlaskClient, ids: dict[str, str]) -> None:
    assert rows(client, f"{PAGE}.csv") == [
        ["direct", "Fonds", "2024", "", "", "42000.5", "", "", "0"],
        ["direct", "Fonds", "2025", "", "", "", "10000", "", "0"],
        ["direct", "Région", "non daté", "", "", "", "", "500", "1"],
    ]


def test_the_page_tells_the_total_of_each_step_and_what_has_no_amount(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, PAGE)
    assert "<b>42 000,5 €</b><span>accordé</span>" in page or "<b>42 000,50 €</b><span>accordé</span>" in page
    assert "<b>10 000 €</b><span>versé</span>" in page and "52 000" not in page
    assert "<b>1</b><span>financement sans montant</span>" in page
    assert "<b>500 €</b><span>étape non dite</span>" in page


def test_a_measure_tells_its_own_and_a_day_what_was_begun(client: FlaskClient, ids: dict[str, str]) -> None:
    assert [row[1] for row in rows(client, "/politiques/eclairer/financements.csv")] == ["Fonds", "Fonds", "Région"]
    assert [row[2] for row in rows(client, f"{PAGE}.csv?au=2024")] == ["2024", "non daté"]


def test_what_serves_only_through_a_use_is_told_apart(client: FlaskClient, db: Database) -> None:
    graph_of(db, {*FACTS, ("Région", "FUNDS", "Mètre", "amount=7", "step=paid", "since=2024"),
                  ("Trottoirs", "USES", "Mètre")}, {**KINDS, "Mètre": "Commons"})  # fmt: skip
    assert "par un usage" in {row[0] for row in rows(client, f"{PAGE}.csv")}
    assert "Ce qui ne la sert que par un usage" in html(client, PAGE)


def test_nothing_known_is_said(client: FlaskClient, db: Database) -> None:
    graph_of(db, TRACED, TRACED_KINDS)
    assert "Aucun financement connu" in html(client, PAGE)
    assert html(client, "/politiques/inconnue/financements", 404)


def test_a_grant_that_one_may_not_see_is_in_no_sum(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, charlie = signed_in(app, db, "bob"), app.test_client()
    assert "9 000 €" in html(bob, PAGE) and "9 000" not in html(charlie, PAGE)
    lists = [sheets(client, f"{PAGE}.xlsx")["Financements"] for client in (bob, charlie)]
    assert len(lists[0]) == len(lists[1]) + 1


def test_no_plan_holds_a_scan(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    assert policy_funding(watched, CHARLIE, outline_policy(watched, CHARLIE, ids["Territoires"])).direct
