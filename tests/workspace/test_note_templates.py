"""Promises of templates: a note begins with what is known, for its writer's eyes; facilitators keep them."""

from flask import Flask
from flask.testing import FlaskClient

from graph.database import Database
from graph.editing import create_record
from graph.note_templates import SHIPPED, template
from graph.operations import Operation
from graph.viewers import SYSTEM
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import found, links, text, texts

MINUTES = "/ajouter/notes?modele=compte-rendu&avec=communaute-comite"


def committee(db: Database) -> None:
    graph_of(
        db,
        {("IGN", "MEMBER_OF", "Comité"), ("Partie", "MEMBER_OF", "Comité", "until=2020"),
         ("Cachée", "MEMBER_OF", "Comité"), ("IGN", "LEADS", "Publier"), ("IGN", "LEADS", "Fini"),
         ("Cachée", "LEADS", "Discret")},
        {"Comité": "Community", "IGN": "Organisation", "Partie": "Organisation",
         "Cachée": ("Organisation", {"visibility": "private"}), "Publier": ("Action", {"due": "2027-03"}),
         "Fini": ("Action", {"status": "done"}), "Discret": ("Action", {"visibility": "private"})},
    )  # fmt: skip


def begun(client: FlaskClient, address: str = MINUTES) -> str:
    """The text that the form begins with."""
    return found(client.get(address), "#champ-text")[0].to_text(strip=False)


def test_minutes_begin_with_members_open_actions_and_what_changed(app: Flask, db: Database) -> None:
    committee(db)
    alice = signed_in(app, db, "alice")
    form = alice.get(MINUTES)
    assert 'value="Compte rendu de réunion – Comité"' in form.text
    said = begun(alice)
    assert "Réunion de @Comité, le " in said and "- @[IGN](organisation-ign)" in said
    assert "- [ ] Publier, 2027-03 (@[action](action-publier))" in said
    assert "action-fini" not in said and "organisation-partie" not in said
    assert "IGN est membre de Comité" in said and "{" not in said, said


def test_what_was_told_last_time_is_not_told_again(app: Flask, db: Database) -> None:
    committee(db)
    create_record(db, ALICE, "Note", {"name": "Avant", "text": "@Comité", "day": "2099-01-01"}, Operation("alice"))
    assert "est membre de" not in begun(signed_in(app, db, "alice"))


def test_the_saved_note_is_tied_to_all_that_its_template_named(app: Flask, db: Database) -> None:
    committee(db)
    alice = signed_in(app, db, "alice")
    made = send(alice, "/ajouter/notes", {"name": "Mars", "text": begun(alice)}, page=MINUTES)
    assert made.location == "/notes/mars"
    assert {"/communautes/comite", "/organisations/ign", "/actions/publier"} <= set(
        links(alice.get("/notes/mars"), "#texte .prose a")
    )
    assert "Publier" in text(alice.get("/notes/mars"), "#objets")


def test_a_writer_is_told_only_what_they_may_see(app: Flask, db: Database) -> None:
    committee(db)
    bearer = writer(app, db)
    said = begun(bearer)
    assert "IGN" in said and "Cachée" not in said and "Discret" not in said
    assert bearer.get("/ajouter/notes?modele=visite&avec=organisation-cachee").status_code == 200
    assert "Cachée" not in begun(bearer, "/ajouter/notes?modele=visite&avec=organisation-cachee")


def writer(app: Flask, db: Database) -> FlaskClient:
    """Bob, who bears one private thing of his own and so may write."""
    client = signed_in(app, db, "bob")
    bob = str(db.read("MATCH (u:User {name: 'Bob'}) RETURN u.id AS id")[0]["id"])
    create_record(db, SYSTEM, "Commons", {"name": "À Bob", "visibility": "private"}, Operation(bob))
    return client


def test_who_may_write_begins_a_note_in_two_choices(app: Flask, db: Database) -> None:
    committee(db)
    alice = signed_in(app, db, "alice")
    assert texts(alice.get("/notes/nouvelle"), ".option")[:2] == ["Compte rendu de réunion", "Cas d'usage"]
    assert alice.get("/notes/nouvelle?modele=visite&avec=Comité").location.endswith("avec=communaute-comite")
    assert alice.get("/notes/nouvelle?modele=visite").location == "/ajouter/notes?modele=visite"
    asked = alice.get("/notes/nouvelle?modele=visite&avec=Rien du tout")
    assert asked.status_code == 200 and found(asked, "#champ-avec-error")
    assert alice.get("/notes/nouvelle?modele=inconnu").status_code == 404
    assert "/notes/nouvelle?avec=communaute-comite" in links(alice.get("/communautes/comite"), "#cite a")


def test_a_facilitator_changes_a_template_and_takes_the_change_back(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    page = "/notes/modeles/visite"
    assert send(alice, page, {"name": "Tournée", "text": "Vu {fiche}"}).location == "/notes/modeles"
    assert begun(alice, "/ajouter/notes?modele=visite").strip() == "Vu …"
    assert "changé le" in text(alice.get("/notes/modeles"), "main")
    send(alice, page, {"geste": "retirer"})
    assert template(db, "visite") == next(each for each in SHIPPED if each.id == "visite")


def test_a_template_of_one_s_own_is_added_and_removed(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    send(alice, "/notes/modeles/nouveau", {"name": "Point hebdo", "text": "- {membres}"})
    assert "Point hebdo" in texts(alice.get("/notes/nouvelle"), ".option")
    send(alice, "/notes/modeles/point-hebdo", {"geste": "retirer"})
    assert "Point hebdo" not in texts(alice.get("/notes/nouvelle"), ".option")


def test_a_wrong_template_is_told_by_field_and_nothing_typed_is_lost(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    kept = "Gardez-moi"
    for name, said, field in (("", kept, "name"), (kept * 9, kept, "name"), (kept, " ", "text")):
        answer = send(alice, "/notes/modeles/nouveau", {"name": name, "text": said})
        assert answer.status_code == 422 and found(answer, f"#champ-{field}-error") and "Gardez-moi" in answer.text
    assert (
        send(alice, "/notes/modeles/nul", {"name": "x", "text": "y"}, page="/notes/modeles/nouveau").status_code == 404
    )


def test_templates_are_changed_by_facilitators_only(app: Flask, db: Database) -> None:
    bob = writer(app, db)
    for page in ("/notes/modeles", "/notes/modeles/nouveau", "/notes/modeles/visite"):
        assert bob.get(page).status_code == 403
    for page in ("/notes/modeles/nouveau", "/notes/modeles/visite"):
        assert send(bob, page, {"name": "x", "text": "y"}, page="/compte").status_code == 403
    assert send(bob, "/notes/modeles/visite", {"geste": "retirer"}, page="/compte").status_code == 403
    assert bob.get("/notes/nouvelle").status_code == 200
    assert app.test_client().get("/notes/nouvelle").status_code in (302, 401)
