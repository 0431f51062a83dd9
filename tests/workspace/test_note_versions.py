"""Promises to who looks back on a note: who wrote what, what differs between any two moments, under which names."""

import pytest
from flask import Flask

from graph import note_versions
from graph.database import Database
from graph.editing import change_record, create_record
from graph.operations import Operation
from graph.states import records
from graph.viewers import SYSTEM
from tests.graph.plans import no_scans
from tests.graph.tuples import ALICE, CHARLIE, graph_of
from tests.people import send, signed_in
from tests.reading import found, text, texts
from tests.workspace.test_notes import page

FIRST = "Présents : tous.\n\n- Publier le schéma\n- Former vingt agents"
SECOND = "Présents : tous.\n\n- Publier le schéma\n- Former trente agents"


def saved(db: Database, id: str, by: str = "carole", **fields: str) -> int:
    """A save, and its place in the feed."""
    change_record(db, SYSTEM, id, records(db, [id])[id].version, fields, Operation(by))
    return seqs(db, id)[0]


def seqs(db: Database, id: str) -> list[int]:
    return [each.seq for each in note_versions.moments(db, SYSTEM, id)[0]]


@pytest.fixture
def note(db: Database) -> str:
    """A note in three versions."""
    id = create_record(db, ALICE, "Note", {"name": "Réunion du 3", "text": FIRST}, Operation("alice"))
    saved(db, id, text=SECOND)
    saved(db, id, text=f"{SECOND}\n\nFin.", day="2026-03-03")
    return id


def test_each_moment_tells_who_wrote_how_much_and_what_else(app: Flask, db: Database, note: str) -> None:
    shown = app.test_client().get(f"{page(note)}/versions")
    rows = texts(shown, "tbody tr")
    assert len(rows) == 3 and "début de la note" in rows[2] and "alice" in rows[2]
    assert "un mot ajouté, un mot retiré" in rows[1] and "carole" in rows[1]
    assert "un mot ajouté ; Date" in rows[0]
    assert f'href="{page(note)}/versions"' in app.test_client().get(page(note)).text


def test_the_last_two_moments_are_compared_word_by_word(app: Flask, db: Database, note: str) -> None:
    _, second, first = seqs(db, note)
    shown = app.test_client().get(f"{page(note)}/versions?de={first}&a={second}")
    assert texts(shown, ".text-parts del") == ["[retiré : vingt ]"]
    assert "trente" in text(shown, ".text-parts ins") and "Fin." not in text(shown, ".text-parts")
    shown = app.test_client().get(f"{page(note)}/versions")
    assert "Fin." in text(shown, ".text-parts ins") and not found(shown, ".text-parts del")


def test_the_order_of_the_two_moments_does_not_matter(app: Flask, db: Database, note: str) -> None:
    last, _, first = seqs(db, note)
    visitor = app.test_client()
    one, other = (visitor.get(f"{page(note)}/versions?de={a}&a={b}") for a, b in ((first, last), (last, first)))
    assert text(one, "#comparaison") == text(other, "#comparaison")
    same = visitor.get(f"{page(note)}/versions?de={last}&a={last}")
    assert "Choisissez deux moments différents" in text(same, "#comparaison")


def test_a_note_with_one_version_has_nothing_to_compare(app: Flask, db: Database) -> None:
    id = create_record(db, ALICE, "Note", {"name": "Seule", "text": "Un."}, Operation("alice"))
    shown = app.test_client().get(f"{page(id)}/versions")
    assert "rien à comparer encore" in text(shown, "#comparaison") and not found(shown, "input[type=radio]")


def test_a_version_is_named_renamed_and_unnamed(app: Flask, db: Database, note: str) -> None:
    alice = signed_in(app, db, "alice")
    first, address = seqs(db, note)[-1], f"{page(note)}/versions"
    assert send(alice, f"{address}/{first}", {"nom": " v1  envoyée au bureau "}, page=address).location == address
    assert "v1 envoyée au bureau" in text(app.test_client().get(address))
    send(alice, f"{address}/{first}", {"nom": "v1"}, page=address)
    assert [name for _, name, _ in note_versions.named_versions(db, CHARLIE, note)] == ["v1"]
    send(alice, f"{address}/{first}", {"nom": ""}, page=address)
    assert note_versions.named_versions(db, CHARLIE, note) == []


def test_too_long_a_name_is_refused_and_kept_in_the_form(app: Flask, db: Database, note: str) -> None:
    alice = signed_in(app, db, "alice")
    first, address = seqs(db, note)[-1], f"{page(note)}/versions"
    answer = send(alice, f"{address}/{first}", {"nom": "long " * 20}, page=address)
    assert answer.status_code == 422 and "80 caractères au plus" in text(answer) and "long long" in answer.text
    assert send(alice, f"{address}/999999", {"nom": "v1"}, page=address).status_code == 404


def test_only_who_writes_a_note_names_its_versions(app: Flask, db: Database, note: str) -> None:
    bob = signed_in(app, db, "bob")
    answer = send(bob, f"{page(note)}/versions/{seqs(db, note)[0]}", {"nom": "x"}, page="/compte")
    assert answer.status_code == 403 and not found(bob.get(f"{page(note)}/versions"), "tbody form")


def test_moments_of_before_a_note_was_public_are_told_to_no_visitor(app: Flask, db: Database) -> None:
    made = {"name": "Secrète", "text": "Confidentiel.", "visibility": "members"}
    id = create_record(db, ALICE, "Note", made, Operation("alice"))
    hidden = seqs(db, id)[0]
    saved(db, id, text="Pour tous.")
    now = saved(db, id, visibility="public")
    note_versions.name_version(db, ALICE, id, hidden, "cachée")
    visitor, bob = app.test_client(), signed_in(app, db, "bob")
    for query in ("", f"?de={hidden}&a={now}", f"?a={hidden}"):
        answer = visitor.get(f"{page(id)}/versions{query}")
        assert "Confidentiel" not in answer.text and "cachée" not in answer.text
    assert visitor.get(f"{page(id)}/versions?de={hidden}&a={now}").status_code == 404
    assert "Confidentiel" in bob.get(f"{page(id)}/versions?de={hidden}&a={now}").text
    secret = create_record(db, ALICE, "Note", made | {"visibility": "private"}, Operation("alice"))
    assert visitor.get(f"{page(secret)}/versions").status_code == 404


def test_a_record_hidden_since_is_named_in_no_comparison(app: Flask, db: Database) -> None:
    ids = graph_of(db, (), {"Discrète": "Organisation"})
    id = create_record(db, ALICE, "Note", {"name": "Vue", "text": "Un."}, Operation("alice"))
    saved(db, id, text="Vu @Discrète.")
    saved(db, ids["Discrète"], visibility="private")
    assert "Discrète" not in app.test_client().get(f"{page(id)}/versions").text
    assert "Discrète" in signed_in(app, db, "alice").get(f"{page(id)}/versions").text


def test_the_questions_read_no_whole_label(db: Database, note: str) -> None:
    watched = no_scans(db, crowd=300)
    note_versions.moments(watched, CHARLIE, note)
    note_versions.named_versions(watched, CHARLIE, note)
