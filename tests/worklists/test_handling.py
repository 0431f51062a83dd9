"""Promises of handling: who said what and when, what comes back and when, within what one animates."""

from typing import Any

import pytest

from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.users import add_user
from graph.viewers import Viewer
from graph.worklists import handling, perimeters
from graph.worklists.hanging import CUT_POINTS, ISOLATED
from graph.worklists.reading import Listed, listed
from tests.graph.plans import assert_no_scan
from tests.graph.tuples import ALICE, BOB, Fact, graph_of
from tests.measures.drawn import measured

KINDS: dict[str, Any] = {
    "Seule": "Organisation", "Autre": "Organisation", "Comité": "Community", "IGN": "Organisation",
    "Une": "Organisation", "Deux": "Organisation", "Hérault": "Territory", "Cachée": ("Commons", {
        "visibility": "private"}), "Loin": "Organisation", "Là": "Organisation", "Ici": "Organisation",
}  # fmt: skip
FACTS: set[Fact] = {
    ("IGN", "MEMBER_OF", "Comité"), ("IGN", "PARTNERS", "Une"), ("IGN", "PARTNERS", "Deux"),
    ("Loin", "PARTNERS", "Là"), ("Loin", "PARTNERS", "Ici"), ("Loin", "MEMBER_OF", "Comité"),
    ("Seule", "IN_TERRITORY", "Hérault"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    found = graph_of(db, FACTS, KINDS)
    measured(db)
    return found


def isolated(db: Database, viewer: Viewer = ALICE, perimeter: Any = perimeters.EVERYTHING) -> set[str]:
    return {finding.record for finding, _ in found(db, viewer, perimeter).open}


def found(db: Database, viewer: Viewer = ALICE, perimeter: Any = perimeters.EVERYTHING) -> Listed:
    return listed(db, viewer, ISOLATED, perimeter)


def say(db: Database, viewer: Viewer, id: str, state: Any, **more: Any) -> None:
    handling.handle(db, viewer, "isolated", id, id, state, **more)


def test_what_is_done_leaves_the_list_and_says_who_and_when(db: Database, ids: dict[str, str]) -> None:
    alice = Viewer(add_user(db, "a@example.invalid", "Alice", "une phrase assez longue", "facilitator").id,
                   ("public", "members"), all=True, edits=True)  # fmt: skip
    say(db, alice, ids["Seule"], "done", weight=7)
    assert ids["Seule"] not in isolated(db)
    ((finding, said),) = found(db).handled
    assert (finding.record, said.by_name, said.state) == (ids["Seule"], "Alice", "done") and said.at
    say(db, alice, ids["Seule"], "open")
    assert ids["Seule"] in isolated(db)


def test_what_was_done_comes_back_when_more_would_be_lost(db: Database, ids: dict[str, str]) -> None:
    for weight, hidden in ((2, True), (1, False)):
        handling.handle(db, ALICE, "cut-points", ids["IGN"], ids["IGN"], "done", weight=weight)
        open = {finding.record for finding, _ in listed(db, ALICE, CUT_POINTS, perimeters.EVERYTHING).open}
        assert (ids["IGN"] not in open) is hidden


def test_what_is_put_off_comes_back_on_its_day_and_what_is_refused_never(db: Database, ids: dict[str, str]) -> None:
    say(db, ALICE, ids["Seule"], "later", until="2999-01-01")
    say(db, ALICE, ids["Autre"], "never")
    assert not {ids["Seule"], ids["Autre"]} & isolated(db)
    db.write("MATCH (h:Handling) SET h.until = '2020-01-01'")
    assert ids["Seule"] in isolated(db) and ids["Autre"] not in isolated(db)
    with pytest.raises(Invalid):
        say(db, ALICE, ids["Seule"], "later", until="2020-01-01")


def test_a_finding_is_given_to_who_animates_and_counted_for_them(db: Database, ids: dict[str, str]) -> None:
    carole = add_user(db, "c@example.invalid", "Carole", "une phrase assez longue", "facilitator").id
    bob = add_user(db, "b@example.invalid", "Bob", "une phrase assez longue", "member").id
    handling.assign(db, ALICE, "isolated", ids["Seule"], ids["Seule"], carole)
    hers = Viewer(carole, ("public", "members"), all=True, edits=True)
    assert handling.assigned(db, hers) == 1 and ids["Seule"] in isolated(db)
    with pytest.raises(Invalid):
        handling.assign(db, ALICE, "isolated", ids["Seule"], ids["Seule"], bob)
    say(db, hers, ids["Seule"], "done", weight=9)
    assert handling.assigned(db, hers) == 0


def test_who_animates_a_part_handles_what_is_one_step_from_it_and_no_more(db: Database, ids: dict[str, str]) -> None:
    part = Viewer("emile", ("public", "members"), facilitates=frozenset({ids["Comité"]}))
    handling.handle(db, part, "cut-points", ids["IGN"], ids["IGN"], "done", weight=2)
    for stranger in ("Seule", "Cachée", "Une"):
        with pytest.raises(NotFound):
            say(db, part, ids[stranger], "done")


def test_who_animates_nothing_reads_and_handles_nothing(db: Database, ids: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        found(db, BOB)
    with pytest.raises(NotAllowed):
        say(db, BOB, ids["Seule"], "done")
    with pytest.raises(NotAllowed):
        handling.assign(db, BOB, "isolated", ids["Seule"], ids["Seule"], None)


def test_a_perimeter_is_what_is_around_or_inside(db: Database, ids: dict[str, str]) -> None:
    committee = perimeters.around(db, ALICE, ids["Comité"])
    assert set(committee.ids or ()) == {ids["Comité"], ids["IGN"], ids["Loin"]}
    assert isolated(db, ALICE, committee) == set()
    assert ids["Seule"] in (perimeters.around(db, ALICE, ids["Hérault"]).ids or ())
    with pytest.raises(NotFound):
        perimeters.around(db, BOB, ids["Cachée"])


def test_a_call_reaches_its_candidatures_what_they_are_about_and_who_bears_that(db: Database) -> None:
    ids = graph_of(
        db, {("C1", "APPLIES_TO", "Appel"), ("C1", "APPLIES_TO", "Commun"), ("IGN", "STEWARDS", "Commun")},
        {"Appel": "Call", "C1": "Application", "Commun": "Commons", "IGN": "Organisation", "Loin": "Organisation"},
    )  # fmt: skip
    assert set(perimeters.around(db, ALICE, ids["Appel"]).ids or ()) == {
        ids[name] for name in ("Appel", "C1", "Commun", "IGN")
    }


def test_no_question_scans(db: Database, ids: dict[str, str]) -> None:
    assert_no_scan(db, handling.OF_LIST, list="isolated")
    assert_no_scan(db, handling.ASSIGNED, user="alice", today="2026-01-01")
    told = {"key": "x", "list": "x", "item": "x", "record": "x", "weight": 0.0, "user": "alice", "at": "x"}
    params = {**told, **ALICE.rights(), "state": "done", "until": None, "assignee": None}
    for query in (handling.SET_STATE, handling.ASSIGN):
        assert_no_scan(db, handling.OF_RECORD + query, **params)


def test_what_is_about_no_record_is_handled_by_who_animates_the_whole(db: Database, ids: dict[str, str]) -> None:
    handling.handle(db, ALICE, "unresolved", "table/demo|ADEM", "", "done", weight=1)
    assert handling.handlings(db, "unresolved")["table/demo|ADEM"].state == "done"
    part = Viewer("emile", ("public", "members"), facilitates=frozenset({ids["Comité"]}))
    with pytest.raises(NotFound):
        handling.handle(db, part, "unresolved", "table/demo|ADEM", "", "open")
