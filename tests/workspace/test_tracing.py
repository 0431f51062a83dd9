"""Promises of « Ressources mobilisées » and « Politiques concernées »: chains with evidence, holes in sight."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import policy_trees
from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in

KINDS: dict[str, Any] = {
    "Territoires": ("Policy", {"level": "policy"}), "Voirie": ("Policy", {"level": "objective"}),
    "Relever": ("Policy", {"level": "measure"}), "Éclairer": ("Policy", {"level": "measure"}),
    "Panoramax": "Commons", "BD TOPO": "Dataset", "Trottoirs": "UseCase", "IGN": "Organisation",
    "Guide": ("Need", {"status": "not_covered"}), "Interne": ("Dataset", {"visibility": "members"}), "Eau": "Theme",
}  # fmt: skip
FACTS: set[Fact] = {
    ("Voirie", "PART_OF", "Territoires"), ("Relever", "PART_OF", "Voirie"), ("Éclairer", "PART_OF", "Voirie"),
    ("Panoramax", "SERVES", "Relever", "source=plan", "source_date=2024", "standing=confirmed", "since=2024"),
    ("Trottoirs", "SERVES", "Relever"), ("Trottoirs", "USES", "BD TOPO", "since=2023"),
    ("Relever", "NEEDS", "Guide"), ("IGN", "EXPRESSES", "Guide"), ("IGN", "STEWARDS", "Panoramax"),
    ("Interne", "SERVES", "Relever"), ("Panoramax", "ABOUT", "Eau"),
}  # fmt: skip
MEASURE = "/politiques/relever/ressources"
CHAINS = f"{MEASURE}?vue=chaines"


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


def html(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status)
    # Spaces that do not break are typography, tested elsewhere.
    return answer.get_data(as_text=True).replace("\u00a0", " ").replace("\u202f", " ")


def rows(client: FlaskClient, address: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(html(client, address).removeprefix("\ufeff"))))[1:]


def test_a_measure_tells_what_serves_it_with_figures_apart(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, CHAINS)
    assert "<b>1</b><span>ressource la sert directement</span>" in page
    assert "<b>1</b><span>autre la sert par un usage</span>" in page
    assert "<b>1 / 3</b>" in page and "manques : 1 déclaré, 0 trouvé" in page
    assert "Le commun numérique « Panoramax » contribue à la mesure « Relever »" in page
    assert "parce que le cas d&#39;usage « Trottoirs » l&#39;utilise" in page


def test_the_whole_tree_is_beside_and_says_where_nothing_is_known(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, CHAINS)
    assert '<a href="/politiques/relever/ressources?vue=chaines" aria-current="page">' in page
    assert '<span>Éclairer</span><span class="hole">rien</span>' in page
    assert "Fait partie de" in page


def test_a_policy_gathers_what_serves_its_measures(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/politiques/territoires/ressources?vue=chaines")
    assert "2 chaînes" in page and "manques : 1 déclaré, 1 trouvé" in page


def test_holes_say_who_expressed_them(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, CHAINS)
    assert "Besoin déclaré non couvert" in page and "Exprimé par IGN" in page


def test_a_measure_that_nothing_serves_is_itself_the_hole(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/politiques/eclairer/ressources?vue=chaines")
    assert "Aucune ressource connue" in page and "column-gap" in page


def test_the_diagram_shows_who_what_for_which_use(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, CHAINS)
    diagram = page[page.index('class="columns"') : page.index('id="manques"')]
    for name in ("IGN", "Panoramax", "BD TOPO", "Trottoirs", "Relever", "Guide"):
        assert f'aria-label="{name}' in diagram
    assert "column-box-on" in html(client, f"{MEASURE}?chaine=2")


def test_chains_can_be_narrowed_and_the_filter_taken_back(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "1 chaîne" in html(client, f"{CHAINS}&confirmes=1")
    page = html(client, f"{CHAINS}&theme={ids['Eau']}")
    assert "Thème : Eau" in page and "1 chaîne" in page
    assert "avec ces filtres" in html(client, f"{CHAINS}&theme={ids['Eau']}&au=2020")


def test_as_of_a_day(client: FlaskClient, ids: dict[str, str]) -> None:
    assert "1 chaîne" in html(client, f"{CHAINS}&au=2023")


def test_a_resource_tells_the_policies_it_serves(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, "/communs/panoramax/politiques")
    assert "Servies directement" in page and "Servies par un usage" not in page
    assert "Territoires" in page and "Confirmé" in page
    assert "Servies par un usage" in html(client, "/jeux-de-donnees/bd-topo/politiques")
    assert "Aucune politique connue" in html(client, "/communs/panoramax/politiques?au=2020")


def test_chains_and_holes_are_files(client: FlaskClient, ids: dict[str, str]) -> None:
    chains = rows(client, f"{MEASURE[: -len('/ressources')]}/ressources.csv")
    assert [row[:6] for row in chains] == [
        ["Relever", "mesure", "Panoramax", "commun numérique", "oui", "confirmé"],
        ["Relever", "mesure", "BD TOPO", "jeu de données", "non", "supposé"],
    ]
    assert "BD TOPO est utilisé par Trottoirs depuis 2023 — sans source | " in chains[1][7]
    assert rows(client, f"{MEASURE}.csv?quoi=manques") == [
        ["Guide", "besoin", "non couvert", "Relever", "besoin déclaré non couvert", "IGN", ""],
    ]
    assert len(rows(client, "/communs/panoramax/politiques.csv")) == 1


def test_what_one_may_not_see_serves_nothing_here(app: Flask, db: Database, ids: dict[str, str]) -> None:
    for address in (MEASURE, f"{MEASURE}.csv"):
        assert "Interne" not in html(app.test_client(), address)
        assert "Interne" in html(signed_in(app, db, "bob"), address)
    assert html(app.test_client(), "/jeux-de-donnees/interne/politiques", 404)


def test_only_what_can_serve_has_such_a_page(client: FlaskClient, ids: dict[str, str]) -> None:
    assert html(client, "/organisations/ign/politiques", 404)
    assert html(client, "/politiques/inconnue/ressources", 404)


@pytest.mark.parametrize(("query", "named"), [("au=hier", "au"), ("tri=hasard", "tri"), ("chaine=x", "chaine")])
def test_a_wrong_parameter_is_named(client: FlaskClient, ids: dict[str, str], query: str, named: str) -> None:
    assert named in html(client, f"{MEASURE}?{query}", 422)


@pytest.fixture
def crowd(db: Database) -> None:
    """A policy of forty measures: thirty are served by a resource each, five of which are for members only."""
    measures = {f"Mesure {n:02}": ("Policy", {"level": "measure"}) for n in range(40)}
    data = {f"Jeu {n:02}": ("Dataset", {"visibility": "members" if n < 5 else "public"}) for n in range(30)}
    facts: set[Fact] = {(name, "PART_OF", "Territoires") for name in measures}
    facts |= {(f"Jeu {n:02}", "SERVES", f"Mesure {n:02}") for n in range(30)}
    graph_of(db, facts, {"Territoires": ("Policy", {"level": "policy"}), **measures, **data})


WHOLE = "/politiques/territoires/ressources"


def test_of_very_many_chains_the_first_are_told_the_others_counted_and_the_file_has_all(
    client: FlaskClient, app: Flask, db: Database, crowd: None
) -> None:
    page, second = html(client, f"{WHOLE}?vue=chaines"), html(client, f"{WHOLE}?vue=chaines&page=2")
    assert "25 chaînes" in page and "<b>25</b><span>ressources la servent directement</span>" in page
    bob = signed_in(app, db, "bob")
    page, second = html(bob, f"{WHOLE}?vue=chaines"), html(bob, f"{WHOLE}?vue=chaines&page=2")
    assert "30 chaînes" in page and "1 à 25 sur 30" in page
    assert (page.count('class="chain"'), second.count('class="chain"')) == (25, 5)
    assert [len(rows(each, f"{WHOLE}.csv")) for each in (client, bob)] == [25, 30]
    assert not any("Jeu 00" in text for text in (html(client, WHOLE), html(client, f"{WHOLE}.csv")))


def test_of_very_many_holes_the_first_are_told_the_others_counted_and_the_file_has_all(
    client: FlaskClient, crowd: None
) -> None:
    page, second = html(client, f"{WHOLE}?vue=chaines"), html(client, f"{WHOLE}?vue=chaines&manques=2")
    assert "manques : 0 déclaré, 15 trouvés" in page and "1 à 10 sur 15" in page
    assert (page.count("Aucune ressource connue ne la sert"), second.count("Aucune ressource connue ne la sert")) == (
        10, 5,
    )  # fmt: skip
    assert f'href="{WHOLE}?vue=chaines&amp;manques=2#manques"' in page
    assert len(rows(client, f"{WHOLE}.csv?quoi=manques")) == 15


def test_of_a_large_tree_the_branch_where_one_is_is_open_and_the_others_are_one_press_away(
    client: FlaskClient, crowd: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_trees, "WHOLE", 20)
    page = html(client, "/politiques/mesure-39/ressources?vue=chaines")
    tree = page[page.index('id="arbre"') : page.index("</nav>", page.index('id="arbre"'))]
    assert "Mesure 00" in tree and "Mesure 30" not in tree
    assert '<a href="/politiques/mesure-39/ressources?vue=chaines" aria-current="page">' in tree
    assert 'href="/politiques/territoires/liens?relation=part_of&amp;sens=entrants">Voir les 9 autres</a>' in tree
    assert html(client, "/politiques/territoires/liens?relation=part_of&sens=entrants").count("Mesure ") >= 40


def test_the_chain_chosen_is_drawn_wherever_it_is(client: FlaskClient, crowd: None) -> None:
    page = html(client, f"{WHOLE}?chaine=25")
    assert "Chaîne choisie : 25 sur 25" in page and "column-box-on" in page
    assert "Chaîne choisie : 25 sur 25" in html(client, f"{WHOLE}?chaine=9999")
    assert "16 chaînes ne sont pas dessinées" in page
