"""Promises of differences: words in lines that were reworked, nothing lost, and an answer in time."""

import time

from hypothesis import given
from hypothesis import strategies as st

from graph.text_differences import Part, counted, parts

TEXTS = st.text(alphabet="ab \n.é", max_size=60)


def side(found: list[Part], way: str) -> str:
    lines = ["".join(text for how, text in part.runs if how in ("same", way)) for part in found]
    return "\n".join(line for line, part in zip(lines, found, strict=True)
                     if any(how in ("same", way) for how, _ in part.runs))  # fmt: skip


def test_a_line_that_was_reworked_is_told_by_its_words() -> None:
    found = parts("Présents : tous.\nFormer vingt agents", "Présents : tous.\nFormer trente agents\nFin")
    assert [part.runs for part in found] == [
        (("same", "Présents : tous."),),
        (("same", "Former"), ("del", " vingt"), ("ins", " trente"), ("same", " agents"), ("ins", "\nFin")),
    ]
    assert counted(found) == (2, 1)


def test_lines_with_nothing_in_common_go_and_come_whole() -> None:
    found = parts("Un deux trois quatre", "Alpha, bêta et gamma !")
    assert [part.runs[0][0] for part in found] == ["del", "ins"]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_what_differs(before: str, after: str) -> None:
    found = parts(before, after)
    for way, text in (("del", before), ("ins", after)):
        assert side(found, way).rstrip("\n") == "\n".join(text.splitlines()).rstrip("\n")


def test_a_hostile_text_is_compared_in_time() -> None:
    start = time.process_time()
    parts("a\n" * 30_000, "a\nb\n" * 20_000)
    parts("a " * 50_000, "b a " * 50_000)
    assert time.process_time() - start < 60  # a second or two as machines go
