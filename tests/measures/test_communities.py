"""Promises of communities: found where they are, and called by the same number from one run to the next."""

import numpy as np

from graph.measures.communities import ALONE, numbered
from graph.measures.computing import figures_of
from tests.measures.drawn import drawn

BELLS = "A-B B-C C-A D-E E-F F-D C-D"


def told(text: str, before: dict[str, int], alone: str = "") -> dict[str, int]:
    found = figures_of(drawn(text, alone), before)
    return dict(zip(found.ids, found.community.tolist(), strict=True))


def test_two_groups_held_by_one_link_are_two_communities_and_who_is_alone_is_in_none() -> None:
    found = told(BELLS, {}, alone="Z")
    assert found["A"] == found["B"] == found["C"] != found["D"] == found["E"] == found["F"]
    assert found["Z"] == ALONE


def test_a_community_keeps_its_number_when_others_come() -> None:
    before = {"A": 7, "B": 7, "C": 7, "D": 3, "E": 3, "F": 3}
    found = told(BELLS + " A-X B-X P-Q Q-R R-P P-S", before)
    assert {found[name] for name in "ABCX"} == {7} and {found[name] for name in "DEF"} == {3}
    assert {found[name] for name in "PQRS"} == {8}  # a number that nobody had


def test_of_a_community_that_splits_the_larger_part_keeps_the_number() -> None:
    before = dict.fromkeys("ABCDEFG", 4)
    groups = np.array([0, 0, 0, 0, 1, 1, 1])
    assert numbered("ABCDEFG", groups, before).tolist() == [4, 4, 4, 4, 5, 5, 5]


def test_of_two_that_become_one_the_larger_gives_its_number() -> None:
    before = {"A": 1, "B": 1, "C": 2, "D": 2, "E": 2}
    assert numbered("ABCDE", np.zeros(5, dtype=np.int64), before).tolist() == [2] * 5
