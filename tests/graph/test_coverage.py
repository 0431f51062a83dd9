"""Promises of the coverage matrix: what covers what, counted once a cell, for whoever may see it."""

from typing import Any

import pytest

from graph.coverage import NATIONAL, NOWHERE, UNTOLD, Asked, Matrix, coverage
from graph.database import Database
from graph.errors import Invalid, NotFound
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "Plan": ("Policy", {"level": "policy", "echelon": "state"}), "Relever": ("Policy", {"level": "measure"}),
    "Éclairer": ("Policy", {"level": "measure"}), "Autre": "Policy",
    "BAN": ("Dataset", {}), "Photos": "Dataset", "Carte": ("Service", {"audiences": ["citoyens", "agents"]}),
    "Commun": ("Commons", {"audiences": ["agents"]}), "Sans lieu": "Guide",
    "Interne": ("Dataset", {"visibility": "members"}),
    "France": ("Territory", {"type": "country"}), "Bretagne": ("Territory", {"type": "region"}),
    "Occitanie": ("Territory", {"type": "region"}), "Finistère": ("Territory", {"type": "departement"}),
    "Voirie": "Theme", "Eau": "Theme",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Relever", "PART_OF", "Plan"), ("Éclairer", "PART_OF", "Plan"), ("Bretagne", "PART_OF", "France"),
    ("Occitanie", "PART_OF", "France"), ("Finistère", "PART_OF", "Bretagne"),
    ("BAN", "SERVES", "Relever"), ("BAN", "SERVES", "Éclairer"), ("BAN", "IN_TERRITORY", "France"),
    ("Photos", "SERVES", "Relever"), ("Photos", "IN_TERRITORY", "Finistère"), ("Photos", "ABOUT", "Voirie"),
    ("Carte", "SERVES", "Éclairer"), ("Carte", "IN_TERRITORY", "Bretagne"), ("Carte", "ABOUT", "Voirie"),
    ("Commun", "ABOUT", "Voirie"), ("Sans lieu", "SERVES", "Relever"), ("Interne", "SERVES", "Relever"),
    ("Interne", "IN_TERRITORY", "Occitanie"), ("Photos", "ABOUT", "Eau"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def row(found: Matrix, name: str) -> dict[str, int]:
    """Counts of a row by column."""
    place = [record.name for record in found.rows].index(name)
    return {column.key: int(found.counts[place, n]) for n, column in enumerate(found.columns)}


def test_policies_are_counted_by_territory_with_what_they_comprise(db: Database, ids: dict[str, str]) -> None:
    found = coverage(no_scans(db), CHARLIE, Asked())
    assert [record.name for record in found.rows] == ["Autre", "Plan", "Éclairer", "Relever"]
    assert row(found, "Relever") == {ids["Bretagne"]: 1, ids["Occitanie"]: 0, NATIONAL: 1, NOWHERE: 1}
    assert row(found, "Plan") == {ids["Bretagne"]: 2, ids["Occitanie"]: 0, NATIONAL: 1, NOWHERE: 1}
    assert found.totals.tolist() == [0, 4, 2, 3] and (found.empty, found.cells) == (5, 8)


def test_a_cell_opens_what_it_counts(db: Database, ids: dict[str, str]) -> None:
    found = coverage(db, CHARLIE, Asked())
    assert found.cell(ids["Plan"], ids["Bretagne"]) == sorted([ids["Photos"], ids["Carte"]])
    assert found.cell(ids["Plan"], NATIONAL) == [ids["BAN"]]
    assert len(found.cell(ids["Plan"], "")) == 4
    with pytest.raises(NotFound):
        found.cell(ids["Plan"], "ailleurs")


def test_what_covers_more_than_a_column_is_counted_once_apart(db: Database, ids: dict[str, str]) -> None:
    found = coverage(db, CHARLIE, Asked(type="departement"))
    assert row(found, "Plan") == {ids["Finistère"]: 1, NATIONAL: 2, NOWHERE: 1}


def test_policies_are_counted_by_kind_of_resource(db: Database, ids: dict[str, str]) -> None:
    counts = row(coverage(no_scans(db), CHARLIE, Asked("policies_kinds")), "Plan")
    assert {key: n for key, n in counts.items() if n} == {"Dataset": 2, "Service": 1, "Guide": 1}
    assert "Commons" in counts


def test_themes_are_counted_by_audience(db: Database, ids: dict[str, str]) -> None:
    found = coverage(no_scans(db), CHARLIE, Asked("themes_audiences"))
    assert row(found, "Voirie") == {"agents": 2, "citoyens": 1, UNTOLD: 1}
    assert row(found, "Eau") == {"agents": 0, "citoyens": 0, UNTOLD: 1}


def test_it_is_narrowed_by_theme_echelon_and_policy(db: Database, ids: dict[str, str]) -> None:
    assert row(coverage(db, CHARLIE, Asked(theme=ids["Eau"])), "Plan")[ids["Bretagne"]] == 1
    assert [each.name for each in coverage(db, CHARLIE, Asked(echelon="state")).rows] == ["Plan"]
    assert [each.name for each in coverage(db, CHARLIE, Asked(under=ids["Plan"])).rows] == ["Éclairer", "Relever"]
    with pytest.raises(NotFound):
        coverage(db, CHARLIE, Asked(under="politique-rien"))
    with pytest.raises(Invalid):
        coverage(db, CHARLIE, Asked(crossing="rien"))


def test_what_is_hidden_is_not_counted(db: Database, ids: dict[str, str]) -> None:
    assert row(coverage(db, CHARLIE, Asked()), "Relever")[ids["Occitanie"]] == 0
    assert row(coverage(db, BOB, Asked()), "Relever")[ids["Occitanie"]] == 1
    assert ids["Interne"] in coverage(no_scans(db), ALICE, Asked()).cell(ids["Relever"], "")


def test_policies_that_are_part_of_one_another_are_counted_once(db: Database) -> None:
    ids = graph_of(
        db, {("A", "PART_OF", "B"), ("B", "PART_OF", "A"), ("D", "SERVES", "A")},
        {"A": "Policy", "B": "Policy", "D": "Dataset"},
    )  # fmt: skip
    found = coverage(db, CHARLIE, Asked("policies_kinds"))
    assert {each.id for each in found.rows} == {ids["A"], ids["B"]} and found.totals.tolist() == [1, 1]


def test_an_empty_network_has_an_empty_matrix(db: Database) -> None:
    assert coverage(db, CHARLIE, Asked()).rows == ()


def test_on_another_day_only_what_was_in_force_counts(db: Database) -> None:
    ids = graph_of(
        db, {("BAN", "SERVES", "Plan", "until=2022"), ("Photos", "SERVES", "Plan", "since=2024")},
        {"Plan": "Policy", "BAN": "Dataset", "Photos": "Dataset"},
    )  # fmt: skip

    def covering(at: str | None) -> list[str]:
        return coverage(db, CHARLIE, Asked("policies_kinds", at=at)).cell(ids["Plan"], "")

    assert covering("2022-06-30") == [ids["BAN"]]
    assert covering("2023-06-30") == []
    assert covering(None) == covering("2025-01-01") == [ids["Photos"]]
