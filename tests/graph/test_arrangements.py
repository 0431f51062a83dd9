"""Promises of arranged drawings: every record in its group, none on another, what belongs nowhere apart."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest

from graph.arrangements import APART, CELL, ROW, Arrangement, blocks, circles, columns, years

NO_EDGES = np.zeros((0, 2), dtype=np.int64)
GROUPS = [0] * 30 + [1] * 3 + [2] + [3] * 9
TITLES = ["France", "Hérault", "Sète", "Sans territoire"]
GROUPED: dict[str, Callable[[], Arrangement]] = {
    "columns": lambda: columns(GROUPS, TITLES, NO_EDGES), "blocks": lambda: blocks(GROUPS, TITLES, 3),
    "circles": lambda: circles(GROUPS, TITLES, 3),
    "years": lambda: years([2020] * 30 + [2021] * 3 + [2030] + [None] * 9, "Non daté"),
}  # fmt: skip


def spots(made: Arrangement) -> list[tuple[float, float]]:
    return list(zip(made.x.tolist(), made.y.tolist(), strict=True))


@pytest.mark.parametrize("name", GROUPED)
def test_no_record_is_on_another_and_lists_leave_room_for_names(name: str) -> None:
    made = GROUPED[name]()
    for one, other in combinations(spots(made), 2):
        across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
        assert (across >= CELL - 1 or down >= ROW - 1) if made.room else across + down > 20, (one, other)


@pytest.mark.parametrize("name", GROUPED)
def test_the_same_records_are_arranged_the_same(name: str) -> None:
    assert spots(GROUPED[name]()) == spots(GROUPED[name]())


@pytest.mark.parametrize("name", GROUPED)
def test_each_group_has_its_heading_once(name: str) -> None:
    told = [heading.text for heading in GROUPED[name]().headings]
    assert sorted(told) == sorted(["2020", "2021", "2030", "Non daté"] if name == "years" else TITLES)


def test_columns_stand_in_the_order_of_their_titles() -> None:
    made = columns([2, 0, 1, 0], ["Politiques", "Ressources", "Acteurs"], NO_EDGES)
    x = made.x.tolist()
    assert x[1] == x[3] < x[2] < x[0]


def test_a_record_stands_at_the_height_of_what_it_is_linked_to() -> None:
    edges = np.array([(place, 19 - place) for place in range(10)], dtype=np.int64)
    made = columns([0] * 10 + [1] * 10, ["Politiques", "Acteurs"], edges)
    assert all(made.y[a] == made.y[b] for a, b in edges.tolist())


def test_a_long_column_is_folded() -> None:
    made = columns([0] * 400, ["Acteurs"], NO_EDGES)
    wide, high = np.ptp(made.x), np.ptp(made.y)
    assert wide > CELL and wide < 4 * high


def test_what_belongs_nowhere_stands_below_the_rest() -> None:
    made = blocks(GROUPS, TITLES, 3)
    low = max(y for (_, y), group in zip(spots(made), GROUPS, strict=True) if group != 3)
    assert min(y for (_, y), group in zip(spots(made), GROUPS, strict=True) if group == 3) > low + APART / 2


def test_a_circle_holds_its_records_and_the_first_is_in_the_middle() -> None:
    made = circles(GROUPS, TITLES, 3)
    assert len(made.outlines) == 3
    for outline, group in zip(made.outlines, range(3), strict=True):
        own = [spot for spot, each in zip(spots(made), GROUPS, strict=True) if each == group]
        assert own[0] == (outline.x, outline.y)
        assert all(np.hypot(x - outline.x, y - outline.y) < outline.r for x, y in own)
    for one, other in combinations(made.outlines, 2):
        assert np.hypot(one.x - other.x, one.y - other.y) > one.r + other.r


def test_years_follow_each_other_and_the_undated_are_apart() -> None:
    made = years([2004, None, 2022, 2023], "Non daté")
    first, undated, later, last = made.x.tolist()
    assert first < later < last < undated - APART
    assert later - first < 2 * (last - later)  # seventeen years without anything take no more than four


def test_nothing_is_arranged_as_nothing() -> None:
    for made in (
        columns([], [], NO_EDGES),
        blocks([], ["Nulle part"], 0),
        circles([], ["Nulle part"], 0),
        years([], ""),
    ):
        assert spots(made) == [] and made.headings == ()
