"""Promises of a committee's page, workbook and calendar: what they tell, to whom, and what they keep to themselves."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import vobject
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook

from graph.attendance import sheet
from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.test_committees import FACTS, KINDS, day
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import text

PAGE = "/communautes/comite/comite"
ICS = "/communautes/comite/reunions.ics"
PARIS = ZoneInfo("Europe/Paris")


def test_the_page_tells_meetings_seats_presence_actions_decisions_and_groups(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    page = client.get(PAGE)
    said = " ".join(text(page, "main").split())
    for told in ("Prochaine", "Dernière", "annulée", "Brest métropole", "titulaire", "suppléant", "représenté",
                 "absent", "non noté", "Publier", "en retard", "Retenue", "Sous-groupe",
                 "Mandats finis ou à venir (1)"):  # fmt: skip
        assert told in said, told
    assert "Secrète" not in said and "Caché" not in said
    assert "Prochaine réunion : Prochaine" in said
    assert (
        text(client.get(f"/reseau?centre={ids['Comité']}"), "main") and f"/reseau?centre={ids['Comité']}" in page.text
    )
    assert "Réunions et mandats" in text(client.get("/communautes/comite"), "main")


def test_a_community_without_anything_says_what_to_do(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Comité": "Community"})
    said = text(app.test_client().get(PAGE), "main")
    assert "Aucun membre" in said and "Aucune réunion" in said and "Ajouter un membre" not in said
    assert "Ajouter un membre" in text(signed_in(app, db, "alice").get(PAGE), "main")


def test_a_community_that_one_may_not_see_has_no_page_file_or_calendar(app: Flask, db: Database) -> None:
    graph_of(db, set(), {"Comité": ("Community", {"visibility": "private"}),
                         "Close": ("Meeting", {"day": day(1), "visibility": "private"})})  # fmt: skip
    for address in (PAGE, f"{PAGE}.xlsx", ICS, "/reunions/close.ics", "/communautes/inconnue/comite"):
        assert app.test_client().get(address).status_code == 404, address
    assert signed_in(app, db, "alice").get(PAGE).status_code == 200


def test_members_are_a_list_to_write_to(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    assert f"membre_de={ids['Comité']}" in alice.get(PAGE).get_data(as_text=True)
    page = alice.get(f"/acteurs/?membre_de={ids['Comité']}")
    assert all(name in text(page, "main") for name in ("Ana", "Béa", "Brest métropole"))
    assert "Ligue" not in text(page, "main"), "whose mandate has ended"
    assert "membre de Comité" in text(page, "main")
    assert alice.get(f"/campagnes/nouvelle?liste=acteurs&membre_de={ids['Comité']}&demande=lettre").status_code == 200


def test_the_workbook_holds_the_same(client: FlaskClient, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").data))
    assert book.sheetnames == ["Membres et mandats", "Réunions", "Actions"]
    seats = [[str(cell.value or "") for cell in row] for row in book["Membres et mandats"].rows]
    assert ["Brest métropole", "Ana", "", "titulaire", "", "", "", "", "", "excusé"] in seats
    assert "Secrète" not in str([[cell.value for cell in row] for sheet in book for row in sheet.rows])


def test_the_calendar_is_read_by_two_libraries_in_the_time_of_paris(client: FlaskClient, db: Database) -> None:
    ids = graph_of(db, {("Comité", "HOLDS", name) for name in ("Hiver", "Été", "Jour entier", "Un jour de mars")}, {
        "Comité": "Community", "Hiver": ("Meeting", {"day": "2026-01-15", "starts": "9h30", "stops": "12h"}),
        "Été": ("Meeting", {"day": "2026-07-15", "starts": "14:00", "place": "Salle Ouessant, Brest"}),
        "Jour entier": ("Meeting", {"day": "2026-03-29", "status": "abandoned"}),
        "Un jour de mars": ("Meeting", {"day": "2026-03"}),
    })  # fmt: skip
    answer = client.get(ICS)
    assert answer.mimetype == "text/calendar"
    read = {str(each["summary"]): each for each in Calendar.from_ical(answer.data).walk("VEVENT")}
    assert set(read) == {"Hiver", "Été", "Jour entier"}, "a month is no day"
    assert read["Hiver"].decoded("dtstart").astimezone(PARIS) == datetime(2026, 1, 15, 9, 30, tzinfo=PARIS)
    assert read["Hiver"].decoded("dtend").utcoffset() == timedelta(hours=1)
    assert read["Été"].decoded("dtstart").utcoffset() == timedelta(hours=2), "summer time"
    assert read["Jour entier"].decoded("dtstart") == date(2026, 3, 29) and read["Jour entier"]["status"] == "CANCELLED"
    again = {each.summary.value: each for each in vobject.readOne(answer.get_data(as_text=True)).vevent_list}
    assert again["Hiver"].dtstart.value.astimezone(PARIS).hour == 9 and again["Hiver"].uid.value.startswith(
        ids["Hiver"]
    )
    assert again["Été"].location.value == "Salle Ouessant, Brest"


def test_a_changed_meeting_keeps_its_name_and_counts_on(client: FlaskClient, db: Database) -> None:
    id = create_record(db, SYSTEM, "Meeting", {"name": "Plénière", "day": "2026-05-04"}, Operation("alice"))
    before = Calendar.from_ical(client.get("/reunions/pleniere.ics").data).walk("VEVENT")[0]
    change_record(db, SYSTEM, id, records(db, [id])[id].version, {"day": "2026-05-11"}, Operation("alice"))
    after = Calendar.from_ical(client.get("/reunions/pleniere.ics").data).walk("VEVENT")[0]
    assert after["uid"] == before["uid"] and int(str(after["sequence"])) > int(str(before["sequence"]))


def test_hostile_words_stay_words_in_a_calendar(client: FlaskClient, db: Database) -> None:
    hostile = "Réunion\r\nATTENDEE:mailto:x@example.invalid; BEGIN:VALARM, \\n"
    create_record(db, SYSTEM, "Meeting", {"name": "A", "day": "2026-05-04", "place": hostile}, Operation("alice"))
    found = Calendar.from_ical(client.get("/reunions/a.ics").data).walk("VEVENT")[0]
    assert "attendee" not in found and not Calendar.from_ical(client.get("/reunions/a.ics").data).walk("VALARM")


def test_an_hour_that_is_none_is_refused_and_what_was_typed_stays(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    typed = {"name": "Plénière", "day": "2026-05-04", "starts": "10h", "stops": "9 h"}
    answer = send(alice, "/ajouter/reunions", typed)
    assert answer.status_code == 422 and "la fin vient avant le début" in text(answer, "main")
    typed |= {"starts": "25h"}
    answer = send(alice, "/ajouter/reunions", typed)
    assert answer.status_code == 422
    assert "heure attendue, par exemple 14 h 30" in text(answer, "main") and 'value="25h"' in answer.text


def test_presences_are_noted_on_the_page_of_the_meeting_by_who_may_change_it(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice, page = signed_in(app, db, "alice"), "/reunions/prochaine/presences"
    assert (
        page in alice.get("/reunions/prochaine").text and page not in app.test_client().get("/reunions/prochaine").text
    )
    assert (
        app.test_client().get(page).status_code in (302, 403) and signed_in(app, db, "bob").get(page).status_code == 403
    )
    told = {f"presence-{ids[name]}": word for name, word in (("Ana", "excused"), ("Béa", ""), ("Région", ""))}
    assert send(alice, page, told | {"geste": "tous"}).status_code == 302
    assert "3 présences notées" in alice.get(page).text
    wrong = send(alice, page, {f"presence-{ids['Ana']}": "peut-être", f"presence-{ids['Béa']}": "absent"})
    assert wrong.status_code == 422 and "Ana" in text(wrong, ".error-summary")
    assert 'value="absent" selected' in wrong.text, "nothing that was chosen is lost"


def test_a_sheet_left_open_takes_back_nothing_that_another_noted(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice, page = signed_in(app, db, "alice"), "/reunions/prochaine/presences"
    ana, bea = (ids[name] for name in ("Ana", "Béa"))
    send(signed_in(app, db, "carole"), page, {f"presence-{ana}": "excused"})
    opened_before = {f"presence-{who}": "" for who in (ana, bea)} | {f"avant-{who}": "" for who in (ana, bea)}
    send(alice, page, opened_before | {f"presence-{bea}": "absent"})
    send(alice, page, opened_before | {"geste": "tous"})
    noted = {row.who.id: row.presence for row in sheet(db, ALICE, ids["Prochaine"]).rows}
    assert (noted[ana], noted[bea]) == ("excused", "absent")
    send(alice, page, {f"presence-{ana}": "", f"avant-{ana}": "excused"})
    assert not next(row for row in sheet(db, ALICE, ids["Prochaine"]).rows if row.who.id == ana).presence


def test_a_meeting_that_nobody_holds_says_what_to_do(app: Flask, db: Database) -> None:
    create_record(db, SYSTEM, "Meeting", {"name": "Seule", "day": "2026-05-04"}, Operation("alice"))
    assert "Personne ne siège encore" in text(signed_in(app, db, "alice").get("/reunions/seule/presences"))
