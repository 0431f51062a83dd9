"""Promises to who writes notes: a name becomes a link, nobody reads a name that is not for them."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from graph import states
from graph.database import Database
from graph.editing import create_record
from graph.operations import Operation
from tests.graph.tuples import ALICE, graph_of
from tests.people import send, signed_in
from tests.reading import found, links, text, texts


def add(db: Database, text: str, kind: str = "Note", **more: str) -> str:
    return create_record(db, ALICE, kind, {"name": "Réunion du 3", "text": text, **more}, Operation("alice"))


def text_of(db: Database, id: str) -> str:
    return str(states.records(db, [id])[id].state["text"])


def said(answer: TestResponse) -> str:
    """The first paragraph of the text, as it reads."""
    return re.sub(r" (?=[.,])", "", texts(answer, "#texte .prose p")[0])


def page(id: str) -> str:
    return f"/notes/{id.removeprefix('note-')}"


def test_a_note_leads_to_the_records_that_it_names_by_their_present_names(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    graph_of(db, (), {"Ville de Sète": "Organisation"})
    made = send(alice, "/ajouter/notes", {"name": "Réunion du 3", "text": "Avec la @Ville de Sète, *hier*.\n\n`@IGN`"})
    assert made.status_code == 302
    version = states.records(db, ["organisation-ville-de-sete"])["organisation-ville-de-sete"].version
    send(alice, "/modifier/organisation-ville-de-sete", {"name": "Sète, la ville", "version": version})
    shown = alice.get("/notes/reunion-du-3")
    assert said(shown) == "Avec la Sète, la ville, hier."
    assert links(shown, "#texte .prose a") == ["/organisations/ville-de-sete"]
    assert texts(shown, "#texte code") == ["@IGN"]


def test_a_record_shows_the_sentence_in_which_it_is_named(app: Flask, db: Database) -> None:
    graph_of(db, (), {"IGN": "Organisation"})
    add(db, "Bonjour. On a vu @IGN au salon. Fin.")
    shown = app.test_client().get("/organisations/ign")
    assert "On a vu IGN au salon." in text(shown, "#cite")
    assert links(shown, "#cite a.entity") == ["/notes/reunion-du-3"]


def test_a_name_that_a_reader_may_not_see_reads_as_reserved(app: Flask, db: Database) -> None:
    graph_of(db, (), {"Secret": ("Organisation", {"visibility": "private"}), "IGN": "Organisation"})
    id = add(db, "Vu @Secret et @IGN.")
    alice = signed_in(app, db, "alice")
    assert said(alice.get(page(id))) == "Vu Secret et IGN."
    visitor = app.test_client()
    for address in (page(id), f"/api/v1/entities/{id}", f"{page(id)}/historique",
                    f"{page(id)}.atom", "/recherche?q=secret", "/organisations/ign", "/nouveautes",
                    f"{page(id)}/liens.csv", f"/versions/{id}/1"):  # fmt: skip
        assert "organisation-secret" not in visitor.get(address).text, address
        assert "Secret" not in visitor.get(address).text, address
    assert said(visitor.get(page(id))) == "Vu fiche réservée et IGN."


def test_a_record_hidden_after_it_was_named_is_reserved_too(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    graph_of(db, (), {"IGN": "Organisation"})
    id = add(db, "Vu @IGN.")
    version = states.records(db, ["organisation-ign"])["organisation-ign"].version
    send(alice, "/modifier/organisation-ign", {"name": "IGN", "visibility": "private", "version": version})
    assert said(app.test_client().get(page(id))) == "Vu fiche réservée."


def test_a_preview_leads_to_what_a_text_names(app: Flask, db: Database) -> None:
    graph_of(db, (), {"IGN": "Organisation", "Secret": ("Organisation", {"visibility": "private"})})
    add(db, "rien")
    alice = signed_in(app, db, "alice")
    shown = send(alice, "/apercu-texte?champ=text", {"text": "@IGN, @Secret"}, page="/ajouter/notes")
    assert links(shown, ".prose a") == ["/organisations/ign", "/organisations/secret"]
    bob = signed_in(app, db, "bob")
    shown = send(bob, "/apercu-texte?champ=text", {"text": "@IGN, @Secret"}, page="/compte")
    assert links(shown, ".prose a") == ["/organisations/ign"]


def test_a_name_without_a_record_makes_one_and_comes_back_to_the_note(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    id = add(db, "Rencontré @Syndicat du Vallon hier.")
    address = next(each for each in links(alice.get(page(id)), "#noms a") if each.startswith("/ajouter"))
    kinds = alice.get(address)
    assert found(kinds, "h1")
    form = next(each for each in links(kinds, ".kind-choice a") if each.startswith("/ajouter/organisations"))
    assert alice.get(form).text.count('value="Syndicat du Vallon"') == 1
    made = send(alice, "/ajouter/organisations", {"name": "Syndicat du Vallon", "cite": id}, page=form)
    assert made.location == page(id)
    assert links(alice.get(made.location), "#texte .prose a") == ["/organisations/syndicat-du-vallon"]
    assert not found(alice.get(made.location), "#noms")


def test_among_namesakes_the_writer_says_which(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    graph_of(db, (), {"Carte": "Service"})
    other = create_record(db, ALICE, "Commons", {"name": "Carte"}, Operation("alice"))
    id = add(db, "La @Carte de tous, la @Carte.")
    assert "« Carte » peut être" in text(alice.get(page(id)), "#noms").replace("\u00a0", " ")
    told = send(alice, f"/citer/{id}", {"mots": "Carte", "fiche": other}, page=page(id))
    assert told.status_code == 302
    assert text_of(db, id) == f"La @[Carte]({other}) de tous, la @[Carte]({other})."
    assert set(links(alice.get(page(id)), "#texte .prose a")) == {"/communs/carte"}


def test_a_record_that_came_after_the_note_is_tied_by_one_button(app: Flask, db: Database) -> None:
    alice = signed_in(app, db, "alice")
    id = add(db, "Vu @IGN.")
    graph_of(db, (), {"IGN": "Organisation"})
    assert "Les relier" in text(alice.get(page(id)), "#noms")
    send(alice, f"/citer/{id}", {}, page=page(id))
    assert links(alice.get(page(id)), "#texte .prose a") == ["/organisations/ign"]


def test_only_who_writes_a_note_ties_its_names(app: Flask, db: Database) -> None:
    signed_in(app, db, "alice")
    id = add(db, "Vu @Personne.")
    bob = signed_in(app, db, "bob")
    assert not found(bob.get(page(id)), "#noms")
    assert send(bob, f"/citer/{id}", {"mots": "Personne", "fiche": "x"}, page="/compte").status_code == 403
    assert send(signed_in(app, db, "alice"), "/citer/note-nulle", {}, page="/compte").status_code == 404


def test_two_who_write_at_once_lose_nothing(app: Flask, db: Database) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    id = add(db, "Présents : tous.\n\n- Publier le schéma\n- Former vingt agents")
    version = states.records(db, [id])[id].version
    told = {"name": "Réunion du 3", "version": version}
    mine = "Présents : tous.\r\n\r\n- Publier le schéma\r\n- Former trente agents\r\n- Ma ligne"
    theirs = "Présents : tous, et Zoé.\r\n\r\n- Publier le schéma\r\n- Former vingt agents\r\n- Sa ligne"
    assert send(carole, f"/modifier/{id}", {**told, "text": theirs, "day": "2026-03-03"}).status_code == 302
    answer = send(alice, f"/modifier/{id}", {**told, "text": mine, "day": ""})
    assert answer.location == page(id)
    one = "Présents : tous, et Zoé.\n\n- Publier le schéma\n- Former trente agents\n- Ma ligne\n- Sa ligne"
    assert text_of(db, id) == one and states.records(db, [id])[id].state["day"] == "2026-03-03"
    assert "les deux textes sont réunis" in alice.get(page(id)).text


def test_who_rewrote_the_same_words_chooses(app: Flask, db: Database) -> None:
    alice, carole = signed_in(app, db, "alice"), signed_in(app, db, "carole")
    id = add(db, "Former vingt agents")
    told = {"name": "Réunion du 3", "version": states.records(db, [id])[id].version}
    send(carole, f"/modifier/{id}", {**told, "text": "Former trente agents"})
    answer = send(alice, f"/modifier/{id}", {**told, "text": "Former quarante agents"})
    assert answer.status_code == 409 and "quarante" in answer.text and "trente" in answer.text
    assert text_of(db, id) == "Former trente agents"
