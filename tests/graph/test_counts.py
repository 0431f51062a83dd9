"""Promises of the figures: everything the viewer may see, nothing else, and never stale."""

from graph import states
from graph.counts import by_family, by_kind, by_relation, totals
from graph.database import Database
from graph.editing import create_relation, delete_record
from graph.operations import Operation
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, Kinds, graph_of

FACTS = {
    ("ADEME", "FUNDS", "Panoramax", "source=convention"),
    ("ADEME", "FUNDS", "OSM", "visibility=members", "source_url=https://exemple.fr"),
    ("ADEME", "FUNDS", "Cachée"),
    ("Panoramax", "ABOUT", "Voirie"),
}
KINDS: Kinds = {
    "ADEME": "Organisation", "Panoramax": "Commons", "OSM": "Commons",
    "Cachée": ("Commons", {"visibility": "private"}), "Voirie": "Theme",
}  # fmt: skip


def test_records_are_counted_by_kind_and_by_family(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    assert by_kind(db, CHARLIE) == {"Organisation": 1, "Commons": 2, "Theme": 1}
    assert by_kind(db, ALICE)["Commons"] == 3
    families = by_family(db, CHARLIE)
    assert (families["commons"], families["rules"], len(families)) == (2, 0, 10)


def test_links_are_counted_when_both_ends_and_the_link_may_be_seen(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    told = {viewer.user: by_relation(db, viewer) for viewer in (CHARLIE, BOB, ALICE)}
    assert told == {None: {"FUNDS": 1, "ABOUT": 1}, "bob": {"FUNDS": 2, "ABOUT": 1}, "alice": {"FUNDS": 3, "ABOUT": 1}}


def test_totals_tell_the_share_that_is_sourced(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    found = totals(db, CHARLIE)
    assert (found.records, found.links, found.sourced, found.share) == (4, 2, 1, 0.5)


def test_an_empty_network_has_figures_too(db: Database) -> None:
    assert (by_kind(db, CHARLIE), totals(db, CHARLIE).share) == ({}, 0.0)


def test_a_write_is_counted_at_once(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert totals(db, CHARLIE).links == 2
    create_relation(db, ALICE, "FUNDS", ids["ADEME"], ids["OSM"], {"since": "2024"}, Operation("alice"))
    assert totals(db, CHARLIE).links == 3
    version = states.records(db, [ids["ADEME"]])[ids["ADEME"]].version
    delete_record(db, ALICE, ids["ADEME"], version, Operation("alice"))
    assert (totals(db, CHARLIE).records, totals(db, CHARLIE).links) == (3, 1)


def test_figures_never_read_the_whole_graph(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    for viewer in (ALICE, BOB):
        totals(no_scans(db), viewer)
