"""Promises of who works with whom on the network's page: drawn, told, ranked, as a file, and nothing hidden."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.graph.test_together import FACTS, KINDS
from tests.graph.tuples import graph_of
from tests.people import signed_in
from tests.workspace.test_network import html
from tests.workspace.test_network_drawn import columns, drawn, links

WORKING = "/reseau?par=communs,groupes,projets"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def test_actors_are_drawn_with_what_they_share(client: FlaskClient, ids: dict[str, str]) -> None:
    assert drawn(client, WORKING) == {"ADEME", "IGN", "Cerema"}
    page = html(client, WORKING)
    assert "<h1>Qui travaille avec qui</h1>" in page and "3 acteurs, 2 liens de travail" in page
    found = columns(client, WORKING)
    assert found["verbs"] == ["2 en commun", "1 en commun"] and found["widths"] == [2, 1]
    assert "ADEME et IGN ont le plus en commun : 2 fiches." in page
    assert ">Panoramax</a>" in page.partition('id="entre"')[2]


def test_the_panel_says_with_whom_and_through_what(client: FlaskClient, ids: dict[str, str]) -> None:
    panel = html(client, f"{WORKING}&selection={ids['IGN']}").partition('id="selection"')[2].partition("</section>")[0]
    assert "Travaille avec 2 autres acteurs." in panel
    assert panel.index("ADEME") < panel.index("Cerema") and "GT Adresse" in panel and "Rues sûres" in panel
    fragment = html(client, f"/reseau/selection?par=projets&selection={ids['IGN']}", headers={"HX-Request": "true"})
    assert "Rues sûres" in fragment and "GT Adresse" not in fragment


def test_what_is_shared_is_chosen(client: FlaskClient, ids: dict[str, str]) -> None:
    assert drawn(client, links(html(client, WORKING), "par-projets")) == {"ADEME", "IGN"}
    assert drawn(client, "/reseau?par=projets") == {"IGN", "Cerema"}


def test_it_is_around_an_actor_or_through_a_commons(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"/reseau?par=communs,groupes,projets&centre={ids['Cerema']}")
    assert "<h1>Qui travaille avec qui autour de Cerema</h1>" in page and "2 acteurs, 1 lien de travail" in page
    assert drawn(client, f"{WORKING}&centre={ids['Panoramax']}") == {"ADEME", "IGN"}


def test_the_file_ranks_pairs_with_their_reasons(client: FlaskClient, ids: dict[str, str]) -> None:
    text = html(client, WORKING.replace("/reseau", "/reseau.csv", 1) + "&quoi=liens").removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(text)))[1:] == [
        ["ADEME", "IGN", "2", "GT Adresse, Panoramax"], ["Cerema", "IGN", "1", "Rues sûres"],
    ]  # fmt: skip


def test_the_page_leads_there_and_back(client: FlaskClient, ids: dict[str, str]) -> None:
    there = links(html(client, "/reseau?tout=1"), "voir-ensemble")
    assert there == "/reseau?par=communs%2Cgroupes%2Cprojets"
    assert links(html(client, there), "voir-liens") == "/reseau?tout=1"


def test_nothing_in_common_is_said(client: FlaskClient, db: Database) -> None:
    graph_of(db, set(), {"ADEME": "Organisation"})
    assert "Personne n’a encore rien en commun ici." in html(client, WORKING)


def test_a_wrong_word_is_named(client: FlaskClient, ids: dict[str, str]) -> None:
    for path in ("/reseau", "/reseau.json", "/reseau.csv", "/reseau.svg"):
        assert "communs, groupes ou projets" in html(client, f"{path}?par=amis", 422)


def test_a_commons_that_one_may_not_see_ties_nobody(app: Flask, db: Database, ids: dict[str, str]) -> None:
    public, bob = app.test_client(), signed_in(app, db, "bob")
    for path in (WORKING, WORKING.replace("/reseau", "/reseau.json", 1), f"{WORKING}&selection={ids['ADEME']}",
                 WORKING.replace("/reseau", "/reseau.csv", 1) + "&quoi=liens"):  # fmt: skip
        assert "Souterrain" not in html(public, path) and "Secret" not in html(public, path)
        assert "Secret" in html(bob, path)
    assert "Souterrain" in html(bob, WORKING)
    assert public.get(f"{WORKING}&centre={ids['Souterrain']}").status_code == 404


def test_pairs_may_be_asked_to_share_more(client: FlaskClient, ids: dict[str, str]) -> None:
    assert drawn(client, f"{WORKING}&mini=2") == {"ADEME", "IGN"}
    assert "En commun au moins" in html(client, f"{WORKING}&mini=2")


def test_who_works_together_is_grouped_too(client: FlaskClient, ids: dict[str, str]) -> None:
    assert drawn(client, f"{WORKING}&grouper=communautes") == {"GT Adresse (2)", "Sans communauté (1)"}
    page = html(client, f"{WORKING}&grouper=communautes")
    assert "Qui est relié à qui, par combien de liens" in page


def test_all_pairs_are_told_by_pages(client: FlaskClient, db: Database) -> None:
    names = [f"Commune {n:02}" for n in range(12)]
    graph_of(db, {(name, "MEMBER_OF", "GT") for name in names},
             dict.fromkeys(names, "Organisation") | {"GT": "Community"})  # fmt: skip
    first, second = (html(client, f"{WORKING}&suite={page}").partition('id="entre"')[2] for page in (1, 2))
    told = [re.findall(r">(Commune \d\d)</a></th><td>.*?>(Commune \d\d)</a>", each) for each in (first, second)]
    assert [len(each) for each in told] == [50, 16] and len({*told[0], *told[1]}) == 66
    assert "suite=2" in first and "suite" in html(client, f"{WORKING}&suite=beaucoup", 422)
