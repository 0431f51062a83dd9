"""Promises of introductions: pairs with something for each other and no way to know it; what was proposed is kept."""

from typing import Any

import pytest

from graph.database import Database
from graph.errors import Invalid, NotAllowed, NotFound
from graph.introductions import introductions, propose, settle
from graph.users import add_user
from graph.viewers import Viewer
from graph.worklists.introductions import INTRODUCTIONS
from tests.graph.plans import no_scans
from tests.graph.tuples import BOB, CHARLIE, Fact, graph_of

SYSTEM_READS = Viewer(None, ("public", "members"), all=True, edits=True)
KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "Des vélos de mesure": "Need", "Rennes": "Organisation", "Sète": "Organisation",
    "Club": ("Commons", {"offers": ["Prêt de vélos"]}), "Hérault": "Territory", "Voirie": "Theme", "Eau": "Theme",
    "Banal": "Theme", "Panoramax": "Commons",
    "Secret": ("Commons", {"visibility": "private", "offers": ["Des vélos"]}),
    **{f"Membre {n}": "Organisation" for n in range(20)}, "Plénière": "Community",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "EXPRESSES", "Des vélos de mesure"),
    ("Rennes", "ABOUT", "Voirie"), ("Rennes", "ABOUT", "Eau"), ("Sète", "ABOUT", "Voirie"), ("Sète", "ABOUT", "Eau"),
    ("Panoramax", "ABOUT", "Voirie"), ("Panoramax", "ABOUT", "Eau"), ("Rennes", "USES", "Panoramax"),
    ("ADEME", "ABOUT", "Banal"), ("Rennes", "ABOUT", "Banal"),
    ("Rennes", "MEMBER_OF", "Plénière"), ("Sète", "MEMBER_OF", "Plénière"),
    *((f"Membre {n}", "MEMBER_OF", "Plénière") for n in range(20)),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def pairs(db: Database, viewer: Viewer = BOB) -> dict[frozenset[str], dict[str, Any]]:
    found = INTRODUCTIONS.find(db, viewer)
    return {frozenset((each.record, each.others[0])): {**each.facts, "first": each.record} for each in found}


def test_what_one_seeks_and_another_offers_brings_them_together(db: Database, ids: dict[str, str]) -> None:
    found = pairs(db)[frozenset((ids["ADEME"], ids["Club"]))]
    assert (found["first"], found["sought"]) == (ids["ADEME"], "Des vélos de mesure")


def test_two_themes_in_common_do_and_one_does_not(db: Database, ids: dict[str, str]) -> None:
    found = pairs(db)
    assert found[frozenset((ids["Rennes"], ids["Sète"]))]["themes"] == 2  # a large assembly is no acquaintance
    assert frozenset((ids["ADEME"], ids["Rennes"])) not in found


def test_who_is_linked_or_knows_the_same_is_not_introduced(db: Database, ids: dict[str, str]) -> None:
    assert frozenset((ids["Rennes"], ids["Panoramax"])) not in pairs(db)
    db.write("MATCH ()-[r:MEMBER_OF]->() WHERE startNode(r).name STARTS WITH 'Membre' DELETE r")
    assert frozenset((ids["Rennes"], ids["Sète"])) not in pairs(db)


def test_what_one_may_not_see_is_in_no_pair(db: Database, ids: dict[str, str]) -> None:
    assert not any(ids["Secret"] in pair for pair in pairs(db))
    assert any(ids["Secret"] in pair for pair in pairs(db, SYSTEM_READS))


def test_the_question_reads_no_label(db: Database, ids: dict[str, str]) -> None:
    INTRODUCTIONS.find(no_scans(db, crowd=1000), BOB)


def test_a_proposal_says_who_when_and_what_came_of_it(db: Database, ids: dict[str, str]) -> None:
    user = add_user(db, "a@example.invalid", "Alice", "une phrase assez longue", "facilitator")
    alice = Viewer(user.id, ("public", "members"), all=True, edits=True)
    id = propose(db, alice, ids["ADEME"], ids["Club"], "Les vélos.")
    assert propose(db, alice, ids["Club"], ids["ADEME"], "encore") == id
    settle(db, alice, id, "met", "Une réunion en mai.")
    (found,) = introductions(db, alice)
    assert (found.one.name, found.why, found.by_name, found.outcome, found.told) == (
        "ADEME", "Les vélos.", "Alice", "met", "Une réunion en mai.",
    )  # fmt: skip
    with pytest.raises(Invalid):
        settle(db, alice, id, "mariés", "")


def test_only_who_animates_proposes_reads_and_settles(db: Database, ids: dict[str, str]) -> None:
    id = propose(db, SYSTEM_READS, ids["ADEME"], ids["Secret"], "")
    part = Viewer("x", ("public", "members"), facilitates=frozenset({ids["Plénière"]}))
    assert introductions(db, part) == []
    with pytest.raises(NotFound):
        settle(db, part, id, "met", "")
    with pytest.raises(NotFound):
        propose(db, part, ids["ADEME"], ids["Club"], "")
    assert propose(db, part, ids["Rennes"], ids["Sète"], "")
    for stranger in (BOB, CHARLIE):
        with pytest.raises(NotAllowed):
            introductions(db, stranger)
        with pytest.raises(NotAllowed):
            propose(db, stranger, ids["Rennes"], ids["Sète"], "")
