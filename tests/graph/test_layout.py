"""Promises of the server's picture: everything in it, families together, no name on another."""

from itertools import combinations

import pytest

from graph.layout import LETTER, Drawing, Spot, fitting, layout
from graph.links import Brief, link_of
from graph.neighbourhood import Near, Neighbourhood
from graph.schema import SCHEMA

KINDS = ["Organisation", "Commons", "Dataset", "Policy", "Note"]


def around(first: int, second: int = 0, third: int = 0) -> Neighbourhood:
    """A centre with rings of the given sizes, each record held by one of the ring before."""
    rings = [[Brief("commun-0", "Commons", "Au milieu de tout cela")]]
    nodes = [Near(rings[0][0], 0, first)]
    links = []
    for distance, size in enumerate((first, second, third), start=1):
        members = []
        for n in range(size):
            kind = KINDS[n % len(KINDS)]
            id = f"{SCHEMA.kinds[kind].prefix}-{distance}-{n}"
            members.append(Brief(id, kind, f"Une fiche au nom plutôt long numéro {n}"))
            holder = rings[-1][n % len(rings[-1])]
            links.append(link_of({"id": f"uses.{id}"}, "USES", members[-1], holder))
        nodes += [Near(record, distance, 1) for record in members]
        rings.append(members or rings[-1])
    return Neighbourhood(("commun-0",), tuple(nodes), tuple(links))


def box(spot: Spot, *, centre: bool) -> tuple[float, float, float, float]:
    """What a name covers: left, right, top, bottom."""
    width = len(spot.label) * LETTER
    left = spot.label_x - (width / 2 if centre else width if spot.end else 0)
    return left, left + width, spot.label_y - 8, spot.label_y + 8


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    boxes = [(spot, box(spot, centre=spot.id == "commun-0")) for spot in drawing.spots]
    return [
        (one.id, other.id) for (one, a), (other, b) in combinations(boxes, 2)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]  # fmt: skip


@pytest.mark.parametrize("sizes", [(0, 0, 0), (1, 0, 0), (3, 2, 1), (12, 47, 0), (20, 20, 20), (59, 0, 0)])
def test_no_name_is_on_another_and_all_are_inside(sizes: tuple[int, int, int]) -> None:
    drawing = layout(around(*sizes))
    assert overlaps(drawing) == []
    for spot in drawing.spots:
        left, right, top, bottom = box(spot, centre=spot.id == "commun-0")
        assert left >= 0 and right <= drawing.width and top >= 0 and bottom <= drawing.height


def test_the_same_neighbourhood_is_drawn_the_same() -> None:
    assert layout(around(9, 12)) == layout(around(9, 12))


def test_families_stand_together_in_the_first_ring() -> None:
    drawing = layout(around(20))
    right = sorted((spot for spot in drawing.spots if spot.x > drawing.width / 2), key=lambda spot: spot.y)
    families = [spot.id.rsplit("-", 2)[0] for spot in right]
    assert families == sorted(families, key=lambda name: list(dict.fromkeys(families)).index(name))


def test_further_records_stand_on_the_side_of_what_holds_them() -> None:
    given = around(10, 20)
    drawing = layout(given)
    for link in given.links:
        if link.target.id != "commun-0":
            one, other = drawing.at(link.source.id), drawing.at(link.target.id)
            assert (one.x > drawing.width / 2) == (other.x > drawing.width / 2)


def test_several_centres_each_keep_their_name() -> None:
    centres = [Near(Brief(f"theme-{n}", "Theme", f"Thème {n}"), 0, 0) for n in range(3)]
    spots = layout(Neighbourhood(("theme-0", "theme-1", "theme-2"), tuple(centres), ())).spots
    assert len({(spot.x, spot.y) for spot in spots}) == 3
    assert len({spot.label_y for spot in spots} | {spot.y for spot in spots}) == 6


def test_a_name_too_long_ends_with_an_ellipsis() -> None:
    assert fitting("Panoramax", 200) == "Panoramax"
    assert fitting("Un nom qui ne tient pas", 72) == "Un nom qu…"
