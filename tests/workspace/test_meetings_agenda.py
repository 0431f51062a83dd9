"""Promises of an agenda: hours follow the order, open items come in, proposals are answered, the rest goes on."""

import html
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.agenda_sources import found_for
from graph.agendas import agenda, discussed, proposed
from graph.committees import meeting
from graph.database import Database
from graph.editing import create_relation
from graph.operations import Operation
from graph.settings import Settings
from graph.users import add_user
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, CHARLIE, Fact, Kinds, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

PAGE = "/reunions/pleniere/ordre-du-jour"


def day(days: int) -> str:
    return (date.today() + timedelta(days)).isoformat()


KINDS: Kinds = {
    "Comité": "Community", "Léo": ("Person", {"email": "leo@example.invalid"}), "Autre": "Person",
    "Plénière": ("Meeting", {"day": day(20), "starts": "9h", "stops": "9h30"}),
    "Avant": ("Meeting", {"day": day(-20), "starts": "9h"}), "Après": ("Meeting", {"day": day(50)}),
    "Publier": ("Action", {"due": day(-3)}), "Secret": ("Action", {"due": day(-4), "visibility": "private"}),
    "Choisir": ("Decision", {"status": "prepared"}), "Tenue": ("Decision", {"status": "in_force"}),
}  # fmt: skip
FACTS: set[Fact] = {
    *(("Comité", "HOLDS", name) for name in ("Plénière", "Avant", "Après")), ("Léo", "MEMBER_OF", "Comité"),
    ("Léo", "LEADS", "Publier"), ("Léo", "LEADS", "Secret"), ("Choisir", "DECIDED_IN", "Avant"),
    ("Tenue", "DECIDED_IN", "Avant"),
}  # fmt: skip


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    return graph_of(db, FACTS, KINDS)


@pytest.fixture
def alice(app: Flask, db: Database, site: Settings) -> FlaskClient:
    return signed_in(app, db, "alice")


def act(client: FlaskClient, geste: str, page: str = PAGE, **told: str) -> int:
    return send(client, page, {"geste": geste, **told}).status_code


def told(db: Database, id: str) -> list[tuple[str, str, int]]:
    return [(each.at, each.title, each.minutes) for each in agenda(db, ALICE, meeting(db, ALICE, id))]


def point(db: Database, id: str, title: str) -> str:
    held = meeting(db, ALICE, id)
    every = (*agenda(db, ALICE, held), *proposed(db, ALICE, held))
    return next(each.id for each in every if each.title == title)


