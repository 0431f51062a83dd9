"""Promises of recorded votes: told with their quorum where the decision is read, and refused when they cannot be."""

import re

import pytest
from flask import Flask

from graph.agendas import Point, add, agenda
from graph.committees import meeting
from graph.database import Database
from graph.editing import change_record
from graph.errors import Invalid, NotFound
from graph.operations import Operation
from graph.states import records
from graph.votes import ballot, point_ballot, record_vote, vote_on_point, votes_around
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, CHARLIE, Fact, Kinds, graph_of
from tests.people import send, signed_in
from tests.reading import found, text

KINDS: Kinds = {
    "Comité": "Community", "Plénière": ("Meeting", {"day": "2026-06-11"}), "Partager": "Decision",
    "Brest": "Organisation", "Région": "Organisation", "Ligue": "Organisation", "Ana": "Person",
    "Réservée": ("Decision", {"visibility": "private"}), "Compte rendu": ("Note", {"text": "@Partager"}),
}  # fmt: skip
FACTS: set[Fact] = {
    ("Comité", "HOLDS", "Plénière"), ("Partager", "DECIDED_IN", "Plénière"), ("Réservée", "DECIDED_IN", "Plénière"),
    ("Brest", "MEMBER_OF", "Comité"), ("Région", "MEMBER_OF", "Comité"), ("Ligue", "MEMBER_OF", "Comité"),
    ("Ana", "MEMBER_OF", "Comité", "on_behalf_of=Brest"), ("Ana", "ATTENDS", "Plénière"),
    ("Brest", "ATTENDS", "Plénière"), ("Région", "ATTENDS", "Plénière", "presence=represented"),
    ("Ligue", "ATTENDS", "Plénière", "presence=excused"),
}  # fmt: skip
PAGE = "/decisions/partager/vote"
HANDS = {"vote": "show_of_hands", "votes_for": "1", "votes_against": "0", "votes_abstain": "1", "votes_present": "2",
         "quorum": "2", "reservations": "La Région demande un bilan."}  # fmt: skip


def version(db: Database, id: str) -> int:
    return records(db, [id])[id].version


def vote(db: Database, id: str, **told: str) -> None:
    record_vote(db, ALICE, id, version(db, id), told, Operation("alice"))


def wrong(db: Database, id: str, **told: str) -> set[str]:
    with pytest.raises(Invalid) as refused:
        vote(db, id, **told)
    return set(refused.value.fields)


