"""Promises of reminders of a meeting: on the days chosen, once each, to whom has not declined."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.meeting_letters import sweep
from graph.settings import Settings
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send
from tests.workspace.test_meetings_inviting import PAGE, address, alice, change, ids, invite
from workspace.dates import PARIS
from workspace.meetings.reminding import queue

__all__ = ["alice", "ids"]
MEETING = date.today() + timedelta(20)


def at(before: int, hour: int = 9) -> datetime:
    return datetime.combine(MEETING - timedelta(before), datetime.min.time(), PARIS).replace(hour=hour)


def work_twice(db: Database, site: Settings) -> None:
    """Letters are written, then sent."""
    work_once(db, site)
    work_once(db, site)


@pytest.fixture
def asked(alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings) -> Mailbox:
    invite(alice, ids["Zoé"], ids["Léo"], message="À jeudi.")
    work_once(db, site)
    return box


def test_who_has_not_declined_is_reminded_on_the_day_once(
    app: Flask, asked: Mailbox, db: Database, site: Settings
) -> None:
    links = {each["To"]: address(each) for each in asked.messages}
    send(app.test_client(), links["leo@example.invalid"], {"reponse": "no"})
    assert queue(db, at(8)) == 0 and queue(db, at(7, hour=5)) == 0, "not before the day, nor at night"
    assert queue(db, at(7)) == 1
    queue(db, at(6))
    work_twice(db, site)
    (letter,) = asked.messages[2:]
    assert letter["To"] == "zoe@example.invalid" and letter["Subject"].startswith("Rappel")
    assert letter["Reply-To"] == "alice@example.invalid" and "Plénière" in text_of(letter)
    queue(db, at(7))
    work_twice(db, site)
    assert len(asked.messages) == 3, "once"
    assert send(app.test_client(), address(letter), {"reponse": "yes"}).status_code == 302


def test_the_days_are_chosen_and_a_cancelled_or_moved_meeting_reminds_of_nothing(
    asked: Mailbox, alice: FlaskClient, db: Database, ids: dict[str, str], site: Settings
) -> None:
    assert queue(db, at(1)) == 1, "the nearest that was chosen: a worker that slept catches up"
    change(db, ids["Plénière"], status="abandoned")
    work_twice(db, site)
    assert len(asked.messages) == 2
    change(db, ids["Plénière"], status="planned")
    wrong = send(alice, PAGE, {"a": [ids["Zoé"]], "rappels": "400", "geste": "envoyer", "numero": "2"},
                 page="/reunions/pleniere")  # fmt: skip
    assert wrong.status_code == 422
    invite(alice, ids["Zoé"], rappels="")
    assert queue(db, at(0)) == 0


def test_secrets_of_meetings_that_are_over_are_erased(asked: Mailbox, db: Database) -> None:
    assert sweep(db) == 0
    db.write("MATCH (l:GuestLink) SET l.until = '2020-01-01T00:00:00Z'")
    assert sweep(db) == 2
