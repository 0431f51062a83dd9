"""Promises of the search page and of suggestions: forgiving, exact word first, the reason shown, nothing hidden."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.reading import found, links, text, texts

HTMX = {"HX-Request": "true"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def words(db: Database) -> dict[str, str]:
    return graph_of(
        db, set(),
        {
            "Trousseau des communes": "Commons", "Communs d’Occitanie": ("Community", {"acronym": "CdO"}),
            "Œuvres d’été": ("Note", {"text": "Relevé de la voirie piétonne devant l’école."}),
            "IGN": ("Organisation", {"summary": "Cartes et données géographiques", "siren": "180067019"}),
            "Caché voirie": ("Organisation", {"visibility": "private"}),
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("oeuvres", "Œuvres d’été"), ("ŒUVRE ETE", "Œuvres d’été"), ("geographique", "IGN"), ("180 067 019", "IGN"),
        ("trouseau", "Trousseau des communes"), ("cdo", "Communs d’Occitanie"), ("l'école", "Œuvres d’été"),
    ],
)  # fmt: skip
def test_search_forgives_accents_case_plural_elision_and_one_typo(
    client: FlaskClient, db: Database, query: str, name: str
) -> None:
    words(db)
    assert texts(client.get("/recherche", query_string={"q": query}), ".rows h2") == [name]


def test_the_exact_word_comes_first_and_the_kind_is_always_said(client: FlaskClient, db: Database) -> None:
    words(db)
    answer = client.get("/recherche?q=communs")
    assert texts(answer, ".rows h2")[0] == "Communs d’Occitanie"
    assert texts(answer, ".row-side > span:first-child")[0] == "Communauté"


def test_a_result_says_where_it_was_found_and_marks_the_word(client: FlaskClient, db: Database) -> None:
    words(db)
    answer = client.get("/recherche?q=voirie")
    assert "Trouvé dans : texte « Relevé de la voirie piétonne devant l’école. »" in text(answer, ".row")
    assert texts(answer, ".row mark") == ["voirie"]


def test_results_narrow_by_kind_and_keep_the_other_counts(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"Eau": "Theme", "Eau potable": "Need", "Eau de Sète": "Organisation"})
    answer = client.get("/recherche?q=eau&sorte=besoins")
    assert texts(answer, ".rows h2") == ["Eau potable"]
    assert len(found(answer, ".facet li a")) == 3
    assert links(answer, ".chip") == ["/recherche?q=eau"]
    assert client.get("/recherche?q=eau&sorte=planètes").status_code == 422


def test_nothing_found_offers_another_spelling(client: FlaskClient, db: Database) -> None:
    words(db)
    answer = client.get("/recherche?q=troussiaux")
    assert "Rien ne correspond à « troussiaux »" in text(answer, ".empty")
    assert links(answer, ".empty p:first-of-type a") == ["/recherche?q=trousseau"]


def test_results_come_page_by_page(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {f"Ville {n:02}": "Organisation" for n in range(23)})
    first, second = client.get("/recherche?q=ville"), client.get("/recherche?q=ville&page=2")
    assert (len(texts(first, ".rows h2")), len(texts(second, ".rows h2"))) == (20, 3)
    assert client.get("/recherche?q=ville&page=zéro").status_code == 422


def test_an_empty_question_is_answered_kindly(client: FlaskClient, db: Database) -> None:
    for path in ("/recherche", "/recherche?q=", "/recherche?q=%20", "/recherche?q=!!!", "/recherche?q=" + "a" * 5000):
        assert client.get(path).status_code == 200


def test_a_control_character_is_refused_by_name(client: FlaskClient, db: Database) -> None:
    answer = client.get("/recherche?q=a%00b")
    assert answer.status_code == 422 and "q" in texts(answer, ".error-summary dt")


def test_suggestions_are_options_that_lead_to_the_record(client: FlaskClient, db: Database) -> None:
    ids = words(db)
    answer = client.get("/recherche/suggestions?q=trou", headers=HTMX)
    [option, more] = found(answer, "[role=option]")
    assert option.attrs["href"] == "/communs/trousseau-des-communes"
    assert (option.attrs["data-id"], option.attrs["data-name"]) == (
        ids["Trousseau des communes"],
        "Trousseau des communes",
    )
    assert "Commun numérique" in option.to_text() and texts(answer, "mark") == ["Trousseau"]
    assert more.attrs["href"] == "/recherche?q=trou"


def test_suggestions_asked_for_as_a_page_are_the_search_page(client: FlaskClient, db: Database) -> None:
    assert client.get("/recherche/suggestions?q=eau").location == "/recherche?q=eau"


def test_suggestions_keep_to_the_kinds_that_a_form_asks_for(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"Eau": "Theme", "Eau potable": "Need"})
    answer = client.get("/recherche/suggestions?q=eau&kinds=Need&choose=1", headers=HTMX)
    assert [each.attrs["data-name"] for each in found(answer, "[role=option]")] == ["Eau potable"]


def test_what_is_hidden_is_neither_found_nor_suggested_nor_counted(app: Flask, db: Database) -> None:
    words(db)
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert "2 fiches" in text(alice.get("/recherche?q=voirie"), ".results-bar")
    assert "Caché" in alice.get("/recherche/suggestions?q=caché", headers=HTMX).get_data(as_text=True)
    for who in (bob, charlie):
        assert "1 fiche" in text(who.get("/recherche?q=voirie"), ".results-bar")
        assert "Caché" not in who.get("/recherche?q=voirie").get_data(as_text=True)
        assert "data-id" not in who.get("/recherche/suggestions?q=caché", headers=HTMX).get_data(as_text=True)
        assert "Vouliez-vous" not in who.get("/recherche?q=cachee").get_data(as_text=True)


@pytest.mark.parametrize("query", [HOSTILE, "+a:(b", '"', "a OR b AND", "*", "~", "search:x", "\\", "😀"])
def test_a_hostile_question_is_only_text(client: FlaskClient, db: Database, query: str) -> None:
    graph_of(db, set(), {HOSTILE: ("Commons", {"summary": HOSTILE})})
    for path in ("/recherche", "/recherche/suggestions", "/communs/"):
        answer = client.get(path, query_string={"q": query}, headers=HTMX if "suggestions" in path else {})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True) and "<img src=x" not in answer.get_data(
            as_text=True
        )
