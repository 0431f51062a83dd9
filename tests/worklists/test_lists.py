"""Promises of each list: it holds what it says, ranked by what would be lost, and nothing that nobody told."""

from typing import Any

import pytest

from graph.database import Database
from graph.editing import create_relation
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.run import run_import
from graph.operations import Operation
from graph.viewers import SYSTEM, Viewer
from graph.worklists import alone, doubtful, empty, hanging, unresolved, words
from graph.worklists.registry import WORKLISTS
from graph.worklists.shapes import Finding, Worklist
from tests.graph.plans import assert_no_scan
from tests.graph.tuples import ALICE, BOB, CHARLIE, Fact, graph_of
from tests.measures.drawn import measured

KINDS: dict[str, Any] = {
    "IGN": "Organisation", "ADEME": "Organisation", "Ville": "Organisation", "Club": "Organisation", "Fondation":
    "Organisation", "Seule": "Organisation", "X1": "Organisation", "X2": "Organisation",
    "Panoramax": "Commons", "OpenBeta": "Commons", "Oublié": "Commons", "GeoVisio": "Software", "BD": "Dataset",
    "Idée": ("Commons", {"status": "idea"}), "Secret": ("Commons", {"visibility": "private"}),
    "Hérault": ("Territory", {"type": "departement"}), "Gers": ("Territory", {"type": "departement"}),
    "CC Haut": ("Territory", {"type": "epci"}), "Mende": ("Territory", {"type": "commune"}),
    "Vélo": "Theme", "vélos": "Theme", "Eau": "Theme",
}  # fmt: skip
FACTS: set[Fact] = {
    ("IGN", "STEWARDS", "Panoramax"), ("IGN", "STEWARDS", "GeoVisio"), ("Ville", "USES", "Panoramax"),
    ("Club", "USES", "Panoramax"), ("Panoramax", "DEPENDS_ON", "GeoVisio"), ("Ville", "USES", "BD"),
    ("IGN", "STEWARDS", "OpenBeta"), ("ADEME", "STEWARDS", "OpenBeta"), ("Ville", "USES", "OpenBeta"),
    ("ADEME", "FUNDS", "Panoramax", "step=granted"), ("Fondation", "FUNDS", "Panoramax", "step=requested"),
    ("Club", "CONTRIBUTES_TO", "Panoramax"), ("X1", "PARTNERS", "X2"),
    ("IGN", "IN_TERRITORY", "Mende"), ("Mende", "PART_OF", "CC Haut"), ("CC Haut", "PART_OF", "Hérault"),
    ("Panoramax", "ABOUT", "Vélo"), ("Ville", "USES", "GeoVisio", "standing=contested", "standing_by=Ville"),
    ("Secret", "USES", "BD"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    found = graph_of(db, FACTS, KINDS)
    measured(db)
    return found


def told(db: Database, list: Worklist, viewer: Viewer = BOB) -> list[Finding]:
    return sorted(list.find(db, viewer), key=lambda each: (-each.weight, each.key))


def records(db: Database, list: Worklist, viewer: Viewer = BOB) -> dict[str, float]:
    return {each.record.rsplit("-", 1)[1]: each.weight for each in told(db, list, viewer)}


def test_a_sole_bearer_is_told_when_somebody_relies_on_it_and_ranked_by_how_many(
    db: Database, ids: dict[str, str]
) -> None:
    assert records(db, alone.ONE_BEARER) == {"panoramax": 2, "geovisio": 2}
    (first, *_) = [each for each in told(db, alone.ONE_BEARER) if each.record == ids["Panoramax"]]
    assert first.others == (ids["IGN"],)


def test_a_bearer_that_nobody_told_is_asked_for_and_never_called_none(db: Database, ids: dict[str, str]) -> None:
    found = records(db, alone.NO_BEARER)
    assert found["bd"] == 1 and "panoramax" not in found and "idee" not in found
    assert records(db, alone.NO_BEARER, ALICE)["bd"] == 2  # what a hidden record relies on is told to who sees it


def test_who_alone_bears_several_is_told(db: Database, ids: dict[str, str]) -> None:
    (found,) = told(db, alone.SOLE_BEARERS)
    assert (found.record, found.facts["goods"]) == (ids["IGN"], 2)


def test_a_grant_that_was_only_asked_is_no_funder(db: Database, ids: dict[str, str]) -> None:
    (found,) = told(db, alone.ONE_FUNDER)
    assert (found.record, found.others) == (ids["Panoramax"], (ids["ADEME"],))


def test_a_commons_with_one_contributor_is_told_and_one_without_any_known_is_not(
    db: Database, ids: dict[str, str]
) -> None:
    assert records(db, alone.ONE_CONTRIBUTOR) == {"panoramax": 2}


def test_cut_points_isolated_and_apart_come_from_the_figures(db: Database, ids: dict[str, str]) -> None:
    assert "seule" in records(db, hanging.ISOLATED) and "x1" not in records(db, hanging.ISOLATED)
    (pair,) = told(db, hanging.APART)
    assert (pair.record, pair.others) == (ids["X1"], (ids["X2"],))
    create_relation(db, SYSTEM, "PARTNERS", ids["X1"], ids["Ville"], {}, Operation("alice"))
    measured(db)
    assert records(db, hanging.CUT_POINTS)["ville"] >= 2 and not told(db, hanging.APART)


def test_a_territory_is_empty_when_nobody_is_in_it_nor_in_its_parts(db: Database, ids: dict[str, str]) -> None:
    assert set(records(db, empty.EMPTY_TERRITORIES)) == {"gers"}
    assert set(records(db, empty.EMPTY_THEMES)) == {"velos", "eau"}


def test_theme_words_that_differ_by_a_plural_or_an_accent_are_told_once(db: Database, ids: dict[str, str]) -> None:
    (found,) = told(db, words.VARIANTS)
    assert (found.record, found.others) == (ids["vélos"], (ids["Vélo"],))


def test_a_contested_link_is_an_item_of_its_own(db: Database, ids: dict[str, str]) -> None:
    (found,) = told(db, doubtful.CONTESTED_LINKS)
    assert (found.record, found.others, found.facts["by"]) == (ids["Ville"], (ids["GeoVisio"],), "Ville")
    assert found.item.startswith("uses")


def test_links_without_a_source_are_told_by_record(db: Database, ids: dict[str, str]) -> None:
    assert records(db, doubtful.UNSOURCED_LINKS)["ign"] == 4


def test_what_nobody_looked_at_for_a_year_is_told_the_best_tied_first(db: Database, ids: dict[str, str]) -> None:
    assert told(db, doubtful.STALE_RECORDS) == []
    old = "2020-01-01T00:00:00Z"
    db.write("MATCH (n:Entity) WHERE n.name IN ['Panoramax', 'Oublié'] SET n.created_at = $old, n.updated_at = null",
             old=old)  # fmt: skip
    assert list(records(db, doubtful.STALE_RECORDS)) == ["panoramax", "oublie"]


@pytest.mark.parametrize("list", WORKLISTS, ids=lambda list: list.name)
def test_no_list_tells_of_what_its_reader_may_not_see(db: Database, ids: dict[str, str], list: Worklist) -> None:
    for viewer in (BOB, CHARLIE):
        for each in list.find(db, viewer):
            assert ids["Secret"] not in (each.record, *each.others)


def test_records_are_read_by_their_index(db: Database, ids: dict[str, str]) -> None:
    params: dict[str, Any] = {
        "kinds": ["Commons"],
        "types": ["epci"],
        "count": 1,
        "least": 1,
        "at": "2026-01-01",
        "before": "2026",
    }
    for query in (alone.HELD, doubtful.STALE, empty.TERRITORIES, empty.THEMES, words.THEMES):
        for audiences, viewer in (("IN $audiences", BOB), ("> ''", ALICE)):
            assert_no_scan(db, query.replace("AUDIENCES", audiences), **params, **viewer.params())


def test_what_the_last_import_could_not_resolve_is_told_once_with_its_first_place(db: Database) -> None:
    def bring(lines: list[DraftLink]) -> None:
        drafts = [Draft("Commons", ("s:commun/1",), {"name": "Panoramax"})]
        run_import(db, SYSTEM, "source", "exemple", [*drafts, *lines], Report())

    bring([DraftLink("USES", f"s:inconnue/{n % 2}", "s:commun/1") for n in (1, 1, 2)])
    found = told(db, unresolved.UNRESOLVED, ALICE)
    assert [(each.record, each.facts["lines"]) for each in found] == [("", 2), ("", 1)]
    assert told(db, unresolved.UNRESOLVED, BOB) == []
    bring([])
    assert told(db, unresolved.UNRESOLVED, ALICE) == []
