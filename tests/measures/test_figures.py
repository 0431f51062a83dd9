"""Promises of the figures: on networks small enough to be known, they are what the formulas say."""

from itertools import combinations

import numpy as np
import pytest

from graph.measures.betweenness import betweenness
from graph.measures.computing import figures_of
from graph.measures.figures import Figures
from graph.measures.layers import Layer
from tests.measures.drawn import drawn

STAR = "H-A H-B H-C H-D"
LINE = "A-B B-C C-D D-E"
RING = "A-B B-C C-D D-E E-F F-A"
BELLS = "A-B B-C C-A D-E E-F F-D C-D"  # two triangles held by one link
ALL = " ".join(f"{a}-{b}" for a, b in combinations("ABCDE", 2))


def told(layer: Layer) -> Figures:
    return figures_of(layer, {})


def by_name(found: Figures, column: str) -> dict[str, float]:
    return dict(zip(found.ids, np.round(getattr(found, column).astype(float), 4).tolist(), strict=True))


def test_the_middle_of_a_star_is_on_every_path_and_its_ends_on_none() -> None:
    assert by_name(told(drawn(STAR)), "between") == {"A": 0, "B": 0, "C": 0, "D": 0, "H": 1}


def test_on_a_line_the_role_grows_towards_the_middle() -> None:
    assert by_name(told(drawn(LINE)), "between") == {"A": 0, "B": 0.5, "C": 0.6667, "D": 0.5, "E": 0}


def test_where_all_know_all_nobody_is_between() -> None:
    found = told(drawn(ALL))
    assert not found.between.any() and not found.cut_off.any() and found.whole.density == 1
    assert set(found.core.tolist()) == {4}


def test_on_a_ring_all_are_alike_and_nobody_holds_the_rest() -> None:
    found = told(drawn(RING))
    assert set(by_name(found, "between").values()) == {0.2}  # (n - 2)² / 8 pairs, of (n - 1)(n - 2) / 2
    assert found.rank == pytest.approx(np.full(6, 1 / 6))
    assert not found.cut_off.any() and not len(found.bridges)


def test_between_two_groups_the_two_who_hold_them_are_told_and_their_link() -> None:
    found = told(drawn(BELLS))
    assert by_name(found, "between") == {"A": 0, "B": 0, "C": 0.6, "D": 0.6, "E": 0, "F": 0}
    assert by_name(found, "cut_off") == {"A": 0, "B": 0, "C": 2, "D": 2, "E": 0, "F": 0}
    assert [{found.ids[a], found.ids[b]} for a, b in found.bridges] == [{"C", "D"}]
    assert [found.ids[place] for place in found.holding.lost_without(found.ids.index("C"))] == ["A", "B"]


def test_paths_of_the_same_length_share_the_role() -> None:
    assert by_name(told(drawn("A-B B-C A-D D-C")), "between") == dict.fromkeys("ABCD", 0.1667)


def test_the_rank_of_a_star_is_that_of_its_formula_and_all_ranks_add_up_to_one() -> None:
    found = by_name(told(drawn(STAR)), "rank")
    hub = (0.15 / 5 + 0.85 * 4 * 0.15 / 5) / (1 - 0.85**2)
    assert found["H"] == pytest.approx(hub, abs=1e-3)
    assert told(drawn(STAR, alone="XYZ")).rank.sum() == pytest.approx(1)


def test_the_core_is_who_is_tied_to_as_many_of_the_core() -> None:
    found = by_name(told(drawn(ALL + " E-X X-Y")), "core")
    assert (found["A"], found["E"], found["X"], found["Y"]) == (4, 4, 1, 1)


def test_components_are_told_the_largest_first_and_who_has_no_link_is_isolated() -> None:
    found = told(drawn("A-B B-C X-Y", alone="Z"))
    assert by_name(found, "component") == {"A": 0, "B": 0, "C": 0, "X": 1, "Y": 1, "Z": 2}
    assert found.sizes.tolist() == [3, 2, 1]
    assert [found.ids[place] for place in found.isolated] == ["Z"]


def test_density_counts_pairs_and_reciprocity_who_is_tied_both_ways() -> None:
    once = told(drawn("A-B B-A B-C")).whole
    assert (once.records, once.links, once.pairs) == (3, 3, 2)
    assert once.density == pytest.approx(2 / 3) and once.reciprocity == pytest.approx(2 / 3)
    assert told(drawn("A-B B-C", both=True)).whole.reciprocity == 1


def test_two_links_between_the_same_two_are_no_bridge() -> None:
    assert not len(told(drawn("A-B A-B")).bridges)
    assert [pair.tolist() for pair in told(drawn("A-B A-B B-C")).bridges] == [[1, 2]]


@pytest.mark.parametrize("text", ["", "A-B"])
def test_a_network_of_nothing_or_of_two_has_its_figures(text: str) -> None:
    found = told(drawn(text))
    assert not found.between.any() and not found.cut_off.any() and len(found.ids) == len(found.community)


def test_the_estimate_finds_those_who_are_most_between() -> None:
    chance = np.random.default_rng(3)
    pairs = np.unique(np.sort((chance.power(0.4, (3000, 2)) * 1000).astype(np.int64), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    exact, estimated = (betweenness(1000, pairs, exact=way) for way in (True, False))
    top = {way: set(np.argsort(-column)[:20].tolist()) for way, column in (("e", exact), ("g", estimated))}
    assert len(top["e"] & top["g"]) >= 16
    assert exact == pytest.approx(betweenness(1000, pairs, exact=True))


def test_the_same_network_has_the_same_figures() -> None:
    one, two = told(drawn(BELLS)), told(drawn(BELLS))
    assert all(np.array_equal(getattr(one, name), getattr(two, name)) for name in ("community", "between", "rank"))
