"""Promises of the feed: everything written is told, to those who may see it today, operation by operation."""

from typing import Any

import pytest

from graph import changes, states
from graph.change_entries import Feed
from graph.database import Database
from graph.editing import change_record, create_record, create_relation, delete_record
from graph.errors import NotFound
from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.run import run_import, undo_import
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import ANONYMOUS, SYSTEM, Viewer

MEMBER = Viewer("bob", ("public", "members"))


def add(db: Database, kind: str, name: str, **fields: Any) -> str:
    return create_record(db, SYSTEM, kind, {"name": name, **fields}, Operation("alice"))


def change(db: Database, id: str, why: str = "", **fields: Any) -> None:
    change_record(db, SYSTEM, id, states.records(db, [id])[id].version, fields, Operation("alice", why))


def told(feed: Feed) -> list[str]:
    return [entry.sentence() for entry in feed.entries]


def test_what_was_written_is_told_newest_first(db: Database) -> None:
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    create_relation(db, SYSTEM, "FUNDS", ademe, panoramax, {}, Operation("alice"))
    assert told(changes.recent(db, ANONYMOUS)) == [
        "alice a ajouté le lien ADEME finance Panoramax",
        "alice a créé Panoramax",
        "alice a créé ADEME",
    ]


def test_an_author_is_named_by_their_account(db: Database) -> None:
    user = add_user(db, "alice@example.invalid", "Alice Exemple", "une phrase assez longue", "facilitator")
    create_record(db, SYSTEM, "Theme", {"name": "Eau"}, Operation(user.id))
    assert changes.recent(db, ANONYMOUS).entries[0].who == "Alice Exemple"


def test_a_change_tells_each_field_in_its_words(db: Database) -> None:
    id = add(db, "Commons", "Panoramax", status="building")
    change(db, id, why="point d'étape", status="in_use", licence="MIT")
    entry = changes.of(db, ANONYMOUS, id).entries[0]
    found = {(d.label.fr, d.before, d.after) for d in entry.lines[0].differences}
    assert found == {("état", "en construction", "en usage"), ("Licence", None, "mit")}
    assert entry.why == "point d'étape"


def test_a_long_text_is_compared_word_by_word(db: Database) -> None:
    text = "Vues de rue libres et partagées : chacun photographie et réutilise, pour entretenir la rue."
    id = add(db, "Commons", "Panoramax", summary=text)
    change(db, id, summary=text.replace("chacun photographie", "chacune photographie"))
    words = changes.of(db, ANONYMOUS, id).entries[0].lines[0].differences[0].words
    assert ("del", "chacun") in words and ("ins", "chacune") in words


def test_an_import_of_many_is_one_entry(db: Database) -> None:
    drafts = [Draft("Theme", (f"s:t/{n}",), {"name": f"Thème {n}"}) for n in range(70)]
    add(db, "Organisation", "ADEME")
    run_import(db, SYSTEM, "source", "x", drafts, Report())
    add(db, "Organisation", "IGN")
    feed = changes.recent(db, ANONYMOUS)
    assert told(feed) == ["alice a créé IGN", "Import source : 70 fiches créées", "alice a créé ADEME"]
    assert feed.entries[1].more == 50


def test_an_import_of_a_table_and_its_undo_are_told_in_words_without_the_file_s_name(db: Database) -> None:
    drafts: list[Draft | DraftLink] = [
        Draft("Theme", ("t:1",), {"name": "Eau"}), Draft("Theme", ("t:2",), {"name": "Air"}),
        DraftLink("PART_OF", "t:1", "t:2"),
    ]  # fmt: skip
    outcome = run_import(db, SYSTEM, "table", "membres secrets.xlsx", drafts, Report())
    undo_import(db, SYSTEM, outcome.run or "")
    undone, brought = changes.recent(db, ANONYMOUS).entries
    assert brought.sentence() == "Import d’un tableau : 2 fiches créées, 1 lien ajouté"
    assert undone.sentence() == "Annulation d’un import : 2 fiches retirées, 1 lien supprimé"
    assert undone.sentence("en") == "An import taken back: 2 records taken back, 1 link removed"
    assert {line.what() for line in undone.lines if line.subject == "relation"} == {"Eau fait partie de Air"}


def test_an_import_of_a_known_source_is_told_by_its_name(db: Database) -> None:
    run_import(db, SYSTEM, "cog", "cog-2026", [Draft("Theme", ("t:1",), {"name": "Eau"})], Report())
    assert told(changes.recent(db, ANONYMOUS)) == ["Import Code officiel géographique : 1 fiche créée"]


def test_pages_follow_each_other_without_loss(db: Database) -> None:
    for n in range(7):
        add(db, "Theme", f"T{n}")
    names, before = [], None
    for _ in range(4):
        feed = changes.recent(db, ANONYMOUS, before, 2)
        names += told(feed)
        before = feed.before
    assert names == [f"alice a créé T{n}" for n in range(6, -1, -1)]
    assert before is None


def test_what_one_may_not_see_is_not_told(db: Database) -> None:
    secret = add(db, "Theme", "Secret", visibility="members")
    ademe, panoramax = add(db, "Organisation", "ADEME"), add(db, "Commons", "Panoramax")
    create_relation(db, SYSTEM, "FUNDS", ademe, panoramax, {"visibility": "members"}, Operation("alice"))
    assert told(changes.recent(db, ANONYMOUS)) == ["alice a créé Panoramax", "alice a créé ADEME"]
    assert len(changes.recent(db, MEMBER).entries) == 4
    with pytest.raises(NotFound):
        changes.of(db, ANONYMOUS, secret)


def test_a_record_hidden_since_takes_its_past_with_it(db: Database) -> None:
    id, other = add(db, "Commons", "Panoramax"), add(db, "Organisation", "ADEME")
    create_relation(db, SYSTEM, "FUNDS", other, id, {}, Operation("alice"))
    change(db, id, visibility="private")
    assert told(changes.recent(db, ANONYMOUS)) == ["alice a créé ADEME"]
    assert told(changes.of(db, ANONYMOUS, other)) == ["alice a créé ADEME"]


def test_a_record_made_public_keeps_its_private_past(db: Database) -> None:
    id = add(db, "Theme", "Eau", visibility="private")
    change(db, id, visibility="public", summary="Pour tous")
    assert changes.of(db, ANONYMOUS, id).entries == ()


def test_a_contact_is_told_to_facilitators_only(db: Database) -> None:
    add(db, "Person", "Camille Exemple", purpose="animer", origin="elle", email="c@example.invalid")
    assert [line.subject for line in changes.recent(db, ANONYMOUS).entries[0].lines] == ["record"]
    assert len(changes.recent(db, SYSTEM).entries[0].lines) == 2


def test_a_deleted_record_is_told_as_such(db: Database) -> None:
    id = add(db, "Theme", "Eau")
    delete_record(db, SYSTEM, id, states.records(db, [id])[id].version, Operation("alice"))
    assert told(changes.recent(db, ANONYMOUS))[0] == "alice a supprimé Eau"
