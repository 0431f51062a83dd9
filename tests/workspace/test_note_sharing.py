"""Promises of a shared note: who has its address reads that note and nothing else, until the day, or until it is taken
back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import adoption, sharing
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.users import user_by_email
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, BOB, graph_of
from tests.people import send, signed_in
from tests.reading import found, links, text
from tests.workspace.test_note_adoption import MEETING, version
from tests.workspace.test_note_versions import saved
from tests.workspace.test_notes import page, text_of

TEXT = "Présents : @IGN et @Discrète.\n\n- Former vingt agents"


@pytest.fixture
def note(db: Database) -> str:
    graph_of(db, (), {"IGN": "Organisation", "Discrète": ("Organisation", {"visibility": "members"})})
    told = {"name": "Comité", "text": TEXT, "visibility": "members"}
    return create_record(db, ALICE, "Note", told, Operation("alice"))


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


def given(client: FlaskClient, note: str, mode: str = "read", **told: str) -> str:
    """Gives an address; its path."""
    told = {"pour": "le bureau d'études", "mode": mode, "jours": "14"} | told
    answer = send(client, f"{page(note)}/partage", told)
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="[^"]*(/partage/[\w-]{40,})"', answer.text)
    assert found
    return found[1]


def opened(app: Flask, path: str) -> FlaskClient:
    """An outsider who pressed the button."""
    client = app.test_client()
    assert send(client, path, {}).location == path
    return client


def test_an_outsider_reads_the_note_after_pressing_a_button(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    path = given(alice, note)
    door = app.test_client().get(path)
    assert "Alice vous donne à lire une note" in text(door) and "Comité" not in door.text
    shown = opened(app, path).get(path)
    assert text(shown, "h1") == "Comité" and "Former vingt agents" in text(shown, "#texte")
    assert not found(shown, "textarea")
    assert sharing.shares(db, ALICE, note)[0].opened == 1


def test_what_the_public_may_not_see_is_words_without_a_link(app: Flask, alice: FlaskClient, note: str) -> None:
    path = given(alice, note)
    shown = opened(app, path).get(path)
    assert links(shown, "#texte a") == ["/organisations/ign"] and "Discrète" in text(shown, "#texte")
    assert "@" not in text(shown, "#texte")
    outsider = opened(app, path)
    assert outsider.get("/organisations/discrete").status_code == 404 and outsider.get(page(note)).status_code == 404


def test_the_page_is_kept_by_nobody_and_found_by_no_robot(app: Flask, alice: FlaskClient, note: str) -> None:
    path = given(alice, note)
    for answer in (app.test_client().get(path), opened(app, path).get(path)):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer.headers["X-Robots-Tag"] and "noindex" in answer.text


def test_an_outsider_writes_in_the_name_given(app: Flask, db: Database, alice: FlaskClient, note: str) -> None:
    path = given(alice, note, "write")
    outsider = opened(app, path)
    told = {"nom": "Zoé Martin", "texte": TEXT.replace("vingt", "trente"), "version": version(db, note)}
    assert send(outsider, f"{path}/texte", told, page=path).location == path
    assert "trente" in text_of(db, note) and "Enregistré" in text(outsider.get(path), "#status")
    assert "par lien de partage de Alice : Zoé Martin" in text(alice.get(f"{page(note)}/versions"), "tbody tr")
    assert "Discrète" in text(signed_in(app, db, "bob").get(page(note)), "#texte")
    cited = db.read("MATCH (:Note)-[:MENTIONS]->(n) RETURN n.name AS name ORDER BY name")
    assert [row["name"] for row in cited] == ["Discrète", "IGN"]


def test_who_writes_at_once_with_others_loses_nothing(app: Flask, db: Database, alice: FlaskClient, note: str) -> None:
    path, read = given(alice, note, "write"), version(db, note)
    outsider = opened(app, path)
    saved(db, note, text=f"{TEXT}\n- Écrire aux communes")
    told = {"nom": "Zoé", "texte": f"Bonjour.\n\n{TEXT}", "version": read}
    assert send(outsider, f"{path}/texte", told, page=path).status_code == 302
    assert text_of(db, note).startswith("Bonjour.") and "communes" in text_of(db, note)
    saved(db, note, text=text_of(db, note).replace("vingt", "cent"))
    told = {"nom": "Zoé", "texte": TEXT.replace("vingt", "mille"), "version": read}
    answer = send(outsider, f"{path}/texte", told, page=path)
    assert answer.status_code == 409 and "mille" in text(answer, "textarea") and "cent agents" in text(answer, "#texte")


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    path = given(alice, note, "write")
    answer = send(opened(app, path), f"{path}/texte", {"nom": " ", "texte": "Mon texte."}, page=path)
    assert answer.status_code == 422 and "dites votre nom" in text(answer) and "Mon texte." in text(answer, "textarea")
    assert text_of(db, note) == TEXT
    answer = send(alice, f"{page(note)}/partage", {"pour": "", "jours": "91", "mode": "admin"})
    assert answer.status_code == 422
    assert "de 1 à 90" in text(answer) and "dites pour qui" in text(answer)
    assert len(sharing.shares(db, ALICE, note)) == 1


def test_a_link_to_read_does_not_write_and_an_adopted_text_stands(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    read, write = given(alice, note), given(alice, note, "write")
    told = {"nom": "Zoé", "texte": "Changé.", "version": version(db, note)}
    assert send(opened(app, read), f"{read}/texte", told, page=f"{read}".replace(read, write)).status_code == 403
    outsider = opened(app, write)
    form = outsider.get(write).text
    adoption.adopt(db, ALICE, note, version(db, note), MEETING)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    answer = outsider.post(f"{write}/texte", data={**told, "csrf_token": token[1]})
    assert answer.status_code == 422 and "Changé." in text(answer, "textarea") and text_of(db, note) == TEXT


def test_a_link_that_is_over_says_so_and_tells_nothing_else(
    app: Flask, db: Database, alice: FlaskClient, note: str
) -> None:
    ended, expired = given(alice, note, "write"), given(alice, note)
    outsider = opened(app, ended)
    form = outsider.get(ended).text
    second, first = sharing.shares(db, ALICE, note)
    assert {first.state, second.state} == {"open"}
    share = next(each for each in (first, second) if each.writes)
    assert send(alice, f"{page(note)}/partage/{share.id}/retirer", {}, page=f"{page(note)}/partage").status_code == 302
    db.write("MATCH (s:Share {mode: 'read'}) SET s.until = '2020-01-01T00:00:00Z'")
    for path, said in ((ended, "Il a été retiré le"), (expired, "Il a expiré le")):
        answer = outsider.get(path)
        assert answer.status_code == 410 and said in text(answer) and "Comité" not in answer.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token
    answer = outsider.post(f"{ended}/texte", data={"nom": "Z", "texte": "Perdu ?", "csrf_token": token[1]})
    assert answer.status_code == 410 and "Perdu ?" in answer.text and text_of(db, note) == TEXT
    assert outsider.get(f"{ended}x").status_code == 404


def test_each_link_is_listed_with_who_gave_it_and_how_often_it_was_opened(
    app: Flask, alice: FlaskClient, note: str
) -> None:
    path = given(alice, note)
    opened(app, path)
    opened(app, path)
    row = text(alice.get(f"{page(note)}/partage"), "tbody tr")
    assert "le bureau d'études" in row and "Alice" in row and "2 fois" in row


def test_only_the_fingerprint_of_a_secret_is_kept(db: Database, alice: FlaskClient, note: str) -> None:
    secret = given(alice, note).removeprefix("/partage/")
    kept = db.read("MATCH (s:Share) RETURN properties(s) AS told")[0]["told"]
    assert secret not in str(kept) and secret not in alice.get(f"{page(note)}/partage").text


def test_who_may_not_change_the_note_gives_no_link(app: Flask, db: Database, note: str) -> None:
    bob = signed_in(app, db, "bob")
    assert bob.get(f"{page(note)}/partage").status_code == 403
    assert send(bob, f"{page(note)}/partage", {"pour": "x", "mode": "read"}, page="/compte").status_code == 403
    assert sharing.shares(db, BOB, note) == []
    secret = create_record(db, ALICE, "Note", {"name": "S", "visibility": "private"}, Operation("alice"))
    assert bob.get(f"{page(secret)}/partage").status_code == 404


def test_a_link_ends_with_the_rights_of_who_gave_it(app: Flask, db: Database, alice: FlaskClient, note: str) -> None:
    path = given(alice, note)
    user = user_by_email(db, "alice@example.invalid")
    assert user
    db.write("MATCH (u:User {id: $id}) SET u.role = 'member'", id=user.id)
    assert app.test_client().get(path).status_code == 404


def test_a_form_without_its_token_is_refused(app: Flask, db: Database, alice: FlaskClient, note: str) -> None:
    path = given(alice, note, "write")
    answer = opened(app, path).post(f"{path}/texte", data={"nom": "Z", "texte": "X"})
    assert answer.status_code == 400 and text_of(db, note) == TEXT


def test_the_questions_read_no_whole_label(db: Database, alice: FlaskClient, note: str) -> None:
    secret = given(alice, note).removeprefix("/partage/")
    watched = no_scans(db, crowd=300)
    sharing.shares(watched, ALICE, note)
    sharing.share_of(watched, secret)
