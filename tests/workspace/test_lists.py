"""Promises of lists: every family and kind has one; filters live in the address; nothing hidden is counted."""

import csv
import io

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.database import Database
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.reading import found, links, text, texts
from workspace.listings import LISTINGS

WRONG = (
    "etat=cassé", "page=zéro", "page=0", "tri=hasard", "au=bientôt", "depuis=32/13/2020", "manque=tout", "visible=nul",
    "avec=AIME", "theme=theme-inconnu", "territoire=nulle-part",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def streets(db: Database) -> dict[str, str]:
    """Four commons about streets, one of them hidden, with themes, a place and a steward."""
    return graph_of(
        db,
        {
            ("IGN", "STEWARDS", "Panoramax", "since=2022"),
            ("Panoramax", "SERVES", "Connaître la voirie", "how=monitors"),
            ("Panoramax", "ABOUT", "Espace public"), ("Trottoirs ouverts", "ABOUT", "Espace public"),
            ("Points d’eau", "ABOUT", "Eau"), ("Panoramax", "IN_TERRITORY", "Hérault"),
            ("Hérault", "PART_OF", "Occitanie"),
        },
        {
            "Panoramax": ("Commons", {"status": "in_use", "summary": "Photos de la voirie", "licence": "MIT"}),
            "Trottoirs ouverts": ("Commons", {"status": "building", "description": "Relevé de la voirie piétonne"}),
            "Points d’eau": ("Commons", {"status": "in_use"}),
            "Caché": ("Commons", {"status": "in_use", "summary": "voirie", "visibility": "private"}),
            "IGN": "Organisation", "Connaître la voirie": "Policy", "Espace public": "Theme", "Eau": "Theme",
            "Hérault": "Territory", "Occitanie": "Territory",
        },
    )  # fmt: skip


def names(answer: TestResponse) -> list[str]:
    return texts(answer, ".rows h2")


def facet(answer: TestResponse, name: str) -> dict[str, int]:
    told = {each: texts(answer, f".facet a[id^=facette-{name}-] {each}") for each in ("span:nth-of-type(2)", ".number")}
    return dict(zip(told["span:nth-of-type(2)"], map(int, told[".number"]), strict=True))


def rows(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_family_and_kind_has_a_list_and_a_file(client: FlaskClient, db: Database) -> None:
    for url in LISTINGS:
        assert client.get(f"/{url}/").status_code == 200, url
        assert client.get(f"/{url}.csv").mimetype == "text/csv", url
        assert client.get(f"/{url}").location.endswith(f"/{url}/"), url


def test_a_list_tells_how_many_of_how_many_and_what_each_is_tied_to(client: FlaskClient, db: Database) -> None:
    streets(db)
    answer = client.get("/communs/?etat=in_use")
    assert names(answer) == ["Panoramax", "Points d’eau"]
    assert "2 communs numériques sur 3" in text(answer, ".results-bar")
    row = text(answer, ".row")
    assert "Est porté par IGN" in row and "Connaître la voirie" in row and "En usage" in row
    assert "ne sert aucune politique connue" in texts(answer, ".row")[1]


def test_facets_count_what_they_leave_and_chips_take_filters_away(client: FlaskClient, db: Database) -> None:
    ids = streets(db)
    answer = client.get("/communs/")
    assert facet(answer, "etat") == {"En usage": 2, "En construction": 1}
    assert facet(answer, "theme") == {"Espace public": 2, "Eau": 1}
    narrowed = client.get(f"/communs/?theme={ids['Espace public']}&etat=building&tri=-nom")
    assert names(narrowed) == ["Trottoirs ouverts"]
    assert [text.replace(" ,", ",") for text in texts(narrowed, ".chip")] == [
        "Espace public, retirer",
        "En construction, retirer",
    ]
    for url in links(narrowed, ".chip"):
        assert len(names(client.get(url))) == 2 or "Trottoirs ouverts" in names(client.get(url))
    assert len(names(client.get(links(narrowed, ".active-filters > a.meta")[0]))) == 3


def test_two_states_are_either_or_and_a_theme_replaces_another(client: FlaskClient, db: Database) -> None:
    ids = streets(db)
    assert len(names(client.get("/communs/?etat=in_use&etat=building"))) == 3
    answer = client.get(f"/communs/?theme={ids['Eau']}")
    [other] = [url for url in links(answer, ".facet a[id^=facette-theme]") if ids["Espace public"] in url]
    assert ids["Eau"] not in other


def test_a_territory_holds_what_is_in_its_parts(client: FlaskClient, db: Database) -> None:
    ids = streets(db)
    assert names(client.get(f"/communs/?territoire={ids['Occitanie']}")) == ["Panoramax"]


def test_searching_in_a_list_marks_the_word_and_says_where(client: FlaskClient, db: Database) -> None:
    streets(db)
    answer = client.get("/communs/?q=voirie")
    assert set(names(answer)) == {"Panoramax", "Trottoirs ouverts"}
    assert "voirie" in texts(answer, "mark")
    assert any("Trouvé dans : description" in told for told in texts(answer, ".row"))


def test_the_same_list_as_a_table_in_any_order_and_page(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {f"Organisation {n:02}": "Organisation" for n in range(30)})
    table = client.get("/organisations/?vue=tableau&tri=-nom")
    assert texts(table, "tbody th")[0] == "Organisation 29"
    assert found(table, "th[aria-sort=descending]")
    second = client.get("/organisations/?page=2")
    assert len(names(second)) == 5 and "26 à 30 sur 30" in text(second, ".pages")
    assert "après la dernière" in text(client.get("/organisations/?page=9"))


def test_a_family_list_has_its_kinds_as_a_facet(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"OSRM": "Software", "BAN": "Dataset"})
    answer = client.get("/ressources/")
    assert facet(answer, "sorte") == {"Jeux de données": 1, "Logiciels": 1}
    assert names(client.get("/ressources/?sorte=logiciels")) == ["OSRM"]


def test_a_wrong_parameter_is_named_and_the_others_are_kept(client: FlaskClient, db: Database) -> None:
    streets(db)
    for query in WRONG:
        answer = client.get(f"/communs/?q=voirie&{query}")
        assert answer.status_code == 422, query
        assert query.partition("=")[0] in text(answer, ".error-summary"), query
        assert found(answer, "#liste-q")[0].attrs["value"] == "voirie"
        [way_out] = links(answer, ".error-summary a")
        assert "q=voirie" in way_out and client.get(way_out).status_code == 200, query
        assert client.get(f"/communs.csv?{query}").status_code == 422, query


def test_an_empty_answer_offers_a_spelling_and_the_ways_out(client: FlaskClient, db: Database) -> None:
    ids = streets(db)
    answer = client.get(f"/communs/?q=panoramas&theme={ids['Eau']}")
    assert "ne correspond à « panoramas »" in text(answer, ".empty")
    told = text(answer, ".empty")
    assert "Vouliez-vous dire panoramax ?" in told
    assert "Sans le filtre « panoramas » : 1 commun numérique" in told
    for url in links(answer, ".empty a"):
        assert client.get(url).status_code == 200


def test_a_kind_without_records_says_so_and_lets_facilitators_make_one(app: Flask, db: Database) -> None:
    assert "aucune fiche de cette sorte : appel" in text(app.test_client().get("/appels/"), ".empty")
    assert "/ajouter/appels" in links(signed_in(app, db, "alice").get("/appels/"), ".empty a")


def test_what_is_hidden_is_in_no_list_count_facet_or_file(app: Flask, db: Database) -> None:
    streets(db)
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    assert "Caché" in names(alice.get("/communs/")) and "4 communs" in text(alice.get("/communs/"), ".results-bar")
    assert ["Caché"] in [row[:1] for row in rows(alice.get("/communs.csv"))] or "Caché" in alice.get(
        "/communs.csv"
    ).text
    for who in (bob, charlie):
        for path in (
            "/communs/",
            "/communs/?q=voirie",
            "/communs/?vue=tableau",
            "/communs.csv",
            "/communs/?visible=private",
        ):
            assert "Caché" not in who.get(path).get_data(as_text=True), path
        assert "3 communs" in text(who.get("/communs/"), ".results-bar")
        assert facet(who.get("/communs/"), "etat")["En usage"] == 2


def test_a_file_holds_the_same_filters_and_no_formula(client: FlaskClient, db: Database) -> None:
    streets(db)
    graph_of(db, set(), {"=CMD()": ("Commons", {"summary": "+1;@x", "status": "in_use"})})
    answer = client.get("/communs.csv?etat=in_use")
    cells = [cell for row in rows(answer) for cell in row]
    assert "Panoramax" in cells and "Trottoirs ouverts" not in cells
    assert "'=CMD()" in cells and not any(cell.startswith(("=", "@")) for cell in cells)


def test_a_hostile_name_is_only_text(app: Flask, db: Database) -> None:
    graph_of(
        db, {(HOSTILE, "ABOUT", "<b>Thème</b>"), ("<i>x</i>", "STEWARDS", HOSTILE)},
        {
            HOSTILE: ("Commons", {"summary": HOSTILE, "licence": "<u>MIT</u>"}),
            "<b>Thème</b>": "Theme", "<i>x</i>": "Person"},
    )  # fmt: skip
    for who in (app.test_client(), signed_in(app, db, "alice")):
        for path in ("/communs/", "/communs/?q=script", "/communs/?vue=tableau", f"/communs/?q={HOSTILE}&theme=<b>"):
            html = who.get(path).get_data(as_text=True)
            assert "<script>alert" not in html and "<img src=x" not in html and "<u>" not in html


def test_htmx_swaps_the_list_and_the_address_follows(client: FlaskClient, db: Database) -> None:
    streets(db)
    answer = client.get("/communs/?etat=in_use", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert found(answer, "#liste") and "<title>" in answer.get_data(as_text=True)
    boosted = found(answer, "[hx-boost=true]")
    assert boosted and {each.attrs["hx-target"] for each in boosted} == {"#liste"}
