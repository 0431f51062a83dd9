"""Promises of « Ressources mobilisées » as a table: a row a measure, what is missing in sight, each step judged."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from graph.database import Database
from tests.graph.tuples import Fact, graph_of
from tests.people import signed_in
from tests.workspace.test_tracing import FACTS, KINDS, html, rows

PAGE = "/politiques/territoires/ressources"
MORE_KINDS: dict[str, Any] = {
    **KINDS, "Sète": "Territory", "Hérault": "Territory", "ANCT": "Organisation", "Fonds": "Programme",
    "Relever": ("Policy", {"level": "measure", "status": "in_force"}),
    "Territoires": ("Policy", {"level": "policy", "echelon": "region", "begins": "2024", "ends": "2027"}),
}  # fmt: skip
MORE: set[Fact] = {
    *FACTS, ("ANCT", "LEADS", "Territoires"), ("Panoramax", "IN_TERRITORY", "Sète", "role=deployed"),
    ("BD TOPO", "IN_TERRITORY", "Hérault", "role=covers"),
    ("Fonds", "FUNDS", "Panoramax", "amount=42000", "step=granted"),
    ("Fonds", "FUNDS", "Panoramax", "amount=7000", "step=lead", "visibility=members", "object=piste"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, MORE, MORE_KINDS)


def sheets(client: FlaskClient, address: str) -> dict[str, list[list[Any]]]:
    answer = client.get(address)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def row(page: str, id: str) -> str:
    start = page.index(f'id="m-{id}"')
    return page[start : page.index("</tr>", start)]


def test_the_head_says_who_leads_at_which_echelon_and_when(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{PAGE}?au=2025")
    assert 'Pilotée par <a href="/organisations/anct"><b>ANCT</b></a>' in page
    assert "Échelon <b>région</b>" in page and "Période <b>2024 – 2027</b>" in page
    assert "Situation au 31 décembre 2025" in page


def test_a_row_tells_what_serves_a_measure_direct_and_indirect_apart(client: FlaskClient, ids: dict[str, str]) -> None:
    told = row(html(client, PAGE), ids["Relever"])
    direct, indirect = told.split('data-label="Indirectes')
    assert "Panoramax" in direct and "BD TOPO" not in direct
    assert "BD TOPO" in indirect and "via" in indirect and "Trottoirs" in indirect


def test_bearers_places_proof_and_money_are_those_of_the_direct_ones(client: FlaskClient, ids: dict[str, str]) -> None:
    told = row(html(client, PAGE), ids["Relever"])
    assert "IGN" in told and "Sète" in told and "Hérault" not in told
    assert "1 confirmée" in told and "plan, 2024" in told
    assert "accordé" in told and "42 000 €" in told


def test_a_measure_with_nothing_stays_and_says_so(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, PAGE)
    assert "Aucune ressource connue" in row(page, ids["Éclairer"])
    assert "1 mesure sur 2 sans ressource connue" in page
    only = html(client, f"{PAGE}?sans=1")
    assert f'id="m-{ids["Éclairer"]}"' in only and f'id="m-{ids["Relever"]}"' not in only


def test_filters_never_make_a_measure_look_forgotten(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{PAGE}?territoire={ids['Hérault']}")
    assert "Panoramax" not in row(page, ids["Relever"]) and "BD TOPO" in row(page, ids["Relever"])
    nothing = html(client, f"{PAGE}?territoire={ids['Hérault']}&confirmes=1")
    assert "Rien avec ces filtres" in row(nothing, ids["Relever"])
    assert "1 mesure sur 2 sans ressource connue" in nothing


def test_a_territory_or_theme_is_chosen_among_those_of_the_resources(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, f"{PAGE}?theme={ids['Eau']}")
    assert f'<option value="{ids["Sète"]}">Sète (1)</option>' in page
    assert f'<option value="{ids["Eau"]}" selected>Eau (1)</option>' in page


def test_a_state_keeps_what_is_in_it_on_the_day(client: FlaskClient, db: Database) -> None:
    asleep = ("Commons", {"status": "dormant"})
    graph_of(db, {("Endormi", "SERVES", "Mesure"), ("Vif", "SERVES", "Mesure")},
             {"Mesure": "Policy", "Endormi": asleep, "Vif": ("Dataset", {"status": "in_use"})})  # fmt: skip
    page = html(client, "/politiques/mesure/ressources?statut=dormant")
    assert "Endormi" in row(page, "politique-mesure") and "Vif" not in row(page, "politique-mesure")
    assert '<option value="dormant" selected>en sommeil (1)</option>' in page and "Statut : en sommeil" in page


def test_a_row_opens_its_chains_as_sentences(client: FlaskClient, ids: dict[str, str]) -> None:
    closed, page = html(client, PAGE), html(client, f"{PAGE}?mesure={ids['Relever']}")
    sentence = "Le commun numérique « Panoramax » contribue à la mesure « Relever »"
    assert sentence in page and sentence not in closed
    assert sentence in html(client, f"{PAGE}?mesure=toutes")


def test_each_step_is_contested_by_who_may(app: Flask, db: Database, ids: dict[str, str]) -> None:
    opened = f"{PAGE}?mesure={ids['Relever']}"
    assert "Contester" in html(signed_in(app, db, "alice"), opened)
    for other in (app.test_client(), signed_in(app, db, "bob")):
        assert "Contester" not in html(other, opened)


def test_each_number_of_the_foot_shows_which_links(client: FlaskClient, ids: dict[str, str]) -> None:
    page = html(client, PAGE)
    assert "2 sans source" in page and "1 non daté" in page
    undated = html(client, f"{PAGE}?vue=liens&lesquels=non-dates")
    assert "Trottoirs contribue à Relever" in undated and "BD TOPO" not in undated
    assert "BD TOPO est utilisé par Trottoirs" in html(client, f"{PAGE}?vue=liens&lesquels=sans-source")
    assert "Aucun lien de cette sorte" in html(client, f"{PAGE}?vue=liens&lesquels=anciens&au=2024")


def test_the_workbook_has_the_rows_and_filters_of_the_page(client: FlaskClient, ids: dict[str, str]) -> None:
    found = sheets(client, f"{PAGE}.xlsx")
    assert list(found) == ["Mesures", "Ressources", "Manques"]
    head, *told = found["Mesures"]
    assert [line[0] for line in told] == ["Relever", "Éclairer"]
    assert dict(zip(head, told[0], strict=True))["Accordé (EUR)"] == 42000
    assert [line[1] for line in found["Ressources"][1:]] == ["Panoramax", "BD TOPO"]
    assert [line[0] for line in sheets(client, f"{PAGE}.xlsx?sans=1")["Mesures"][1:]] == ["Éclairer"]
    assert [line[0] for line in rows(client, f"{PAGE}.csv?quoi=mesures")] == ["Relever", "Éclairer"]


@pytest.mark.parametrize(("query", "named"), [("vue=x", "vue"), ("vue=liens&lesquels=x", "lesquels")])
def test_a_wrong_parameter_is_named(client: FlaskClient, ids: dict[str, str], query: str, named: str) -> None:
    assert named in html(client, f"{PAGE}?{query}", 422)


def test_what_one_may_not_see_is_in_no_cell_file_or_sum(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob, charlie = signed_in(app, db, "bob"), app.test_client()
    assert "Interne" in row(html(bob, PAGE), ids["Relever"]) and "7 000 €" in html(bob, PAGE)
    assert "Interne" not in html(charlie, PAGE) and "7 000" not in html(charlie, PAGE)
    assert len(sheets(bob, f"{PAGE}.xlsx")["Ressources"]) == len(sheets(charlie, f"{PAGE}.xlsx")["Ressources"]) + 1


def test_a_measure_is_fragile_when_one_bearer_holds_all_or_all_sleeps(client: FlaskClient, db: Database) -> None:
    graph_of(db, {("Seule", "PART_OF", "Plan"), ("Endormi", "SERVES", "Seule"), ("IGN", "STEWARDS", "Endormi")},
             {"Plan": "Policy", "Seule": "Policy", "IGN": "Organisation",
              "Endormi": ("Commons", {"status": "dormant"})})  # fmt: skip
    told = row(html(client, "/politiques/plan/ressources"), "politique-seule")
    for words in ("un seul porteur", "est en sommeil", "n’a de licence connue"):
        assert words in told
    assert "Points fragiles" in sheets(client, "/politiques/plan/ressources.xlsx")["Mesures"][0]


def test_a_sort_of_resource_is_missing_when_most_other_measures_have_one(client: FlaskClient, db: Database) -> None:
    measures = [f"Mesure {n}" for n in range(4)]
    facts: set[Fact] = {(name, "PART_OF", "Plan") for name in measures} | {
        ("Suite", "SERVES", name) for name in measures
    }
    facts |= {("Relevés", "SERVES", name) for name in measures[:3]}
    kinds = {"Plan": "Policy", **dict.fromkeys(measures, "Policy"), "Suite": "Software", "Relevés": "Dataset"}
    graph_of(db, facts, kinds)
    page = html(client, "/politiques/plan/ressources")
    assert "sans jeu de données" in row(page, "politique-mesure-3") and page.count("sans jeu de données") == 1
