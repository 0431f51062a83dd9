"""Promises of a record's quality: one point for each thing told, by what the viewer sees."""

from typing import Any

from graph import terms
from graph.database import Database
from graph.entities import record
from graph.quality import POINTS, quality
from graph.schema import SCHEMA
from graph.viewers import Viewer
from tests.graph.tuples import ALICE, CHARLIE, Fact, graph_of

WHOLE: set[Fact] = {
    ("IGN", "STEWARDS", "Panoramax", "source=ign.fr"), ("Panoramax", "HAS_RESOURCE", "Photos", "source=ign.fr"),
    ("Panoramax", "MAINTAINED_BY", "Équipe", "source=ign.fr"), ("Règle", "GOVERNS", "Panoramax", "source=ign.fr"),
    ("Panoramax", "SERVES", "Plan", "source=ign.fr"), ("Panoramax", "ABOUT", "Voirie", "source=ign.fr"),
    ("Panoramax", "IN_TERRITORY", "France", "source=ign.fr"),
}  # fmt: skip
TOLD = {"summary": "Photos", "status": "in_use", "licence": "ODbL", "website": "https://panoramax.fr"}


def commons(db: Database, facts: set[Fact] = WHOLE, **told: Any) -> str:
    terms.keep(db, [("licence", "odbl", "ODbL"), ("licence", "a-nous", "À nous")])
    kinds = {"IGN": "Organisation", "Photos": "Dataset", "Équipe": "Community", "Règle": "Rule", "Plan": "Policy",
             "Voirie": "Theme", "France": "Territory"}  # fmt: skip
    return graph_of(db, facts, {**kinds, "Panoramax": ("Commons", TOLD | told)})["Panoramax"]


def lacking(db: Database, id: str, viewer: Viewer = CHARLIE, keeps: bool = False) -> list[str]:
    return [point.key for point in quality(record(db, viewer, id), keeps=keeps).missing]


def test_a_record_that_tells_everything_lacks_nothing(db: Database) -> None:
    found = quality(record(db, CHARLIE, commons(db)))
    assert found.missing == () and found.met == found.asked == 12


def test_each_thing_that_is_not_told_is_one_point_less(db: Database) -> None:
    id = commons(db, set(), summary="", status="", licence="", website="")
    assert lacking(db, id) == [
        "summary", "status", "licence", "contact", "territory", "bearer", "resource", "community", "rule", "policy",
        "theme",
    ]  # fmt: skip


def test_none_is_an_answer_and_an_unknown_licence_is_not(db: Database) -> None:
    assert lacking(db, commons(db, licence="aucune")) == []
    assert lacking(db, commons(db, set(), licence="À nous"))[0] == "licence"


def test_a_past_link_tells_nothing_and_a_link_without_source_is_missed(db: Database) -> None:
    facts = WHOLE - {("Panoramax", "ABOUT", "Voirie", "source=ign.fr")}
    assert lacking(db, commons(db, facts | {("Panoramax", "ABOUT", "Voirie", "until=2020")})) == ["theme", "sources"]


def test_what_only_keepers_know_is_asked_of_them_only(db: Database) -> None:
    id = commons(db)
    assert lacking(db, id, ALICE, keeps=True) == ["review"]
    person = graph_of(db, set(), {"Dora": ("Person", {"email": "dora@example.invalid"})})["Dora"]
    assert "person" not in lacking(db, person) and "person" not in lacking(db, person, ALICE, keeps=True)


def test_a_hidden_link_counts_for_who_sees_it_only(db: Database) -> None:
    facts = {fact if fact[1] != "ABOUT" else (*fact, "visibility=private") for fact in WHOLE}
    id = commons(db, facts)
    assert lacking(db, id) == ["theme"] and lacking(db, id, ALICE) == []


def test_every_kind_is_asked_something_once() -> None:
    for kind in SCHEMA.kinds:
        keys = [point.key for point in POINTS if kind in point.kinds]
        assert len(keys) == len(set(keys)) >= 3, kind
