"""Promises of campaigns once letters have left: who is silent, a letter that was cut, an address that refuses."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import personal_links
from graph.database import Database
from graph.settings import Settings
from tests.graph.tuples import graph_of
from tests.mailbox import Mailbox, work_once
from tests.people import send, signed_in
from tests.workspace.test_campaigns import FACTS, KINDS, act, drafted, later, links, sent, to


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, {name: kind for name, kind in KINDS.items() if kind not in ("Community", "Application")})


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def test_who_is_silent_is_reminded_until_the_day_and_then_shown_as_silent(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    work_once(db, site)
    (link,) = links(to(box, "leo@example.invalid")[0])
    send(app.test_client(), link, {"geste": "rien"})
    later(db, site)
    assert len(to(box, "leo@example.invalid")) == 1
    first, reminder = to(box, "zoe@example.invalid")
    assert box.messages[-1]["Subject"] == "Rappel : Toujours vrai ?"
    assert len(links(reminder)) == 2 and set(links(first)).isdisjoint(links(reminder))
    assert app.test_client().get(links(first)[0]).status_code == 200
    assert "Sans nouvelles" not in app.test_client().get("/communs/panoramax").text
    for _ in range(3):
        later(db, site)
    assert "Close le" in alice.get(address).text and "Sans réponse" in alice.get(address).text
    assert len(to(box, "zoe@example.invalid")) == 3  # within twenty days a week fits twice
    assert "Sans nouvelles" in app.test_client().get("/communs/panoramax").text
    assert "Sans nouvelles" not in app.test_client().get("/communs/trottoirs").text
    assert db.read("MATCH (a:Ask) RETURN count(a.email) AS n") == [{"n": 0}]
    send(app.test_client(), links(first)[0], {"geste": "rien"})
    confirmed = personal_links.opened(db, links(first)[0].rsplit("/", 1)[1]).record.removeprefix("commun-")
    assert "Sans nouvelles" not in app.test_client().get(f"/communs/{confirmed}").text


def test_a_letter_that_was_cut_while_leaving_is_for_a_person_to_settle(
    alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    cut = """MATCH (job:Job {sort: 'mail'}) WHERE job.payload CONTAINS 'leo@'
             SET job.state = 'running', job.owner = 'gone', job.acting_at = $at, job.ready_at = 0"""
    db.write(cut, at="2026-11-26T10:00:00Z")
    work_once(db, site)
    work_once(db, site)
    assert box.recipients == ["zoe@example.invalid"]  # nobody sends it again by itself
    html = alice.get(address).text
    assert "Envoi incertain" in html
    job = re.findall(r"/lettres/([\w-]+)/regler", html)[0]
    assert act(alice, drafted(alice), f"lettres/{job}/encore") == 404  # another campaign's letter
    assert act(alice, address, f"lettres/{job}/encore") == 302
    work_once(db, site)
    assert box.recipients == ["zoe@example.invalid", "leo@example.invalid"]
    db.write("MATCH (job:Job {id: $id}) SET job.state = 'uncertain', job.ended_at = $at", id=job, at="2026-11-26")
    assert act(alice, address, f"lettres/{job}/regler") == 302
    assert "Envoi incertain" not in alice.get(address).text
    work_once(db, site)
    assert len(box.recipients) == 2


def test_a_refused_address_is_told_and_not_reminded(
    alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings, box: Mailbox
) -> None:
    address = drafted(alice)
    sent(alice, address)
    box.answers["RCPT"] = "550 no such user"
    work_once(db, site)
    assert "Adresse refusée" in alice.get(address).text and "550 no such user" in alice.get(address).text
    box.answers.clear()
    later(db, site)
    assert box.messages == []
