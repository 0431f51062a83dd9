"""The records of a coverage matrix as the tree that they make: what each comprises, and their order."""

from __future__ import annotations

from graph.coverage_reading import Ground


def below(ground: Ground, top: int) -> set[int]:
    """What a record comprises, itself left out."""
    children = _children(ground)
    found: set[int] = set()
    edge = {top}
    while edge:
        edge = {part for whole in edge for part in children.get(whole, ())} - found - {top}
        found |= edge
    return found


def in_tree(ground: Ground) -> list[int]:
    """Every record once, each after what it is part of; what is only part of itself comes last."""
    children, records = _children(ground), ground.records
    parts = {part for part, whole in ground.parts.tolist() if part != whole}
    by_name = sorted(records, key=lambda number: (records[number].key, records[number].id))
    order: dict[int, None] = {}
    stack = [*reversed(by_name), *reversed([number for number in by_name if number not in parts])]
    while stack:
        number = stack.pop()
        if number not in order:
            order[number] = None
            below = sorted(children.get(number, ()), key=lambda each: (records[each].key, records[each].id))
            stack += reversed(below)
    return list(order)


def _children(ground: Ground) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for part, whole in ground.parts.tolist():
        if part in ground.records and whole in ground.records:
            found.setdefault(whole, []).append(part)
    return found
