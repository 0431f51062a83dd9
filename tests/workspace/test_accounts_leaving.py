"""Promises of one's own data: taken along as one file, and the account deleted by its owner only."""

import json

from flask import Flask

from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.users import user_by_email
from graph.viewers import SYSTEM
from tests.people import PASSWORD, send, signed_in
from tests.reading import text

FILE = "/compte/mes-donnees.json"


def test_all_that_is_kept_of_oneself_comes_as_one_file(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice", agent="Firefox/140.0 (Windows)")
    user = user_by_email(db, "alice@example.invalid")
    assert user
    told = {"name": "Alice", "purpose": "annuaire", "origin": "elle-même", "email": "alice@ailleurs.invalid"}
    person = create_record(db, SYSTEM, "Person", told, Operation("u-autre"))
    db.write("MATCH (u:User {id: $id}) SET u.person = $person", id=user.id, person=person)
    theme = create_record(db, SYSTEM, "Theme", {"name": "Voirie « vraie »"}, Operation(user.id))
    answer = alice.get(FILE)
    assert (
        answer.headers["Content-Disposition"].startswith("attachment") and "no-store" in answer.headers["Cache-Control"]
    )
    data = json.loads(answer.get_data(as_text=True))
    assert data["account"]["email"] == "alice@example.invalid"
    assert [(each["browser"], each["system"]) for each in data["sessions"]] == [("Firefox", "Windows")]
    assert data["person"]["contact"][0]["email"] == "alice@ailleurs.invalid"
    assert [change["record"] for change in data["written"]] == [theme]
    assert data["written"][0]["after"]["name"] == "Voirie « vraie »"
    assert "argon2" not in answer.get_data(as_text=True)


def test_what_notes_say_of_oneself_comes_with_it_whoever_reads_them(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    told = {"name": "Zoé Martin (personne inventée)", "purpose": "annuaire", "origin": "elle-même"}
    person = create_record(db, SYSTEM, "Person", told, Operation("u-autre"))
    text = f"Un mot sur d'autres.\n\nVu @[Zoé]({person}), qui hésite.\n\nFin."
    note = {"name": "Entretien", "text": text, "visibility": "private"}
    create_record(db, SYSTEM, "Note", note, Operation("u-autre"))
    signed_in(app, db, "bob")
    db.write("MATCH (u:User {email: 'bob@example.invalid'}) SET u.person = $person", person=person)
    bob = signed_in(app, db, "bob")
    (about,) = json.loads(bob.get(FILE).get_data(as_text=True))["notes_about_me"]
    assert about["note"] == "Entretien" and about["passages"] == [f"Vu @[Zoé]({person}), qui hésite."]
    assert bob.get("/notes/entretien").status_code == 404
    assert json.loads(alice.get(FILE).get_data(as_text=True))["notes_about_me"] == []


def test_somebody_who_wrote_nothing_gets_a_whole_file_too(app: Flask, db: Database) -> None:
    data = json.loads(signed_in(app, db, "bob").get(FILE).get_data(as_text=True))
    assert data["written"] == [] and data["person"] is None


def test_a_stranger_gets_no_file(app: Flask) -> None:
    assert app.test_client().get(FILE).status_code == app.test_client().get("/compte/supprimer").status_code == 302


def test_an_account_is_deleted_after_its_password(app: Flask, db: Database) -> None:
    here, there = signed_in(app, db, "bob"), signed_in(app, db, "bob")
    wrong = send(here, "/compte/supprimer", {"present": "faux faux faux"})
    assert wrong.status_code == 422 and "pas votre mot de passe" in text(wrong, "#champ-present-error")
    assert send(here, "/compte/supprimer", {"present": PASSWORD}).location == "/"
    assert here.get("/compte").status_code == there.get("/compte").status_code == 302
    again = send(app.test_client(), "/connexion", {"email": "bob@example.invalid", "password": PASSWORD})
    assert again.status_code == 422


def test_what_it_wrote_is_told_without_its_name_in_both_languages(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    user = user_by_email(db, "alice@example.invalid")
    assert user
    theme = create_record(db, SYSTEM, "Theme", {"name": "Voirie"}, Operation(user.id))
    assert "Alice" in text(app.test_client().get("/nouveautes"))
    send(alice, "/compte/supprimer", {"present": PASSWORD})
    for path in ("/nouveautes", f"/themes/{theme.removeprefix('theme-')}"):
        for language, words in (("fr", "compte supprimé"), ("en", "deleted account")):
            page = text(app.test_client().get(f"{path}?lang={language}"))
            assert words in page and "Alice" not in page and user.id not in page, (path, language)


def test_the_last_administrator_is_told_to_name_another(app: Flask, db: Database) -> None:
    diane = signed_in(app, db, "diane")
    answer = send(diane, "/compte/supprimer", {"present": PASSWORD})
    assert answer.status_code == 422 and "nommez d'abord" in text(answer)
    assert diane.get("/compte").status_code == 200
