"""Promises of gaps: told in one operation, found by looking, and followed until something closes them."""

import pytest

from graph.all_gaps import AnyGap, all_gaps
from graph.database import Database
from graph.declared_gaps import Declared, declare_gap
from graph.editing import change_record, create_relation
from graph.errors import Invalid, NotAllowed, NotFound
from graph.gap_loops import LOOP, gap_loop
from graph.operations import Operation
from graph.outlining import outline_policy
from graph.states import records
from graph.undo import undo
from graph.viewers import SYSTEM, Viewer
from graph.weak_gaps import weak_gaps
from tests.graph.plans import no_scans
from tests.graph.test_tracing import KINDS as TRACED
from tests.graph.test_tracing import PARTS
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS = {**TRACED, "Défi": "Challenge", "Appel": "Call", "Union": "Organisation"}
STAGES = ("need", "challenge", "call", "answer", "closed")
BEARER = Viewer("lina", ("public", "members"), stewards=frozenset({"organisation-union"}))


def told(need: str = "Un guide", **said: str) -> Declared:
    return Declared({"name": need}, "politique-relever", "organisation-union", {"source": "réunion", **said})


def by_name(db: Database, viewer: Viewer = CHARLIE) -> dict[str, AnyGap]:
    return {gap.record.name: gap for gap in all_gaps(db, viewer)}


def done(db: Database, id: str, viewer: Viewer = CHARLIE) -> list[str]:
    return [step.name for step in gap_loop(db, viewer, id).steps if step.done]


def test_a_gap_is_told_with_what_lacks_it_who_says_so_and_since_when(db: Database) -> None:
    graph_of(db, PARTS, KINDS)
    id = declare_gap(db, BEARER, told(since="2024-03"), Operation("lina"))
    gap = by_name(db)["Un guide"]
    assert gap.declared and gap.since == "2024-03"
    assert [each.name for each in (*gap.abouts, *gap.voices)] == ["Relever", "Union"]
    assert records(db, [id])[id].state["status"] == "not_covered"


def test_it_is_at_once_a_hole_of_the_policy_and_taken_back_in_one_go(db: Database) -> None:
    graph_of(db, PARTS, KINDS)
    operation = Operation("lina")
    declare_gap(db, BEARER, told(), operation)
    assert outline_policy(db, CHARLIE, "politique-territoires").declared == 1
    undo(db, SYSTEM, operation.id, Operation("alice"))
    assert outline_policy(db, CHARLIE, "politique-territoires").declared == 0
    assert "Un guide" not in by_name(db)


def test_who_bears_nothing_tells_none_and_half_a_gap_is_never_kept(db: Database) -> None:
    graph_of(db, PARTS, KINDS)
    with pytest.raises(NotAllowed):
        declare_gap(db, BOB, told(), Operation("bob"))
    with pytest.raises(Invalid) as wrong:
        declare_gap(db, BEARER, told(since="hier"), Operation("lina"))
    assert set(wrong.value.fields) == {"since"} and "Un guide" not in by_name(db)


@pytest.mark.parametrize(
    ("about", "voice", "named"),
    [("politique-x", "organisation-union", "pour"), ("politique-relever", "theme-eau", "qui")],
)
def test_a_wrong_end_is_named(db: Database, about: str, voice: str, named: str) -> None:
    graph_of(db, PARTS, KINDS)
    with pytest.raises(Invalid) as wrong:
        declare_gap(db, ALICE, Declared({"name": "X"}, about, voice, {"source": "s"}), Operation("alice"))
    assert set(wrong.value.fields) == {named}


def test_what_facilitators_tell_for_others_says_where_it_comes_from(db: Database) -> None:
    graph_of(db, PARTS, KINDS)
    with pytest.raises(Invalid) as wrong:
        declare_gap(db, ALICE, told(source=""), Operation("alice"))
    assert set(wrong.value.fields) == {"source"}
    assert declare_gap(db, BEARER, told(source=""), Operation("lina"))


