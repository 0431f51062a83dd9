"""Promises of what holds by one record: the same as taking each away in turn, on random networks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.measures.holding import holding
from graph.positions import Ints

SIZE = 9
PAIRS = st.sets(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=14)


def parts(left: set[int], pairs: Ints) -> list[set[int]]:
    """The components among the records left."""
    out: list[set[int]] = []
    for start in sorted(left):
        if any(start in part for part in out):
            continue
        part, ahead = {start}, [start]
        while ahead:
            here = ahead.pop()
            near = {b for a, b in pairs.tolist() if a == here} | {a for a, b in pairs.tolist() if b == here}
            ahead += sorted((near & left) - part)
            part |= near & left
        out.append(part)
    return out


def without(place: int, pairs: Ints) -> tuple[int, set[int]]:
    """How many are cut off when a record withdraws from its component, and which."""
    (own,) = (part for part in parts(set(range(SIZE)), pairs) if place in part)
    left = sorted(parts(own - {place}, pairs), key=len)
    lost = set().union(*left[:-1])
    return len(lost), lost


@settings(max_examples=200, deadline=None)
@given(PAIRS)
def test_who_is_cut_off_is_who_is_when_the_record_is_taken_away(told: set[tuple[int, int]]) -> None:
    pairs = np.array(sorted({(min(pair), max(pair)) for pair in told if pair[0] != pair[1]}), dtype=np.int64)
    pairs = pairs.reshape(-1, 2)
    found = holding(SIZE, pairs)
    whole = parts(set(range(SIZE)), pairs)
    for place in range(SIZE):
        count, _ = without(place, pairs)
        assert found.cut_off[place] == count
        lost = set(found.lost_without(place).tolist())
        (own,) = (part for part in whole if place in part)
        rest = own - {place} - lost
        assert len(lost) == count and (not lost or rest in parts(own - {place}, pairs))
    for end in np.flatnonzero(found.beyond).tolist():
        cut = np.array([pair for pair in pairs.tolist() if set(pair) != {end, int(found.above[end])}]).reshape(-1, 2)
        assert len(parts(set(range(SIZE)), cut)) == len(whole) + 1
    bridges = sum(len(parts(set(range(SIZE)), np.delete(pairs, n, axis=0))) > len(whole) for n in range(len(pairs)))
    assert bridges == np.count_nonzero(found.beyond)
