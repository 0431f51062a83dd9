"""Promises of the page of measures: what to do first, as of when, for the reader's layer; as table and file."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import change_record, create_relation
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, graph_of
from tests.measures.drawn import measured
from tests.people import signed_in

PAGE = "/reseau/mesures"
KINDS: dict[str, Any] = {
    "Opendata Laval": "Organisation", "Métropole": "Organisation", "Région": "Organisation", "Seule": "Organisation",
    "Club": ("Organisation", {"visibility": "members"}), "Secrète": ("Organisation", {"visibility": "private"}),
    **dict.fromkeys(("Une", "Deux", "Trois", "Là", "Ici"), "Organisation"), "Lieu": "Territory",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Opendata Laval", "PARTNERS", "Une"), ("Opendata Laval", "PARTNERS", "Deux"), ("Une", "PARTNERS", "Trois"),
    ("Opendata Laval", "PARTNERS", "Métropole"), ("Métropole", "PARTNERS", "Région"), ("Région", "PARTNERS", "Là"),
    ("Là", "PARTNERS", "Ici"), ("Ici", "PARTNERS", "Métropole"), ("Club", "PARTNERS", "Seule"),
    ("Secrète", "PARTNERS", "Opendata Laval"), ("Secrète", "PARTNERS", "Trois"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def told(db: Database, ids: dict[str, str]) -> dict[str, str]:
    measured(db)
    return ids


def words(client: FlaskClient, path: str = PAGE) -> str:
    """The text of a page, without its marks."""
    html = re.sub(r"<(script|style|svg).*?</\1>", "", client.get(path).text, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).replace("\u00a0", " ").replace("\u202f", " ")


def test_before_the_first_run_the_page_says_that_it_comes_by_itself(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "n’est pas encore mesuré" in words(client)
    assert client.get(f"{PAGE}.csv").text.count("\n") == 1


def test_who_alone_holds_others_is_told_first_with_what_to_do(client: FlaskClient, told: dict[str, str]) -> None:
    page = words(client)
    assert (
        "Si Opendata Laval se retire, 3 organisations perdent leur seul chemin vers le reste du réseau : "
        "prévoyez un second lien." in page
    )
    assert "Entre Opendata Laval et Métropole : 4 organisations d’un côté." in page


def test_who_has_no_link_is_told_and_a_territory_is_not(client: FlaskClient, told: dict[str, str]) -> None:
    page = words(client)
    isolated = page.split("Fiches isolées")[1].split("Intermédiaires")[0]
    assert "Seule" in isolated and "Lieu" not in page


def test_each_reader_is_told_their_layer(app: Flask, db: Database, told: dict[str, str]) -> None:
    public, member = words(app.test_client()), words(signed_in(app, db, "bob"))
    assert "D’après ce qui est public" in public and "Club" not in public
    assert "que voient tous les membres" in member and "Club" in member
    for who in ("bob", "alice"):
        for end in ("", ".csv", "?vue=avancees"):
            assert "Secrète" not in signed_in(app, db, who).get(PAGE + end).text
    # The private organisation ties « Trois » to the rest: nobody is told by a figure.
    assert "3 organisations" in words(signed_in(app, db, "alice"))


def test_the_page_says_as_of_when_and_that_newer_figures_come(
    client: FlaskClient, db: Database, told: dict[str, str]
) -> None:
    assert "Au " in words(client) and "calcul est en cours" not in words(client)
    create_relation(db, SYSTEM, "PARTNERS", told["Trois"], told["Région"], {}, Operation("alice"))
    assert "calcul est en cours" in words(client)
    measured(db)
    page = words(client)
    assert "calcul est en cours" not in page and "3 organisations perdent" not in page


def test_the_table_is_sorted_as_asked_and_the_file_holds_all(client: FlaskClient, told: dict[str, str]) -> None:
    def first(query: str) -> str:
        table = words(client, f"{PAGE}{query}").split("Toutes les fiches")[-1]
        return min(KINDS, key=lambda name: table.find(name) if name in table else len(table))

    assert first("") == "Métropole" and first("?tri=liens") == "Seule" and first("?tri=-noyau") == "Métropole"
    file = client.get(f"{PAGE}.csv").text.splitlines()
    assert len(file) == 10 and file[0].startswith("\ufeffidentifiant,nom,sorte,liens,coupées sans elle")
    assert any(line.startswith("organisation-opendata-laval,Opendata Laval,organisation,3,3,") for line in file)


@pytest.mark.parametrize("query", ["?tri=rien", "?vue=rien", "?page=rien"])
def test_what_cannot_be_asked_is_named(client: FlaskClient, told: dict[str, str], query: str) -> None:
    assert client.get(PAGE + query).status_code == 422


def test_a_record_hidden_since_is_named_no_more(client: FlaskClient, db: Database, told: dict[str, str]) -> None:
    version = records(db, [told["Une"]])[told["Une"]].version
    change_record(db, SYSTEM, told["Une"], version, {"visibility": "private"}, Operation("alice"))
    for end in ("", ".csv", "?vue=avancees"):
        assert ">Une<" not in client.get(PAGE + end).text and ",Une," not in client.get(PAGE + end).text


def test_a_record_that_others_hang_on_says_so_on_its_page_and_in_the_network(
    client: FlaskClient, told: dict[str, str]
) -> None:
    sentence = "Si « Opendata Laval » se retire, 3 organisations perdent"
    assert sentence in words(client, "/organisations/opendata-laval")
    assert sentence in words(client, f"/reseau?centre={told['Opendata Laval']}")
    assert "se retire" not in words(client, "/organisations/region")
    assert "se retire" not in words(client, "/organisations/opendata-laval?au=2020")
