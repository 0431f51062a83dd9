"""Promises of limits: guessing passwords ends soon, reading goes on, and who waits knows for how long."""

import sqlite3
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from tests.applications import DownDatabase, application
from tests.people import PASSWORD, send, signed_in, token
from tests.reading import text
from workspace.limiting import keys, rules
from workspace.limiting.counts import SCHEME, Counts

HTMX = {"HX-Request": "true"}


def try_door(client: FlaskClient, email: str, times: int, **options: Any) -> list[int]:
    data = {"csrf_token": token(client, "/connexion"), "email": email, "password": "faux faux faux"}
    return [client.post("/connexion", data=data, **options).status_code for _ in range(times)]


def counted(folder: str, times: int) -> None:
    counts = Counts(f"{SCHEME}://{folder}/counts.sqlite")
    for _ in range(times):
        counts.incr("same", 60)


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No password is reckoned: it takes 40 ms each time."""
    monkeypatch.setattr("workspace.accounts.door.authenticate", lambda *_: None)


@pytest.mark.usefixtures("cheap")
def test_guessing_the_password_of_one_account_ends_from_any_address(bare_app: Flask) -> None:
    places = [{"REMOTE_ADDR": f"192.0.2.{place}"} for place in range(3)]
    client = bare_app.test_client()
    statuses = [
        status for place in places for status in try_door(client, "alice@example.invalid", 7, environ_overrides=place)
    ]
    assert statuses == [422] * 20 + [429]
    assert try_door(client, "bob@example.invalid", 1) == [422]


@pytest.mark.usefixtures("cheap")
def test_guessing_many_accounts_from_one_address_ends_and_others_still_enter(bare_app: Flask) -> None:
    client = bare_app.test_client()
    statuses = [try_door(client, f"{name}@example.invalid", 1)[0] for name in range(101)]
    assert statuses == [422] * 100 + [429]
    elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
    assert try_door(bare_app.test_client(), "autre@example.invalid", 1, environ_overrides=elsewhere) == [422]


@pytest.mark.usefixtures("cheap")
def test_the_limit_is_told_as_a_page_and_as_one_line_with_the_time_to_wait(bare_app: Flask) -> None:
    client = bare_app.test_client()
    try_door(client, "alice@example.invalid", 20)
    data = {"csrf_token": token(client, "/connexion"), "email": "alice@example.invalid", "password": "x"}
    page, line = client.post("/connexion", data=data), client.post("/connexion", data=data, headers=HTMX)
    for answer in (page, line):
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 900
        assert "Réessayez dans 15 minutes" in answer.get_data(as_text=True)
    assert "<h1>Trop de demandes</h1>" in page.text and "<h1" not in line.text


@pytest.fixture
def scarce(monkeypatch: pytest.MonkeyPatch) -> None:
    """An API that answers five times a minute."""
    monkeypatch.setitem(rules.BLUEPRINTS, "api", ("5 per minute", rules.BLUEPRINTS["api"][1]))


def test_the_api_tells_it_in_its_one_shape(scarce: None, bare_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = bare_app.test_client()
    assert [client.get("/api/v1/openapi.json").status_code for _ in range(6)] == [200] * 5 + [429]
    answer = client.get("/api/v1/openapi.json")
    assert answer.json and answer.json["error"]["code"] == "too_many_requests"
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    later = keys.now() + 61
    monkeypatch.setattr("time.time", lambda: later)
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_readers_of_one_office_do_not_use_up_each_other_s_limit(scarce: None, app: Flask, db: Database) -> None:
    alice, bob, charlie = signed_in(app, db, "alice"), signed_in(app, db, "bob"), app.test_client()
    for _ in range(5):
        alice.get("/api/v1/openapi.json")
    assert alice.get("/api/v1/openapi.json").status_code == 429
    assert bob.get("/api/v1/openapi.json").status_code == charlie.get("/api/v1/openapi.json").status_code == 200


def test_pages_are_read_without_limit(bare_app: Flask) -> None:
    limited = {endpoint.partition(".")[0] for rule in rules.RULES for endpoint in rule.endpoints} | {*rules.BLUEPRINTS}
    assert not {"entities", "lists", "records", "home", "network", "paths", "tracing"} & limited


def test_web_workers_count_together_and_lose_nothing(tmp_path: Path) -> None:
    processes = [get_context("spawn").Process(target=counted, args=(str(tmp_path), 50)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert Counts(f"{SCHEME}://{tmp_path}/counts.sqlite").get("same") == 150


def test_a_window_begins_anew_when_it_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = Counts(f"{SCHEME}://{tmp_path}/counts.sqlite"), keys.now()
    monkeypatch.setattr("time.time", lambda: now)
    assert [counts.incr("a", 60) for _ in range(2)] == [1, 2]
    assert counts.get_expiry("a") == now + 60
    monkeypatch.setattr("time.time", lambda: now + 60)
    assert counts.get("a") == 0 and counts.incr("a", 60) == 1


def test_a_disk_that_cannot_be_written_closes_no_door(
    bare_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object, **__: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Counts, "incr", full)
    assert bare_client.get("/api/v1/openapi.json").status_code == 200
    assert "disk is full" in caplog.text


def test_behind_a_proxy_the_reader_s_address_counts_only_when_it_is_set_up(tmp_path: Path) -> None:
    seen: list[str] = []
    for proxies in (0, 1):
        app = application(tmp_path, DownDatabase(), proxies=proxies)
        app.add_url_rule("/address", view_func=lambda: (keys.address(), {"Content-Type": "text/plain"}))
        answer = app.test_client().get("/address", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
        seen.append(answer.text)
    assert seen == ["address:127.0.0.1", "address:198.51.100.7"]


def test_a_proxy_that_is_not_set_up_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = application(tmp_path, DownDatabase()).test_client()
    for _ in range(2):
        client.get("/aide", headers={"X-Forwarded-For": "203.0.113.9"})
    assert caplog.text.count("MAILLAGE_PROXIES") == 1


def test_one_line_of_ipv6_is_one_reader_and_no_name_or_token_is_kept(bare_app: Flask, tmp_path: Path) -> None:
    def key(address: str) -> str:
        with bare_app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            return keys.address()

    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("::ffff:192.0.2.1") == key("192.0.2.1")
    assert key("unix") == "address:none"
    with bare_app.test_request_context(method="POST", data={"email": "alice@example.invalid"}):
        assert "alice" not in keys.typed_account()


def test_the_right_password_still_enters_below_the_limit(app: Flask, db: Database) -> None:
    signed_in(app, db, "bob")
    client = app.test_client()
    try_door(client, "bob@example.invalid", 3)
    data = {"email": "bob@example.invalid", "password": PASSWORD}
    assert text(client.get("/connexion"), "h1") == "Se connecter"
    assert send(client, "/connexion", data).status_code == 302
