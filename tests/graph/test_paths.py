"""Promises of paths: how two records are connected, told step by step, through what one may see."""

import pytest

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.paths import Paths, all_shortest_paths, common, shortest_path
from graph.telling import told
from tests.graph.plans import no_scans
from tests.graph.tuples import BOB, CHARLIE, graph_of

KINDS = {
    "ADEME": "Organisation", "SDIS 34": "Organisation", "Panoramax": "Commons", "GT Voirie": "Community",
    "IGN": "Organisation", "Voirie": "Theme", "Sète": "Organisation",
}  # fmt: skip
FACTS = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023", "until=2025", "source=Convention 23-114", "source_date=2023-05"),
    ("SDIS 34", "USES", "Panoramax", "since=2025"),
    ("ADEME", "MEMBER_OF", "GT Voirie"),
    ("SDIS 34", "MEMBER_OF", "GT Voirie"),
    ("IGN", "STEWARDS", "Panoramax", "since=2022"),
    ("Panoramax", "ABOUT", "Voirie"),
    ("Sète", "ABOUT", "Voirie"),
}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def walks(found: Paths) -> set[tuple[str, ...]]:
    return {tuple(record.name for record in path.records) for path in found.paths}


def test_a_path_is_told_step_by_step_in_the_direction_walked(db: Database, ids: dict[str, str]) -> None:
    found = shortest_path(db, CHARLIE, ids["ADEME"], ids["SDIS 34"], kinds=["Commons"])
    steps = found.paths[0].steps
    assert [step.sentence() for step in steps] == ["ADEME finance Panoramax", "Panoramax est utilisé par SDIS 34"]
    assert found.paths[0].sentence() == "ADEME finance Panoramax, qui est utilisé par SDIS 34"
    assert found.paths[0].sentence("en") == "ADEME funds Panoramax, which is used by SDIS 34"


def test_a_step_is_told_with_its_dates_and_its_source(db: Database, ids: dict[str, str]) -> None:
    steps = shortest_path(db, CHARLIE, ids["ADEME"], ids["SDIS 34"], kinds=["Commons"]).paths[0].steps
    assert [told(step) for step in steps] == [
        "ADEME finance Panoramax 2023 – 2025 — source : Convention 23-114, mai 2023",
        "Panoramax est utilisé par SDIS 34 depuis 2025 — sans source",
    ]


def test_every_shortest_path_is_found(db: Database, ids: dict[str, str]) -> None:
    found = all_shortest_paths(db, CHARLIE, ids["ADEME"], ids["SDIS 34"])
    assert walks(found) == {("ADEME", "Panoramax", "SDIS 34"), ("ADEME", "GT Voirie", "SDIS 34")}
    assert not found.cut and [path.undated for path in found.paths] == [False, True]


def test_links_side_by_side_make_one_path(db: Database) -> None:
    more = {("A", "FUNDS", "B", "since=2021"), ("A", "FUNDS", "B", "since=2022"), ("A", "STEWARDS", "B")}
    own = graph_of(db, more, {"A": "Organisation", "B": "Commons"})
    (path,) = all_shortest_paths(db, CHARLIE, own["A"], own["B"]).paths
    assert (path.steps[0].since, sorted(link.since or "" for link in path.also[0])) == ("2021", ["", "2022"])


def test_a_link_that_reads_both_ways_is_told_from_either_end(db: Database) -> None:
    ids = graph_of(db, {("B", "PARTNERS", "A")}, {"A": "Organisation", "B": "Organisation"})
    for one, other in (("A", "B"), ("B", "A")):
        (path,) = shortest_path(db, CHARLIE, ids[one], ids[other]).paths
        assert path.steps[0].sentence() == f"{one} est partenaire de {other}"


def test_a_record_can_be_avoided(db: Database, ids: dict[str, str]) -> None:
    found = all_shortest_paths(db, CHARLIE, ids["ADEME"], ids["SDIS 34"], avoid=[ids["Panoramax"]])
    assert walks(found) == {("ADEME", "GT Voirie", "SDIS 34")}
    with pytest.raises(Invalid):
        shortest_path(db, CHARLIE, ids["ADEME"], ids["SDIS 34"], avoid=[ids["ADEME"]])


def test_only_the_relations_and_the_length_asked_are_walked(db: Database, ids: dict[str, str]) -> None:
    ends = ids["ADEME"], ids["SDIS 34"]
    assert walks(all_shortest_paths(db, CHARLIE, *ends, relations=["MEMBER_OF"])) == {("ADEME", "GT Voirie", "SDIS 34")}
    assert walks(all_shortest_paths(db, CHARLIE, *ends, max_length=1)) == set()
    assert len(all_shortest_paths(db, CHARLIE, *ends, max_length=10).paths) == 2


def test_themes_are_not_walked_through_unless_asked(db: Database, ids: dict[str, str]) -> None:
    assert not shortest_path(db, CHARLIE, ids["IGN"], ids["Sète"]).paths
    found = shortest_path(db, CHARLIE, ids["IGN"], ids["Sète"], relations=["ABOUT", "STEWARDS"])
    assert walks(found) == {("IGN", "Panoramax", "Voirie", "Sète")}


