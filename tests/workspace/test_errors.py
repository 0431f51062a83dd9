"""What goes wrong is told in plain words, as a page, as a line for htmx, or as the one JSON shape."""

from collections.abc import Callable

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from graph import errors
from graph.database import Database
from graph.links import Brief
from graph.viewers import Viewer

HTMX = {"HX-Request": "true"}
RAISED = {
    "not-found": (errors.NotFound("commun-panorama"), 404, "not_found"),
    "already": (errors.AlreadyExists("siren", "130025265"), 409, "already_exists"),
    "not-allowed": (errors.NotAllowed("Seule l’animation peut fusionner deux fiches."), 403, "not_allowed"),
    "conflict": (errors.Conflict("commun-panoramax"), 409, "conflict"),
    "invalid": (errors.Invalid({"page": "nombre attendu", "<b>": "<i>"}), 422, "invalid"),
    "down": (errors.GraphUnavailable("bolt://secret:7687 ne répond pas"), 503, "graph_unavailable"),
}


def _raising(error: Exception) -> Callable[[], str]:
    def view() -> str:
        raise error

    return view


@pytest.fixture
def client(bare_app: Flask) -> FlaskClient:
    """An application with one page, and one API call, for each error."""
    bare_app.config["PROPAGATE_EXCEPTIONS"] = False
    bugs = {"bug": (RuntimeError("oops"), 500, "")}
    for name, (error, _, _) in (RAISED | bugs).items():
        bare_app.add_url_rule(f"/{name}", name, _raising(error), methods=["GET", "POST"])
        bare_app.add_url_rule(f"/api/v1/{name}", f"api-{name}", _raising(error))
    bare_app.add_url_rule("/door", "door", lambda: abort(401), methods=["GET"])
    bare_app.config["WTF_CSRF_ENABLED"] = False
    return bare_app.test_client()


@pytest.mark.parametrize("name", RAISED)
def test_each_error_of_the_graph_has_its_page(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/{name}")
    assert answer.status_code == RAISED[name][1]
    assert "<h1>" in answer.text


@pytest.mark.parametrize("name", RAISED)
def test_the_api_says_errors_in_one_shape(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/{name}")
    _, status, code = RAISED[name]
    assert answer.status_code == status
    assert answer.json is not None
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"code", "message", "fields"}
    assert answer.json["error"]["code"] == code


def test_the_api_names_the_parameter(client: FlaskClient) -> None:
    answer = client.get("/api/v1/invalid").json
    assert answer is not None
    assert answer["error"]["fields"]["page"] == "nombre attendu"


def test_an_unknown_api_address_is_json_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"


def test_a_refused_value_is_named_and_never_run(client: FlaskClient) -> None:
    answer = client.get("/invalid").text
    assert "nombre attendu" in answer
    assert "&lt;i&gt;" in answer
    assert "<i>" not in answer


def test_hidden_and_unknown_pages_offer_near_names(
    client: FlaskClient, bare_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def near(db: Database, viewer: Viewer, words: str) -> list[Brief]:
        asked.append(words)
        return [Brief("commun-panoramax", "Commons", "Panoramax")]

    monkeypatch.setattr("workspace.errors.near", near)
    bare_app.add_url_rule("/communs/<id>", "record-of-this-test", lambda id: id)
    assert "Panoramax" in client.get("/not-found").text
    assert "Panoramax" in client.get("/comuns/panorama-x").text
    assert asked == ["panorama", "panorama x"]


def test_near_names_are_left_out_when_the_graph_cannot_say(client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404


def test_a_down_graph_is_said_without_asking_it_and_the_page_comes_back(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "alice"
    answer = client.get("/down")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == answer.headers["Refresh"]
    assert "secret" not in answer.text


def test_an_error_met_by_somebody_whose_account_cannot_be_asked_is_a_down_graph(bare_client: FlaskClient) -> None:
    with bare_client.session_transaction() as session:
        session["_user_id"] = "alice~1"
    assert bare_client.get("/nowhere").status_code == 503


def test_a_form_sent_to_a_down_graph_is_not_sent_again_by_itself(client: FlaskClient) -> None:
    answer = client.post("/down")
    assert "Refresh" not in answer.headers
    assert "Rien n’a été enregistré" in answer.text


def test_our_own_mistake_shows_no_detail(client: FlaskClient) -> None:
    answer = client.get("/bug")
    assert answer.status_code == 500
    assert "oops" not in answer.text


def test_htmx_gets_one_line_for_the_status_region(client: FlaskClient) -> None:
    answer = client.get("/not-allowed", headers=HTMX)
    assert answer.status_code == 403
    assert answer.text == "Seule l’animation peut fusionner deux fiches."


def test_htmx_gets_a_refused_value_to_swap_in(client: FlaskClient) -> None:
    assert "error-summary" in client.get("/invalid", headers=HTMX).text


def test_strangers_are_shown_the_door_and_come_back(client: FlaskClient) -> None:
    assert client.get("/door?a=1").location == "/connexion?suite=%2Fdoor%3Fa%3D1"
    answer = client.get("/door", headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/connexion?suite=%2Fdoor"
    assert client.get("/api/v1/not-allowed").status_code == 403
