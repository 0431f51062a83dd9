"""Promises of what is kept: the figures whole, as of a moment, for the reader's layer, by one process at a time."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from graph.database import Database
from graph.editing import change_record, create_relation
from graph.measures import keeping, leasing, measuring
from graph.measures.measuring import behind, measure, rough
from graph.measures.reading import Measures, measures
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.plans import assert_no_scan
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of
from tests.measures.drawn import measured

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software", "IGN": "Organisation",
    "Réseau": ("Community", {"visibility": "members"}), "Secret": ("Commons", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"), ("ADEME", "MEMBER_OF", "Réseau"),
    ("ADEME", "FUNDS", "Secret"),
}  # fmt: skip
ME = "here/1"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def change(db: Database, id: str, told: dict[str, str]) -> None:
    change_record(db, SYSTEM, id, records(db, [id])[id].version, told, Operation("alice"))


def known(db: Database, viewer: Any) -> Measures:
    found = measures(db, viewer)
    assert found
    return found


def links(found: Measures) -> dict[str, int]:
    return dict(zip(found.figures.ids, found.figures.links.tolist(), strict=True))


def test_nothing_is_told_before_the_first_run(db: Database, ids: dict[str, str]) -> None:
    assert measures(db, CHARLIE) is None and behind(db)


def test_each_reader_is_told_the_figures_of_their_layer(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    assert links(known(db, CHARLIE)) == {ids["ADEME"]: 1, ids["Panoramax"]: 2, ids["GeoVisio"]: 1, ids["IGN"]: 0}
    assert links(known(db, BOB))[ids["ADEME"]] == 2
    assert links(known(db, ALICE)) == links(known(db, BOB)) and ids["Secret"] not in links(known(db, ALICE))


def test_figures_come_back_as_they_were_kept(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    found = known(db, CHARLIE).figures
    again = keeping.unpacked(keeping.heads(db)["public"], keeping.packed(found))
    assert (again.ids, again.whole) == (found.ids, found.whole)
    assert all(np.array_equal(getattr(again, name), getattr(found, name)) for name in ("between", "rank", "community"))
    assert np.array_equal(again.cut_off, found.cut_off)


def test_large_columns_are_kept_in_parts(db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PART", 100)
    measured(db)
    head = keeping.heads(db)["public"]
    assert head.parts > 3 and keeping.figures(db, head) is not None
    create_relation(db, SYSTEM, "FUNDS", ids["IGN"], ids["Panoramax"], {}, Operation("alice"))
    measured(db)
    heads = keeping.heads(db).values()
    assert db.read("MATCH (p:MeasurePart) RETURN count(p) AS n") == [{"n": sum(head.parts for head in heads)}]


def test_what_is_written_is_told_as_not_measured_yet_and_then_measured(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    assert known(db, CHARLIE).current and not behind(db)
    create_relation(db, SYSTEM, "FUNDS", ids["IGN"], ids["Panoramax"], {}, Operation("alice"))
    assert not known(db, CHARLIE).current and behind(db)
    measured(db)
    assert known(db, CHARLIE).current and links(known(db, CHARLIE))[ids["IGN"]] == 1


def test_a_write_that_moves_no_figure_costs_no_run(
    db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(db)
    before = keeping.heads(db)["public"]
    change(db, ids["IGN"], {"summary": "Cartes"})
    monkeypatch.setattr("graph.measures.measuring.read_layers", lambda *_: pytest.fail("the layers were read"))
    measured(db)
    after = keeping.heads(db)["public"]
    assert after.run == before.run and after.seq > before.seq and known(db, CHARLIE).current


def test_a_link_that_is_written_again_as_it_was_costs_no_figures(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    before = keeping.heads(db)["public"]
    create_relation(db, SYSTEM, "FUNDS", ids["IGN"], ids["Secret"], {}, Operation("alice"))
    measured(db)
    after = keeping.heads(db)["public"]
    assert after.run == before.run and known(db, CHARLIE).current


def test_a_new_day_is_measured_anew(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    db.write("MATCH (m:Measure) SET m.day = '2020-01-01'")
    assert behind(db) and not known(db, CHARLIE).current


def test_a_record_that_is_hidden_leaves_the_layer(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    change(db, ids["GeoVisio"], {"visibility": "private"})
    measured(db)
    assert ids["GeoVisio"] not in links(known(db, CHARLIE)) and ids["GeoVisio"] not in links(known(db, ALICE))
    assert known(db, CHARLIE).figures.whole.records == 3


def test_estimates_of_a_middling_network_are_made_exact(
    db: Database, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.measures.computing.AT_ONCE", 1)
    measured(db)
    assert not known(db, CHARLIE).figures.exact and rough(db)
    measured(db, exact=True)
    assert known(db, CHARLIE).figures.exact and not rough(db)


def test_two_do_not_measure_at_once(db: Database, ids: dict[str, str]) -> None:
    assert leasing.claim(db, ME) and leasing.claim(db, ME)
    assert not leasing.claim(db, "there/2") and leasing.renew(db, ME)
    leasing.release(db, ME)
    assert leasing.claim(db, "there/2") and not leasing.renew(db, ME)


def test_who_slept_through_the_lease_keeps_nothing(db: Database, ids: dict[str, str]) -> None:
    leasing.claim(db, ME)
    db.write("MATCH (l:Lease) SET l.lease_until = 0")
    assert leasing.claim(db, "there/2")
    with pytest.raises(leasing.Lost):
        measure(db, ME)
    assert keeping.heads(db) == {}


def test_no_question_scans(db: Database, ids: dict[str, str]) -> None:
    measured(db)
    assert_no_scan(db, keeping.HEADS, layers=["public"])
    assert_no_scan(db, keeping.PARTS, run="x", parts=2)
    assert_no_scan(db, measuring.MOVING, seq=1, limit=10)


def test_pages_do_without_what_measures() -> None:
    asked = "import sys, workspace.app, workspace.worker; print({'networkit', 'scipy'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