def test_who_is_there_comes_from_the_sheet_of_presence(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    told = ballot(db, ALICE, ids["Partager"])
    assert (told.came, told.sits) == (2, 3), "a body counts once, whoever comes for it; represented is there"
    page = signed_in(app, db, "alice").get(PAGE)
    assert found(page, "#champ-votes_present")[0].attrs["value"] == "2" and "Pas de scrutin secret" in text(
        page, "main"
    )


def test_a_vote_is_read_with_the_decision_its_meeting_and_the_minutes(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    sent = send(alice, PAGE, {**HANDS, "version": str(version(db, "decision-partager"))})
    assert sent.status_code == 302
    for page in ("/decisions/partager", "/reunions/pleniere", "/notes/compte-rendu"):
        said = text(app.test_client().get(page), "main")
        assert "À main levée : 1 pour, 0 contre, 1 abstention." in said, page
        assert "Quorum atteint : 2 présents, 2 nécessaires." in said and "demande un bilan" in said
    assert "vote noté" in text(alice.get("/decisions/partager/historique"), "main")


def test_minutes_begin_with_what_was_decided_and_how(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    vote(db, ids["Partager"], vote="show_of_hands", votes_for="2", quorum="1", reservations="Un [bilan]")
    form = signed_in(app, db, "alice").get(f"/ajouter/notes?modele=compte-rendu&avec={ids['Plénière']}")
    written = str(found(form, "textarea[name=text]")[0].to_text())
    told = "à main levée ; Pour : 2, Quorum : 1, Réserves : Un (bilan)"
    assert f"- @[Partager]({ids['Partager']}) ({told})" in written.replace("\u00a0", " ")


def test_a_vote_is_taken_back_by_emptying_it(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    vote(db, ids["Partager"], vote="consent", votes_present="1", quorum="2")
    said = text(app.test_client().get("/decisions/partager"), "main")
    assert "Par consentement, sans objection." in said and "Quorum non atteint" in said
    vote(db, ids["Partager"])
    assert ballot(db, ALICE, ids["Partager"]).vote is None


def test_what_cannot_be_is_refused_by_field(db: Database) -> None:
    id = graph_of(db, FACTS, KINDS)["Partager"]
    assert wrong(db, id, vote="show_of_hands", votes_for="2", votes_against="1", votes_present="2") == {"votes_present"}
    assert wrong(db, id, vote="show_of_hands", votes_for="3", votes_present="3") == {"votes_present"}, "than the sheet"
    assert wrong(db, id, vote="show_of_hands") == {"votes_for"}
    assert wrong(db, id, votes_for="2") == {"vote"}
    assert wrong(db, id, vote="show_of_hands", votes_for="-1", quorum="1.5") == {"votes_for", "quorum"}
    assert wrong(db, id, vote="show_of_hands", votes_for="deux") == {"votes_for"}
    assert wrong(db, id, vote="consent", votes_against="1") == {"votes_against"}
    assert wrong(db, id, vote="secret", votes_for="2") == {"vote"}
    with pytest.raises(Invalid):  # by the form of the whole record too
        change_record(db, ALICE, id, version(db, id), {"votes_for": "4"}, Operation("alice"))
    assert ballot(db, ALICE, id).vote is None


def test_a_refused_form_keeps_what_was_typed(app: Flask, db: Database) -> None:
    graph_of(db, FACTS, KINDS)
    alice = signed_in(app, db, "alice")
    typed = {**HANDS, "votes_for": "9", "version": str(version(db, "decision-partager"))}
    answer = send(alice, PAGE, typed)
    assert answer.status_code == 422 and "plus de voix (10) que de présents (2)" in text(answer, "main")
    assert 'value="9"' in answer.text and "demande un bilan" in answer.text
    late = send(alice, PAGE, {**HANDS, "version": "1"})
    assert late.status_code == 409 and "demande un bilan" in late.text


def test_who_may_not_write_it_notes_no_vote_and_who_may_not_see_it_reads_none(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    vote(db, ids["Réservée"], vote="consent", reservations="Chut")
    assert [each.name for each, _ in votes_around(db, ALICE, ids["Plénière"])] == ["Réservée"]
    assert votes_around(db, CHARLIE, ids["Plénière"]) == []
    assert "Chut" not in app.test_client().get("/reunions/pleniere").text
    bob = signed_in(app, db, "bob")
    assert bob.get(PAGE).status_code == 403 and bob.get("/decisions/reservee/vote").status_code == 404
    assert "Noter le vote" not in text(bob.get("/decisions/partager"), "main")


def points(db: Database, ids: dict[str, str]) -> dict[str, Point]:
    return {point.title: point for point in agenda(db, ALICE, meeting(db, ALICE, ids["Plénière"]))}


def put(db: Database, ids: dict[str, str], title: str, about: str = "") -> str:
    add(db, ALICE, meeting(db, ALICE, ids["Plénière"]), title, "10", about=about)
    return points(db, ids)[title].id


def test_a_point_of_the_agenda_is_voted_on_like_a_decision(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    alice, page = signed_in(app, db, "alice"), f"/reunions/pleniere/ordre-du-jour/{put(db, ids, 'Approuver le budget')}"
    form = alice.get(f"{page}/vote")
    assert found(form, "#champ-votes_present")[0].attrs["value"] == "2", "from the sheet of presence"
    assert f'"{page}/vote"' in alice.get("/reunions/pleniere/ordre-du-jour").text
    assert send(alice, f"{page}/vote", {**HANDS, "version": "0"}).status_code == 302
    for address in ("/reunions/pleniere", "/reunions/pleniere/ordre-du-jour"):
        said = text(app.test_client().get(address), "main")
        assert "À main levée : 1 pour, 0 contre, 1 abstention." in said and "demande un bilan" in said, address
    late = send(alice, f"{page}/vote", {**HANDS, "version": "0", "reservations": "Autre"})
    assert late.status_code == 409 and "Autre" in late.text and "relisez" in text(late, "main")
    wrong = send(alice, f"{page}/vote", {**HANDS, "votes_for": "9", "version": "1"})
    assert wrong.status_code == 422 and 'value="9"' in wrong.text
    assert "plus de voix (10) que de présents (2)" in text(wrong, "main")
    assert send(alice, f"{page}/vote", {"version": "1"}).status_code == 302
    assert points(db, ids)["Approuver le budget"].vote is None, "taken back by emptying it"


def test_the_minutes_begin_with_the_vote_of_each_point(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    point = put(db, ids, "Budget")
    vote_on_point(db, ALICE, ids["Plénière"], point, 0, {"vote": "show_of_hands", "votes_for": "2", "quorum": "1"})
    form = signed_in(app, db, "alice").get(f"/ajouter/notes?modele=compte-rendu&avec={ids['Plénière']}")
    written = str(found(form, "textarea[name=text]")[0].to_text()).replace("\u00a0", " ")
    assert re.search(r"- .*Budget \(\d+ min\) \(à main levée ; Pour : 2, Quorum : 1\)", written), written


def test_a_point_about_a_decision_has_the_vote_of_the_decision(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    page = f"/reunions/pleniere/ordre-du-jour/{put(db, ids, 'Décider', ids['Partager'])}/vote"
    assert signed_in(app, db, "alice").get(page).location == PAGE
    assert PAGE in signed_in(app, db, "alice").get("/reunions/pleniere/ordre-du-jour").text


def test_who_may_not_prepare_votes_on_no_point_and_a_hidden_point_has_no_vote(app: Flask, db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    point, hidden = put(db, ids, "Budget"), put(db, ids, "Chut", ids["Réservée"])
    vote_on_point(db, ALICE, ids["Plénière"], point, 0, {"vote": "consent", "reservations": "Lue"})
    vote_on_point(db, ALICE, ids["Plénière"], hidden, 0, {"vote": "consent", "reservations": "Pas lue"})
    assert {each.vote.reservations for each in agenda(db, CHARLIE, meeting(db, CHARLIE, ids["Plénière"]))
            if each.vote} == {"Lue"}  # fmt: skip
    assert "Pas lue" not in app.test_client().get("/reunions/pleniere").text
    bob, page = signed_in(app, db, "bob"), "/reunions/pleniere/ordre-du-jour"
    assert bob.get(f"{page}/{point}/vote").status_code == 403 and "/vote" not in bob.get(page).text
    assert send(bob, f"{page}/{point}/vote", HANDS, page="/compte").status_code == 403
    assert signed_in(app, db, "alice").get(f"{page}/rien/vote").status_code == 404
    with pytest.raises(NotFound):
        point_ballot(db, CHARLIE, ids["Plénière"], hidden)


def test_the_questions_read_no_whole_network(db: Database) -> None:
    ids = graph_of(db, FACTS, KINDS)
    watched = no_scans(db, crowd=300)
    ballot(watched, CHARLIE, ids["Partager"])
    votes_around(watched, CHARLIE, ids["Plénière"])
    point_ballot(watched, CHARLIE, ids["Plénière"], put(db, ids, "Budget"))
