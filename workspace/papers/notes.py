"""Notes at the foot of a text: taken out of its tree, then told where each is called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workspace.papers.shapes import Block, Run
from workspace.papers.tree import Node

CALLED, TOLD = "fnref", "fn-"


def taken(root: Node) -> dict[str, Node]:
    """The notes by their places, no longer in the tree: the last list, with the line above it."""
    found = [child for child in root.children if child.tag == "ol" and child.children
             and all(item.id.startswith(TOLD) for item in child.children if item.tag == "li")]  # fmt: skip
    notes = {item.id: item for each in found for item in each.children if item.tag == "li"}
    if not notes:
        return {}
    root.children = [child for child in root.children if child not in found]
    while root.children and (root.children[-1].tag == "hr" or not root.children[-1].words.strip()):
        root.children.pop()
    for note in notes.values():
        _no_way_back(note)
    return notes


def number_of(call: Node) -> int:
    """Which note a `sup` calls; 0 for a mere number set high."""
    found = re.search(r"-(\d+)$", call.id) if call.tag == "sup" and call.id.startswith(CALLED) else None
    return int(found[1]) if found else 0


def place_of(call: Node) -> str:
    """The place of the note that it calls."""
    return next((child.href.removeprefix("#") for child in call.children if child.tag == "a"), "")


def told(blocks: Sequence[Block]) -> Iterator[Run]:
    """The runs that call notes for the first time, in their order, wherever they stand."""
    for block in blocks:
        for run in block.get("runs", []):
            if "note" in run:
                yield run
        for cells in block.get("rows", []):
            yield from (run for cell in cells for run in cell if "note" in run)
        for item in block.get("items", []):
            yield from told(item)
        yield from told(block.get("blocks", []))


def _no_way_back(node: Node) -> None:
    node.children = [child for child in node.children if not child.href.startswith(f"#{CALLED}")]
    if node.children and node.children[-1].tag == "#":
        node.children[-1].text = node.children[-1].text.rstrip()
    for child in node.children:
        _no_way_back(child)
