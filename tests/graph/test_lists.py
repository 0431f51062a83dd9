"""Promises of lists: what is asked for, in order, a page at a time, and nothing hidden."""

from dataclasses import replace
from typing import Any

import pytest

from graph import states
from graph.database import Database
from graph.editing import change_record, delete_record
from graph.errors import Invalid
from graph.lists import Filters, Page, entities, entities_csv
from graph.lists_csv import harmless
from graph.operations import Operation
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

KINDS: dict[str, Any] = {
    "Panoramax": ("Commons", {"status": "in_use", "licence": "odbl", "summary": "Vues de rue"}),
    "OpenStreetMap": ("Commons", {"status": "idea", "licence": "odbl"}),
    "Écobalyse": ("Service", {"status": "in_use"}),
    "alexi": "Service",
    "Zonage": ("Dataset", {"visibility": "members"}),
    "IGN": "Organisation",
    "Voirie": "Theme",
    "Hérault": "Territory",
    "Montpellier": "Territory",
    "Sécurité routière": "Policy",
}
FACTS = {
    ("IGN", "STEWARDS", "Panoramax", "since=2021"),
    ("Panoramax", "SERVES", "Sécurité routière"),
    ("Panoramax", "ABOUT", "Voirie"),
    ("alexi", "ABOUT", "Voirie", "visibility=members"),
    ("Panoramax", "IN_TERRITORY", "Montpellier", "role=deployed"),
    ("Écobalyse", "IN_TERRITORY", "Hérault", "role=covers"),
    ("Montpellier", "PART_OF", "Hérault"),
}


def names(page: Page) -> list[str]:
    return [item.brief.name for item in page.items]


def test_a_list_is_in_the_order_of_the_alphabet_accents_and_capitals_aside(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    assert names(entities(db, BOB, Filters(family="resources"))) == ["alexi", "Écobalyse", "Zonage"]
    assert names(entities(db, BOB, Filters(family="resources", sort="-name"))) == ["Zonage", "Écobalyse", "alexi"]
    assert names(entities(db, CHARLIE, Filters(kinds=("Commons",)))) == ["OpenStreetMap", "Panoramax"]


def test_pages_hold_everything_once(db: Database) -> None:
    graph_of(db, set(), {f"Thème {n:02}": "Theme" for n in range(7)})
    pages = [entities(db, CHARLIE, Filters(family="places", page=page, size=3)) for page in (1, 2, 3)]
    assert [name for page in pages for name in names(page)] == [f"Thème {n:02}" for n in range(7)]
    assert {(page.total, page.pages) for page in pages} == {(7, 3)}
    assert names(entities(db, CHARLIE, Filters(family="places", page=9, size=3))) == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(q="vues de rue"), {"Panoramax"}),
        (Filters(theme="theme-voirie"), {"Panoramax"}),
        (Filters(territory="territoire-montpellier"), {"Panoramax", "Montpellier"}),
        (Filters(territory="territoire-herault"), {"Panoramax", "Écobalyse", "Montpellier", "Hérault"}),
        (Filters(territory="territoire-herault", family="resources"), {"Écobalyse"}),
        (Filters(territory="territoire-herault", theme="theme-voirie"), {"Panoramax"}),
        (Filters(status=("in_use",)), {"Panoramax", "Écobalyse"}),
        (Filters(family="commons", status=("in_use", "idea")), {"Panoramax", "OpenStreetMap"}),
        (Filters(has=("STEWARDS:in",)), {"Panoramax"}),
        (Filters(has=("STEWARDS:out",)), {"IGN"}),
        (Filters(has=("STEWARDS",)), {"IGN", "Panoramax"}),
        (Filters(family="commons", lacks=("STEWARDS",)), {"OpenStreetMap"}),
        (Filters(family="commons", missing=("policy",)), {"OpenStreetMap"}),
        (Filters(family="commons", missing=("policy", "summary")), {"OpenStreetMap"}),
        (Filters(kinds=("Commons",), terms={"licence": "odbl"}), {"Panoramax", "OpenStreetMap"}),
        (Filters(kinds=("Commons",), terms={"licence": "mit"}), set()),
        (Filters(ref="siren:130025265"), {"IGN"}),
        (Filters(ref="siren:130025265", kinds=("Service",)), set()),
        (Filters(family="commons", since="2020"), {"Panoramax", "OpenStreetMap"}),
        (Filters(family="commons", since="2999"), set()),
        (Filters(q="vues", theme="theme-voirie", territory="territoire-herault", has=("SERVES",)), {"Panoramax"}),
        (Filters(q="...", family="commons"), set()),
        (Filters(visibility="members"), set()),
    ],
)
def test_filters_narrow_the_list_and_its_total_agrees(db: Database, filters: Filters, expected: set[str]) -> None:
    ids = graph_of(db, FACTS, KINDS)
    db.write("MATCH (n:Entity {id: $id}) CREATE (:Ref {key: 'siren:130025265'})-[:IDENTIFIES]->(n)", id=ids["IGN"])
    page = entities(db, CHARLIE, filters)
    assert set(names(page)) == expected
    assert page.total == len(expected)


