"""Promises of comments on a passage: beside its words while they stand, kept when they go; and of words proposed."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import adoption, comments, passages
from graph.commenting import settle
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from graph.settings import Settings
from graph.users import user_by_email
from tests.graph.tuples import ALICE, BOB, CHARLIE, graph_of
from tests.mailbox import Mailbox, text_of, work_once
from tests.people import send, signed_in
from tests.reading import found, text, texts
from tests.workspace.test_note_adoption import MEETING, version
from tests.workspace.test_note_versions import saved
from tests.workspace.test_notes import page
from tests.workspace.test_notes import text_of as note_text

TEXT = "## Décisions\n\nLe comité **décide** de publier le schéma.\n\n- Former vingt agents\n- Écrire aux communes"


@pytest.fixture
def note(db: Database) -> str:
    return create_record(db, ALICE, "Note", {"name": "Comité", "text": TEXT}, Operation("alice"))


@pytest.fixture
def alice(app: Flask, db: Database) -> FlaskClient:
    return signed_in(app, db, "alice")


@pytest.fixture
def bob(app: Flask, db: Database, note: str) -> FlaskClient:
    return signed_in(app, db, "bob")


def place_of(note: str) -> str:
    return f"{page(note)}/commentaires"


def say(client: FlaskClient, note: str, **told: str) -> str:
    """Says something of a passage; gives its thread."""
    answer = send(client, place_of(note), {"texte": "Combien ?", **told})
    assert answer.status_code == 302, answer.text
    return str(answer.location.partition("#")[2])


def test_a_passage_is_commented_from_its_paragraph_without_scripts(app: Flask, bob: FlaskClient, note: str) -> None:
    link = next(each for each in found(bob.get(place_of(note)), ".passage-side a") if "=3" in str(each.attrs["href"]))
    form = bob.get(str(link.attrs["href"]).partition("#")[0])
    assert "Former vingt agents" in text(form, "#champ-passage")
    thread = say(bob, note, paragraphe="3", passage="Former vingt agents", texte="Combien *coûtent*-ils ?")
    shown = bob.get(place_of(note))
    assert texts(shown, "#paragraphe-3 mark") == ["Former vingt agents"]
    assert "Combien coûtent -ils ?" in text(shown, f"#paragraphe-3 #{thread}") and not found(
        shown, "#paragraphe-2 mark"
    )
    assert "Former vingt agents" in text(bob.get(page(note)), "#discussion blockquote")


def test_words_selected_in_the_page_lead_to_the_form_of_their_paragraph(bob: FlaskClient, note: str) -> None:
    shown = bob.get(f"{place_of(note)}?passage=comité décide de publier")
    assert found(shown, "#paragraphe-2 form") and "comité décide de publier" in text(shown, "#champ-passage")
    thread = say(bob, note, passage="comité décide de publier")
    assert found(bob.get(place_of(note)), f"#paragraphe-2 #{thread}")


def test_words_that_are_not_in_the_text_are_refused_and_kept(bob: FlaskClient, note: str) -> None:
    answer = send(bob, place_of(note), {"passage": "Des mots d'ailleurs", "texte": "Hein ?"})
    assert answer.status_code == 422 and "Hein ?" in answer.text and "recopiez-en les mots" in text(answer)
    answer = send(bob, place_of(note), {"paragraphe": "2", "texte": ""}, page=f"{place_of(note)}?paragraphe=2")
    assert answer.status_code == 422 and "écrivez une phrase" in text(answer)
    assert send(bob, place_of(note), {"texte": "Rien"}).status_code == 422


def test_a_comment_follows_its_passage_and_is_kept_when_it_goes(db: Database, bob: FlaskClient, note: str) -> None:
    thread = say(bob, note, paragraphe="3", passage="Former vingt agents")
    saved(db, note, text=f"Un début.\n\n{TEXT.replace('vingt', 'trente')}")
    assert found(bob.get(place_of(note)), f"#paragraphe-4 #{thread}")
    saved(db, note, text="Tout autre chose.")
    shown = bob.get(place_of(note))
    assert "Le passage a disparu" in text(shown, "#disparus") and "Former vingt agents" in text(shown, f"#{thread}")


def test_threads_are_answered_resolved_reopened_and_filtered(bob: FlaskClient, alice: FlaskClient, note: str) -> None:
    thread, there = say(bob, note, paragraphe="3"), place_of(note)
    answered = send(alice, f"/discussion/{note}", {"texte": "Cent.", "fil": thread, "page": there}, page=there)
    assert answered.location == f"{there}#{thread}" and "Cent." in text(bob.get(there), f"#{thread}")
    send(alice, f"/discussion/{note}/{thread}", {"geste": "regler", "fil": thread, "page": there}, page=there)
    shown = {state: bool(found(bob.get(f"{there}?etat={state}"), f"#{thread}"))
             for state in ("ouvertes", "reglees", "toutes")}  # fmt: skip
    assert shown == {"ouvertes": False, "reglees": True, "toutes": True}
    send(alice, f"/discussion/{note}/{thread}", {"geste": "rouvrir", "fil": thread, "page": there}, page=there)
    assert found(bob.get(there), f"#{thread}")
    assert bob.get(f"{there}?etat=rien").status_code == 422


def test_who_is_named_in_a_comment_is_written_to(
    app: Flask, db: Database, bob: FlaskClient, alice: FlaskClient, note: str, site: Settings, box: Mailbox
) -> None:
    say(bob, note, paragraphe="2", texte="@Alice, est-ce sûr ?")
    work_once(db, site)
    (message,) = box.messages
    assert message["To"] == "alice@example.invalid" and f"{place_of(note)}#c-" in text_of(message)


def test_words_proposed_and_accepted_are_a_version_of_who_proposed_them(
    db: Database, bob: FlaskClient, alice: FlaskClient, note: str
) -> None:
    thread = say(bob, note, paragraphe="3", passage="vingt agents", sorte="suggestion", remplacement="trente agents",
                 texte="")  # fmt: skip
    assert "vingt agents" in text(alice.get(place_of(note)), f"#{thread} del")
    assert not found(bob.get(place_of(note)), ".passage-acts")
    answer = send(alice, f"{place_of(note)}/{thread}", {"geste": "accepter"}, page=place_of(note))
    assert answer.location.endswith(f"#{thread}") and "Former trente agents" in note_text(db, note)
    row = text(alice.get(f"{page(note)}/versions"), "tbody tr")
    assert "Bob" in row and "suggestion acceptée par Alice" in row
    assert "Suggestion acceptée" in text(bob.get(f"{place_of(note)}?etat=reglees"), f"#{thread}")
    assert send(alice, f"{place_of(note)}/{thread}", {"geste": "accepter"}, page=place_of(note)).status_code == 404


def test_words_proposed_are_refused_with_a_word_to_who_proposed_them(
    db: Database, bob: FlaskClient, alice: FlaskClient, note: str, site: Settings, box: Mailbox
) -> None:
    thread = say(bob, note, paragraphe="3", passage="vingt", sorte="suggestion", remplacement="trente")
    act = f"{place_of(note)}/{thread}"
    assert send(alice, act, {"geste": "refuser", "reponse": " "}, page=place_of(note)).status_code == 422
    send(alice, act, {"geste": "refuser", "reponse": "Déjà voté."}, page=place_of(note))
    assert note_text(db, note) == TEXT
    assert "Déjà voté." in text(bob.get(f"{place_of(note)}?etat=toutes"), f"#{thread}")
    work_once(db, site)
    assert [message["To"] for message in box.messages] == ["bob@example.invalid"]


def test_words_whose_passage_went_or_was_adopted_are_not_put_in(
    db: Database, bob: FlaskClient, alice: FlaskClient, note: str
) -> None:
    thread = say(bob, note, paragraphe="3", passage="vingt agents", sorte="suggestion", remplacement="trente")
    act, before = f"{place_of(note)}/{thread}", TEXT
    adoption.adopt(db, ALICE, note, version(db, note), MEETING)
    assert send(alice, act, {"geste": "accepter"}, page=place_of(note)).status_code == 422
    assert note_text(db, note) == before and not found(alice.get(place_of(note)), ".passage-acts")
    adoption.take_back(db, ALICE, note, "erreur")
    saved(db, note, text="Autre chose.")
    answer = send(alice, act, {"geste": "accepter"}, page=place_of(note))
    assert answer.status_code == 422 and "le passage a disparu" in text(answer).lower()


def test_only_who_writes_the_note_decides_on_words_proposed(bob: FlaskClient, note: str) -> None:
    thread = say(bob, note, paragraphe="3", passage="vingt", sorte="suggestion", remplacement="trente")
    for told in ({"geste": "accepter"}, {"geste": "refuser", "reponse": "non"}):
        assert send(bob, f"{place_of(note)}/{thread}", told, page="/compte").status_code == 403


def test_comments_are_for_members_who_see_the_note(app: Flask, db: Database, bob: FlaskClient, note: str) -> None:
    say(bob, note, paragraphe="3", texte="Entre nous.")
    visitor = app.test_client()
    assert visitor.get(place_of(note)).location.startswith("/connexion")
    assert "Entre nous." not in visitor.get(page(note)).text
    assert not any(some for _, some in passages.reading(db, CHARLIE, note, TEXT).blocks)
    secret = create_record(db, ALICE, "Note", {"name": "S", "text": "Un.", "visibility": "private"}, Operation("alice"))
    assert bob.get(place_of(secret)).status_code == 404
    assert send(bob, place_of(secret), {"texte": "x", "paragraphe": "1"}, page="/compte").status_code == 404


def test_a_name_hidden_since_is_in_no_quote(app: Flask, db: Database, bob: FlaskClient, alice: FlaskClient) -> None:
    ids = graph_of(db, (), {"Discrète": "Organisation"})
    id = create_record(db, ALICE, "Note", {"name": "Vue", "text": "Vu @Discrète hier."}, Operation("alice"))
    say(alice, id, paragraphe="1", texte="Quand ?")
    saved(db, ids["Discrète"], visibility="private")
    for address in (place_of(id), page(id), f"/discussion/{id}", f"{place_of(id)}?paragraphe=1"):
        assert "Discrète" not in bob.get(address).text, address
    assert "Discrète" in alice.get(place_of(id)).text


def test_a_passage_is_marked_without_breaking_what_it_crosses(bob: FlaskClient, note: str) -> None:
    say(bob, note, paragraphe="2", passage="comité décide de")
    html = bob.get(place_of(note)).text
    assert re.search(r"<mark>comité</mark> <strong><mark>décide</mark></strong> <mark>de</mark>", html)


def test_what_was_said_is_counted_on_the_page_of_the_note(db: Database, bob: FlaskClient, note: str) -> None:
    thread = say(bob, note, paragraphe="2")
    assert "1 ouverte" in text(bob.get(page(note)), "#cette-note")
    user = user_by_email(db, "bob@example.invalid")
    assert user is not None
    settle(db, type(BOB)(user.id, BOB.audiences), note, thread, open=False)
    assert "ouverte" not in text(bob.get(page(note)), "#cette-note")
    assert len(comments.threads(db, ALICE, note)) == 1
