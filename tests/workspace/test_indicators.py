"""Promises of values in and out: seen before they are written, wrong lines named, nothing else touched."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.states import records
from tests.graph.tuples import graph_of
from tests.people import send, signed_in
from tests.reading import text, texts

PAGE = "/indicateurs/metres/valeurs"
ID = "indicateur-metres"


@pytest.fixture
def carole(app: Flask, db: Database) -> FlaskClient:
    told = {"unit": "km", "values": "2023 = 12 (Rapport annuel)\n2024 = 71"}
    graph_of(db, set(), {"Mètres": ("Indicator", told)})
    return signed_in(app, db, "alice")


def values(db: Database) -> list[str]:
    return list(records(db, [ID])[ID].state["values"])


def test_pasted_columns_are_shown_then_written(carole: FlaskClient, db: Database) -> None:
    pasted = "Date\tValeur\tSource\n2024\t72,5\tRapport (annexe)\n2025-06\t90\t\n2023\t12\tRapport annuel"
    seen = send(carole, PAGE, {"valeurs": pasted})
    assert [row.replace("\u00a0", " ") for row in texts(seen, "tbody tr")] == [
        "2023 12 km inchangée Rapport annuel", "2024 72,5 km 71 Rapport [annexe]", "juin 2025 90 km nouvelle –",
    ]  # fmt: skip
    assert values(db) == ["2023 = 12 (Rapport annuel)", "2024 = 71"]
    assert send(carole, PAGE, {"valeurs": pasted, "geste": "enregistrer"}).status_code == 302
    assert values(db) == ["2023 = 12 (Rapport annuel)", "2024 = 72,5 (Rapport [annexe])", "2025-06 = 90"]
    assert "2 valeurs enregistrées" in carole.get("/indicateurs/metres").text


def test_what_goes_out_comes_back_the_same(carole: FlaskClient, db: Database) -> None:
    out = carole.get("/indicateurs/metres/valeurs.csv").data
    sent = {"fichier": (io.BytesIO(out), "valeurs.csv"), "geste": "enregistrer", "valeurs": ""}
    before = values(db)
    assert send(carole, PAGE, sent).status_code == 302
    assert values(db) == before


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hier ; 3", "ligne 1"), ("2024 ; beaucoup", "nombre attendu"), ("date;valeur\n2024;1\n2025;", "ligne 3"),
        ("", "aucune valeur"), ("date;valeur", "aucune valeur"), ("2024;1\n" * 5001, "5000"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_and_what_was_typed_stays(
    carole: FlaskClient, db: Database, typed: str, told: str
) -> None:
    refused = send(carole, PAGE, {"valeurs": typed, "geste": "enregistrer"})
    assert refused.status_code == 422 and told in text(refused, "form.form")
    assert texts(refused, "textarea")[0].split() == typed.split()
    assert len(values(db)) == 2


def test_who_may_not_write_the_record_adds_no_value(app: Flask, carole: FlaskClient, db: Database) -> None:
    nobody = signed_in(app, db, "bob")
    assert nobody.get(PAGE).status_code == 403
    assert "Ajouter des valeurs" not in nobody.get("/indicateurs/metres").text
    assert "Ajouter des valeurs" in carole.get("/indicateurs/metres").text
    assert app.test_client().get("/indicateurs/metres/valeurs.csv").status_code == 200
