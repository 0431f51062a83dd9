"""Who → what → for which use → what it serves: the chains of a policy in four columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from graph.bearers import bearers
from graph.chains import Chain
from graph.database import Database
from graph.gaps import Hole
from graph.layout import fitting as fitting_name
from graph.links import Brief, Link
from graph.outlines import Outline
from graph.traces import Gap
from graph.viewers import Viewer

WIDTH, BOX, TOP = 1000, 208, 46
MARGIN = 12
WHO, WHAT, USE, POLICY = range(4)
# More boxes than that in a column cannot be followed by eye; all chains are told below.
MOST = 9
# Chains among which those that fit are looked for.
LOOKED_AT = 400
NAME = (BOX - 40) * 1.1  # names here are set a little tighter than in the network's picture


@dataclass(frozen=True)
class Size:
    """How high a box is, and a row of the picture."""

    high: int
    row: int


SCREEN, PAPER = Size(38, 54), Size(52, 66)  # on paper a name has two lines of larger letters


@dataclass(frozen=True)
class Box:
    """A record in a column, or a hole (`gap`); `on` when it is of the chain chosen."""

    record: Brief
    x: float
    y: float
    name: str
    on: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Curve:
    """A link between two boxes: path, line (who says so), whether it is of the chain chosen."""

    path: str
    line: str
    on: bool


@dataclass(frozen=True)
class Diagram:
    """Boxes and curves; `left_out` chains are only told."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    columns: tuple[float, ...]
    left_out: int
    box: int = BOX
    high: int = SCREEN.high


def fitting(found: Outline, rows: Sequence[int], chosen: int) -> list[int]:
    """The row of the chosen chain first, then those of the first chains that add no box too many."""
    out: list[int] = []
    counts: list[set[int]] = [set(), set(), set(), set()]
    looked_at = list(dict.fromkeys([*rows[chosen : chosen + 1], *rows[:LOOKED_AT]]))
    for row, records in zip(looked_at, found.records_of(looked_at), strict=True):
        after = [set(boxes) for boxes in counts]
        for place, kind in records:
            after[_column(kind)].add(place)
        if all(len(boxes) <= MOST for boxes in after):
            out.append(row)
            counts = after
    return out


def fitting_chains(chains: Sequence[Chain], most: int = MOST) -> list[Chain]:
    """The first of these chains that add no box too many."""
    out: list[Chain] = []
    counts: list[set[str]] = [set(), set(), set(), set()]
    for chain in chains:
        after = [set(boxes) for boxes in counts]
        for record in chain.records:
            after[_column(record.kind)].add(record.id)
        if all(len(boxes) <= most for boxes in after):
            out.append(chain)
            counts = after
    return out


def pictured(holes: Sequence[Hole], *, drawn: bool) -> list[Hole]:
    """The first holes that have a box: policies that nothing serves only where no chain is `drawn`."""
    return list(islice((hole for hole in holes if hole.sort != "policy" or not drawn), MOST - 1))


def diagram_of(
    db: Database, viewer: Viewer, drawn: Sequence[Chain], gaps: Sequence[Gap], chosen: Chain | None = None, *,
    at: str | None = None, left_out: int = 0, size: Size = SCREEN, about: str = "",
) -> Diagram | None:  # fmt: skip
    """Chains with who stands behind what they begin at, and holes; None when there is nothing to draw."""
    if not drawn and not gaps:
        return None
    columns: list[dict[str, Brief]] = [{}, {}, {}, {}]
    for chain in drawn:
        for record in chain.records:
            columns[_column(record.kind)].setdefault(record.id, record)
    holes = _holes(gaps, columns)
    backing = bearers(db, viewer, columns[WHAT], at)
    # Of several who bear a record, the one that is looked at.
    behind = [
        min(links, key=lambda link: link.source.id != about) for id in columns[WHAT] if (links := backing.get(id))
    ]
    for link in behind:
        columns[WHO].setdefault(link.source.id, link.source)
    links = [*behind, *{step.id: step for chain in drawn for step in chain.steps}.values()]
    links += [gap.link for gap in gaps if gap.link and gap.sort == "need"]
    on = {step.id for step in chosen.steps} if chosen else set()
    lit = {record.id for record in chosen.records} if chosen else set()
    return _placed(columns, links, on, lit, holes, left_out, size)


