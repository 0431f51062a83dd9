"""Safe HTML as a tree of nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

ALONE = frozenset({"br", "hr", "img"})
INLINE = frozenset({"#", "a", "abbr", "br", "code", "del", "em", "img", "span", "strong", "sub", "sup"})


@dataclass
class Node:
    """An element, or the letters of one ("#"); `look` is its class or its style, `id` what links lead to; `href` is
    also where an image comes from."""

    tag: str
    text: str = ""
    href: str = ""
    id: str = ""
    look: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All its letters."""
        return "\n" if self.tag == "br" else self.text + "".join(child.words for child in self.children)


class Tree(HTMLParser):
    """Fed with safe HTML, which closes what it opens."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        look = told.get("class") or told.get("style", "")
        named = self.named(tag, look)
        node = Node(named, told.get("alt", ""), told.get("href") or told.get("src", ""), told.get("id", ""), look)
        self.open[-1].children.append(node)
        if tag not in ALONE:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and tag not in ALONE:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(Node("#", text=data))

    def named(self, tag: str, look: str) -> str:
        """What an element is called here."""
        return tag


def holds_blocks(node: Node) -> bool:
    """Is there a paragraph, a list… in what should stand in a line?"""
    return any(child.tag not in INLINE or holds_blocks(child) for child in node.children)
