"""Promises of the one search box: what people type finds what they mean, and only what they may see."""

from typing import Any

import pytest

from graph import states
from graph.database import Database
from graph.editing import delete_record
from graph.errors import Invalid
from graph.operations import Operation
from graph.search import Results, search, suggest
from graph.viewers import Viewer
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of

COMMONS: dict[str, tuple[str, dict[str, Any]]] = {
    "Panoramax": ("Commons", {"summary": "Les vues de rue, libres, des communes et des départements."}),
    "Base Adresse Nationale": ("Dataset", {"acronym": "", "aliases": "BAN"}),
    "Données de l'eau": ("Dataset", {"summary": "La qualité de l’eau du robinet."}),
    "Œuvres d'art": ("Dataset", {"summary": "Ce que montrent les musées, à portée d'un œil."}),
    "Aérodromes": ("Dataset", {"description": "Une **liste** de pistes, avec leur longueur."}),
}


def names(results: Results) -> list[str]:
    return [hit.brief.name for hit in results.hits]


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("panoramax", "Panoramax"),
        ("PANORAMAX", "Panoramax"),
        ("aerodromes", "Aérodromes"),
        ("AÉRODROMES", "Aérodromes"),
        ("aérodrome", "Aérodromes"),
        ("oeuvre", "Œuvres d'art"),
        ("œuvres", "Œuvres d'art"),
        ("oeil", "Œuvres d'art"),
        ("eau", "Données de l'eau"),
        ("l'eau", "Données de l'eau"),
        ("l’eau du robinet", "Données de l'eau"),
        ("robinets", "Données de l'eau"),
        ("donnée", "Données de l'eau"),
        ("pano", "Panoramax"),
        ("vues de rue dép", "Panoramax"),
        ("panormax", "Panoramax"),
        ("panoarmax", "Panoramax"),
        ("panoramaxx", "Panoramax"),
        ("ban", "Base Adresse Nationale"),
        ("longueur des pistes", "Aérodromes"),
        ("Ae\u0301rodromes", "Aérodromes"),
    ],
)
def test_accents_case_plurals_elisions_beginnings_and_typos_do_not_matter(db: Database, q: str, name: str) -> None:
    graph_of(db, set(), COMMONS)
    assert names(search(db, CHARLIE, q)) == [name]


def test_words_that_resemble_each_other_do_not_drown_each_other(db: Database) -> None:
    graph_of(db, set(), {
        "Les communautés": "Community",
        "Les communes": "Territory",
        "Les communs": "Call",
        "Fabrique": ("Organisation", {"summary": "Elle aide les communs."}),
        "Atelier": ("Organisation", {"summary": "Il aide les communes."}),
    })  # fmt: skip
    assert names(search(db, CHARLIE, "communs"))[:2] == ["Les communs", "Fabrique"]
    assert names(search(db, CHARLIE, "communes"))[:2] == ["Les communes", "Atelier"]
    assert names(search(db, CHARLIE, "communautés"))[:1] == ["Les communautés"]


def test_the_exact_name_comes_first_then_names_then_texts(db: Database) -> None:
    graph_of(db, set(), {
        "Observatoire de l'eau et des eaux": "Service",
        "Eau": "Theme",
        "Rivières": ("Theme", {"summary": "L'eau, l'eau, toujours l'eau."}),
    })  # fmt: skip
    assert names(search(db, CHARLIE, "eau")) == ["Eau", "Observatoire de l'eau et des eaux", "Rivières"]


def test_every_word_must_be_said_but_the_articles(db: Database) -> None:
    graph_of(db, set(), COMMONS)
    assert names(search(db, CHARLIE, "la qualité des aérodromes")) == []
    assert names(search(db, CHARLIE, "les vues d'une rue")) == ["Panoramax"]


def test_a_short_word_or_a_number_is_not_taken_for_a_typo(db: Database) -> None:
    graph_of(db, set(), {"Bus": "Theme", "ADEME": ("Organisation", {"siren": "385290309"})})
    assert names(search(db, CHARLIE, "bis")) == []
    assert names(search(db, CHARLIE, "385290308")) == []


def test_the_kind_and_the_field_with_its_passage_are_told(db: Database) -> None:
    graph_of(db, set(), COMMONS)
    (hit,) = search(db, CHARLIE, "départements").hits
    assert hit.brief.kind_label.fr == "commun numérique"
    assert (hit.found.field, hit.found.label.fr, hit.found.how) == ("summary", "Résumé", "word")
    assert hit.found.passage == "Les vues de rue, libres, des communes et des départements."
    assert [text for text, marked in hit.found.pieces if marked] == ["départements"]


def test_marks_keep_the_accents_of_the_text_even_decomposed(db: Database) -> None:
    graph_of(db, set(), {"De\u0301bit d'eau": "Dataset", "Cœur de ville": "Programme"})
    for q, marked in (("debit", "De\u0301bit"), ("coeur", "Cœur")):
        (hit,) = search(db, CHARLIE, q).hits
        assert [text for text, mark in hit.found.name_pieces(hit.brief.name) if mark] == [marked]


def test_a_long_text_is_cut_around_what_was_found(db: Database) -> None:
    text = "début " * 200 + "puis le mot cherché ici " + "suite " * 200
    graph_of(db, set(), {"Guide": ("Guide", {"description": text})})
    (hit,) = search(db, CHARLIE, "cherche").hits
    assert len(hit.found.passage) < 220
    assert hit.found.passage.startswith("… ") and hit.found.passage.endswith(" …")
    assert ("cherché", True) in hit.found.pieces


