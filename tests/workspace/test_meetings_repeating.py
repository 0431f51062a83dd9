"""Promises of a series: real meetings on the right days and hours, changed from one on, cancelled one by one."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from graph.changes import recent
from graph.database import Database
from graph.editing import create_relation
from graph.operations import Operation
from graph.series import of_series
from graph.undo import undo
from graph.users import add_user
from graph.viewers import ANONYMOUS, SYSTEM
from tests.graph.tuples import graph_of
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

PAGE = "/reunions/point/serie"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, {("Comité", "HOLDS", "Point"), ("Comité", "HOLDS", "Déjà")}, {
        "Comité": "Community", "Déjà": ("Meeting", {"day": "2027-04-06"}),
        "Point": ("Meeting", {"day": "2027-03-16", "starts": "9h", "stops": "10h", "place": "Brest"}),
    })  # fmt: skip


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def made(client: FlaskClient, **told: str) -> None:
    wish = {"rythme": "weekly", "nombre": "4", "libres": "oui", "geste": "faire"}
    assert send(client, PAGE, wish | told).status_code == 302


def days(db: Database, id: str) -> list[str]:
    return [str(each.day) for each in of_series(db, ANONYMOUS, id)]


def test_the_days_are_seen_before_then_made_as_meetings_of_the_same_community(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    refused = send(alice, PAGE, {"rythme": "weekly", "nombre": "4"})
    assert refused.status_code == 422 and "déjà prévue ces jours-là : 2027-04-06" in text(refused, "main")
    seen = send(alice, PAGE, {"rythme": "weekly", "nombre": "4", "libres": "oui"})
    assert "2 réunions de plus" in text(seen, "main") and days(db, ids["Point"]) == [], "to look makes nothing"
    made(alice)
    assert days(db, ids["Point"]) == ["2027-03-16", "2027-03-23", "2027-03-30"]
    assert alice.get("/reunions/point-2027-03-30/serie").status_code == 200
    assert "Point" in text(alice.get("/communautes/comite/comite"), "main")
    assert send(alice, PAGE, {"rythme": "weekly", "nombre": "4", "libres": "oui", "geste": "faire"},
                page="/reunions/point").status_code == 409  # fmt: skip


def test_the_feed_keeps_the_hour_of_paris_through_the_change_of_clocks(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    made(alice)
    told = alice.get("/communautes/comite/reunions.ics").data
    read = [each for each in Calendar.from_ical(told).walk("VEVENT") if str(each["summary"]) == "Point"]
    starts = [each.decoded("dtstart").astimezone(PARIS) for each in read]
    assert {each.hour for each in starts} == {9}
    assert {each.date().isoformat(): each.utcoffset() for each in starts} == {
        "2027-03-16": timedelta(hours=1), "2027-03-23": timedelta(hours=1), "2027-03-30": timedelta(hours=2),
    }  # fmt: skip
    again = vobject.readOne(told.decode())
    hours = {each.dtstart.value.astimezone(PARIS).hour for each in again.vevent_list
             if each.summary.value == "Point"}  # fmt: skip
    assert hours == {9} and len({each.uid.value for each in again.vevent_list}) == 4


def test_this_one_and_the_following_change_and_those_before_stay(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    made(alice)
    page = "/reunions/point-2027-03-23/serie"
    told = {"name": "Point", "starts": "14h", "stops": "15h", "place": "Lyon", "video": "", "decalage": "1"}
    assert send(alice, f"{page}/suivantes", told, page=page).status_code == 302
    found = of_series(db, ANONYMOUS, ids["Point"])
    assert [(each.day, each.starts, each.place) for each in found] == [
        ("2027-03-16", "09:00", "Brest"), ("2027-03-24", "14:00", "Lyon"), ("2027-03-31", "14:00", "Lyon"),
    ]  # fmt: skip
    wrong = send(alice, f"{page}/suivantes", told | {"stops": "13h"}, page=page)
    assert wrong.status_code == 422 and "la fin vient avant le début" in wrong.text and 'value="13h"' in wrong.text
    twice = send(alice, f"{page}/suivantes", told | {"decalage": "-8"}, page=page)
    assert twice.status_code == 422 and "le même jour" in twice.text


def test_one_is_cancelled_or_all_from_one_on_and_it_is_undone_at_once(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    made(alice)
    page = "/reunions/point-2027-03-23/serie"
    answer = send(alice, "/reunions/point-2027-03-23/annuler", {"geste": "celle-ci"}, page=page)
    assert answer.location.endswith("/inviter")
    assert [each.record.status for each in of_series(db, ANONYMOUS, ids["Point"])] == [None, "abandoned", None]
    send(alice, "/reunions/point/annuler", {"geste": "suivantes"}, page=PAGE)
    told = alice.get("/communautes/comite/reunions.ics").data
    assert told.count(b"STATUS:CANCELLED") == 3 and told.count(b"STATUS:CONFIRMED") == 1
    undo(db, SYSTEM, recent(db, SYSTEM, limit=1).entries[0].op, Operation("alice"))
    assert [each.record.status for each in of_series(db, ANONYMOUS, ids["Point"])] == [None, "abandoned", None]


@pytest.mark.parametrize(("told", "said"), [
    ({"rythme": "weekly"}, "combien de réunions"), ({"rythme": "parfois", "nombre": "3"}, "à choisir dans la liste"),
    ({"rythme": "weekly", "nombre": "61"}, "nombre de 2 à 60"), ({"rythme": "weekly", "jusqu": "2027-03-17"}, "avant"),
    ({"rythme": "weekly", "jusqu": "2036-01-01"}, "60 réunions au plus"), ({"rythme": "weekly", "jusqu": "x"}, "jour"),
])  # fmt: skip
def test_a_series_that_cannot_be_is_told_by_its_field(
    alice: FlaskClient, ids: dict[str, str], told: dict[str, str], said: str
) -> None:
    answer = send(alice, PAGE, told)
    assert answer.status_code == 422 and said in text(answer, "main")


def test_who_may_not_change_the_meeting_does_not_repeat_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    bob = signed_in(app, db, "bob")
    assert bob.get(PAGE).status_code == 403 and app.test_client().get(PAGE).status_code in (302, 403)


def test_who_animates_the_community_repeats_its_meeting_and_changes_those_that_follow(
    app: Flask, db: Database, ids: dict[str, str]
) -> None:
    ana = graph_of(db, set(), {"Ana": "Person"})["Ana"]
    create_relation(db, SYSTEM, "ANIMATES", ana, ids["Comité"], {}, Operation("alice"))
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ana)
    bob = signed_in(app, db, "bob")
    made(bob)
    page = "/reunions/point-2027-03-23/serie"
    assert send(bob, f"{page}/suivantes", {"name": "Point", "place": "Lyon"}, page=page).status_code == 302
    assert [each.place for each in of_series(db, ANONYMOUS, ids["Point"])] == ["Brest", "Lyon", "Lyon"]
    assert "series" not in text(bob.get("/reunions/point/historique"), "main")
