"""Promises of where records are: all their territories, what these are part of, as far as one may see."""

from typing import Any

import pytest

from graph.database import Database
from graph.geography import above, parent_of, places, standing
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "France": ("Territory", {"type": "country"}), "Occitanie": ("Territory", {"type": "region", "code": "76"}),
    "Hérault": ("Territory", {"type": "departement", "code": "34"}),
    "Sète Agglopôle": ("Territory", {"type": "epci", "code": "200066355"}),
    "Sète": ("Territory", {"type": "commune", "code": "34301"}),
    "La Réunion": ("Territory", {"type": "departement", "code": "974"}),
    "Bassin caché": ("Territory", {"type": "mobility_basin", "visibility": "members"}),
    "ADEME": "Organisation", "IGN": "Organisation", "Cerema": "Organisation", "Panoramax": "Commons",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Occitanie", "PART_OF", "France"), ("Hérault", "PART_OF", "Occitanie"), ("Sète", "PART_OF", "Hérault"),
    ("Sète", "PART_OF", "Sète Agglopôle"), ("Sète Agglopôle", "PART_OF", "Hérault"),
    ("ADEME", "IN_TERRITORY", "Sète", "role=located"), ("ADEME", "IN_TERRITORY", "La Réunion", "role=acts"),
    ("IGN", "IN_TERRITORY", "Occitanie", "role=acts"), ("Panoramax", "IN_TERRITORY", "France", "role=covers"),
    ("Cerema", "IN_TERRITORY", "Bassin caché", "role=acts"), ("Bassin caché", "PART_OF", "Hérault"),
    ("IGN", "IN_TERRITORY", "Sète", "role=located", "visibility=members"),
    ("ADEME", "FUNDS", "Panoramax"), ("Cerema", "USES", "Panoramax"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_a_record_stands_in_all_its_territories(db: Database, ids: dict[str, str]) -> None:
    found = standing(db, CHARLIE, [ids["ADEME"], ids["Hérault"], ids["Cerema"]])
    assert set(found[ids["ADEME"]]) == {ids["Sète"], ids["La Réunion"]}
    assert found[ids["Hérault"]] == (ids["Hérault"],) and ids["Cerema"] not in found


def test_a_territory_is_part_of_all_above_it_and_listed_under_the_nearest(db: Database, ids: dict[str, str]) -> None:
    found = places(db, CHARLIE, [ids["Sète"]])
    assert {place.name for place in found.values()} == {"Sète", "Sète Agglopôle", "Hérault", "Occitanie", "France"}
    assert above(ids["Sète"], found) == set(found)
    assert parent_of(found[ids["Sète"]], found) == ids["Sète Agglopôle"]
    assert parent_of(found[ids["France"]], found) is None


def test_territories_that_contain_each_other_end_somewhere(db: Database) -> None:
    ids = graph_of(
        db, {("Nord", "PART_OF", "Sud"), ("Sud", "PART_OF", "Nord")}, {"Nord": "Territory", "Sud": "Territory"}
    )
    found = places(db, CHARLIE, [ids["Nord"]])
    assert above(ids["Nord"], found) == set(ids.values())


def test_what_one_may_not_see_is_nowhere(db: Database, ids: dict[str, str]) -> None:
    for viewer in (ALICE, BOB):
        assert standing(db, viewer, [ids["Cerema"]])[ids["Cerema"]] == (ids["Bassin caché"],)
        assert ids["Sète"] in standing(db, viewer, [ids["IGN"]])[ids["IGN"]]
    assert standing(db, CHARLIE, [ids["IGN"]])[ids["IGN"]] == (ids["Occitanie"],)
    assert places(db, CHARLIE, [ids["Bassin caché"]]) == {}


def test_neither_question_reads_the_whole_graph(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=300)
    standing(watched, CHARLIE, [ids["ADEME"]])
    places(watched, CHARLIE, [ids["Sète"]])