def test_a_passage_of_markdown_reads_as_plain_words(db: Database) -> None:
    text = "## Titre\n\nVersée dans [Vues de rue](/communs/panoramax), **libre** et `snake_case`."
    graph_of(db, set(), {"Campagne": ("Commons", {"description": text})})
    (hit,) = search(db, CHARLIE, "libre").hits
    assert hit.found.passage == "Titre  Versée dans Vues de rue, libre et snake_case."


def test_an_identifier_finds_its_record(db: Database) -> None:
    ids = graph_of(db, set(), {
        "ADEME": ("Organisation", {"siren": "385290309"}),
        "L'Abergement": ("Territory", {"code": "01001"}),
        "Panoramax": "Commons",
    })  # fmt: skip
    key = "betagouv:service/panoramax"
    db.write("MATCH (n:Entity {id: $id}) CREATE (:Ref {key: $key})-[:IDENTIFIES]->(n)", id=ids["Panoramax"], key=key)
    for q, name, field in (
        ("385 290 309", "ADEME", "siren"),
        ("38529030900454", "ADEME", "siren"),
        ("01001", "L'Abergement", "code"),
        ("betagouv:service/panoramax", "Panoramax", "ref"),
        (ids["Panoramax"], "Panoramax", "id"),
    ):
        found = search(db, CHARLIE, q)
        assert (names(found), found.total) == ([name], 1)
        assert found.hits[0].found.field == field


def test_what_is_hidden_is_not_found_nor_counted_nor_suggested(db: Database) -> None:
    ids = graph_of(db, set(), {
        "Panoramax": "Commons",
        "Panoramique": ("Commons", {"visibility": "members"}),
        "Panorama": ("Organisation", {"visibility": "private", "siren": "385290309"}),
        "Panoramas": "Commons",
    })  # fmt: skip
    delete_record(
        db, ALICE, ids["Panoramas"], states.records(db, [ids["Panoramas"]])[ids["Panoramas"]].version, Operation("a")
    )
    for viewer, expected in ((CHARLIE, 1), (BOB, 2), (ALICE, 3)):
        found = search(db, viewer, "pano")
        assert (len(found.hits), found.total, sum(value.count for value in found.kinds)) == (expected,) * 3
        assert len(suggest(db, viewer, "pano")) == expected
    for q in ("385290309", ids["Panorama"], "siren:385290309", "panorama"):
        assert "Panorama" not in names(search(db, BOB, q))
    assert search(db, CHARLIE, "panoramiq").suggestion != "panoramique"


def test_the_word_of_an_audience_finds_nothing_by_itself(db: Database) -> None:
    graph_of(db, set(), {"Panoramax": "Commons", "Cachée": ("Commons", {"visibility": "members"})})
    for q in ("members", "member", "public", "audience:members", "Commons"):
        assert names(search(db, CHARLIE, q)) == []


def test_results_are_paged_and_counted_by_kind(db: Database) -> None:
    graph_of(db, set(), {f"Eau {n}": "Theme" if n % 2 else "Dataset" for n in range(7)})
    pages = [search(db, CHARLIE, "eau", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert sorted(name for page in pages for name in names(page)) == [f"Eau {n}" for n in range(7)]
    assert {page.total for page in pages} == {7}
    assert [(value.key, value.count) for value in pages[0].kinds] == [("Dataset", 4), ("Theme", 3)]
    assert search(db, CHARLIE, "eau", kinds=["Theme"]).total == 3


def test_another_spelling_is_offered_when_nothing_is_found(db: Database) -> None:
    graph_of(db, set(), COMMONS)
    found = search(db, CHARLIE, "panorammaxs")
    assert (found.total, found.suggestion) == (0, "panoramax")
    assert search(db, CHARLIE, "zzzzzzz").suggestion is None


def test_names_are_suggested_while_one_types(db: Database) -> None:
    graph_of(db, set(), COMMONS)
    for typed in ("p", "pano", "panormax", "bas adr", "ban"):
        assert len(suggest(db, CHARLIE, typed)) == 1
    (hit,) = suggest(db, CHARLIE, "bas adr")
    assert [text for text, marked in hit.found.name_pieces(hit.brief.name) if marked] == ["Base", "Adresse"]


@pytest.mark.parametrize(
    "q",
    ["", "   ", "*:*", '"', "title:", "+audience:(members)", "a" * 10_000, "mot " * 5_000, "(((((", "~~1", "\\", "\x00",
     "?", "😀", "AND OR NOT", "[a TO z]", "/.*/", "{!func}", "eau^1000", "é" * 300, "١٢٣"],
)  # fmt: skip
def test_hostile_text_is_only_text(db: Database, q: str) -> None:
    graph_of(db, set(), {"Cachée": ("Commons", {"visibility": "private"})})
    assert search(db, CHARLIE, q).hits == ()
    assert suggest(db, CHARLIE, q) == ()


def test_a_viewer_of_thousands_of_private_records_is_answered(db: Database) -> None:
    graph_of(db, set(), COMMONS)
    many = Viewer("eve", ("public", *(f"r{n}" for n in range(3_000))))
    assert names(search(db, many, "panoramax")) == ["Panoramax"]


def test_wrong_parameters_are_named(db: Database) -> None:
    with pytest.raises(Invalid) as error:
        search(db, CHARLIE, "eau", kinds=["Commune"], limit=0, offset=-1)
    assert set(error.value.fields) == {"kind", "size", "page"}


def test_searching_never_reads_the_whole_graph(db: Database) -> None:
    ids = graph_of(db, set(), COMMONS)
    watched = no_scans(db)
    for q in ("panoramax", "panorammaxs", ids["Panoramax"]):
        search(watched, BOB, q)
    suggest(watched, BOB, "pano")
