"""Promises of facets: each count is what one gets by choosing it, and hidden records are in none."""

from dataclasses import replace
from typing import Any

from graph import states
from graph.database import Database
from graph.editing import change_record, create_relation
from graph.lists import Filters, entities
from graph.operations import Operation
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.test_lists import FACTS, KINDS
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of


def counts(db: Database, viewer: Viewer, filters: Filters, name: str) -> dict[str, int]:
    facet = entities(db, viewer, filters).facet(name)
    return {value.label.fr: value.count for value in facet.values} if facet else {}


def chosen(filters: Filters, name: str, key: str) -> Filters:
    parameter = {"kind": "kinds"}.get(name, name)
    value: dict[str, Any] = {parameter: (key,) if name in ("kind", "status", "missing") else key}
    return replace(filters, **(value if hasattr(filters, parameter) else {"terms": value}))


def test_a_count_is_what_one_gets_by_choosing_it(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    for filters in (
        Filters(), Filters(family="places"), Filters(theme=ids["Voirie"]), Filters(territory=ids["Hérault"]),
        Filters(q="pan", family="commons"), Filters(has=("ABOUT",)), Filters(kinds=("Commons",), at="2020"),
        Filters(family="commons", missing=("theme",)), Filters(kinds=("Commons",), terms={"licence": "odbl"}),
    ):  # fmt: skip
        for facet in entities(db, BOB, filters).facets:
            for value in facet.values:
                page = entities(db, BOB, chosen(filters, facet.name, value.key))
                assert (page.total, len(page.items)) == (value.count, value.count), (filters, facet.name, value)


def test_a_facet_leaves_its_own_filter_out_so_that_one_can_choose_again(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    facet = entities(db, CHARLIE, Filters(kinds=("Commons",), status=("idea",))).facet("status")
    assert facet and [(value.key, value.count, value.active) for value in facet.values] == [
        ("in_use", 1, False), ("idea", 1, True),
    ]  # fmt: skip


def test_a_place_counts_what_is_in_its_parts_once(db: Database) -> None:
    facts = FACTS | {("Panoramax", "IN_TERRITORY", "Hérault", "role=covers")}
    graph_of(db, facts, KINDS)
    assert counts(db, CHARLIE, Filters(family="commons"), "territory") == {"Hérault": 1, "Montpellier": 1}


def test_hidden_records_links_and_themes_are_in_no_count(db: Database) -> None:
    secret = {"Secret": ("Theme", {"visibility": "private"})}
    graph_of(db, FACTS | {("Panoramax", "ABOUT", "Secret")}, KINDS | secret)
    assert counts(db, CHARLIE, Filters(), "theme") == {"Voirie": 1}
    assert counts(db, BOB, Filters(), "theme") == {"Voirie": 2}
    assert counts(db, ALICE, Filters(), "theme") == {"Voirie": 2, "Secret": 1}
    assert "jeux de données" not in counts(db, CHARLIE, Filters(family="resources"), "kind")
    assert counts(db, CHARLIE, Filters(), "visibility") == {}
    assert counts(db, BOB, Filters(family="resources"), "visibility") == {"tous": 2, "membres": 1}


def test_what_a_record_lacks_is_counted_for_the_kinds_it_is_asked_of(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    lacks = counts(db, CHARLIE, Filters(family="commons"), "missing")
    assert lacks == {"sans source": 2, "jamais revue": 2, "sans politique": 1, "sans porteur": 1, "sans résumé": 1,
                     "sans thème": 1}  # fmt: skip
    assert "sans politique" not in counts(db, CHARLIE, Filters(family="actors"), "missing")


def test_none_declared_is_not_missing(db: Database) -> None:
    graph_of(db, set(), {"Panoramax": ("Commons", {"summary": "sans objet"})})
    assert "sans résumé" not in counts(db, CHARLIE, Filters(family="commons"), "missing")


def test_a_write_is_counted_at_once(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    filters = Filters(family="commons")
    assert counts(db, CHARLIE, filters, "theme") == {"Voirie": 1}
    link = create_relation(db, ALICE, "ABOUT", ids["OpenStreetMap"], ids["Voirie"], {}, Operation("alice"))
    assert counts(db, CHARLIE, filters, "theme") == {"Voirie": 2}
    assert link
    for fields, expected in (({"name": "Rues"}, {"Rues": 2}), ({"visibility": "private"}, {})):
        version = states.records(db, [ids["Voirie"]])[ids["Voirie"]].version
        change_record(db, ALICE, ids["Voirie"], version, fields, Operation("alice"))
        assert counts(db, CHARLIE, filters, "theme") == expected


def test_between_two_writes_nothing_is_counted_again(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    watched = no_scans(db)
    entities(watched, CHARLIE, Filters(family="resources"))
    cold = len(watched.asked)
    entities(watched, CHARLIE, Filters(family="resources"))
    assert len(watched.asked) - cold == 2  # the end of the feed, and the page
    version = states.records(db, [ids["IGN"]])[ids["IGN"]].version
    change_record(db, ALICE, ids["IGN"], version, {"website": "https://exemple.fr"}, Operation("alice"))
    before = len(watched.asked)
    entities(watched, CHARLIE, Filters(family="resources"))
    assert len(watched.asked) - before == 4  # and what was written since (no resource), and which kinds are empty
