"""Whatever the order of what several write, lose, save and fold, they read one text and no letter is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import live_saving
from graph.database import Database
from graph.editing import create_record
from graph.errors import Invalid
from graph.live_texts import Live, edits, united
from graph.live_updates import told, utf16
from graph.operations import Operation
from tests.graph.test_live import change, text_of
from tests.graph.tuples import ALICE
from tests.writers import writer

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
