"""Promises of « et si ça s'arrête ? »: what loses its only support, step by step, for whoever may see it."""

from itertools import pairwise
from typing import Any

import pytest

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.viewers import ANONYMOUS, Viewer
from graph.whatif import LONGEST, Fall, what_if
from graph.whatif_told import all_told, owners, places
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "IGN": "Organisation", "Rennes": "Organisation", "Panoramax": "Commons",
    "Photos": "Dataset", "BD TOPO": "Dataset", "Carte": "Service", "Moteur": "Software",
    "Voirie": ("Policy", {"level": "objective"}), "Relever": ("Policy", {"level": "measure"}),
    "Éclairer": ("Policy", {"level": "measure"}), "Guide": "Need", "Bretagne": "Territory", "Caché": "Organisation",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "step=granted", "source=convention 23-114", "source_date=2024"),
    ("IGN", "STEWARDS", "Panoramax", "until=2030"), ("Panoramax", "HAS_RESOURCE", "Photos"),
    ("IGN", "PRODUCES", "BD TOPO"), ("Carte", "USES", "BD TOPO"), ("Carte", "USES", "Photos"),
    ("Carte", "INSTANCE_OF", "Moteur"), ("Carte", "SERVES", "Relever"), ("Rennes", "USES", "Carte"),
    ("Relever", "PART_OF", "Voirie"), ("Éclairer", "PART_OF", "Voirie"), ("Panoramax", "MEETS", "Guide"),
    ("Carte", "IN_TERRITORY", "Bretagne"), ("Rennes", "STEWARDS", "Carte"), ("Moteur", "SERVES", "Éclairer"),
    ("Carte", "SERVES", "Éclairer"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def told(db: Database, fall: Fall, viewer: Viewer = ALICE) -> set[tuple[int, str, bool]]:
    """Step, name, and whether it loses its only support."""
    return {(each.hit.step, each.record.name, each.hit.lost) for each in all_told(db, viewer, fall)}


def test_a_funder_that_stops_takes_with_it_what_it_alone_held_up_step_by_step(
    db: Database, ids: dict[str, str]
) -> None:
    fall = what_if(no_scans(db), CHARLIE, [ids["ADEME"]])
    assert told(no_scans(db), fall) == {
        (1, "Panoramax", True), (2, "Photos", True), (2, "Guide", True), (3, "Carte", False),
    }  # fmt: skip
    assert fall.steps == (1, 2, 3) and not fall.more and not fall.cycles


def test_what_loses_one_of_several_is_weakened_and_says_what_is_left(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["BD TOPO"]])
    (hit,) = all_told(db, CHARLIE, fall)
    (loss,) = hit.losses
    assert (hit.record.name, hit.hit.lost, loss.sort.name) == ("Carte", False, "used")
    assert [link.sentence() for link in loss.gone] == ["Carte utilise BD TOPO"]
    assert [link.target.name for link in loss.left] == ["Photos"]


def test_several_at_once_lose_more_than_each_alone(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["BD TOPO"], ids["Photos"]])
    assert {(1, "Carte", True), (1, "Panoramax", True), (2, "Relever", True), (2, "Éclairer", False)} <= told(db, fall)
    assert (3, "Voirie", False) in told(db, fall)
    assert [hit.record.id for hit in fall.policies] == [ids["Relever"], ids["Éclairer"], ids["Voirie"]]


def test_what_it_depends_on_is_necessary_whatever_else_there_is(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["Moteur"]])
    assert {(1, "Carte", True), (2, "Éclairer", True), (2, "Relever", True), (3, "Voirie", True)} <= told(db, fall)


def test_an_organisation_is_told_and_never_stops_with_what_it_uses(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["Moteur"]])
    assert (2, "Rennes", True) in told(db, fall) and ids["Rennes"] not in fall.fallen


def test_a_lead_of_money_holds_nothing_up_yet(db: Database) -> None:
    ids = graph_of(
        db, {("A", "FUNDS", "C", "step=lead"), ("A", "FUNDS", "D", "step=paid")},
        {"A": "Organisation", "C": "Commons", "D": "Commons"},
    )  # fmt: skip
    assert told(db, what_if(db, CHARLIE, [ids["A"]])) == {(1, "D", True)}