def test_hours_follow_the_order_which_buttons_change(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    for title, minutes in (("Accueil", "5"), ("Adresses", "20"), ("Voirie", "")):
        assert act(alice, "ajouter", titre=title, minutes=minutes) == 302
    id = ids["Plénière"]
    assert told(db, id) == [("09:00", "Accueil", 5), ("09:05", "Adresses", 20), ("09:25", "Voirie", 10)]
    assert "dépasse la fin de la réunion de 5 minutes" in text(alice.get(PAGE), "main")
    act(alice, f"monter/{point(db, id, 'Voirie')}")
    act(alice, f"monter/{point(db, id, 'Accueil')}")
    assert told(db, id) == [("09:00", "Accueil", 5), ("09:05", "Voirie", 10), ("09:15", "Adresses", 20)]
    act(alice, f"descendre/{point(db, id, 'Accueil')}")
    adresses = point(db, id, "Adresses")
    act(alice, f"changer/{adresses}", **{f"titre-{adresses}": "Adresses et voies", f"minutes-{adresses}": "15"})
    act(alice, f"retirer/{point(db, id, 'Voirie')}")
    assert told(db, id) == [("09:00", "Accueil", 5), ("09:05", "Adresses et voies", 15)]
    assert "Adresses et voies" in text(alice.get("/reunions/pleniere"), "main")


def test_what_is_wrong_is_told_by_field_and_stays(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    wrong = send(alice, PAGE, {"geste": "ajouter", "titre": "Adresses", "minutes": "beaucoup"})
    assert wrong.status_code == 422 and "nombre de 1 à 480 attendu" in wrong.text and 'value="beaucoup"' in wrong.text
    assert act(alice, "ajouter", titre=" ") == 422 and act(alice, "danser") == 400
    assert act(alice, "retirer/rien") == 404 and act(alice, "reporter", page="/reunions/apres/ordre-du-jour") == 422


def test_open_items_come_in_once_each(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    act(alice, "ajouter", page="/reunions/avant/ordre-du-jour", titre="Laissé", minutes="7")
    act(alice, "ajouter", page="/reunions/avant/ordre-du-jour", titre="Vu")
    act(alice, f"traite/{point(db, ids['Avant'], 'Vu')}", page="/reunions/avant/ordre-du-jour")
    held = meeting(db, ALICE, ids["Plénière"])
    found = [(each.why, each.title) for each in found_for(no_scans(db), ALICE, held)]
    assert found == [("left", "Laissé"), ("late", "Secret"), ("late", "Publier"), ("decision", "Choisir")]
    for id in (point(db, ids["Avant"], "Laissé"), ids["Publier"], ids["Secret"]):
        assert act(alice, f"prendre/{id}") == 302
    assert act(alice, f"prendre/{ids['Publier']}") == 422, "it is there already"
    assert [each.title for each in found_for(db, ALICE, held)] == ["Choisir"]
    assert [each[1:] for each in told(db, ids["Plénière"])] == [("Laissé", 7), ("Publier", 10), ("Secret", 10)]


def test_a_point_about_a_hidden_record_keeps_its_time_and_not_its_title(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str], box: Mailbox, site: Settings
) -> None:
    act(alice, f"prendre/{ids['Secret']}")
    act(alice, "ajouter", titre="Ouvert")
    for page in (PAGE, "/reunions/pleniere"):
        said = text(app.test_client().get(page), "main")
        assert "Secret" not in said and "point réservé" in said and "09:10" in said and "Ouvert" in said
    send(alice, "/reunions/pleniere/inviter", {"a": ids["Léo"], "geste": "envoyer", "numero": "1", "rappels": "7"})
    work_once(db, site)
    letter = text_of(box.messages[0])
    assert "09:10 Ouvert" in letter and "Secret" not in letter
    assert [each.hidden for each in agenda(no_scans(db), CHARLIE, meeting(db, CHARLIE, ids["Plénière"]))] == [
        True, False,
    ]  # fmt: skip
    found = re.search(r"/reponse/\S+", letter)
    assert found and "Ouvert" in app.test_client().get(found[0]).text


def test_who_sits_proposes_and_reads_the_answer(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    add_user(db, "bob@example.invalid", "Bob", PASSWORD, person=ids["Léo"])
    add_user(db, "carole@example.invalid", "Carole", PASSWORD, person=ids["Autre"])
    bob, carole = signed_in(app, db, "bob"), signed_in(app, db, "carole")
    assert "Proposer un point" in text(bob.get("/reunions/pleniere"), "main")
    wrong = send(bob, f"{PAGE}/proposer", {"titre": "", "pourquoi": "Parce que"}, page=PAGE)
    assert wrong.status_code == 422 and "Parce que" in wrong.text
    for title in ("Trottoirs", "Cantines"):
        assert send(bob, f"{PAGE}/proposer", {"titre": title, "pourquoi": "Urgent"}, page=PAGE).status_code == 302
    assert send(carole, f"{PAGE}/proposer", {"titre": "X"}, page="/compte/mot-de-passe").status_code == 403
    assert "Trottoirs" not in carole.get(PAGE).text and "Trottoirs" not in app.test_client().get(PAGE).text
    assert act(bob, "ajouter", titre="X") == 403
    assert act(alice, f"accepter/{point(db, ids['Plénière'], 'Trottoirs')}") == 302
    cantines = point(db, ids["Plénière"], "Cantines")
    assert act(alice, f"ecarter/{cantines}") == 422
    assert act(alice, f"ecarter/{cantines}", **{f"raison-{cantines}": "Au prochain atelier"}) == 302
    said = text(bob.get(PAGE), "main")
    assert "Au prochain atelier" in said and [each[1] for each in told(db, ids["Plénière"])] == ["Trottoirs"]


def test_what_was_not_treated_goes_on_to_the_next_meeting_once(
    alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    for title in ("Fait", "Reste"):
        act(alice, "ajouter", titre=title, minutes="12")
    act(alice, f"traite/{point(db, ids['Plénière'], 'Fait')}")
    assert "Reporter un point à « Après »" in text(alice.get(PAGE), "main").replace("\u202f", " ").replace("\xa0", " ")
    act(alice, "reporter")
    act(alice, "reporter")
    assert told(db, ids["Après"]) == [("", "Reste", 12)]


def test_minutes_begin_with_the_agenda(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    act(alice, "ajouter", titre="Adresses", minutes="20")
    act(alice, f"prendre/{ids['Publier']}")
    for about in (ids["Plénière"], ids["Comité"]):
        page = alice.get(f"/notes/nouvelle?modele=compte-rendu&avec={about}", follow_redirects=True).text
        assert "- 09:00 Adresses (20 min)" in page and f"- 09:20 @[Publier]({ids['Publier']}) (10 min)" in page


def test_a_point_says_which_record_it_treats_on_the_page_on_paper_and_in_the_invitation(
    alice: FlaskClient, db: Database, ids: dict[str, str], app: Flask, box: Mailbox, site: Settings
) -> None:
    assert act(alice, "ajouter", titre="Où en est-on ?", minutes="5", traite=ids["Publier"]) == 302
    assert act(alice, "ajouter", titre="", minutes="5", traite=ids["Tenue"]) == 302, "its name is its title"
    points = agenda(db, ALICE, meeting(db, ALICE, ids["Plénière"]))
    assert [(each.title, each.about and each.about.name) for each in points] == [
        ("Où en est-on ?", "Publier"), ("Tenue", "Tenue")
    ]  # fmt: skip
    for page in (PAGE, "/reunions/pleniere"):
        said = app.test_client().get(page)
        assert "Où en est-on ?" in text(said, "main") and 'href="/actions/publier"' in said.text, page
        assert "action : Publier" in text(said, "main").replace("\u00a0", " ")
    paper = text(alice.get(f"/ajouter/notes?modele=compte-rendu&avec={ids['Plénière']}"), "textarea[name=text]")
    assert f"@[Publier]({ids['Publier']})" in paper and f"@[Tenue]({ids['Tenue']})" in paper
    send(alice, "/reunions/pleniere/inviter", {"a": ids["Léo"], "geste": "envoyer", "numero": "1", "rappels": "7"})
    work_once(db, site)
    (letter,) = box.messages
    assert "Où en est-on ? (sur « Publier »)" in text_of(letter).replace("\u00a0", " ")
    events = [part.get_content() for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert events and "09:00 Où en est-on ?" in str(events[0]).replace("\r\n ", "")


def test_a_record_that_is_none_or_hidden_is_on_no_point(alice: FlaskClient, db: Database, ids: dict[str, str]) -> None:
    answer = send(alice, PAGE, {"geste": "ajouter", "titre": "IDée", "minutes": "7", "traite": "Publi"})
    assert answer.status_code == 422 and 'value="IDée"' in answer.text and 'value="7"' in answer.text
    address = re.search(rf'href="([^"]*traite={ids["Publier"]}[^"]*)"', answer.text)
    assert address and 'value="IDée"' in alice.get(html.unescape(address[1]).split("#")[0]).text
    assert agenda(db, ALICE, meeting(db, ALICE, ids["Plénière"])) == []


def test_what_a_meeting_treats_by_a_link_is_told_and_offered(
    app: Flask, alice: FlaskClient, db: Database, ids: dict[str, str]
) -> None:
    for name in ("Tenue", "Secret"):
        create_relation(db, SYSTEM, "DISCUSSES", ids["Plénière"], ids[name], {}, Operation("alice"))
    said = text(app.test_client().get(PAGE), "main")
    assert "Elle traite aussi" in said and "Tenue" in said and "Secret" not in said
    assert "la réunion en traite" in text(alice.get(PAGE), "main")
    assert act(alice, f"prendre/{ids['Tenue']}") == 302
    assert "Elle traite aussi" not in text(app.test_client().get(PAGE), "main"), "it has a point now"
    discussed(no_scans(db, crowd=300), CHARLIE, meeting(db, CHARLIE, ids["Plénière"]))
