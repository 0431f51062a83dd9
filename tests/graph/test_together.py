"""Promises of who works with whom: actors and what they share, crowds apart, as far as one may see both."""

from typing import Any

import pytest

from graph.database import Database
from graph.together import CROWD, together
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Cerema": "Organisation", "Panoramax": "Commons",
    "GT Adresse": "Community", "Rues sûres": "Project", "Souterrain": ("Commons", {"visibility": "members"}),
    "Secret": ("Organisation", {"visibility": "members"}), "GeoVisio": "Software",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("IGN", "STEWARDS", "Panoramax", "since=2021"),
    ("IGN", "CONTRIBUTES_TO", "Panoramax"), ("ADEME", "MEMBER_OF", "GT Adresse"), ("IGN", "ANIMATES", "GT Adresse"),
    ("IGN", "LEADS", "Rues sûres"), ("Cerema", "SUPPORTS", "Rues sûres"), ("Cerema", "USES", "Panoramax"),
    ("ADEME", "FUNDS", "Souterrain"), ("Cerema", "STEWARDS", "Souterrain"), ("Secret", "FUNDS", "Panoramax"),
    ("Cerema", "FUNDS", "Panoramax", "visibility=members"), ("ADEME", "PRODUCES", "GeoVisio"),
    ("IGN", "PRODUCES", "GeoVisio"),
}  # fmt: skip
Told = set[tuple[str, str, tuple[str, ...]]]


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def told(db: Database, *args: Any, **options: Any) -> Told:
    found = together(db, *args, **options).pairs
    return {(pair.one.name, pair.other.name, tuple(each.name for each in pair.shared)) for pair in found}


def test_two_actors_work_together_through_what_they_share(db: Database, ids: dict[str, str]) -> None:
    found = together(db, CHARLIE)
    assert [(pair.one.name, pair.other.name) for pair in found.pairs] == [("ADEME", "IGN"), ("Cerema", "IGN")]
    assert told(db, CHARLIE) == {("ADEME", "IGN", ("GT Adresse", "Panoramax")), ("Cerema", "IGN", ("Rues sûres",))}


def test_what_is_shared_may_be_of_one_kind_of_one_day_or_said_by_some(db: Database, ids: dict[str, str]) -> None:
    assert told(db, CHARLIE, ["Project"]) == {("Cerema", "IGN", ("Rues sûres",))}
    assert ("ADEME", "IGN", ("GT Adresse",)) in told(db, CHARLIE, at="2022-01-01")
    assert told(db, CHARLIE, said=["actor"]) == set()


def test_filters_keep_what_is_shared_or_who_shares(db: Database, ids: dict[str, str]) -> None:
    assert told(db, CHARLIE, among={ids["Panoramax"]}) == {("ADEME", "IGN", ("Panoramax",))}
    assert told(db, CHARLIE, among={ids["IGN"], ids["Cerema"]}) == {("Cerema", "IGN", ("Rues sûres",))}
    assert told(db, CHARLIE, among=set()) == set()


def test_a_pair_is_asked_for_around_an_actor_or_through_a_record(db: Database, ids: dict[str, str]) -> None:
    assert told(db, CHARLIE, around={ids["Cerema"]}) == {("Cerema", "IGN", ("Rues sûres",))}
    assert told(db, CHARLIE, only={ids["Panoramax"]}) == {("ADEME", "IGN", ("Panoramax",))}


def test_a_crowd_is_told_apart(db: Database) -> None:
    names = [f"Commune {n:02}" for n in range(CROWD + 1)]
    graph_of(
        db, {(name, "MEMBER_OF", "Plénière") for name in names},
        dict.fromkeys(names, "Organisation") | {"Plénière": "Community"},
    )  # fmt: skip
    found = together(db, CHARLIE)
    assert found.pairs == ()
    assert [(record.name, count) for record, count in found.crowds] == [("Plénière", CROWD + 1)]


def test_what_one_may_not_see_makes_no_pair_and_no_count(db: Database, ids: dict[str, str]) -> None:
    seen = told(db, CHARLIE)
    assert not any("Souterrain" in shared or "Secret" in (one, other) for one, other, shared in seen)
    assert not any({one, other} == {"ADEME", "Cerema"} for one, other, _ in seen)
    for viewer in (ALICE, BOB):
        assert ("ADEME", "Cerema", ("Panoramax", "Souterrain")) in told(db, viewer)
        assert ("ADEME", "Secret", ("Panoramax",)) in told(db, viewer)


def test_the_question_reads_an_index(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    together(watched, CHARLIE)
    together(watched, ALICE)