def test_as_of_a_day_only_what_was_in_force_connects(db: Database, ids: dict[str, str]) -> None:
    found = all_shortest_paths(db, CHARLIE, ids["ADEME"], ids["SDIS 34"], at="2024")
    assert walks(found) == {("ADEME", "GT Voirie", "SDIS 34")} and found.at == "2024-12-31"


def test_without_a_path_what_is_shared_is_told(db: Database, ids: dict[str, str]) -> None:
    found = all_shortest_paths(db, CHARLIE, ids["Panoramax"], ids["Sète"])
    assert found.paths == ()
    (shared,) = found.nearest
    assert shared.record.name == "Voirie"
    assert [link.sentence() for link in shared.from_source + shared.from_target] == [
        "Panoramax a pour thème Voirie", "Sète a pour thème Voirie",
    ]  # fmt: skip


def test_all_reasons_are_told_direct_and_shared(db: Database) -> None:
    facts = {
        ("A", "FUNDS", "B", "since=2023"), ("A", "USES", "B"), ("A", "ABOUT", "T"), ("B", "ABOUT", "T"),
        ("A", "MEMBER_OF", "G", "role=présidence"), ("A", "MEMBER_OF", "G"), ("B", "MAINTAINED_BY", "G"),
    }  # fmt: skip
    ids = graph_of(db, facts, {"A": "Organisation", "B": "Commons", "T": "Theme", "G": "Community"})
    found = common(db, CHARLIE, ids["B"], ids["A"])
    assert {link.sentence() for link in found.direct} == {"B est financé par A", "B est utilisé par A"}
    told_shared = {shared.record.name: (len(shared.from_source), len(shared.from_target)) for shared in found.shared}
    assert told_shared == {"G": (1, 2), "T": (1, 1)} and not found.cut


def test_what_is_shared_by_hubs_is_cut_and_said(db: Database) -> None:
    many = {f"C{n}": "Commons" for n in range(8)}
    facts = {(who, "USES", name) for name in many for who in "AB"}
    ids = graph_of(db, facts, {"A": "Organisation", "B": "Organisation", **many})
    found = common(db, CHARLIE, ids["A"], ids["B"], limit=5)
    assert (len(found.shared), found.cut) == (5, True)
    paths = all_shortest_paths(db, CHARLIE, ids["A"], ids["B"], limit=3)
    assert (len(paths.paths), paths.cut) == (3, True)


def test_what_is_hidden_connects_nobody(db: Database) -> None:
    members = ("Community", {"visibility": "members"})
    facts = {("A", "MEMBER_OF", "G"), ("B", "MEMBER_OF", "G"), ("A", "PARTNERS", "B", "visibility=members")}
    ids = graph_of(db, facts, {"A": "Organisation", "B": "Organisation", "G": members})
    assert len(shortest_path(db, BOB, ids["A"], ids["B"]).paths) == 1
    hidden = shortest_path(db, CHARLIE, ids["A"], ids["B"])
    assert hidden.paths == () and hidden.nearest == ()
    assert common(db, CHARLIE, ids["A"], ids["B"]).direct == ()


def test_a_cycle_is_no_trap(db: Database) -> None:
    circle = {("A", "DEPENDS_ON", "B"), ("B", "DEPENDS_ON", "C"), ("C", "DEPENDS_ON", "A")}
    ids = graph_of(db, circle, dict.fromkeys("ABC", "Software"))
    assert walks(all_shortest_paths(db, CHARLIE, ids["A"], ids["C"])) == {("A", "C")}


def test_the_same_record_twice_is_refused(db: Database, ids: dict[str, str]) -> None:
    for question in (shortest_path, all_shortest_paths, common):
        with pytest.raises(Invalid) as error:
            question(db, CHARLIE, ids["IGN"], ids["IGN"])
        assert set(error.value.fields) == {"target"}


def test_an_end_that_one_may_not_see_does_not_exist(db: Database, ids: dict[str, str]) -> None:
    hidden = graph_of(db, set(), {"X": ("Organisation", {"visibility": "members"})})["X"]
    for end in (hidden, "organisation-inconnue"):
        with pytest.raises(NotFound):
            shortest_path(db, CHARLIE, ids["IGN"], end)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"max_length": 11}, "max"), ({"kinds": ["X"]}, "kinds"), ({"relations": ["X"]}, "relations"),
        ({"at": "hier"}, "at"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_named(db: Database, ids: dict[str, str], wrong: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as error:
        shortest_path(db, CHARLIE, ids["IGN"], ids["ADEME"], **wrong)  # type: ignore[arg-type]
    assert set(error.value.fields) == {field}


def test_no_plan_holds_a_scan(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=1000)
    for length in (6, 10):
        shortest_path(watched, BOB, ids["IGN"], ids["Sète"], max_length=length)
        all_shortest_paths(watched, BOB, ids["IGN"], ids["Sète"], max_length=length, relations=["ABOUT", "STEWARDS"])
    assert len(set(watched.asked)) == 7