def test_the_loop_goes_from_the_need_to_the_commons_with_days(db: Database) -> None:
    ids = graph_of(db, {*PARTS, ("Relever", "NEEDS", "Images", "since=2023")}, KINDS)
    need = ids["Images"]

    def then(type: str, source: str, target: str, since: str) -> str:
        create_relation(db, SYSTEM, type, ids[source], ids[target], {"since": since}, Operation("alice"))
        course = gap_loop(db, CHARLIE, need)
        return course.next.name if course.next else "closed"

    assert gap_loop(db, CHARLIE, need).next == gap_loop(db, CHARLIE, need).steps[1]
    assert then("TAKES_UP", "Défi", "Images", "2024-01") == "call"
    assert then("RAISES", "Appel", "Défi", "2024-02") == "answer"
    assert then("ANSWERS", "Panoramax", "Défi", "2024-06") == "closed"
    assert by_name(db)["Images"].stage == "closed" and not by_name(db)["Images"].closed
    then("MEETS", "Panoramax", "Images", "2025")
    course = gap_loop(db, CHARLIE, need)
    assert course.closed and [step.day for step in course.steps] == ["2023", "2024-01", "2024-02", "2024-06", "2025"]
    assert by_name(db)["Images"].closed


def test_what_somebody_says_is_not_covered_stays_open_though_something_meets_it(db: Database) -> None:
    ids = graph_of(db, {*PARTS, ("Relever", "NEEDS", "Guide"), ("Panoramax", "MEETS", "Guide")}, KINDS)
    assert done(db, ids["Guide"]) == ["need", "answer"]
    version = records(db, [ids["Guide"]])[ids["Guide"]].version
    change_record(db, SYSTEM, ids["Guide"], version, {"status": "covered"}, Operation("alice"))
    assert done(db, ids["Guide"])[-1] == "closed"


SERVING: tuple[set[Fact], ...] = (
    {("Panoramax", "SERVES", "Éclairer")}, {("Trottoirs", "SERVES", "Éclairer")},
    {("Trottoirs", "SERVES", "Éclairer"), ("Trottoirs", "USES", "BD TOPO")},
    {("Éclairer", "NEEDS", "Images")}, {("Éclairer", "NEEDS", "Images"), ("Rue", "MEETS", "Images")},
    {("Trottoirs", "SERVES", "Éclairer"), ("Trottoirs", "NEEDS", "Images"), ("BD TOPO", "MEETS", "Images")},
)  # fmt: skip


@pytest.mark.parametrize("facts", SERVING)
def test_a_policy_that_nothing_serves_is_the_same_hole_here_and_in_its_trace(db: Database, facts: set[Fact]) -> None:
    graph_of(db, {*PARTS, *facts}, KINDS)
    found = outline_policy(db, CHARLIE, "politique-territoires")
    bare = {found.web.names[hole.record] for hole in found.holes if hole.sort == "policy"}
    assert {gap.record.name for gap in all_gaps(db, CHARLIE) if not gap.need} == bare


def test_gaps_are_those_of_every_policy_above(db: Database) -> None:
    ids = graph_of(db, {*PARTS, ("Relever", "NEEDS", "Guide")}, KINDS)
    assert by_name(db)["Guide"].above == {ids["Relever"], ids["Voirie"], ids["Territoires"]}
    assert ids["Territoires"] in by_name(db)["Éclairer"].above


def test_what_is_hidden_is_no_gap_no_step_and_closes_nothing(db: Database) -> None:
    hidden = {"visibility": "members"}
    kinds = {**KINDS, "Guide": ("Need", {"status": "expressed"}), "Interne": ("Dataset", hidden),
             "Secret": ("Need", {"status": "not_covered", **hidden})}  # fmt: skip
    ids = graph_of(db, {*PARTS, ("Relever", "NEEDS", "Guide"), ("Interne", "MEETS", "Guide")}, kinds)
    assert by_name(db, BOB)["Guide"].closed and not by_name(db)["Guide"].closed
    assert "Secret" in by_name(db, BOB) and "Secret" not in by_name(db)
    assert (done(db, ids["Guide"], BOB)[-1], done(db, ids["Guide"])) == ("closed", ["need"])
    with pytest.raises(NotFound):
        gap_loop(db, CHARLIE, ids["Secret"])


def test_no_plan_holds_a_scan(db: Database) -> None:
    ids = graph_of(db, {*PARTS, ("Relever", "NEEDS", "Guide"), ("Défi", "TAKES_UP", "Guide")}, KINDS)
    watched = no_scans(db, crowd=300)
    assert all_gaps(watched, CHARLIE) and all_gaps(watched, ALICE)
    weak_gaps(watched, CHARLIE), weak_gaps(watched, ALICE)
    gap_loop(watched, CHARLIE, ids["Guide"])
    assert LOOP in watched.asked and len(watched.asked) >= 5
