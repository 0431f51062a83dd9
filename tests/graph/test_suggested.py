"""Promises of suggested links: what is rare and shared, each with its reason; nothing hidden, tied or refused."""

from dataclasses import replace
from typing import Any

import pytest

from graph.database import Database
from graph.editing import create_relation
from graph.errors import NotFound
from graph.operations import Operation
from graph.schema import SCHEMA
from graph.suggested import Suggested, suggested, suggested_for
from graph.suggested_refused import refusals, refuse, take_back
from graph.suggested_rules import FOR_NAMED, FOR_SHARED, KINDS, NAMING, way
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, Fact, graph_of

RECORDS: dict[str, Any] = {
    "Comptages cyclables": ("Dataset", {"summary": "Passages de vélos aux boucles de chaussée."}),
    "Compter les vélos aux boucles": ("Policy", {"summary": "Des comptages comparables d'une ville à l'autre."}),
    "Standard boucles": ("Standard", {"summary": "Décrire une boucle de comptage.", "website": "https://ex.org/boucle/"}),
    "Carte": ("Service", {"repository": "https://git.example/carte"}), "Fond": "Dataset", "Toponymes": "Dataset",
    "Recueil": ("Guide", {"description": "Voir http://www.git.example/Carte, et 130 025 265 pour l'éditeur."}),
    "Éditeur": ("Organisation", {"siren": "130025265"}),
    "Voirie": "Theme", "Eau": "Theme", "Rue": "Commons", "Lac": "Need",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Rue", "ABOUT", "Voirie"), ("Rue", "ABOUT", "Eau"), ("Lac", "ABOUT", "Voirie"), ("Lac", "ABOUT", "Eau"),
    ("Carte", "USES", "Fond"), ("Carte", "USES", "Toponymes"),
}  # fmt: skip
BEARER = Viewer("bob", ("public", "members"))


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, RECORDS)


def told(found: list[Suggested]) -> dict[tuple[str, str, str], set[str]]:
    return {(each.source.name, each.type, each.target.name): {r.sort for r in each.reasons} for each in found}


def test_rare_words_propose_the_link_that_the_model_allows(db: Database, ids: dict[str, str]) -> None:
    found = told(suggested(db, ALICE))
    assert found["Comptages cyclables", "SERVES", "Compter les vélos aux boucles"] == {"words"}
    assert found["Comptages cyclables", "CONFORMS_TO", "Standard boucles"] == {"words"}


def test_the_reason_names_the_words_as_they_are_said(db: Database, ids: dict[str, str]) -> None:
    one = next(each for each in suggested(db, ALICE) if each.type == "SERVES" and each.source.kind == "Dataset")
    assert one.reasons[0].words == ("Comptages", "boucles", "vélos")


def test_themes_and_users_in_common_are_reasons_with_their_names(db: Database, ids: dict[str, str]) -> None:
    found = {(each.source.name, each.target.name): each for each in suggested(db, ALICE)}
    rue = found["Rue", "Lac"]
    assert (rue.type, {each.name for each in rue.reasons[0].records}) == ("MEETS", {"Voirie", "Eau"})


def test_one_user_in_common_is_not_enough_and_two_are(db: Database, ids: dict[str, str]) -> None:
    pair = frozenset((ids["Fond"], ids["Toponymes"]))
    assert pair not in {each.ends for each in suggested(db, ALICE)}
    create_relation(db, SYSTEM, "USES", ids["Rue"], ids["Fond"], {}, Operation("alice"))
    create_relation(db, SYSTEM, "USES", ids["Rue"], ids["Toponymes"], {}, Operation("alice"))
    found = next(each for each in suggested(db, ALICE) if each.ends == pair)
    assert (found.type, {each.name for each in found.reasons[0].records}) == ("COMPLEMENTS", {"Carte", "Rue"})


def test_an_address_or_a_number_named_in_a_text_is_enough(db: Database, ids: dict[str, str]) -> None:
    found = {frozenset((each.source.name, each.target.name)): each for each in suggested(db, ALICE)}
    assert found[frozenset(("Recueil", "Carte"))].reasons[0].words == ("git.example/carte",)
    editor = found[frozenset(("Recueil", "Éditeur"))]
    assert (editor.source.name, editor.type, editor.reasons[0].words) == ("Éditeur", "PRODUCES", ("130025265",))


@pytest.mark.parametrize(
    "name", ["Comptages cyclables", "Standard boucles", "Recueil", "Carte", "Éditeur", "Rue", "Lac"]
)
def test_one_record_is_told_the_same_by_the_indexes(db: Database, ids: dict[str, str], name: str) -> None:
    every = told([each for each in suggested(db, ALICE) if ids[name] in each.ends])
    assert every and told(suggested_for(db, ALICE, ids[name])) == every


