"""Notes at the foot of a document of any program, as those of our own texts: a number that leads to a paragraph, which
leads back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workspace.papers.tree import Node

_NUMBER = re.compile(r"\s*\[?\(?(?:\d{1,4}|\*|[ivxlc]{1,6})\)?\]?\s*")
MOST = 95  # calls; with as many notes, what a text of ours reads


def rewritten(root: Node) -> None:
    """Moves the notes to the end, under the names that workspace.papers.notes knows."""
    above = {id(child): node for node in _all(root) for child in node.children}
    places = {node.id: node for node in _all(root) if node.id}
    links = [node for node in _all(root) if node.tag == "a" and node.href.startswith("#")]
    calls = [node for node in links if _NUMBER.fullmatch(node.words)]
    told: dict[str, int] = {}
    items: list[Node] = []
    gone = {id(call) for call in calls if _leads_back(call, calls)}
    for call in calls[:MOST]:
        place = call.href[1:]
        note = _block(places[place], above) if place in places and id(call) not in gone else None
        if note is None or note is _block(call, above):
            continue
        if place not in told:
            told[place] = len(told) + 1
            above[id(note)].children = [child for child in above[id(note)].children if child is not note]
            _shortened(above[id(note)], above)
            items.append(Node("li", id=f"fn-000000-{told[place]}", children=[_bare(note, gone)]))
        _called(call, told[place])
    if items:
        root.children.append(Node("ol", children=items))


def _shortened(list: Node, above: dict[int, Node]) -> None:
    """Without the line that stood over the notes, once they are gone."""
    for holder in (list, above.get(id(list), list)):
        while holder.children and _says_nothing(holder.children[-1]):
            holder.children.pop()


def _says_nothing(node: Node) -> bool:
    return node.tag in ("hr", "ol", "#") and not node.words.strip()


def _leads_back(call: Node, calls: list[Node]) -> bool:
    """Of two links that lead to each other, the later is the note's."""
    for other in calls:
        if other is call:
            return False
        if call.id and other.href == f"#{call.id}":
            return True
    return False


def _block(node: Node, above: dict[int, Node]) -> Node | None:
    """The paragraph or item that something stands in: the item, of a paragraph in one."""
    found = None
    while True:
        if node.tag in ("p", "li"):
            found = node
        if id(node) not in above or (found and node.tag not in ("p", "li")):
            return found
        node = above[id(node)]


def _bare(note: Node, gone: set[int]) -> Node:
    """Without the number before it, and the arrow after it."""
    for node in _all(note):
        node.children = [child for child in node.children if id(child) not in gone and not _arrow(child)]
    for node in _all(note):
        if node.tag == "#" and node.text.strip():
            node.text = re.sub(r"^\s*\[\d{1,4}\]\s*", "", node.text)
            break
    return Node("div", children=note.children)


def _arrow(node: Node) -> bool:
    return node.tag == "a" and node.words.strip() in ("\u2191", "\u21a9")


def _called(call: Node, number: int) -> None:
    inner = Node("a", href=f"#fn-000000-{number}", children=[Node("#", text=f"[{number}]")])
    call.tag, call.href, call.id, call.children = "sup", "", f"fnref-000000-{number}", [inner]


def _all(root: Node) -> Iterator[Node]:
    left = [root]
    while left:
        node = left.pop()
        yield node
        left += reversed(node.children)
