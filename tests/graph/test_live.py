"""Promises to who writes a note at the same time as others: one text, nothing lost, each in their own name."""

import re
import time
from dataclasses import replace

import pytest

from graph import live, live_notes, live_presence, live_saving, states
from graph.adoption import adopt, take_back
from graph.database import Database
from graph.editing import change_record, create_record
from graph.errors import Conflict, Invalid, NotAllowed
from graph.live import exchange
from graph.live_notes import Sent, stored
from graph.live_turns import Turns
from graph.operations import Operation
from graph.users import add_user
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import assert_no_scan, no_scans
from tests.graph.tuples import ALICE, graph_of
from tests.people import PASSWORD
from tests.writers import writer

TEXT = "Présents : tous 😀\n\n- Publier le schéma\n"


def begun(db: Database) -> str:
    """A note that nobody wrote live yet."""
    return create_record(db, ALICE, "Note", {"name": "Réunion", "text": TEXT.strip()}, Operation("alice"))


@pytest.fixture
def note(db: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(live, "_turns", Turns())  # no rest after what the test before saved, slowly in a new engine
    return begun(db)


def text_of(db: Database, id: str) -> str:
    return str(states.records(db, [id])[id].state.get("text", ""))


def history(db: Database, id: str) -> list[tuple[str, str]]:
    rows = db.read(
        "MATCH (c:Change {record: $id, subject: 'record'}) RETURN c.by AS by, c.op AS op ORDER BY c.seq", id=id
    )
    return [(row["by"], row["op"]) for row in rows]


def change(db: Database, id: str, text: str) -> None:
    change_record(db, ALICE, id, states.records(db, [id])[id].version, {"text": text}, Operation("alice"))


def facilitator(db: Database, name: str) -> Viewer:
    user = add_user(db, f"{name}@example.invalid", name, PASSWORD, "facilitator")
    return replace(SYSTEM, user=user.id)


def test_what_one_writes_the_other_reads_and_the_record_says(db: Database, note: str) -> None:
    alice, carole = writer(db, ALICE, note, 1), writer(db, ALICE, note, 2)
    alice.type(0, "Été 🌞 : ")
    carole.type(len(TEXT) - 1, "\n- Former")
    alice.meet(), carole.meet(), alice.meet()
    assert alice.text == carole.text == "Été 🌞 : " + TEXT.strip() + "\n- Former"
    assert text_of(db, note) == TEXT.strip()
    alice.meet(settles=True)
    assert text_of(db, note) == alice.text


def test_each_writer_has_a_version_of_their_own(db: Database, note: str) -> None:
    zoe, yann = facilitator(db, "zoe"), facilitator(db, "yann")
    one, other = writer(db, zoe, note, 1), writer(db, yann, note, 2)
    one.type(0, "Z")
    one.meet()
    other.meet()
    other.type(1, "Y")
    other.meet(settles=True)
    told = history(db, note)
    assert [by for by, _ in told] == ["alice", zoe.user, yann.user]
    assert len({op for _, op in told}) == 3
    assert text_of(db, note) == "ZY" + TEXT.strip()


def test_what_was_typed_without_a_network_is_put_beside_what_others_wrote(db: Database, note: str) -> None:
    alice, carole = writer(db, ALICE, note, 1), writer(db, ALICE, note, 2)
    for letter in "hors":
        alice.type(len(alice.text), letter)
    carole.type(len(carole.text), "en ligne")
    carole.meet()
    alice.meet(), carole.meet()
    assert alice.text == carole.text
    assert "hors" in alice.text and "en ligne" in alice.text


def test_what_is_sent_twice_is_written_once(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "Une fois. ")
    alice.meet(lost=True)
    alice.meet()
    kept = stored(db, note)
    assert kept and kept.seq == 1
    alice.sent.append(kept.updates[0][2])
    alice.meet(settles=True)
    assert text_of(db, note) == "Une fois. " + TEXT.strip()


def test_a_form_saved_meanwhile_reaches_who_writes_live(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "Bonjour. ")
    alice.meet()
    change(db, note, "Présents : tous 😀, et Zoé\n\n- Publier le plan")
    alice.type(0, "Ah ! ")
    alice.meet()
    assert alice.text == "Ah ! Bonjour. Présents : tous 😀, et Zoé\n\n- Publier le plan"
    answer = alice.meet(settles=True)
    assert answer and answer.saved and text_of(db, note) == alice.text


def test_lines_that_end_as_elsewhere_are_those_of_a_text_area(db: Database) -> None:
    id = create_record(db, ALICE, "Note", {"name": "Importée", "text": "a\r\nb\r\nc"}, Operation("alice"))
    alice = writer(db, ALICE, id, 1)
    assert alice.text == "a\nb\nc"
    change(db, id, "a\r\nb\r\nd")
    alice.meet()
    assert alice.text == "a\nb\nd"
    alice.type(0, "\r")
    with pytest.raises(Invalid):
        alice.meet()


def test_a_change_of_another_field_leaves_the_text_alone(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(len(alice.text), " ")
    alice.meet()
    version = states.records(db, [note])[note].version
    change_record(db, ALICE, note, version, {"summary": "En bref"}, Operation("alice"))
    alice.meet(settles=True)
    assert alice.text == TEXT.strip() + " "


def test_a_name_that_readers_may_not_see_is_taken_out_of_the_live_text_too(db: Database, note: str) -> None:
    graph_of(db, (), {"Secret": ("Organisation", {"visibility": "private"})})
    alice, carole = writer(db, ALICE, note, 1), writer(db, ALICE, note, 2)
    alice.type(0, "Vu @Secret. ")
    alice.meet(settles=True)
    carole.meet()
    assert "Secret" not in text_of(db, note)
    assert alice.text == carole.text == text_of(db, note)


def test_a_crash_after_the_record_was_written_doubles_nothing(
    db: Database, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "Écrit. ")
    with monkeypatch.context() as patch:
        patch.setattr(live_saving, "KEPT", "MATCH (l:LiveNote {id: $id}) RETURN l.id AS id")
        patch.setattr(live_saving, "_told_back", _crash)
        with pytest.raises(RuntimeError):
            alice.meet(settles=True)
    assert "Écrit" in text_of(db, note)
    answer = alice.meet(settles=True)
    assert answer and answer.saved
    assert text_of(db, note) == alice.text == "Écrit. " + TEXT.strip()
    assert len(history(db, note)) == 2


def _crash(*_: object, **__: object) -> None:
    raise RuntimeError("crash")


def test_what_its_writer_left_without_a_word_is_saved(db: Database, note: str) -> None:
    alice = writer(db, facilitator(db, "zoe"), note, 1)
    alice.type(0, "Laissé. ")
    alice.meet()
    assert live_saving.sweep(db) == 0
    db.write("MATCH (l:LiveNote {id: $id}) SET l.since = 1", id=note)
    assert live_saving.sweep(db) == 1
    assert text_of(db, note) == alice.text
    assert live_saving.sweep(db) == 0


WAITS = [(40, 5, True), (40, 0, False), (70, 0, True), (10, 5, False)]


@pytest.mark.parametrize(("since", "touched", "written"), WAITS)
def test_the_record_follows_at_a_pause_and_never_much_later(
    db: Database, note: str, since: int, touched: int, written: bool
) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "En cours. ")
    alice.meet()
    set_back = "SET l.since = timestamp() - 1000 * $since, l.touched_at = timestamp() - 1000 * $touched"
    db.write(f"MATCH (l:LiveNote {{id: $id}}) {set_back}", id=note, since=since, touched=touched)
    alice.meet()
    assert text_of(db, note).startswith("En cours.") == written


def test_one_process_saves_at_a_time_and_a_killed_one_blocks_nobody_for_long(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "Attendu. ")
    db.write("MATCH (l:LiveNote {id: $id}) SET l.lease_until = timestamp() + 60000", id=note)
    answer = alice.meet(settles=True)
    assert answer and not answer.saved and text_of(db, note) == TEXT.strip()
    db.write("MATCH (l:LiveNote {id: $id}) SET l.lease_until = timestamp() - 1", id=note)
    alice.meet(settles=True)
    assert text_of(db, note) == alice.text


def test_updates_made_one_keep_who_wrote_each_letter(db: Database, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_saving, "FOLDED", 20)
    zoe, yann = facilitator(db, "zoe"), facilitator(db, "yann")
    one, other = writer(db, zoe, note, 1), writer(db, yann, note, 2)
    for _ in range(12):
        one.type(0, "z")
        other.type(len(other.text), "y")
        one.meet(), other.meet()
    one.meet(settles=True)
    kept = stored(db, note)
    assert kept and kept.base == kept.kept and kept.updates == ()
    other.meet()
    assert one.text == other.text == "z" * 12 + TEXT.strip() + "y" * 12
    assert live_saving.writers(db, note) == [zoe.user] * 12 + ["alice"] * len(TEXT.strip()) + [yann.user] * 12
    late = writer(db, ALICE, note, 3)
    assert late.text == one.text


def test_what_was_forged_is_never_made_one_with_another_text(db: Database, note: str) -> None:
    alice = writer(db, ALICE, note, 1)
    alice.type(0, "a😀b")
    alice.meet()
    alice.sent.append(bytes([0, 1, 1, 1, 1, 1]))  # takes half of the sign away
    alice.meet()
    alice.type(1, "c")
    alice.meet(settles=True)
    before = writer(db, ALICE, note, 2).text
    live_saving.fold(db, note)
    assert writer(db, ALICE, note, 3).text == before


def test_minutes_are_adopted_as_they_are_being_written_and_then_by_nobody(db: Database, note: str) -> None:
    zoe = facilitator(db, "zoe")
    writing = writer(db, zoe, note, 1)
    read = states.records(db, [note])[note].version
    writing.type(0, "Ajout. ")
    writing.meet()
    with pytest.raises(Conflict):
        adopt(db, zoe, note, read, "plénière")  # what is still typed makes it another text than the one that was read
    assert text_of(db, note).startswith("Ajout. "), "and it is not lost"
    adopt(db, zoe, note, states.records(db, [note])[note].version, "plénière")
    writing.type(0, "Trop tard. ")
    with pytest.raises(NotAllowed):
        writing.meet()
    seen = exchange(db, zoe, note, Sent(client=3))
    assert not seen.writes and "Trop tard" not in text_of(db, note)


def test_an_adoption_taken_back_opens_the_text_to_who_was_writing_it(db: Database, note: str) -> None:
    writing = writer(db, ALICE, note, 1)
    writing.meet()
    adopt(db, ALICE, note, states.records(db, [note])[note].version, "plénière")
    take_back(db, ALICE, note, "trop tôt")
    writing.type(0, "Repris. ")
    writing.meet(settles=True)
    assert text_of(db, note).startswith("Repris. ")


@pytest.mark.parametrize("query", [
    live_notes.LACKS, live_notes.BEGIN, live_notes.TAKE, live_notes.APPEND, live_notes.STORED, live_presence.BE,
    live_presence.LEAVE, live_saving.ELSEWHERE, live_saving.LOCK, live_saving.NOTED, live_saving.KEPT,
    live_saving.FOLD, live_saving.LEFT, live_notes.CLAIM, live_saving.RELEASE,
])  # fmt: skip
def test_no_question_reads_the_whole_graph(db: Database, note: str, query: str) -> None:
    no_scans(db, crowd=200)
    told = dict.fromkeys(re.findall(r"\$(\w+)", query), 1)
    assert_no_scan(db, query, anew=True, **{**told, "id": note, "key": "", "state": b"", "more": {}, **ALICE.rights()})


def test_records_that_are_due_are_written_one_at_a_time_with_a_rest_after_each() -> None:
    turns, done = Turns(), list[str]()

    def long() -> None:
        assert not turns.take(lambda: done.append("meanwhile"))
        time.sleep(0.05)
        done.append("first")

    assert turns.take(long) and not turns.take(lambda: done.append("at once"))
    turns._next = 0.0
    assert turns.take(lambda: done.append("later"))
    assert done == ["first", "later"]
