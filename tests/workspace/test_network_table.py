"""Promises of the network as an editable table: rows are written by who may, nothing is overwritten or lost."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record
from graph.operations import Operation
from graph.states import records
from graph.users import add_user, user_by_email
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.people import PASSWORD, send, signed_in
from tests.workspace.test_network import html

KINDS: dict[str, Any] = {
    "Panoramax": ("Commons", {"summary": "Des photos.", "status": "in_use"}),
    "Trottoirs": ("Commons", {"summary": "Des cheminements."}), "IGN": "Organisation", "Zélie": "Person",
    "Caché": ("Commons", {"visibility": "private", "summary": "Rien à voir."}),
}  # fmt: skip
FACTS: set[Fact] = {("IGN", "STEWARDS", "Panoramax"), ("Zélie", "STEWARDS", "Trottoirs")}
PAGE = "/reseau/tableau?sorte=communs"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def typed(db: Database, *names: str, **cells: str) -> dict[str, Any]:
    """The form of some records: `panoramax__summary="…"` is a cell of commun-panoramax."""
    ids = [f"commun-{name}" for name in names]
    versions = {f"{id}.version": str(present.version) for id, present in records(db, ids).items()}
    return {"fiche": ids, **versions, **{f"commun-{name.replace('__', '.')}": text for name, text in cells.items()}}


def said(db: Database, id: str, field: str) -> object:
    return records(db, [id])[id].state.get(field)


def test_records_of_a_view_are_rows_with_the_columns_asked_for(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{PAGE}&colonne=licence&colonne=summary")
    assert "Des photos." in page and "Licence" in page and "Vous lisez ces fiches" in page
    assert "<textarea" not in page and "Caché" not in page and "Rien à voir" not in page
    assert "/reseau/tableau" in html(client, "/reseau?tout=1")
    assert "Corriger en tableau" not in html(client, "/communs/")
    mixed = html(client, "/reseau/tableau?tout=1")
    assert "IGN" in mixed and 'value="licence"' not in mixed  # an organisation has no licence


def test_changed_cells_are_saved_as_one_operation_that_is_undone_at_once(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    cells = typed(
        db, "panoramax", "trottoirs", panoramax__summary="Des vues.", panoramax__status="dormant",
        trottoirs__name="Trottoirs ouverts", trottoirs__summary="Des cheminements.",
    )  # fmt: skip
    assert send(alice, PAGE, cells).status_code == 302
    assert "2 fiches enregistrées." in html(alice, PAGE)
    assert (
        said(db, "commun-panoramax", "summary") == "Des vues." and said(db, "commun-panoramax", "status") == "dormant"
    )
    assert said(db, "commun-trottoirs", "name") == "Trottoirs ouverts"
    (op,) = {
        row["op"] for row in db.read("MATCH (c:Change) WHERE c.why = 'depuis le tableau du réseau' RETURN c.op AS op")
    }
    assert send(alice, f"/annuler/{op}", {}, page="/reseau/tableau?tout=1").status_code == 302
    assert (
        said(db, "commun-panoramax", "summary") == "Des photos." and said(db, "commun-trottoirs", "name") == "Trottoirs"
    )


def test_a_list_is_corrected_as_a_table_too(alice: FlaskClient, ids: dict[str, str]) -> None:
    (address,) = re.findall(r'href="(/reseau/tableau[^"]+)"', html(alice, "/communs/?etat=in_use"))
    page = html(alice, unescape(address))
    assert "commun-panoramax.summary" in page and "Trottoirs" not in page and "IGN" not in page


def test_nothing_changed_writes_nothing(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    before = records(db, ["commun-panoramax"])["commun-panoramax"].version
    send(alice, PAGE, typed(db, "panoramax", panoramax__summary="Des photos."))
    assert "Rien n’avait changé." in html(alice, PAGE)
    assert records(db, ["commun-panoramax"])["commun-panoramax"].version == before


def test_what_is_wrong_is_told_in_its_cell_and_the_rest_is_saved(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    page = f"{PAGE}&colonne=website&colonne=summary"
    cells = typed(db, "panoramax", "trottoirs", panoramax__website="pas une adresse", panoramax__summary="Perdu ?",
                  trottoirs__summary="Des pas.")  # fmt: skip
    answer = send(alice, page, cells)
    told = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "1 fiche enregistrée. 1 à corriger" in told
    assert 'value="pas une adresse"' in told and "Perdu ?" in told and 'id="commun-panoramax-website-erreur"' in told
    assert said(db, "commun-trottoirs", "summary") == "Des pas."
    assert said(db, "commun-panoramax", "summary") == "Des photos."


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    cells = typed(db, "panoramax", "trottoirs", panoramax__summary="De moi.", trottoirs__summary="De moi.")
    for id, fields in (("commun-panoramax", {"summary": "D’une autre."}), ("commun-trottoirs", {"status": "idea"})):
        change_record(db, SYSTEM, id, records(db, [id])[id].version, fields, Operation("zoe"))
    answer = send(alice, PAGE, cells)
    assert answer.status_code == 422 and "rien n’a été écrasé" in answer.get_data(as_text=True)
    assert "De moi." in answer.get_data(as_text=True)
    assert said(db, "commun-panoramax", "summary") == "D’une autre."
    assert (said(db, "commun-trottoirs", "summary"), said(db, "commun-trottoirs", "status")) == ("De moi.", "idea")


def test_a_bearer_writes_their_row_and_reads_the_others(app: Flask, db: Database, ids: dict[str, str]) -> None:
    add_user(db, "zelie@example.invalid", "Zélie", PASSWORD)
    user = user_by_email(db, "zelie@example.invalid")
    assert user
    db.write("MATCH (u:User {id: $id}) SET u.person = $person", id=user.id, person=ids["Zélie"])
    zelie = app.test_client()
    send(zelie, "/connexion", {"email": "zelie@example.invalid", "password": PASSWORD})
    page = html(zelie, PAGE)
    assert 'name="commun-trottoirs.summary"' in page and 'name="commun-panoramax.summary"' not in page
    cells = {"panoramax__summary": "Pris", "trottoirs__summary": "À moi", "cache__summary": "Vu"}
    answer = send(zelie, PAGE, typed(db, "panoramax", "trottoirs", "cache", **cells))
    assert answer.status_code == 422
    assert (
        said(db, "commun-trottoirs", "summary") == "À moi" and said(db, "commun-panoramax", "summary") == "Des photos."
    )
    assert said(db, "commun-cache", "summary") == "Rien à voir." and "Rien à voir" not in answer.get_data(as_text=True)


def test_a_view_without_records_says_so_whatever_columns_are_asked_for(
    client: FlaskClient, ids: dict[str, str]
) -> None:
    assert "Aucune fiche." in html(client, "/reseau/tableau?sorte=standards&colonne=licence")


@pytest.mark.parametrize("query", ["&colonne=secret", "".join(f"&colonne={n}" for n in ("status", "summary", "website",
                                   "licence", "problem", "benefit", "aliases")), "&colonne=text"])  # fmt: skip
def test_columns_that_cannot_be_shown_are_named(client: FlaskClient, ids: dict[str, str], query: str) -> None:
    assert "<code>colonne</code>" in html(client, PAGE + query, 422)