def test_what_is_hidden_is_neither_listed_nor_counted(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    for viewer, expected in ((CHARLIE, 9), (BOB, 10), (ALICE, 10)):
        page = entities(db, viewer, Filters())
        assert (page.total, len(page.items)) == (expected, expected)
    assert set(names(entities(db, BOB, Filters(theme=ids["Voirie"])))) == {"Panoramax", "alexi"}
    version = states.records(db, [ids["alexi"]])[ids["alexi"]].version
    delete_record(db, ALICE, ids["alexi"], version, Operation("alice"))
    assert "alexi" not in names(entities(db, BOB, Filters()))


def test_a_hidden_theme_or_territory_is_no_filter(db: Database) -> None:
    ids = graph_of(db, {("Panoramax", "ABOUT", "Secret")}, {
        "Panoramax": "Commons", "Secret": ("Theme", {"visibility": "private"}),
    })  # fmt: skip
    for theme in (ids["Secret"], "theme-inconnu"):
        with pytest.raises(Invalid) as error:
            entities(db, BOB, Filters(theme=theme))
        assert error.value.fields == {"theme": "cette fiche n'existe pas"}


def test_a_row_tells_who_bears_it_what_it_serves_and_its_links(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    missing, found = entities(db, CHARLIE, Filters(kinds=("Commons",))).items
    told = [(telling.verb.fr, [other.name for other in telling.others], telling.count) for telling in found.subtitle]
    assert told == [("est porté par", ["IGN"], 1), ("contribue à", ["Sécurité routière"], 1)]
    assert (found.links, found.serves, missing.lacks_policy) == (4, True, True)


def test_words_found_are_shown_in_their_place(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    (item,) = entities(db, CHARLIE, Filters(q="rue")).items
    assert item.found_in and item.found_in.field == "summary"
    assert item.found_in.pieces == (("Vues de ", False), ("rue", True))


def test_an_empty_list_says_what_each_filter_costs(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    filters = Filters(kinds=("Commons",), theme=ids["Voirie"], status=("idea",), terms={"licence": "odbl"})
    page = entities(db, CHARLIE, filters)
    assert (page.total, page.items) == (0, ())
    assert page.without == {"kinds": 0, "theme": 1, "status": 1, "licence": 0}
    assert page.chosen["theme"].name == "Voirie"
    assert entities(db, CHARLIE, Filters(q="panorammaxs")).suggestion == "panoramax"


def test_sorting_by_links_and_by_date_of_change(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    assert names(entities(db, CHARLIE, Filters(kinds=("Commons",), sort="links")))[0] == "Panoramax"
    version = states.records(db, [ids["OpenStreetMap"]])[ids["OpenStreetMap"]].version
    later = replace(Operation("alice"), at="2999-01-01T00:00:00Z")
    change_record(db, ALICE, ids["OpenStreetMap"], version, {"summary": "Carte"}, later)
    assert names(entities(db, CHARLIE, Filters(kinds=("Commons",), sort="updated")))[0] == "OpenStreetMap"


def test_as_of_a_day_links_and_statuses_are_those_of_that_day(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    db.write("MATCH (n:Entity {id: $id}) SET n.status_states = ['idea', 'in_use'], n.status_days = ['2019', '2022']",
             id=ids["Panoramax"])  # fmt: skip
    old = Filters(kinds=("Commons",), at="2020-06-30")
    # The other one is an idea since today only: nobody knows what it was.
    assert names(entities(db, CHARLIE, replace(old, status=("idea",)))) == ["Panoramax"]
    assert names(entities(db, CHARLIE, replace(old, has=("STEWARDS:in",)))) == []
    assert names(entities(db, CHARLIE, Filters(kinds=("Commons",), at="2023", has=("STEWARDS:in",)))) == ["Panoramax"]
    assert entities(db, CHARLIE, old).items[1].brief.status == "idea"


def test_every_wrong_parameter_is_named(db: Database) -> None:
    wrong = Filters(
        family="plants", status=("happy",), has=("LOVES",), missing=("charm",), visibility="all", sort="luck",
        size=0, page=0, at="demain", since="hier",
    )  # fmt: skip
    with pytest.raises(Invalid) as error:
        entities(db, CHARLIE, wrong)
    assert set(error.value.fields) == {
        "family", "relation", "missing", "visibility", "sort", "size", "page", "at", "since",
    }  # fmt: skip
    for filters, name in (
        (Filters(kinds=("Commune",)), "kind"),
        (Filters(kinds=("Commons",), family="actors"), "kind"),
        (Filters(kinds=("Commons",), status=("laureate",)), "status"),
        (Filters(kinds=("Commons",), terms={"name": "x"}), "name"),
        (Filters(terms={"a} RETURN n //": "x"}), "a} RETURN n //"),
        (Filters(page=10_000, size=200), "page"),
    ):
        with pytest.raises(Invalid) as error:
            entities(db, CHARLIE, filters)
        assert set(error.value.fields) == {name}


def test_a_list_is_taken_away_as_rows(db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    header, *rows = entities_csv(db, CHARLIE, Filters(kinds=("Commons",)))
    table = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["Nom"] for row in table] == ["OpenStreetMap", "Panoramax"]
    assert (table[1]["Licence"], table[1]["État"], table[1]["Liens"]) == ("odbl", "en usage", "4")
    assert table[1]["Adresse"] == "/communs/panoramax"
    assert len(list(entities_csv(db, CHARLIE, Filters()))) == 10
    assert next(entities_csv(db, CHARLIE, Filters(), "en"))[:3] == ["Identifier", "Type of record", "Name"]


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+33 6", "'+33 6"), ("-x", "'-x"), ("@a", "'@a"), ("\ta", "'\ta"), ("\ra", "'\ra"),
     ("-5", "-5"), ("+3,5", "+3,5"), ("12.5", "12.5"), ("a=b", "a=b"), ("", "")],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    assert harmless(cell) == written


def test_a_list_never_reads_the_whole_graph(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    watched = no_scans(db)
    for viewer in (ALICE, BOB):
        for filters in (
            Filters(),
            Filters(family="resources", sort="-name"),
            Filters(kinds=("Commons",), sort="links", at="2023"),
            Filters(q="panoramax", status=("in_use",)),
            Filters(theme=ids["Voirie"], territory=ids["Hérault"]),
            Filters(territory=ids["Hérault"], missing=("policy",), terms={"licence": "mit"}),
            Filters(ref="siren:130025265", has=("STEWARDS",), lacks=("FUNDS:in",), since="2020"),
        ):
            entities(watched, viewer, filters)
            list(entities_csv(watched, viewer, filters))
