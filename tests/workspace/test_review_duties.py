"""Promises of reviews: a record is entrusted to who may write it, is theirs to see, and a letter tells its day."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from graph.database import Database
from graph.editing import create_record, create_relation
from graph.errors import Invalid, NotAllowed, NotFound
from graph.leaving import delete_account
from graph.operations import Operation, now
from graph.review_duties import duties, duty_of, entrust, readers, release
from graph.reviews import confirm
from graph.rights import viewer_for
from graph.undo import undo
from graph.users import add_user, user_by_email
from graph.viewers import SYSTEM, Viewer
from tests.graph.tuples import ALICE, BOB, CHARLIE, Kinds, graph_of
from tests.mailbox import mailbox, settings, text_of, work_once
from tests.people import PASSWORD, send, signed_in
from workspace.dates import PARIS
from workspace.reviews.reminding import queue

KINDS: Kinds = {"Dora": "Person", "Panoramax": "Commons", "Cachée": ("Commons", {"visibility": "private"})}


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    ids = graph_of(db, {("Dora", "STEWARDS", "Panoramax")}, KINDS)
    add_user(db, "dora@example.invalid", "Dora", PASSWORD, "member", person=ids["Dora"])
    return ids


def bearer(db: Database) -> Viewer:
    user = user_by_email(db, "dora@example.invalid")
    assert user
    return viewer_for(db, user.id)


def entrusted(db: Database, ids: dict[str, str], months: str = "3", days: int = 200) -> Viewer:
    """To Dora, so many days ago."""
    dora = bearer(db)
    entrust(db, ALICE, ids["Panoramax"], str(dora.user), months)
    moved = "MATCH (d:ReviewDuty {record: $id}) SET d.at = toString(date() - duration({days: $days})) + 'T00:00:00Z'"
    db.write(moved, id=ids["Panoramax"], days=days)
    return dora


def test_its_day_comes_from_when_it_was_entrusted_or_last_confirmed(db: Database, ids: dict[str, str]) -> None:
    dora = entrusted(db, ids)
    (duty,) = duties(db, dora)
    assert (duty.record.name, duty.name, duty.months, duty.late) == ("Panoramax", "Dora", 3, True)
    confirm(db, dora, ids["Panoramax"], Operation("dora"))
    (duty,) = duties(db, dora)
    assert not duty.late and duty.due > now()[:10]


def test_who_may_not_write_it_neither_sees_nor_gives_it(db: Database, ids: dict[str, str]) -> None:
    dora = entrusted(db, ids)
    for viewer in (BOB, CHARLIE):
        assert duty_of(db, viewer, ids["Panoramax"]) is None
        assert duties(db, viewer, every=True) == [] and readers(db, viewer, ids["Panoramax"]) == []
        with pytest.raises(NotAllowed):
            entrust(db, viewer, ids["Panoramax"], str(dora.user), "3")
    with pytest.raises(NotFound):
        entrust(db, BOB, ids["Cachée"], str(dora.user), "3")
    with pytest.raises(Invalid) as told:
        entrust(db, ALICE, ids["Cachée"], str(dora.user), "5")
    assert set(told.value.fields) == {"compte", "mois"}, "it would be asked to look at what it may not write"


def test_it_may_be_given_to_who_bears_it_or_animates_the_whole(app: Flask, db: Database, ids: dict[str, str]) -> None:
    signed_in(app, db, "alice"), signed_in(app, db, "bob")
    names = [name for _, name in readers(db, ALICE, ids["Panoramax"])]
    assert "Dora" in names and len(names) == 2, "the facilitator and the bearer, not any member"
    entrusted(db, ids)
    release(db, ALICE, ids["Panoramax"])
    assert duty_of(db, ALICE, ids["Panoramax"]) is None


def test_a_right_that_ended_and_an_account_that_left_are_asked_no_more(db: Database, ids: dict[str, str]) -> None:
    entrusted(db, ids)
    db.write("MATCH (:Person)-[r:STEWARDS]->(:Commons) DELETE r")
    assert duties(db, bearer(db)) == []
    create_relation(db, SYSTEM, "STEWARDS", ids["Dora"], ids["Panoramax"], {}, Operation("alice"))
    assert len(duties(db, bearer(db))) == 1
    delete_account(db, str(bearer(db).user))
    assert duty_of(db, ALICE, ids["Panoramax"]) is None


def test_a_record_whose_creation_is_undone_leaves_nothing_to_review(db: Database, ids: dict[str, str]) -> None:
    made = Operation("alice")
    id = create_record(db, ALICE, "Commons", {"name": "Essai"}, made)
    add_user(db, "alice@example.invalid", "Alice", PASSWORD, "facilitator")
    alice = user_by_email(db, "alice@example.invalid")
    assert alice
    entrust(db, ALICE, id, alice.id, "6")
    undo(db, ALICE, made.id, Operation("alice"))
    assert db.read("MATCH (d:ReviewDuty) RETURN d.record AS id") == []


def test_it_is_entrusted_from_the_page_that_confirms_it(app: Flask, db: Database, ids: dict[str, str]) -> None:
    alice, dora = signed_in(app, db, "alice"), bearer(db)
    page = f"/revue/{ids['Panoramax']}"
    assert "Qui relit cette fiche" in alice.get(page).text and "qui la porte est averti" in alice.get(page).text
    answer = send(alice, page + "/relecteur", {"compte": "rien", "mois": "6", "geste": "confier"})
    assert answer.status_code == 422 and "peuvent modifier la fiche" in answer.text
    assert send(alice, page + "/relecteur", {"compte": str(dora.user), "mois": "6"}).status_code == 302
    assert "Confiée à Dora, tous les 6 mois" in alice.get(page).text
    assert "Panoramax" not in alice.get("/compte/relectures").text
    assert "Panoramax" in alice.get("/compte/relectures?toutes=oui").text
    assert "Panoramax" not in signed_in(app, db, "bob").get("/compte/relectures?toutes=oui").text
    english = alice.get("/compte/relectures?toutes=oui&lang=en").text
    assert "All reviews" in english
    send(alice, page + "/relecteur", {"geste": "retirer"})
    assert "Confiée à Dora" not in alice.get(page).text


def test_the_letter_of_the_month_tells_what_is_due(
    db: Database, ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_BASE_URL", "https://reseau.example.org")
    entrusted(db, ids)
    queue(db, datetime(2026, 3, 2, 9, tzinfo=PARIS))
    with mailbox() as box:
        for _ in range(3):
            work_once(db, settings(tmp_path, box))
        (letter,) = box.messages
    assert letter["To"] == "dora@example.invalid" and "à relire" in str(letter["Subject"])
    assert "Panoramax" in text_of(letter) and f"/revue/{ids['Panoramax']}" in text_of(letter)
