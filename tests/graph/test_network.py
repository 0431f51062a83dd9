"""Promises of the whole network: everything one may see, in columns, the same until something is written."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.beginning import first_centre
from graph.database import Database
from graph.drawn import facets
from graph.editing import change_record
from graph.errors import Invalid
from graph.network import NODES, Columns, network
from graph.operations import Operation
from graph.positions import SETTLED, Ints, positions
from graph.viewers import SYSTEM, Viewer, audience_of
from tests.graph.plans import assert_no_scan, no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software", "Voirie": "Theme",
    "Réseau": ("Community", {"visibility": "members"}), "Secret": ("Commons", {"visibility": "private"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    ("Panoramax", "ABOUT", "Voirie"), ("ADEME", "MEMBER_OF", "Réseau"), ("ADEME", "FUNDS", "Secret"),
    ("ADEME", "USES", "GeoVisio", "visibility=members", "until=2020"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def facts(found: Columns) -> set[tuple[str, str, str]]:
    return {
        (found.names[a], found.type_names[type], found.names[b])
        for (a, b), type in zip(found.edges.tolist(), found.types.tolist(), strict=True)
    }


PUBLIC = {("ADEME", "FUNDS", "Panoramax"), ("Panoramax", "HAS_RESOURCE", "GeoVisio")}
MEMBERS = PUBLIC | {("ADEME", "MEMBER_OF", "Réseau"), ("ADEME", "USES", "GeoVisio")}


def test_each_layer_holds_what_it_may_see_and_no_more(db: Database, ids: dict[str, str]) -> None:
    assert facts(network(db, CHARLIE)) == PUBLIC
    assert facts(network(db, BOB)) == MEMBERS
    assert facts(network(db, ALICE)) == MEMBERS | {("ADEME", "FUNDS", "Secret")}
    assert set(network(db, CHARLIE).names) == {"ADEME", "Panoramax", "GeoVisio", "Voirie"}


def test_a_group_is_not_drawn_in_the_layer_of_members(db: Database, ids: dict[str, str]) -> None:
    own = Viewer("dora", ("public", "members", audience_of("private", ids["Secret"], None)))
    assert "Secret" not in network(db, own).names


def test_columns_fit_together(db: Database, ids: dict[str, str]) -> None:
    found = network(db, CHARLIE)
    assert found.ids == sorted(found.ids)
    assert [found.kind_names[kind] for kind in found.kinds] == ["Commons", "Software", "Organisation", "Theme"]
    assert len(found.x) == len(found.y) == len(found.ids)
    assert found.undated.tolist() == [found.type_names[type] == "HAS_RESOURCE" for type in found.types]


def test_kinds_relations_and_a_day_can_be_chosen(db: Database, ids: dict[str, str]) -> None:
    assert facts(network(db, CHARLIE, relations=["ABOUT"])) == {("Panoramax", "ABOUT", "Voirie")}
    assert network(db, CHARLIE, kinds=["Commons"]).names == ["Panoramax"]
    assert facts(network(db, CHARLIE, families=["commons", "resources"])) == {("Panoramax", "HAS_RESOURCE", "GeoVisio")}
    assert facts(network(db, BOB, at="2021")) == MEMBERS - {
        ("ADEME", "FUNDS", "Panoramax"), ("ADEME", "USES", "GeoVisio"),
    }  # fmt: skip
    for wrong in ({"kinds": ["X"]}, {"relations": ["X"]}, {"at": "X"}):
        with pytest.raises(Invalid):
            network(db, CHARLIE, **wrong)


def test_columns_are_kept_until_something_is_written(db: Database, ids: dict[str, str]) -> None:
    first = network(db, CHARLIE)
    assert network(db, CHARLIE) is first
    version = db.read("MATCH (n:Entity {id: $id}) RETURN n.version AS v", id=ids["ADEME"])[0]["v"]
    change_record(db, SYSTEM, ids["ADEME"], version, {"name": "Agence"}, Operation("alice"))
    second = network(db, CHARLIE)
    assert "Agence" in second.names and second.seq > first.seq


def test_an_empty_network_has_empty_columns(db: Database) -> None:
    found = network(db, CHARLIE)
    assert (found.ids, found.edges.shape, len(found.x)) == ([], (0, 2), 0)


def some(count: int, links: int) -> tuple[list[str], Ints, Ints]:
    chance = np.random.default_rng(7)
    edges = chance.integers(0, count, (links, 2))
    return [f"commun-{n}" for n in range(count)], np.arange(count) % 5, edges[edges[:, 0] != edges[:, 1]]


@pytest.mark.parametrize("count", [1, 2, 60, SETTLED + 1])
def test_positions_are_the_same_for_the_same_network_and_all_apart(count: int) -> None:
    ids, groups, edges = some(count, 2 * count)
    x, y = positions(ids, groups, edges)
    again = positions(ids, groups, edges)
    assert np.array_equal(x, again[0]) and np.array_equal(y, again[1])
    assert np.abs(x).max() <= 1000 and np.abs(y).max() <= 1000
    assert len({*zip(x.tolist(), y.tolist(), strict=True)}) == count


def test_linked_records_stand_nearer_than_others() -> None:
    ids, groups, edges = some(300, 350)
    x, y = positions(ids, groups, edges)
    linked = np.hypot(x[edges[:, 0]] - x[edges[:, 1]], y[edges[:, 0]] - y[edges[:, 1]]).mean()
    assert linked < 0.5 * np.hypot(x - np.roll(x, 7), y - np.roll(y, 7)).mean()


def test_records_are_read_by_the_index_of_their_layer(db: Database, ids: dict[str, str]) -> None:
    for viewer, layer in ((BOB, "IN $audiences"), (ALICE, "IS NOT NULL")):
        assert_no_scan(db, NODES.replace("LAYER", layer), kinds=None, **viewer.params())


def test_counts_of_what_is_drawn_and_the_first_centre_are_found_by_indexes(db: Database) -> None:
    kinds = {"A": "Organisation", "G": "Community", "T": "Theme"}
    ids = graph_of(db, {("A", "MEMBER_OF", "G"), ("A", "ABOUT", "T")}, kinds)
    watched = no_scans(db, crowd=1000)
    facets(watched, CHARLIE, sorted(ids.values()), None)
    assert first_centre(watched, CHARLIE) == ids["G"]
    assert first_centre(watched, replace(CHARLIE, person=ids["A"])) == ids["G"]