def test_the_day_decides_which_links_hold(db: Database, ids: dict[str, str]) -> None:
    assert (1, "Panoramax", True) in told(db, what_if(db, CHARLIE, [ids["IGN"]], "2029"))
    assert (1, "Panoramax", True) not in told(db, what_if(db, CHARLIE, [ids["IGN"]], "2031"))


def test_contradictory_links_are_both_told(db: Database) -> None:
    ids = graph_of(
        db,
        {("A", "STEWARDS", "C", "role=hébergeur", "standing=confirmed"),
         ("A", "STEWARDS", "C", "role=éditeur", "standing=contested")},
        {"A": "Organisation", "C": "Commons"},
    )  # fmt: skip
    (hit,) = all_told(db, CHARLIE, what_if(db, CHARLIE, [ids["A"]]))
    assert {link.standing for link in hit.losses[0].gone} == {"confirmed", "contested"}


def test_a_cycle_is_told_and_walked_once(db: Database) -> None:
    ids = graph_of(
        db, {("A", "DEPENDS_ON", "B"), ("B", "DEPENDS_ON", "C"), ("C", "DEPENDS_ON", "A")},
        dict.fromkeys("ABC", "Software"),
    )  # fmt: skip
    fall = what_if(db, CHARLIE, [ids["A"]])
    assert told(db, fall) == {(1, "C", True), (2, "B", True)}
    assert fall.cycles == ((ids["A"], ids["C"], ids["B"]),)


def test_a_commons_and_its_resource_are_no_cycle(db: Database, ids: dict[str, str]) -> None:
    assert what_if(db, CHARLIE, [ids["Panoramax"]]).cycles == ()


def test_a_chain_longer_than_the_limit_says_that_it_was_cut(db: Database) -> None:
    names = [f"S{n}" for n in range(LONGEST + 3)]
    facts: set[Fact] = {(after, "DEPENDS_ON", before) for before, after in pairwise(names)}
    ids = graph_of(db, facts, dict.fromkeys(names, "Software"))
    fall = what_if(db, CHARLIE, [ids["S0"]])
    assert len(fall.hits) == LONGEST and fall.more == 1


def test_hidden_records_and_links_neither_appear_nor_count(db: Database) -> None:
    ids = graph_of(
        db,
        {("A", "STEWARDS", "C"), ("H", "STEWARDS", "C"), ("A", "STEWARDS", "P"),
         ("A", "STEWARDS", "D", "visibility=members")},
        {"A": "Organisation", "C": "Commons", "D": "Dataset", "H": ("Organisation", {"visibility": "members"}),
         "P": ("Commons", {"visibility": "members"})},
    )  # fmt: skip
    assert told(db, what_if(db, CHARLIE, [ids["A"]]), CHARLIE) == {(1, "C", True)}
    fall = what_if(db, BOB, [ids["A"]])
    assert told(db, fall, BOB) == {(1, "C", False), (1, "D", True), (1, "P", True)}
    with pytest.raises(NotFound):
        what_if(db, ANONYMOUS, [ids["H"]])
    assert {owner.actor.name for owner in owners(db, CHARLIE, fall)} == set()
    assert {owner.actor.name for owner in owners(db, BOB, fall)} == {"H"}


def test_what_holds_nothing_up_is_refused(db: Database, ids: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        what_if(db, CHARLIE, [ids["Bretagne"]])
    with pytest.raises(Invalid) as refused:
        what_if(db, CHARLIE, [ids["ADEME"]], "hier")
    assert "au" in refused.value.fields


def test_places_and_owners_of_what_is_reached(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["BD TOPO"]])
    (place,) = places(no_scans(db), CHARLIE, fall)
    assert (place.territory.name, place.count, [each.name for each in place.first]) == ("Bretagne", 1, ["Carte"])
    assert [(owner.actor.name, [each.name for each in owner.records])
            for owner in owners(no_scans(db), CHARLIE, fall)] == [("Rennes", ["Carte"])]  # fmt: skip


def test_nothing_is_reached_where_nothing_rests_on_it(db: Database, ids: dict[str, str]) -> None:
    fall = what_if(db, CHARLIE, [ids["Caché"]])
    assert fall.hits == () and places(db, CHARLIE, fall) == [] and owners(db, CHARLIE, fall) == []
