"""Promises to who writes a note at the same time as others: one text, nothing lost, each in their own name."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Map, Text

from graph import live_notes, live_presence, live_saving, states
from graph.adoption import adopt, take_back
from graph.database import Database
from graph.editing import change_record, create_record, delete_record
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.live import exchange
from graph.live_notes import Sent, stored
from graph.live_texts import Live, edits, united
from graph.live_updates import LARGEST, told, utf16
from graph.operations import Operation
from graph.trash import purge
from graph.users import add_user
from graph.viewers import SYSTEM, Viewer
from tests.graph.plans import assert_no_scan, no_scans
from tests.graph.tuples import ALICE, graph_of
from tests.people import PASSWORD
from tests.writers import writer

TEXT = "Présents : tous 😀\n\n- Publier le schéma\n"


@pytest.fixture
def note(db: Database) -> str:
    return create_record(db, ALICE, "Note", {"name": "Réunion", "text": TEXT.strip()}, Operation("alice"))


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


@pytest.mark.parametrize("query", [
    live_notes.LACKS, live_notes.BEGIN, live_notes.TAKE, live_notes.APPEND, live_notes.STORED, live_presence.BE,
    live_presence.LEAVE, live_saving.ELSEWHERE, live_saving.LOCK, live_saving.NOTED, live_saving.KEPT,
    live_saving.FOLD, live_saving.LEFT, live_saving.CLAIM, live_saving.RELEASE,
])  # fmt: skip
def test_no_question_reads_the_whole_graph(db: Database, note: str, query: str) -> None:
    no_scans(db, crowd=200)
    told = dict.fromkeys(re.findall(r"\$(\w+)", query), 1)
    assert_no_scan(db, query, anew=True, **{**told, "id": note, "key": "", "state": b"", "more": {}, **ALICE.rights()})


# Of two texts and of bytes: nothing of the graph is needed.
LETTERS = st.text("ab é😀\n", max_size=30)


@settings(deadline=None)
@given(LETTERS, LETTERS)
def test_edits_make_the_one_text_of_the_other(before: str, after: str) -> None:
    live = Live()
    live.turn("", before)
    live.turn(before, after)
    assert live.text == after
    assert all(edit.start <= edit.end for edit in edits(before, after))


@settings(deadline=None)
@given(st.lists(st.sampled_from(["un ", "deux ", "\n", "😀"]), max_size=12), st.data())
def test_two_texts_made_one_keep_every_word_that_either_added(pieces: list[str], data: st.DataObject) -> None:
    def changed(word: str) -> str:
        out = list(pieces)
        for n in range(data.draw(st.integers(0, 4))):
            out.insert(data.draw(st.integers(0, len(out))), f"{word}{n} ")
        return "".join(out)

    mine, theirs = changed("mien"), changed("sien")
    both = united("".join(pieces), mine, theirs)
    for text in (mine, theirs):
        assert all(both.count(word) == text.count(word) for word in text.split() if word[:4] in ("mien", "sien"))
    assert united("".join(pieces), mine, mine) == mine


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_random_bytes_are_read_or_refused(sent: bytes) -> None:
    try:
        told(sent, {1: 5})
    except Invalid:
        return
    Live([sent])


@settings(deadline=None)
@given(st.data())
def test_a_spoilt_update_is_refused_or_is_still_a_text(data: st.DataObject) -> None:
    live = Live(client=7)
    good = live.turn("", "Un texte 😀 de départ") or b""
    clocks = {7: told(good, {}).end}
    other = Live([good], client=9)
    sent = bytearray(other.turn(other.text, "Un autre texte d'arrivée\n") or b"")
    for _ in range(data.draw(st.integers(1, 4))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        said = told(bytes(sent), clocks)
    except Invalid:
        return
    assert utf16(Live([good, bytes(sent)]).text) <= clocks[7] + said.end


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from(["type", "meet", "lose", "save", "fold", "form"]), st.integers(0, 999)
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_the_order_all_read_one_text_and_no_letter_is_lost(
    db: Database, acts: list[tuple[int, str, int]]
) -> None:
    """Writers, lost answers, forms from old pages, saves and compactions; no process remembers anything between."""
    id = create_record(db, ALICE, "Note", {"name": "Ordre", "text": "début\nfin"}, Operation("alice"))
    people = [writer(db, ALICE, id, client) for client in (1, 2, 3)]
    typed, word = set(), 0
    for who, act, place in acts:
        each = people[who]
        if act == "type":
            word += 1
            typed.add(f"<{word}>")
            each.type(place % (len(each.text) + 1), f"<{word}>")
        elif act in ("meet", "lose", "save"):
            each.meet(lost=act == "lose", settles=act == "save")
        elif act == "fold":
            live_saving.fold(db, id)
        elif act == "form":
            word += 1
            typed.add(f"<{word}>")
            change(db, id, text_of(db, id) + f"\n<{word}>")
    for each in (*people, *people):
        each.meet()
    people[0].meet(settles=True)
    for each in people:
        each.meet()
    assert len({each.text for each in people}) == 1
    letters = sorted("".join(sorted(typed)))
    left = list(people[0].text)
    for letter in letters:
        left.remove(letter)
    assert sorted(left) == sorted("début\nfin" + "\n" * (people[0].text.count("\n") - 1))
    assert text_of(db, id) == people[0].text.strip()
