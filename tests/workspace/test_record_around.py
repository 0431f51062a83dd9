"""Promises of a record's page beyond its own links: its history, its bin, what is in a territory or under a theme."""

from flask import Flask
from flask.testing import FlaskClient

from graph import states
from graph.database import Database
from graph.editing import change_record, create_record, delete_record
from graph.imports.drafts import Draft, Report
from graph.imports.run import run_import
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.graph.tuples import graph_of
from tests.people import send, signed_in
from tests.reading import found, links, text, texts
from tests.workspace.test_record import groups, panoramax


def test_history_tells_what_differs_and_who_wrote_it(app: Flask, db: Database) -> None:
    id = graph_of(db, set(), {"Panoramax": ("Commons", {"summary": "Photos de rue"})})["Panoramax"]
    version = states.records(db, [id])[id].version
    change_record(
        db,
        SYSTEM,
        id,
        version,
        {"summary": "Photos libres de rue", "licence": "MIT"},
        Operation("alice", "mise à jour"),
    )
    answer = app.test_client().get("/communs/panoramax/historique")
    assert texts(answer, ".feed ins") and "libres" in " ".join(texts(answer, ".feed ins"))
    assert "mise à jour" in text(answer, ".feed li")
    alice = signed_in(app, db, "alice")
    [undo] = [
        form.attrs["action"] for form in found(alice.get("/communs/panoramax/historique"), ".feed li:first-child form")
    ]
    assert send(alice, str(undo), {}, page="/communs/panoramax/historique").status_code == 302
    assert "Photos de rue" in text(alice.get("/communs/panoramax"), ".lead")
    assert not found(app.test_client().get("/communs/panoramax/historique"), ".feed form")


def test_an_indicator_shows_its_values_by_date_and_unit(app: Flask, db: Database) -> None:
    values = "2023 = 12\n2024-06 = 71,5\nbientôt"
    create_record(db, SYSTEM, "Indicator", {"name": "Trottoirs", "unit": "km", "values": values}, Operation("alice"))
    answer = app.test_client().get("/indicateurs/trottoirs")
    told = [cell.replace("\u00a0", " ") for cell in texts(answer, "#texte td")]
    assert [cell for cell in told if cell] == ["2023", "12 km", "juin 2024", "71,5 km", "bientôt"]
    assert [bar.attrs["width"] for bar in found(answer, "#texte rect")] == ["17", "100"]


def test_all_links_without_a_type_are_those_of_the_page(app: Flask, db: Database) -> None:
    panoramax(db)
    answer = app.test_client().get("/communs/panoramax/liens")
    assert (answer.status_code, answer.location) == (302, "/communs/panoramax#liens")


def test_an_import_is_not_taken_back_from_the_history_of_one_of_its_records(app: Flask, db: Database) -> None:
    drafts = [Draft("Commons", ("t:1",), {"name": "Panoramax"}), Draft("Commons", ("t:2",), {"name": "Autre"})]
    outcome = run_import(db, SYSTEM, "table", "communs.csv", drafts, Report())
    alice = signed_in(app, db, "alice")
    answer = alice.get("/communs/panoramax/historique")
    assert "Import d’un tableau" in text(answer, ".feed li")
    assert not found(answer, ".feed form")
    (link,) = found(answer, ".feed li > div > p > a")
    assert (link.attrs["href"], alice.get(str(link.attrs["href"])).status_code) == (
        f"/imports/passages/{outcome.run}", 200,
    )  # fmt: skip
    assert "/imports" not in app.test_client().get("/communs/panoramax/historique").text


def test_a_facilitator_takes_a_wrong_link_away_from_the_page(app: Flask, db: Database) -> None:
    panoramax(db)
    alice = signed_in(app, db, "alice")
    assert not found(alice.get("/communs/panoramax"), ".row-act")
    page = "/communs/panoramax?corriger=1"
    [form] = [form for form in found(alice.get(page), ".row-act form") if "IGN" in form.to_text()]
    answer = send(alice, str(form.attrs["action"]), {"suite": page}, page=page)
    assert answer.location == page
    assert "Porteurs" not in groups(alice.get("/communs/panoramax"))
    assert not found(app.test_client().get(page), ".row-act")


def test_a_territory_shows_who_is_there_and_its_parts(client: FlaskClient, db: Database) -> None:
    graph_of(
        db,
        {
            ("Hérault", "PART_OF", "Occitanie"), ("Sète", "PART_OF", "Hérault"), ("OpenIG", "IN_TERRITORY", "Hérault"),
            ("Panoramax", "IN_TERRITORY", "Sète"), ("Caché", "IN_TERRITORY", "Sète"),
        },
        {
            "Occitanie": "Territory", "Hérault": "Territory", "Sète": "Territory", "OpenIG": "Organisation",
            "Panoramax": "Commons", "Caché": ("Organisation", {"visibility": "members"}),
        },
    )  # fmt: skip
    answer = client.get("/territoires/occitanie")
    assert texts(answer, ".presence > li > ul > li") == ["Organisations 1", "Communs numériques 1"]
    for url in links(answer, ".presence a"):
        assert texts(client.get(url), ".rows h2") in (["OpenIG"], ["Panoramax"])
    assert texts(answer, ".branches a") == ["Hérault", "Sète"]
    assert "Hérault" in texts(client.get("/territoires/sete"), ".breadcrumb a")


def test_a_theme_shows_its_records_policies_and_actors(client: FlaskClient, db: Database) -> None:
    graph_of(
        db, {("IGN", "ABOUT", "Voirie"), ("Connaître", "ABOUT", "Voirie"), ("Panoramax", "ABOUT", "Voirie")},
        {"Voirie": "Theme", "IGN": "Organisation", "Connaître": "Policy", "Panoramax": "Commons"},
    )  # fmt: skip
    answer = client.get("/themes/voirie")
    assert [texts(answer, f".halves section:nth-child({n}) a") for n in (1, 2)] == [["Connaître"], ["IGN"]]


def test_a_deleted_record_is_gone_from_its_page_and_from_its_neighbours(client: FlaskClient, db: Database) -> None:
    ids = panoramax(db)
    delete_record(db, SYSTEM, ids["IGN"], states.records(db, [ids["IGN"]])[ids["IGN"]].version, Operation("alice"))
    assert client.get("/organisations/ign").status_code == 404
    assert "Porteurs" not in groups(client.get("/communs/panoramax"))
