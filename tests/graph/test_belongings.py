"""Promises of what a drawing is arranged by: territories and first years, as far as one may see them."""

from typing import Any

import pytest

from graph.belongings import beginnings, communities, territories, themes
from graph.database import Database
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "Hérault": "Territory",
    "Sète": "Territory", "Secret": ("Territory", {"visibility": "members"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "IN_TERRITORY", "Hérault", "role=acts"), ("ADEME", "IN_TERRITORY", "Sète", "role=located"),
    ("IGN", "IN_TERRITORY", "Secret", "role=located"), ("ADEME", "FUNDS", "Panoramax", "since=2023-05"),
    ("IGN", "STEWARDS", "Panoramax", "since=2021", "visibility=members"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_a_record_is_where_it_is_located_before_where_it_acts(db: Database, ids: dict[str, str]) -> None:
    found = territories(db, ALICE, list(ids.values()))
    assert found[ids["ADEME"]].name == "Sète"
    assert found[ids["Hérault"]].name == "Hérault"
    assert ids["Panoramax"] not in found


def test_a_territory_that_one_may_not_see_is_none(db: Database, ids: dict[str, str]) -> None:
    assert territories(db, BOB, [ids["IGN"]])[ids["IGN"]].name == "Secret"
    assert territories(db, CHARLIE, [ids["IGN"], ids["Secret"]]) == {}


def test_a_record_begins_with_its_first_dated_link_that_one_may_see(db: Database, ids: dict[str, str]) -> None:
    everybody = list(ids.values())
    assert beginnings(db, BOB, everybody)[ids["Panoramax"]] == 2021
    assert beginnings(db, CHARLIE, everybody) == {ids["Panoramax"]: 2023, ids["ADEME"]: 2023}
    assert beginnings(db, ALICE, everybody, relations=["USES"]) == {}


def test_a_record_has_all_its_themes_and_communities_that_one_may_see(db: Database) -> None:
    ids = graph_of(
        db,
        {("ADEME", "ABOUT", "Eau"), ("ADEME", "ABOUT", "Air"), ("ADEME", "ABOUT", "Caché"),
         ("ADEME", "MEMBER_OF", "GT Eau"), ("IGN", "ANIMATES", "GT Eau", "visibility=members")},
        {"ADEME": "Organisation", "IGN": "Organisation", "Eau": "Theme", "Air": "Theme", "GT Eau": "Community",
         "Caché": ("Theme", {"visibility": "members"})},
    )  # fmt: skip
    everybody = list(ids.values())
    assert [theme.name for theme in themes(db, CHARLIE, everybody)[ids["ADEME"]]] == ["Air", "Eau"]
    assert [theme.name for theme in themes(db, BOB, everybody)[ids["ADEME"]]] == ["Air", "Caché", "Eau"]
    assert set(themes(db, CHARLIE, everybody)) == {ids["ADEME"], ids["Eau"], ids["Air"]}
    assert set(communities(db, CHARLIE, everybody)) == {ids["ADEME"], ids["GT Eau"]}
    assert set(communities(db, BOB, everybody)) == {ids["ADEME"], ids["IGN"], ids["GT Eau"]}


def test_no_question_reads_the_whole_graph(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    territories(watched, CHARLIE, [ids["ADEME"]])
    beginnings(watched, CHARLIE, [ids["ADEME"]])
    themes(watched, CHARLIE, [ids["ADEME"]])
    communities(watched, CHARLIE, [ids["ADEME"]])
