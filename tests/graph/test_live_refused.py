"""What is refused to who writes live: rights, other names, what is no letter; and what is left of an erased note."""

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Map, Text

from graph import live_notes, states
from graph.database import Database
from graph.editing import create_record, delete_record
from graph.errors import Invalid, NotAllowed, NotFound
from graph.live import exchange
from graph.live_notes import Sent, stored
from graph.live_updates import LARGEST
from graph.operations import Operation
from graph.trash import purge
from graph.viewers import Viewer
from tests.graph.test_live import TEXT, begun, facilitator
from tests.graph.tuples import ALICE
from tests.writers import writer


@pytest.fixture
def note(db: Database) -> str:
    return begun(db)


def test_whoever_reads_is_told_who_writes_and_gets_no_letters(db: Database, note: str) -> None:
    zoe = facilitator(db, "zoe")
    alice = writer(db, zoe, note, 1)
    alice.type(0, "Pas encore. ")
    alice.meet()
    answer = exchange(db, Viewer("bob", ("public", "members")), note, Sent(client=9))
    assert (answer.writes, answer.updates) == (False, ())
    assert [each.name for each in answer.here] == ["zoe"]
    assert stored(db, note)


def test_who_may_not_write_sends_nothing(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "Non. ")
    bob = Viewer("bob", ("public", "members"))
    for sent in (Sent(alice.key, 0, 1, alice.sent[0]), Sent("", 0, 1, alice.sent[0])):
        with pytest.raises(NotAllowed):
            exchange(db, bob, note, sent)
    kept = stored(db, note)
    assert kept and kept.seq == 0


def test_who_may_not_see_a_note_learns_nothing_of_it(db: Database) -> None:
    hidden = create_record(
        db, ALICE, "Note", {"name": "Cachée", "text": "x", "visibility": "private"}, Operation("alice")
    )
    alice = writer(db, ALICE, hidden, 1)
    alice.type(0, "y")
    for sent in (Sent(), Sent(alice.key, 0, 1, alice.sent[0])):
        with pytest.raises(NotFound):
            exchange(db, Viewer("bob", ("public", "members")), hidden, sent)


def test_nobody_writes_in_the_name_of_another(db: Database, note: str) -> None:
    zoe, yann = facilitator(db, "zoe"), facilitator(db, "yann")
    one = writer(db, zoe, note, 1)
    one.type(0, "z")
    one.meet()
    false = writer(db, yann, note, 1)
    false.type(0, "faux")
    with pytest.raises(Invalid):
        false.meet()


@pytest.mark.parametrize(
    "make",
    [
        lambda doc: doc.get("text", type=Text).insert_embed(0, {"a": 1}),
        lambda doc: doc.get("text", type=Text).format(0, 1, {"bold": True}),
        lambda doc: doc.get("autre", type=Text).insert(0, "ailleurs"),
        lambda doc: doc.get("carte", type=Map).update({"a": "b" * 1000}),
    ],
    ids=["embed", "format", "other text", "map"],
)
def test_only_letters_of_the_text_are_taken(db: Database, note: str, make: Callable[[Any], object]) -> None:
    alice = writer(db, ALICE, note, 1)
    was = alice.doc.get_state()
    make(alice.doc)
    alice.sent.append(alice.doc.get_update(was))
    with pytest.raises(Invalid):
        alice.meet()


def test_a_gap_or_a_flood_is_refused_and_the_note_stays_as_it_was(
    db: Database, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "perdu")
    alice.sent.clear()
    alice.type(0, "après")
    with pytest.raises(Invalid):
        alice.meet()
    flood = writer(db, ALICE, note, 2)
    flood.type(0, "x" * (LARGEST + 1))
    with pytest.raises(Invalid):
        flood.meet()
    monkeypatch.setattr(live_notes, "LARGEST", 1000)
    full = writer(db, ALICE, note, 3)
    full.type(0, "x" * 1000)
    with pytest.raises(Invalid):
        full.meet()
    assert writer(db, ALICE, note, 4).text == TEXT.strip()


def test_a_note_erased_for_good_leaves_nothing_of_its_live_text(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "a")
    alice.meet()
    delete_record(db, ALICE, note, states.records(db, [note])[note].version, Operation("alice"))
    with pytest.raises(NotFound):
        alice.meet()
    assert purge(db, days=-1) == 1
    left = db.read("MATCH (n:LiveNote|NoteUpdate|NotePresence) RETURN count(n) AS n")
    assert left[0]["n"] == 0