def _column(kind: str) -> int:
    return {"Policy": POLICY, "UseCase": USE, "Need": USE}.get(kind, WHAT)


def _holes(gaps: Iterable[Gap], columns: list[dict[str, Brief]]) -> set[str]:
    """Puts the holes, and what they are about, in their columns; gives their ids."""
    holes = set()
    for gap in gaps:
        column = columns[_column(gap.record.kind)]
        if len(column) < MOST + 2:
            column.setdefault(gap.record.id, gap.record)
            holes.add(gap.record.id)
            columns[_column(gap.about.kind)].setdefault(gap.about.id, gap.about)
    return holes


def _placed(
    columns: Sequence[dict[str, Brief]], links: Iterable[Link], on: set[str], lit: set[str], holes: set[str],
    left_out: int, size: Size,
) -> Diagram:  # fmt: skip
    rows = max(len(column) for column in columns)
    left = [MARGIN + n * (WIDTH - 2 * MARGIN - BOX) / 3 for n in range(4)]
    boxes: dict[str, Box] = {}
    for number, column in enumerate(columns):
        gap = (rows - len(column)) * size.row / 2
        for place, record in enumerate(column.values()):
            name = fitting_name(record.name, NAME)
            y = TOP + gap + place * size.row
            boxes[record.id] = Box(record, left[number], y, name, record.id in lit, record.id in holes)
    lanes = _lanes([boxes[id] for id in columns[USE]], size)
    curves = [
        Curve(
            _curve(boxes[link.source.id], boxes[link.target.id], left, lanes, size.high),
            link.declared_by or "curator", link.id in on,
        )
        for link in links if link.source.id in boxes and link.target.id in boxes
    ]  # fmt: skip
    curves.sort(key=lambda curve: curve.on)
    return Diagram(
        WIDTH, TOP + rows * size.row + MARGIN, tuple(boxes.values()), tuple(curves), tuple(left), left_out,
        high=size.high,
    )  # fmt: skip


def _lanes(boxes: Sequence[Box], size: Size) -> list[float]:
    """Heights at which a curve may pass between the boxes of a column."""
    half = (size.row - size.high) / 2
    return [boxes[0].y - half, *(box.y + size.high + half for box in boxes)] if boxes else []


def _curve(one: Box, other: Box, left: Sequence[float], lanes: Sequence[float], high: int) -> str:
    """From the right side of the left box to the left side of the right one; between the boxes of a column that is
    passed; within a column, around its left side."""
    first, second = sorted((one, other), key=lambda box: box.x)
    y1, y2 = first.y + high / 2, second.y + high / 2
    if first.x == second.x:
        bend = first.x - 8 - min(24.0, abs(y2 - y1) / 6)
        return f"M{first.x:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {second.x:g} {y2:g}"
    start, end = first.x + BOX, second.x
    if lanes and first.x < left[USE] and second.x > left[USE]:
        lane = min(lanes, key=lambda height: abs(height - (y1 + y2) / 2))
        enter, leave = left[USE], left[USE] + BOX
        before, after = (start + enter) / 2, (leave + end) / 2
        return (
            f"M{start:g} {y1:g}C{before:g} {y1:g} {before:g} {lane:g} {enter:g} {lane:g}"
            f"L{leave:g} {lane:g}C{after:g} {lane:g} {after:g} {y2:g} {end:g} {y2:g}"
        )
    middle = (start + end) / 2
    return f"M{start:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {end:g} {y2:g}"
