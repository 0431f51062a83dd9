"""Promises of a call's portfolio: the same candidatures as a board, a table and a file; moving one is a save."""

import re

import pytest
from flask import Flask

from graph.database import Database
from graph.states import records
from tests.graph.tuples import graph_of
from tests.people import send, signed_in

BOARD = "/appels/communs/portefeuille"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(
        db,
        {("C1", "APPLIES_TO", "Communs"), ("C1", "APPLIES_TO", "Panoramax"), ("IGN", "STEWARDS", "Panoramax"),
         ("C2", "APPLIES_TO", "Communs"), ("Secrète", "APPLIES_TO", "Communs")},
        {"Communs": "Call", "C1": ("Application", {"status": "laureate"}),
         "C2": ("Application", {"status": "submitted"}), "Panoramax": ("Commons", {"status": "in_use"}),
         "IGN": "Organisation", "Secrète": ("Application", {"visibility": "private"}), "Vide": "Call"},
    )  # fmt: skip


def column(html: str, title: str) -> str:
    """What stands in the column of this name."""
    found = re.search(rf'<h2 id="colonne-\d+">{title} .*?</section>', html, re.S)
    assert found, title
    return found[0]


def test_each_candidature_stands_in_the_column_of_its_state(app: Flask, ids: dict[str, str]) -> None:
    html = app.test_client().get(BOARD).text
    assert "Panoramax" in column(html, "Lauréate") and "IGN" in column(html, "Lauréate")
    assert "C2" in column(html, "Déposée") and "Panoramax" not in column(html, "Déposée")
    html = app.test_client().get(f"{BOARD}?par=maturite").text
    assert "Panoramax" in column(html, "En usage") and "C2" in column(html, "Sans commun ni projet")


def test_the_table_and_the_file_tell_the_same(app: Flask, ids: dict[str, str]) -> None:
    table, file = (app.test_client().get(f"{BOARD}{end}").text for end in ("?vue=tableau", ".csv"))
    for text in (table, file):
        assert "C1" in text and "C2" in text and "Panoramax" in text and "IGN" in text
    assert f'{BOARD}"' in app.test_client().get("/appels/communs").text


def test_what_one_may_not_see_is_in_none_of_them(app: Flask, db: Database, ids: dict[str, str]) -> None:
    for end in ("", "?vue=tableau", ".csv"):
        assert "Secrète" not in app.test_client().get(f"{BOARD}{end}").text
    assert "Secrète" in signed_in(app, db, "alice").get(BOARD).text
    assert app.test_client().get("/appels/rien/portefeuille").status_code == 404


def test_moving_a_card_is_a_save_like_another(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice, bob = signed_in(app, db, "alice"), signed_in(app, db, "bob")
    read = records(db, [ids["C2"]])[ids["C2"]].version
    moved = {"par": "candidature", "fiche": ids["C2"], "version": read, "etat": "laureate"}
    assert "Déplacer" not in bob.get(BOARD).text
    assert send(bob, BOARD, moved, page="/compte").status_code == 403
    assert send(app.test_client(), BOARD, moved, page="/connexion").location.startswith("/connexion")
    assert send(alice, BOARD, moved, page=BOARD).status_code == 302
    assert "C2" in column(alice.get(BOARD).text, "Lauréate")
    assert "depuis le portefeuille" in alice.get("/candidatures/c2/historique").text
    late = send(alice, BOARD, moved | {"etat": "submitted"}, page=BOARD, follow_redirects=True)
    assert "rien n’a été déplacé" in late.text and "C2" in column(late.text, "Lauréate")
    assert send(alice, BOARD, moved | {"etat": "rien"}, page=BOARD).status_code == 422


def test_an_empty_call_says_what_to_do(app: Flask, ids: dict[str, str]) -> None:
    assert "Aucune candidature" in app.test_client().get("/appels/vide/portefeuille").text
    assert app.test_client().get(f"{BOARD}?par=rien").status_code == 422