def test_a_word_that_many_say_says_nothing(db: Database) -> None:
    many: dict[str, Any] = {f"Boucles cyclables {n}": "Dataset" for n in range(45)}
    ids = graph_of(db, set(), {**many, "Plan des boucles cyclables": "Policy"})
    assert suggested(db, ALICE) == []
    assert suggested_for(db, ALICE, ids["Plan des boucles cyclables"]) == []


def test_what_is_tied_or_archived_is_not_proposed(db: Database, ids: dict[str, str]) -> None:
    one, other = ids["Comptages cyclables"], ids["Compter les vélos aux boucles"]
    create_relation(db, SYSTEM, "SERVES", one, other, {"until": "2020"}, Operation("alice"))
    assert {one, other} not in [each.ends for each in suggested(db, ALICE)]
    archived = {"Vieux comptages aux boucles": ("Dataset", {"status": "archived"})}
    graph_of(db, set(), archived)
    assert "Vieux comptages aux boucles" not in str(told(suggested(db, ALICE)))


def test_who_may_write_neither_end_is_proposed_nothing(db: Database, ids: dict[str, str]) -> None:
    assert suggested(db, BOB) == []
    own = replace(BEARER, stewards=frozenset({ids["Rue"]}))
    assert {each.ends for each in suggested(db, own)} == {frozenset((ids["Rue"], ids["Lac"]))}
    assert suggested_for(db, BOB, ids["Rue"]) == []


def test_what_one_may_not_see_is_neither_proposed_nor_counted(db: Database) -> None:
    hidden = ("Dataset", {"summary": "Passages de vélos aux boucles.", "visibility": "private"})
    ids = graph_of(
        db, {("Caché", "USES", "Fond"), ("Caché", "USES", "Toponymes"), ("Rue", "USES", "Fond")},
        {"Mesures de vélos aux boucles": hidden, "Boucles pour vélos": "Policy", "Fond": "Dataset",
         "Toponymes": "Dataset", "Rue": "Commons", "Caché": ("Commons", {"visibility": "private"})},
    )  # fmt: skip
    own = replace(BEARER, stewards=frozenset({ids["Boucles pour vélos"], ids["Fond"]}))
    assert suggested(db, own) == [] and suggested_for(db, own, ids["Boucles pour vélos"]) == []
    assert suggested_for(db, own, ids["Fond"]) == []  # one user in common, as far as one sees
    assert len(suggested(db, ALICE)) == 1


def test_a_refusal_is_remembered_with_who_and_why_and_taken_back(db: Database, ids: dict[str, str]) -> None:
    one, other = ids["Rue"], ids["Lac"]
    assert refuse(db, ALICE, [(other, one)], "rien à voir") == 1
    assert frozenset((one, other)) not in {each.ends for each in suggested(db, ALICE)}
    assert suggested_for(db, ALICE, one) == []
    [kept] = refusals(db, ALICE)
    assert (kept.why, {kept.one.id, kept.other.id}) == ("rien à voir", {one, other})
    take_back(db, ALICE, kept.key)
    assert frozenset((one, other)) in {each.ends for each in suggested(db, ALICE)}


def test_who_may_write_neither_end_refuses_nothing_and_reads_no_refusal(db: Database, ids: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        refuse(db, BOB, [(ids["Rue"], ids["Lac"])])
    refuse(db, ALICE, [(ids["Rue"], ids["Lac"])])
    assert refusals(db, BOB) == []
    with pytest.raises(NotFound):
        take_back(db, BOB, refusals(db, ALICE)[0].key)


def test_every_relation_proposed_is_one_that_the_model_allows() -> None:
    for named in (True, False):
        for one in KINDS | (NAMING if named else frozenset()):
            for other in KINDS:
                if found := way(one, other, named=named):
                    type, back = found
                    assert type in FOR_NAMED + FOR_SHARED
                    assert SCHEMA.allows(type, *((other, one) if back else (one, other)))


def test_the_questions_scan_nothing(db: Database, ids: dict[str, str]) -> None:
    watched = no_scans(db, crowd=200)
    assert suggested(watched, ALICE) and suggested_for(watched, ALICE, ids["Recueil"])
    own = replace(BEARER, stewards=frozenset({ids["Rue"]}))
    assert suggested(watched, own) and suggested_for(watched, own, ids["Rue"])
    refusals(watched, own)
