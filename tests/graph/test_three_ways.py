"""Promises of two texts made one: nothing that either wrote is lost, and nobody is overwritten in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.three_ways import united

BASE = "Présents : IGN.\n\n## Décisions\n- Publier le schéma\n- Former vingt agents\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "one"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n"),
        ("A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("A\nb\nc\n", "a\nB\nc\n", "A\nB\nc\n"),
        ("a\nb\nc\nd\n", "a\nb\nc\ne\n", "a\nb\nc\ne\nd\n"),
        ("a\nc\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\nb\nc", "a\nb\nc\n\n", "a\nb\nc\n\n"),
        ("a\nx\nc\n", "a\nx\nc\n", "a\nx\nc\n"),
        ("a\nx\nc\n", "a\ny\nc\n", None),
        ("a\nc\n", "a\nB\nc\n", None),
    ],
)
def test_two_texts_are_one_unless_both_rewrote_the_same_words(mine: str, theirs: str, one: str | None) -> None:
    assert united("a\nb\nc\n", mine, theirs) == one


def test_two_words_of_one_line_are_both_kept() -> None:
    mine, theirs = (
        BASE.replace("vingt", "trente"),
        BASE.replace("agents", "agents en mars").replace("Publier", "Écrire"),
    )
    assert united(BASE, mine, theirs) == BASE.replace("vingt agents", "trente agents en mars").replace(
        "Publier", "Écrire"
    )


def test_what_both_add_at_the_end_is_kept_from_both() -> None:
    assert united(BASE.strip(), BASE + "- La mienne", BASE + "- La leur") == BASE + "- La leur\n- La mienne\n"


LINES = st.lists(st.sampled_from("abcdefgh"), max_size=8)


@given(LINES, LINES, LINES)
def test_no_line_that_one_added_is_lost_and_both_ways_say_the_same(
    base: list[str], mine: list[str], theirs: list[str]
) -> None:
    texts = ["".join(f"{line}\n" for line in lines) for lines in (base, mine, theirs)]
    one, other = united(*texts), united(texts[0], texts[2], texts[1])
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        for line in "abcdefgh":
            added = max(0, mine.count(line) - base.count(line)) + max(0, theirs.count(line) - base.count(line))
            assert added == 0 or one.count(line) > 0
        assert sorted(one) == sorted(other)


@given(LINES, LINES)
def test_what_only_one_changed_stands(base: list[str], mine: list[str]) -> None:
    was, now = ("".join(f"{line}\n" for line in lines) for lines in (base, mine))
    assert united(was, now, was) == now and united(was, was, now) == now
