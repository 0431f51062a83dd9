"""Promises of the neighbourhood: what is around records, as far, as of when and as much as one may see."""

import pytest

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.neighbourhood import Neighbourhood, neighbourhood
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

KINDS = {
    "ADEME": "Organisation", "IGN": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software",
    "Lyon": "Organisation", "Voirie": "Theme", "Occitanie": "Territory", "Relevé": "Policy",
}  # fmt: skip
FACTS = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "until=2024"),
    ("IGN", "STEWARDS", "Panoramax", "since=2022"),
    ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    ("Lyon", "USES", "GeoVisio", "since=2021"),
    ("Panoramax", "ABOUT", "Voirie"),
    ("Relevé", "ABOUT", "Voirie"),
    ("Lyon", "IN_TERRITORY", "Occitanie"),
}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def names(found: Neighbourhood) -> dict[str, int]:
    return {near.record.name: near.distance for near in found.nodes}


def facts(found: Neighbourhood) -> set[tuple[str, str, str]]:
    return {(link.source.name, link.type, link.target.name) for link in found.links}


def test_the_first_ring_is_what_is_tied_to_the_record(db: Database, ids: dict[str, str]) -> None:
    found = neighbourhood(db, CHARLIE, ids["Panoramax"])
    assert names(found) == {"Panoramax": 0, "ADEME": 1, "IGN": 1, "GeoVisio": 1}
    assert facts(found) == {
        ("ADEME", "FUNDS", "Panoramax"), ("IGN", "STEWARDS", "Panoramax"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    }  # fmt: skip
    assert not found.cut


def test_each_record_has_its_shortest_distance(db: Database, ids: dict[str, str]) -> None:
    assert names(neighbourhood(db, CHARLIE, ids["ADEME"], 3)) == {
        "ADEME": 0, "Panoramax": 1, "IGN": 2, "GeoVisio": 2, "Lyon": 3,
    }  # fmt: skip


def test_several_records_are_looked_around_at_once(db: Database, ids: dict[str, str]) -> None:
    found = neighbourhood(db, CHARLIE, [ids["ADEME"], ids["Lyon"]], 1)
    assert found.centres == (ids["ADEME"], ids["Lyon"])
    assert names(found) == {"ADEME": 0, "Lyon": 0, "Panoramax": 1, "GeoVisio": 1}
    assert ("Panoramax", "HAS_RESOURCE", "GeoVisio") in facts(found)


def test_links_among_the_last_ring_are_told_too(db: Database) -> None:
    triangle = {("A", "PARTNERS", "B"), ("A", "PARTNERS", "C"), ("B", "PARTNERS", "C")}
    ids = graph_of(db, triangle, dict.fromkeys("ABC", "Organisation"))
    assert len(neighbourhood(db, CHARLIE, ids["A"]).links) == 3


def test_a_degree_counts_links_that_are_not_drawn(db: Database, ids: dict[str, str]) -> None:
    found = neighbourhood(db, CHARLIE, ids["ADEME"])
    assert {near.record.name: near.degree for near in found.nodes} == {"ADEME": 1, "Panoramax": 3}


def test_themes_and_territories_are_not_walked_unless_asked(db: Database, ids: dict[str, str]) -> None:
    assert "Voirie" not in names(neighbourhood(db, CHARLIE, ids["Panoramax"], 2))
    found = neighbourhood(db, CHARLIE, ids["Panoramax"], 2, relations=["ABOUT"])
    assert names(found) == {"Panoramax": 0, "Voirie": 1, "Relevé": 2}


def test_only_the_relations_asked_are_walked(db: Database, ids: dict[str, str]) -> None:
    assert names(neighbourhood(db, CHARLIE, ids["Panoramax"], 3, relations=["FUNDS"])) == {"Panoramax": 0, "ADEME": 1}


def test_only_kinds_and_families_asked_are_walked_through(db: Database, ids: dict[str, str]) -> None:
    through = neighbourhood(db, CHARLIE, ids["Panoramax"], 3, families=["resources"])
    assert names(through) == {"Panoramax": 0, "GeoVisio": 1}
    both = neighbourhood(db, CHARLIE, ids["Panoramax"], 3, families=["resources"], kinds=["Organisation"])
    assert names(both) == {"Panoramax": 0, "ADEME": 1, "IGN": 1, "GeoVisio": 1, "Lyon": 2}


def test_as_of_a_day_only_what_was_in_force_is_told_and_the_undated_is_flagged(
    db: Database, ids: dict[str, str]
) -> None:
    found = neighbourhood(db, CHARLIE, ids["Panoramax"], 3, at="2021-06-01")
    assert names(found) == {"Panoramax": 0, "GeoVisio": 1, "Lyon": 2}
    assert found.undated == 1 and [link.undated for link in found.links if link.type == "HAS_RESOURCE"] == [True]


def test_until_a_year_ends_on_its_last_day(db: Database, ids: dict[str, str]) -> None:
    assert "ADEME" in names(neighbourhood(db, CHARLIE, ids["Panoramax"], at="31/12/2024"))
    assert "ADEME" not in names(neighbourhood(db, CHARLIE, ids["Panoramax"], at="1/1/2025"))
    assert neighbourhood(db, CHARLIE, ids["Panoramax"], at="2024").at == "2024-12-31"


def test_a_status_is_the_one_of_the_day_asked(db: Database, ids: dict[str, str]) -> None:
    set_history = "MATCH (n:Entity {id: $id}) SET n.status = 'in_use', n.status_states = $states, n.status_days = $days"
    db.write(set_history, id=ids["Panoramax"], states=["idea", "in_use"], days=["2019", "2022-03"])
    told = [neighbourhood(db, CHARLIE, ids["Panoramax"], at=at).nodes[0].record.status for at in AT]
    assert told == [None, "idea", "in_use", "in_use"]


AT = ["2018", "2022-02", "2022-03-01", None]


def test_a_hub_is_cut_and_says_how_much_is_left_out(db: Database) -> None:
    many = {f"Membre {n:02}": "Organisation" for n in range(30)}
    ids = graph_of(db, {(name, "MEMBER_OF", "Comité") for name in many}, {"Comité": "Community", **many})
    found = neighbourhood(db, CHARLIE, ids["Comité"], limit=10)
    assert (len(found.nodes), found.left_out, found.cut) == (11, 20, True)
    assert found.nodes[0].degree == 30
    assert len(neighbourhood(db, CHARLIE, ids["Membre 00"], 2, limit=100).nodes) == 31


def test_cycles_end(db: Database) -> None:
    circle = {("A", "DEPENDS_ON", "B"), ("B", "DEPENDS_ON", "C"), ("C", "DEPENDS_ON", "A")}
    ids = graph_of(db, circle, dict.fromkeys("ABC", "Software"))
    assert names(neighbourhood(db, CHARLIE, ids["A"], 3)) == {"A": 0, "B": 1, "C": 1}


def test_what_is_hidden_is_not_walked_through_nor_counted(db: Database) -> None:
    members = ("Organisation", {"visibility": "members"})
    ids = graph_of(
        db,
        {("A", "PARTNERS", "B"), ("B", "PARTNERS", "C"), ("A", "PARTNERS", "D", "visibility=private")},
        {"A": "Organisation", "B": members, "C": "Organisation", "D": "Organisation"},
    )
    for viewer, seen, degree in ((CHARLIE, {"A"}, 0), (BOB, {"A", "B", "C"}, 1), (ALICE, {"A", "B", "C", "D"}, 2)):
        found = neighbourhood(db, viewer, ids["A"], 3)
        assert (set(names(found)), found.nodes[0].degree) == (seen, degree)


def test_hidden_and_unknown_centres_are_the_same_answer(db: Database) -> None:
    ids = graph_of(db, set(), {"A": ("Organisation", {"visibility": "private"})})
    for id in (ids["A"], "organisation-inconnue"):
        with pytest.raises(NotFound):
            neighbourhood(db, BOB, id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"distance": 4}, "distance"), ({"kinds": ["Planet"]}, "kinds"), ({"families": ["x"]}, "families"),
        ({"relations": ["LOVES`]-() DETACH DELETE"]}, "relations"), ({"at": "hier"}, "at"), ({"limit": 0}, "limit"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_named(db: Database, ids: dict[str, str], wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as error:
        neighbourhood(db, CHARLIE, ids["Panoramax"], **wrong)  # type: ignore[arg-type]
    assert set(error.value.fields) == {field}


def test_no_plan_holds_a_scan(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=1000)
    neighbourhood(watched, BOB, ids["Panoramax"], 3)
    neighbourhood(watched, ALICE, ids["Panoramax"], 2, relations=["ABOUT"], families=["places"], at="2024")
    assert len(set(watched.asked)) == 4


def test_a_record_of_the_picture_unfolds_its_own_neighbours(db: Database) -> None:
    ids = graph_of(
        db, {("A", "PARTNERS", "B"), ("B", "PARTNERS", "C"), ("C", "PARTNERS", "D"), ("C", "PARTNERS", "S")},
        dict.fromkeys("ABCD", "Organisation") | {"S": ("Organisation", {"visibility": "members"})},
    )  # fmt: skip

    def reached(*unfold: str) -> dict[str, int]:
        found = neighbourhood(db, CHARLIE, ids["A"], unfold=[ids[name] for name in unfold])
        return {near.record.name: near.distance for near in found.nodes}

    assert reached() == {"A": 0, "B": 1}
    assert reached("B") == {"A": 0, "B": 1, "C": 2}
    assert reached("B", "C") == {"A": 0, "B": 1, "C": 2, "D": 3}
    assert reached("D", "S") == {"A": 0, "B": 1}  # what is not in the picture unfolds nothing
