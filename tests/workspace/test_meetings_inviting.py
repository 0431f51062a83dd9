"""Promises of invitations to a meeting: seen before they leave, once each, answered by a button, for who prepares."""

import re
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from graph.database import Database
from graph.editing import change_record, create_relation, delete_record
from graph.granting import GIVES
from graph.meeting_answers import asked_of
from graph.operations import Operation
from graph.settings import Settings
from graph.states import records
from graph.trash import purge
from graph.unsubscribing import unsubscribe
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.tuples import Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

DAY = (date.today() + timedelta(20)).isoformat()
PARIS = ZoneInfo("Europe/Paris")
PAGE = "/reunions/pleniere/inviter"
KINDS: Kinds = {
    "Comité": "Community", "Zoé": ("Person", {"email": "zoe@example.invalid"}),
    "Léo": ("Person", {"email": "leo@example.invalid"}), "Ana": "Person", "Région": "Organisation",
    "Partie": ("Person", {"email": "partie@example.invalid"}),
    "Plénière": ("Meeting", {"day": DAY, "starts": "9h30", "stops": "12h", "place": "Brest",
                             "video": "https://visio.example.invalid/p"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Plénière"), ("Zoé", "MEMBER_OF", "Comité", "on_behalf_of=Région"),
    ("Léo", "MEMBER_OF", "Comité"), ("Ana", "MEMBER_OF", "Comité"), ("Partie", "MEMBER_OF", "Comité", "until=2020"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, site: Settings) -> FlaskClient:
    return signed_in(app, db, "alice")


def invite(client: FlaskClient, *ids: str, **told: str) -> int:
    number = re.search(r'name="numero" value="(\d+)"', client.get(PAGE).text)
    told = {"numero": number[1] if number else "9", "geste": "envoyer", **told}
    return send(client, PAGE, {"a": list(ids), "rappels": ["7"], **told}, page="/reunions/pleniere").status_code


def change(db: Database, id: str, **told: str) -> None:
    change_record(db, SYSTEM, id, records(db, [id])[id].version, told, Operation("alice"))


def address(message: EmailMessage) -> str:
    found = re.search(r"https?://[^/\s]+(/reponse/\S+)", text_of(message))
    assert found
    return found[1]


def event(message: EmailMessage) -> tuple[str, bytes]:
    """The method and the text of the event that a message carries as a form of itself."""
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return str(part.get_param("method")), part.get_payload(decode=True)  # type: ignore[return-value]


def test_who_sits_that_day_and_has_an_address_is_proposed_and_the_letter_is_seen_before(
    alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    page = alice.get(PAGE)
    assert ids["Zoé"] in page.text and ids["Léo"] in page.text and ids["Partie"] not in page.text
    assert "zoe@example.invalid" not in page.text and "z…@example.invalid" in page.text
    assert "pas d’adresse connue" in page.text and "Région" in page.text
    seen = send(alice, PAGE, {"a": [ids["Zoé"]], "message": "À jeudi.", "geste": "voir", "numero": "1"})
    assert "À jeudi." in seen.text and "09:30" in seen.text and "Brest" in seen.text and seen.status_code == 200
    work_once(db, site)
    assert box.messages == [], "to look sends nothing"


def test_each_letter_carries_an_event_that_two_libraries_read(
    alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    assert invite(alice, ids["Zoé"], ids["Léo"], message="À jeudi.") == 302
    work_once(db, site)
    assert sorted(box.recipients) == ["leo@example.invalid", "zoe@example.invalid"]
    message = next(each for each in box.messages if each["To"] == "zoe@example.invalid")
    assert message["Reply-To"] == "alice@example.invalid" and "leo" not in message.as_string()
    method, told = event(message)
    (read,) = Calendar.from_ical(told).walk("VEVENT")
    assert method == "REQUEST" and str(Calendar.from_ical(told)["method"]) == "REQUEST"
    assert read.decoded("dtstart").astimezone(PARIS) == datetime.fromisoformat(f"{DAY}T09:30").replace(tzinfo=PARIS)
    assert str(read["attendee"]) == "mailto:zoe@example.invalid" and read["attendee"].params["RSVP"] == "TRUE"
    assert str(read["organizer"]) == "mailto:alice@example.invalid" and read["location"] == "Brest"
    again = vobject.readOne(told.decode()).vevent
    assert again.attendee.value == "mailto:zoe@example.invalid" and again.sequence.value == str(
        read.decoded("sequence")
    )
    file = next(part for part in message.iter_attachments() if part.get_filename() == "reunion.ics")
    assert file.get_content() == told
    assert str(read["uid"]) in alice.get("/reunions/pleniere.ics").text, "the feed tells the same event"


def test_a_link_answers_by_a_button_only_and_the_answer_prepares_the_sheet(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    invite(alice, ids["Zoé"], ids["Léo"])
    work_once(db, site)
    links = {each["To"]: address(each) for each in box.messages}
    zoe = app.test_client()
    page = zoe.get(links["zoe@example.invalid"])
    assert page.headers["Cache-Control"] == "private, no-store" and "Plénière" in page.text
    assert "sans réponse" in alice.get("/reunions/pleniere").text, "to read answers nothing"
    refused = send(zoe, links["zoe@example.invalid"], {"reponse": "represented", "par": " "})
    assert refused.status_code == 422 and "dites par qui vous serez représenté" in refused.text
    assert send(zoe, links["zoe@example.invalid"], {"reponse": "represented", "par": "Max"}).status_code == 302
    assert "je serai représenté par Max" in zoe.get(links["zoe@example.invalid"]).text
    send(app.test_client(), links["leo@example.invalid"], {"reponse": "no"})
    told = alice.get("/reunions/pleniere").text
    assert "sera représenté par Max" in told and "une ne peut pas" in told
    sheet = alice.get("/reunions/pleniere/presences").text
    assert 'value="represented" selected' in sheet and 'value="excused" selected' in sheet and "d’après" in sheet
    assert not db.read("MATCH ()-[r:ATTENDS]->() RETURN r.id AS id"), "nothing is noted before one saves"
    assert "Max" not in app.test_client().get("/reunions/pleniere").text


def test_who_is_signed_in_answers_on_the_site(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ids["Léo"])
    bob = signed_in(app, db, "bob")
    assert bob.get("/reunions/pleniere/reponse").status_code == 404, "who was not invited"
    invite(alice, ids["Léo"])
    assert "/reunions/pleniere/reponse" in bob.get("/reunions/pleniere").text
    assert send(bob, "/reunions/pleniere/reponse", {"reponse": "yes"}).status_code == 302
    assert "une vient" in bob.get("/reunions/pleniere").text
    assert "l…@" not in bob.get("/reunions/pleniere").text, "counts, no more"
    assert bob.get(PAGE).status_code == 403 and app.test_client().get(PAGE).status_code in (302, 403)


def test_a_second_sending_goes_to_who_is_new_or_silent_and_twice_sends_once(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    invite(alice, ids["Zoé"], ids["Léo"], numero="1")
    assert invite(alice, ids["Zoé"], ids["Léo"], numero="1") == 302
    assert "déjà parties" in alice.get(PAGE).text
    work_once(db, site)
    assert len(box.messages) == 2
    send(app.test_client(), address(next(m for m in box.messages if "zoe" in m["To"])), {"reponse": "yes"})
    page = alice.get(PAGE).text
    assert f'value="{ids["Léo"]}"' in page and f'value="{ids["Zoé"]}"' not in page
    assert invite(alice, ids["Zoé"]) == 422, "who answered is not written to again"
    invite(alice, ids["Zoé"], ids["Léo"])
    work_once(db, site)
    assert [m["To"] for m in box.messages[2:]] == ["leo@example.invalid"]
    assert address(box.messages[2]) != address(next(m for m in box.messages if "leo" in m["To"]))


def test_another_hour_is_told_with_a_higher_sequence_and_asks_for_another_answer(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    invite(alice, ids["Zoé"])
    work_once(db, site)
    link = address(box.messages[0])
    send(app.test_client(), link, {"reponse": "yes"})
    change(db, ids["Plénière"], starts="14h", stops="16h")
    assert "dites-le à nouveau" in app.test_client().get(link).text, "the first letter's link still opens"
    assert "avant le changement" in alice.get(PAGE).text and "sans réponse" in alice.get("/reunions/pleniere").text
    invite(alice, ids["Zoé"])
    work_once(db, site)
    first, second = (Calendar.from_ical(event(each)[1]).walk("VEVENT")[0] for each in box.messages)
    assert second["uid"] == first["uid"] and second.decoded("sequence") > first.decoded("sequence")
    assert box.messages[1]["Subject"].startswith("Changement") and "14:00" in text_of(box.messages[1])


def test_a_cancelled_meeting_leaves_the_calendars_and_is_answered_no_more(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    invite(alice, ids["Zoé"])
    work_once(db, site)
    link = address(box.messages[0])
    change(db, ids["Plénière"], status="abandoned")
    assert f'value="{ids["Léo"]}"' not in alice.get(PAGE).text, "who was never invited need not know"
    invite(alice, ids["Zoé"])
    work_once(db, site)
    method, told = event(box.messages[1])
    assert method == "CANCEL" and Calendar.from_ical(told).walk("VEVENT")[0]["status"] == "CANCELLED"
    assert "/reponse/" not in text_of(box.messages[1])
    assert "annulée" in app.test_client().get(link).text
    assert "Personne à qui écrire" in alice.get(PAGE).text


def test_a_wrong_a_gone_and_a_past_meeting_open_nothing(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    invite(alice, ids["Zoé"])
    work_once(db, site)
    link, client = address(box.messages[0]), app.test_client()
    assert client.get("/reponse/rien").status_code == 404
    assert link.rpartition("/")[2] not in str(db.read("MATCH (n:GuestLink) RETURN properties(n) AS p"))
    change(db, ids["Plénière"], day="2026-01-05")
    assert "passée" in client.get(link).text and "la réunion est passée" in alice.get(PAGE).text
    delete_record(db, SYSTEM, ids["Plénière"], records(db, [ids["Plénière"]])[ids["Plénière"]].version, Operation("a"))
    assert client.get(link).status_code == 404
    assert asked_of(db, ids["Zoé"]), "in the export of one's data"
    assert purge(db, days=-1) and not asked_of(db, ids["Zoé"]), "nothing of it outlives the meeting"


def test_who_wants_no_letter_and_what_has_no_day_are_told(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    unsubscribe(db, "leo@example.invalid", "meetings")
    assert "ne veut plus recevoir ces lettres" in alice.get(PAGE).text
    assert invite(alice, ids["Léo"]) == 422
    wrong = send(alice, PAGE, {"a": ids["Zoé"], "message": "é" * 6000, "geste": "voir"})
    assert wrong.status_code == 422 and "5000 caractères au plus" in wrong.text and "éééé" in wrong.text
    change(db, ids["Plénière"], day="2027-03")
    assert "donnez d'abord un jour" in text(alice.get(PAGE), "main")


def test_who_animates_the_community_prepares_its_meetings_and_no_others(
    app: Flask, db: Database, ids: dict[str, str], site: Settings
) -> None:
    more = graph_of(db, set(), {"Autre": "Meeting"})
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ids["Léo"])
    bob = signed_in(app, db, "bob")
    assert bob.get(PAGE).status_code == 403
    create_relation(db, SYSTEM, "ANIMATES", ids["Léo"], ids["Comité"], {}, Operation("alice"))
    assert bob.get(PAGE).status_code == 200 and bob.get("/reunions/autre/inviter").status_code == 403
    tied = send(bob, "/lier", {"de": ids["Comité"], "lien": "HOLDS", "vers": more["Autre"]}, page="/lier")
    assert tied.status_code != 302 and "HOLDS" in GIVES, "one does not take a meeting by a link"
