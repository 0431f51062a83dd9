"""Promises of the API: the shapes that other programs rely on, and the rights of whoever asks."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from graph.database import Database
from graph.editing import create_record, create_relation
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.measures.drawn import measured
from tests.people import signed_in
from workspace.api.openapi import document


def add(db: Database, kind: str, name: str, **more: str) -> str:
    return create_record(db, SYSTEM, kind, {"name": name, **more}, Operation("carole"))


def tie(db: Database, type: str, one: str, other: str, **more: str) -> None:
    create_relation(db, SYSTEM, type, one, other, more, Operation("carole"))


@pytest.fixture
def network(db: Database) -> Database:
    """ADEME funds Panoramax, which serves a measure; a member's record funds it too."""
    add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax"), add(db, "Policy", "Voirie", level="measure")
    add(db, "Organisation", "Discret", visibility="members")
    tie(db, "FUNDS", "organisation-ademe", "commun-panoramax", since="2023", source="convention", source_date="2023-05")
    tie(db, "FUNDS", "organisation-discret", "commun-panoramax")
    tie(db, "SERVES", "commun-panoramax", "politique-voirie", how="implements", source="rapport")
    return db


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get("/api/v1" + path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_json()


def keeps_its_shape(told: Any, name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    Draft202012Validator(schema).validate(told)


def test_a_list_has_items_total_and_facets(client: FlaskClient, network: Database) -> None:
    told = get(client, "/entities?kind=Organisation")
    keeps_its_shape(told, "List")
    assert told["total"] == 1
    assert told["items"] == [
        {"id": "organisation-ademe", "kind": "Organisation", "name": "ADEME", "summary": None,
         "url": "/organisations/ademe"}
    ]  # fmt: skip
    assert "kind" in told["facets"]


def test_a_record_has_its_fields_refs_and_sourced_relations(client: FlaskClient, network: Database) -> None:
    told = get(client, "/entities/commun-panoramax")
    keeps_its_shape(told, "Record")
    funded = next(each for each in told["relations"] if each["type"] == "FUNDS")
    assert funded["sentence"] == "Panoramax est financé par ADEME"
    assert funded["source"] == {"words": "convention", "url": None, "date": "2023-05"}
    assert told["fields"]["licence"] == {"state": "not_given", "value": None}


def test_a_neighbourhood_has_distances(client: FlaskClient, network: Database) -> None:
    told = get(client, "/entities/organisation-ademe/neighbourhood?depth=2")
    keeps_its_shape(told, "Neighbourhood")
    assert {(node["id"], node["distance"]) for node in told["nodes"]} == {
        ("organisation-ademe", 0), ("commun-panoramax", 1), ("politique-voirie", 2)
    }  # fmt: skip


def test_a_path_is_told_step_by_step(client: FlaskClient, network: Database) -> None:
    told = get(client, "/path?from=organisation-ademe&to=politique-voirie")
    keeps_its_shape(told, "Paths")
    steps = told["paths"][0]["steps"]
    assert [step["sentence"] for step in steps] == ["ADEME finance Panoramax", "Panoramax met en œuvre Voirie"]
    assert steps[0]["to"] == steps[1]["from"] == "commun-panoramax"


def test_a_trace_goes_both_ways(client: FlaskClient, network: Database) -> None:
    for path, target in (("commun-panoramax/trace", "politique-voirie"), ("politique-voirie/trace?to=resources",
                                                                          "commun-panoramax")):  # fmt: skip
        told = get(client, f"/entities/{path}")
        keeps_its_shape(told, "Trace")
        assert [(chain["target"]["id"], chain["direct"]) for chain in told["chains"]] == [(target, True)]


def test_an_impact_tells_what_loses_its_only_support_for_whoever_asks(
    app: Flask, client: FlaskClient, network: Database
) -> None:
    told = get(client, "/entities/organisation-ademe/impact")
    keeps_its_shape(told, "Impact")
    assert [(each["record"]["id"], each["step"], each["lost"]) for each in told["items"]] == [
        ("commun-panoramax", 1, True), ("politique-voirie", 2, True),
    ]  # fmt: skip
    assert told["items"][0]["losses"][0]["stops"][0]["sentence"] == "ADEME finance Panoramax"
    bob = get(signed_in(app, network, "bob"), "/entities/organisation-ademe/impact")
    assert (bob["total"], bob["lost"]) == (1, 0)


def test_the_whole_network_comes_in_columns(client: FlaskClient, network: Database) -> None:
    told = get(client, "/network")
    keeps_its_shape(told, "Network")
    assert len(told["ids"]) == len(told["x"]) == 3
    assert len(told["edges"]) == 2


@pytest.mark.parametrize(
    "path",
    ["/entities", "/entities/commun-panoramax", "/entities/commun-panoramax/neighbourhood?depth=3", "/network",
     "/entities?q=discret"],
)  # fmt: skip
def test_a_hidden_record_is_nowhere_for_a_visitor(app: Flask, network: Database, path: str) -> None:
    assert "discret" not in app.test_client().get("/api/v1" + path).get_data(as_text=True).lower()
    if "q=" not in path:
        assert "discret" in signed_in(app, network, "bob").get("/api/v1" + path).get_data(as_text=True).lower()


def test_hidden_and_unknown_are_the_same_answer(client: FlaskClient, network: Database) -> None:
    for id in ("organisation-discret", "organisation-rien"):
        for path in ("", "/neighbourhood", "/trace", "/impact"):
            told = get(client, f"/entities/{id}{path}", 404)
            keeps_its_shape(told, "Error")
            assert told["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/entities?kind=Licorne", "kind"),
        ("/entities?page=zéro", "page"),
        ("/entities?size=9999", "size"),
        ("/entities?page=" + "9" * 5000, "page"),
        ("/entities/commun-panoramax/neighbourhood?depth=9", "depth"),
        ("/entities/commun-panoramax/neighbourhood?relations=AIME", "relations"),
        ("/entities/commun-panoramax?at=demain", "at"),
        ("/path?from=organisation-ademe", "to"),
        ("/path?from=organisation-ademe&to=commun-panoramax&all=peut-etre", "all"),
        ("/entities/commun-panoramax/trace?to=lune", "to"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, network: Database, path: str, field: str) -> None:
    told = get(client, path, 422)
    keeps_its_shape(told, "Error")
    assert list(told["error"]["fields"]) == [field]


def test_an_engine_that_is_down_is_told_in_the_same_shape(bare_client: FlaskClient) -> None:
    told = get(bare_client, "/entities", 503)
    keeps_its_shape(told, "Error")


def test_every_call_is_described(app: Flask, client: FlaskClient, network: Database) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    told = {"/api/v1" + path.replace("{", "<").replace("}", ">") for path in document()["paths"]}
    assert rules - told == {"/api/v1/", "/api/v1/openapi.json"}
    assert client.get("/api/v1/").status_code == 200
    assert get(client, "/openapi.json")["openapi"].startswith("3.1")


def test_figures_are_those_of_the_readers_layer(app: Flask, client: FlaskClient, network: Database) -> None:
    before = get(client, "/metrics")
    keeps_its_shape(before, "Metrics")
    assert (before["at"], before["items"], before["current"]) == (None, [], False)
    measured(network)
    told = get(client, "/metrics?sort=links")
    keeps_its_shape(told, "Metrics")
    assert (told["layer"], told["total"], told["current"], told["network"]["links"]) == ("public", 3, True, 2)
    assert (told["items"][0]["id"], told["items"][0]["links"]) == ("commun-panoramax", 2)
    bob = signed_in(app, network, "bob")
    assert get(bob, "/metrics?id=commun-panoramax")["items"][0]["links"] == 3
    assert get(bob, "/metrics")["layer"] == "members" and "Discret" not in client.get("/api/v1/metrics").text
    get(client, "/metrics?id=organisation-discret", 404), get(client, "/metrics?sort=rien", 422)


def test_components_are_told_the_largest_first(app: Flask, client: FlaskClient, network: Database) -> None:
    keeps_its_shape(get(client, "/components"), "Components")
    add(network, "Organisation", "IGN")
    measured(network)
    told = get(client, "/components")
    keeps_its_shape(told, "Components")
    assert [(each["number"], each["size"]) for each in told["items"]] == [(0, 3), (1, 1)]
    assert [each["id"] for each in told["items"][1]["records"]] == ["organisation-ign"]
    assert "Discret" in signed_in(app, network, "bob").get("/api/v1/components").text
    assert "Discret" not in client.get("/api/v1/components").text


def test_a_worklist_keeps_its_shape(app: Flask, network: Database) -> None:
    alice = signed_in(app, network, "alice")
    measured(network)
    for name in ("one-bearer", "isolated", "bearer-unknown", "unsourced"):
        keeps_its_shape(get(alice, f"/worklists/{name}"), "Findings")
    get(alice, "/worklists/isolated?around=rien", 422), get(alice, "/worklists/isolated?size=0", 422)
