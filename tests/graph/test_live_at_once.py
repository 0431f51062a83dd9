"""Promises to people whose exchanges about one note cross each other on the way."""

from concurrent.futures import ThreadPoolExecutor

from graph import live_saving, states
from graph.database import Database
from graph.editing import create_record
from graph.live import exchange
from graph.live_notes import Sent
from graph.operations import Operation
from tests.graph.tuples import ALICE
from tests.writers import Writer, writer

PEOPLE, WORDS = 8, 40


def note(db: Database) -> str:
    return create_record(db, ALICE, "Note", {"name": "Réunion", "text": "Présents"}, Operation("alice"))


def test_exchanges_that_cross_leave_everybody_the_same_text(db: Database) -> None:
    id = note(db)
    people = [writer(db, ALICE, id, number) for number in range(1, PEOPLE + 1)]

    def write(one: Writer) -> None:
        for turn in range(WORDS):
            one.type(0, f"<{one.client}.{turn}>")
            one.meet()

    with ThreadPoolExecutor(PEOPLE) as threads:
        list(threads.map(write, people))
    for one in people:
        one.meet()
    assert len({one.text for one in people}) == 1
    assert people[0].text.count("<") == PEOPLE * WORDS
    live_saving.save(db, ALICE, id)
    assert states.records(db, [id])[id].state["text"] == people[0].text


def test_an_update_that_was_not_seen_yet_comes_with_the_next_exchange(db: Database) -> None:
    """Its number is told before the update itself can be read: as if read while it was being written."""
    id = note(db)
    alice, bob = writer(db, ALICE, id, 1), writer(db, ALICE, id, 2)
    alice.type(0, "Bonjour. ")
    alice.meet()
    db.write("MATCH (u:NoteUpdate {record: $id}) SET u:Hidden, u.record = ''", id=id)
    bob.meet()
    db.write("MATCH (u:Hidden) SET u.record = $id REMOVE u:Hidden", id=id)
    bob.meet()
    assert bob.text == alice.text


def test_updates_made_one_meanwhile_are_read_with_the_whole_text(db: Database) -> None:
    id = note(db)
    alice, bob = writer(db, ALICE, id, 1), writer(db, ALICE, id, 2)
    alice.type(0, "Bonjour. ")
    alice.meet(settles=True)
    live_saving.fold(db, id)
    answer = exchange(db, ALICE, id, Sent(bob.key, bob.seq, bob.client))
    assert answer.whole
    bob.meet()
    assert bob.text == alice.text
