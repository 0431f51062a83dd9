"""Promises of what is measured: the public layer and the members', never what is told to fewer; as it is today."""

from typing import Any

import pytest

from graph.database import Database
from graph.links import today
from graph.measures.layers import LINKS, NODES, Layer, layer_of, read_layers
from graph.network import LAYERS
from graph.viewers import Viewer
from tests.graph.plans import assert_no_scan
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of

KINDS: dict[str, Any] = {
    "ADEME": "Organisation", "Panoramax": "Commons", "GeoVisio": "Software", "Voirie": "Theme", "Ain": "Territory",
    "Réseau": ("Community", {"visibility": "members"}), "Secret": ("Commons", {"visibility": "private"}),
    "Groupe": ("Community", {"visibility": "group"}), "Note": "Note", "Besoin": "Need",
}  # fmt: skip
FACTS: set[Fact] = {
    ("ADEME", "FUNDS", "Panoramax", "since=2023"), ("Panoramax", "HAS_RESOURCE", "GeoVisio"),
    ("Panoramax", "ABOUT", "Voirie"), ("ADEME", "MEMBER_OF", "Réseau"), ("ADEME", "FUNDS", "Secret"),
    ("ADEME", "MEMBER_OF", "Groupe"), ("ADEME", "USES", "GeoVisio", "visibility=members"),
    ("ADEME", "USES", "Panoramax", "until=2020"), ("Ain", "EXPRESSES", "Besoin"), ("Note", "MENTIONS", "ADEME"),
}  # fmt: skip


@pytest.fixture
def layers(db: Database) -> dict[str, Layer]:
    graph_of(db, FACTS, KINDS)
    return read_layers(db, today())


def pairs(layer: Layer) -> set[tuple[str, str]]:
    names = [id.split("-", 1)[1] for id in layer.ids]
    return {(names[a], names[b]) for a, b in layer.edges.tolist()}


PUBLIC = {("ademe", "panoramax"), ("panoramax", "geovisio")}


def test_each_layer_holds_what_all_of_its_readers_may_see(layers: dict[str, Layer]) -> None:
    assert pairs(layers["public"]) == PUBLIC
    assert pairs(layers["members"]) == PUBLIC | {("ademe", "reseau"), ("ademe", "geovisio")}
    told = {id for layer in layers.values() for id in layer.ids}
    assert not {"commun-secret", "communaute-groupe"} & told
    assert "communaute-reseau" not in layers["public"].ids


def test_a_link_that_ended_ties_no_more(layers: dict[str, Layer], db: Database) -> None:
    assert len(layers["public"].edges) == 2  # FUNDS since 2023, and the undated one
    assert len(read_layers(db, "2019-06-01")["public"].edges) == 2  # USES until 2020, and the undated one
    assert len(read_layers(db, "2021-06-01")["public"].edges) == 1


def test_territories_and_themes_tie_nobody_but_a_link_to_them_is_one(layers: dict[str, Layer]) -> None:
    found = layers["public"]
    assert not {"territoire-ain", "theme-voirie", "note-note"} & set(found.ids)
    assert dict(zip(found.ids, found.links.tolist(), strict=True))["besoin-besoin"] == 1


def test_the_digest_differs_when_a_figure_may(layers: dict[str, Layer], db: Database) -> None:
    assert read_layers(db, today())["public"].digest == layers["public"].digest
    assert layers["public"].digest != layers["members"].digest


def test_each_reader_is_told_their_layer_and_the_whole_facilitator_no_more_than_members() -> None:
    group = Viewer("dora", ("public", "members", "g1"))
    assert [layer_of(viewer) for viewer in (CHARLIE, BOB, group, ALICE)] == ["public", "members", "members", "members"]


def test_records_are_read_by_the_index_of_their_layer(layers: dict[str, Layer], db: Database) -> None:
    reader = Viewer(audiences=LAYERS["members"]).params()
    assert_no_scan(db, NODES, kinds=["Commons"], **reader)
    assert "MATCH (a)-[r:" in LINKS  # the question is about all links of these types
