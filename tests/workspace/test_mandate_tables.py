"""Promises of a committee's mandates as a table: they come back as they went, nobody is taken out, and each cell that
cannot be is told by line and column."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from graph.committees import Seat, seats
from graph.database import Database
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.forms import form_of
from tests.graph.test_committees import day
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.people import PASSWORD, send, signed_in, token
from tests.reading import text, texts
from tests.workspace.test_roadmap_tables import book

PAGE = "/communautes/comite/comite"
HEADS = ["Structure", "Qui siège", "Collège", "Siège", "Fonction", "Depuis", "Jusqu’à"]
KINDS: Kinds = {
    "Comité": "Community", "Brest métropole": ("Organisation", {"acronym": "BM"}), "Région": "Organisation",
    "Ligue": "Organisation", "Ana": "Person", "Béa": "Person", "Dan": "Person",
    "Dernière": ("Meeting", {"day": day(-30)}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Dernière"), ("Ana", "ATTENDS", "Dernière", "presence=present"),
    ("Brest métropole", "MEMBER_OF", "Comité", "college=Collectivités"),
    ("Ana", "MEMBER_OF", "Comité", "on_behalf_of=Brest métropole", "seat=full", "since=2024-03"),
    ("Béa", "WORKS_FOR", "Région"), ("Béa", "MEMBER_OF", "Comité", "seat=deputy", "college=État",
                                      "role=vice-présidente"),
    ("Dan", "MEMBER_OF", "Comité", "on_behalf_of=La ville, sans fiche", "since=2020", "until=2022-12-31"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, ids: dict[str, str]) -> FlaskClient:
    return signed_in(app, db, "alice")


def dropped(client: FlaskClient, content: bytes, name: str = "membres.xlsx") -> TestResponse:
    """The answer to a file put through the door."""
    data = {"csrf_token": token(client, f"{PAGE}/importer"), "fichier": (io.BytesIO(content), name)}
    return client.post(f"{PAGE}/importer", data=data, content_type="multipart/form-data")


def rows_of(client: FlaskClient) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").data))["Membres et mandats"]
    return [["" if cell.value is None else cell.value for cell in row] for row in sheet.rows]


def written(client: FlaskClient, address: str) -> TestResponse:
    return client.post(address, data=form_of(client.get(address).text))


def told(db: Database, ids: dict[str, str]) -> set[tuple[str, ...]]:
    """Every mandate, as words."""

    def said(seat: Seat) -> tuple[str, ...]:
        own = (seat.on_behalf_of, seat.college, seat.seat, seat.role, seat.since, seat.until)
        return (seat.who.name, *(each or "" for each in own))

    return {said(seat) for seat in seats(db, SYSTEM, ids["Comité"], [])}


def faults(page: TestResponse) -> list[str]:
    return [" ".join(row.split()) for row in texts(page, "#fautes ~ .table-scroll tbody tr")]


def test_what_goes_out_comes_back_and_nothing_is_told_to_change(alice: FlaskClient) -> None:
    assert f"{PAGE}/importer" in alice.get(PAGE).text
    assert rows_of(alice)[0][:7] == HEADS and len(rows_of(alice)) == 4
    for language in ("", "?lang=en"):
        page = alice.get(dropped(alice, alice.get(f"{PAGE}.xlsx{language}").data).location)
        assert texts(page, ".figures b") == ["0", "0", "0", "3", "0"], text(page, "main")
        said = text(page, "main")
        assert "ne se lisent pas ici" in said or "Presence is not read here" in said
        assert "colonne ne dit rien" not in said and "says nothing of a mandate" not in said
        assert "Rien ne changerait." in said or "Nothing would change." in said


def test_mandates_begin_change_and_end_in_one_act_and_nobody_is_taken_out(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    before = told(db, ids)
    rows = [
        HEADS, ["bm", "Ana", "collectivités", "titulaire", "rapporteuse", "mars 2024", ""],
        ["Région", "Béa", "État", "suppléant", "vice-présidente", "", "2025-12-31"],
        ["Ligue", "", "", "", "", "2026", ""], ["Région", "Dan", "État", "titulaire", "", "01/02/2026", ""],
    ]  # fmt: skip
    address = dropped(alice, book(rows)).location
    page = alice.get(address)
    assert texts(page, ".figures b") == ["2", "1", "1", "0", "0"], text(page, "main")
    assert "1 mandat en cours n’est pas dans ce tableau" in text(page, "main") and told(db, ids) == before
    assert written(alice, address).location == f"{PAGE}#membres"
    after = told(db, ids)
    assert after - before == {
        ("Ana", "Brest métropole", "Collectivités", "full", "rapporteuse", "2024-03", ""),
        ("Béa", "", "État", "deputy", "vice-présidente", "", "2025-12-31"),
        ("Ligue", "", "", "", "", "2026", ""), ("Dan", "Région", "État", "full", "", "2026-02-01", ""),
    }  # fmt: skip
    assert len(after) == len(before) + 2, "who is not in the table stays"
    op = alice.get(PAGE).text.split("/annuler/")[1].split('"')[0]
    assert send(alice, f"/annuler/{op}", {"suite": PAGE}, page=PAGE).status_code == 302
    assert told(db, ids) == before, "undone at once"
    assert alice.get(address).status_code == 404, "the file is not kept"


def test_each_cell_that_cannot_be_is_told_by_line_and_column(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    before = told(db, ids)
    rows = [
        [*HEADS, "Couleur"], ["Brest metropol", "Ana"], ["Région", "Inconnue"], ["", "Dan", "", "suppléant"],
        ["Brest métropole", "Ana", "", "titulaire", "", "2025", "2024"],
        ["Région", "Ana", "", "titulaire", "", "2025"], ["Région", "Dan", "", "titulaire", "", "2019", "2021"],
        ["Région", "Béa", "Inventé", "assis", "vice-présidente", "bientôt"], ["", "", "État"],
        ["Ligue", "Dan", "", "titulaire", "", "2026"], ["Ligue", "Dan", "", "", "", "2027"],
    ]  # fmt: skip
    address = dropped(alice, book(rows)).location
    page = alice.get(address)
    said = faults(page)
    for line, column, word in (
        (2, "Structure", "Brest métropole"), (3, "Qui siège", "aucune fiche ne porte ce nom"),
        (4, "Structure", "dites au nom de qui"), (5, "Jusqu’à", "la fin vient avant le début"),
        (6, "Depuis", "un mandat le couvre déjà"), (7, "Depuis", "un mandat le couvre déjà"),
        (8, "Collège", "celui de personne"), (8, "Siège", "assis"), (8, "Depuis", "date attendue"),
        (9, "Qui siège", "dites qui siège"), (11, "Depuis", "un mandat le couvre déjà"),
    ):  # fmt: skip
        assert any(row.startswith(f"{line} {column}") and word.casefold() in row.casefold() for row in said), (
            line, column, said)  # fmt: skip
    assert "Couleur" in text(page, "main") and len(said) == 11
    assert written(alice, address).status_code == 302
    assert told(db, ids) - before == {("Dan", "Ligue", "", "full", "", "2026", "")}, "the rest is taken"
    assert len(told(db, ids)) == len(before) + 1


def test_a_college_of_nobody_is_taken_when_one_says_so(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    address = dropped(alice, book([HEADS, ["Région", "Dan", "Usagers", "", "", "2026"]])).location
    page = alice.get(address)
    assert "Un collège n’est encore celui de personne ici : Usagers" in text(page, "main").replace("\u00a0", " ")
    assert len(faults(page)) == 1
    assert f"{address.removeprefix('http://localhost')}?colleges=nouveaux" in page.text
    taken = f"{address}?colleges=nouveaux"
    assert faults(alice.get(taken)) == []
    assert alice.post(taken, data=form_of(alice.get(taken).text)).status_code == 302
    assert ("Dan", "Région", "Usagers", "", "", "2026", "") in told(db, ids)


def test_a_mandate_of_the_past_is_another_than_the_one_that_begins(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    rows = [HEADS, ["La ville, sans fiche", "Dan", "", "", "", "2026", ""],
            ["La ville, sans fiche", "Dan", "", "", "", "2020", "2022-12-31"]]  # fmt: skip
    page = alice.get(address := dropped(alice, book(rows)).location)
    assert texts(page, ".figures b") == ["1", "0", "0", "1", "0"], text(page, "main")
    assert written(alice, address).status_code == 302
    assert sum(each[0] == "Dan" for each in told(db, ids)) == 2


def test_a_file_of_something_else_empty_or_hostile_is_refused_with_why(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    for content, name, why in (
        (book([["Titre", "Couleur"], ["a", "b"]]), "autre.xlsx", "aucune colonne « structure »"),
        (book([HEADS]), "vide.xlsx", "aucun"), (b"", "rien.csv", "aucun"), (b"%PDF-1.7", "membres.xlsx", ""),
    ):  # fmt: skip
        answer = dropped(alice, content, name)
        assert answer.status_code == 422 and why in text(answer, "#erreurs").casefold(), text(answer, "main")
    hostile = '=HYPERLINK("http://x.invalid")'
    page = alice.get(dropped(alice, f"Structure;Qui siège\n<b>x</b>;\n;{hostile}\n".encode(), "m.csv").location)
    assert "<b>x</b>" in text(page, "#fautes ~ .table-scroll") and "<b>x</b>" not in page.text
    assert "=HYPERLINK" in text(page, "#fautes ~ .table-scroll")
    formula = alice.get(dropped(alice, book([HEADS, ["Ligue", "", "=1+1", "", "", ""]])).location)
    assert "=1+1" not in formula.text, "a formula is what it gave, here nothing"


def test_it_is_for_who_animates_and_a_file_is_for_who_dropped_it(
    app: Flask, db: Database, alice: FlaskClient, ids: dict[str, str]
) -> None:
    address = dropped(alice, book([HEADS, ["Ligue", "", "", "", "", "2026"]])).location
    bob = signed_in(app, db, "bob")
    assert bob.get(f"{PAGE}/importer").status_code == bob.get(address).status_code == 403
    assert "importer" not in bob.get(PAGE).text
    assert app.test_client().get(address).status_code in (302, 401)
    add_user(db, "autre@example.invalid", "Autre", PASSWORD, "facilitator")
    other = app.test_client()
    send(other, "/connexion", {"email": "autre@example.invalid", "password": PASSWORD})
    assert other.get(address).status_code == 404 and other.get(f"{PAGE}/importer").status_code == 200
    assert alice.get("/communautes/inconnue/comite/importer").status_code == 404


def test_what_changed_since_it_was_seen_is_shown_anew(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    rows = [HEADS, ["Ligue", "", "", "", "", "2026"]]
    first, second = dropped(alice, book(rows)).location, dropped(alice, book(rows)).location
    form = form_of(alice.get(second).text)
    assert written(alice, first).status_code == 302
    answer = alice.post(second, data=form)
    assert answer.status_code == 409 and "Rien ne changerait." in text(answer, "main")
    assert sum(each[0] == "Ligue" for each in told(db, ids)) == 1
