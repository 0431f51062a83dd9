"""HTML from a page, a mail or a word processor, as a text: what is no text is left out, and counted."""

from __future__ import annotations

import re
from collections import Counter

import nh3

from workspace.cleaning.refusing import Refused
from workspace.incoming import footnotes
from workspace.incoming.refusing import NOTHING, TOO_DEEP, TOO_LONG
from workspace.incoming.shapes import LONGEST, Told
from workspace.incoming.writing import markdown_of
from workspace.papers.reading import blocks_in
from workspace.papers.shapes import Block
from workspace.papers.tree import Node, Tree

DEEPEST = 100
SAME = {"b": "strong", "i": "em", "kbd": "code", "samp": "code", "tt": "code", "var": "em", "cite": "em"}
TEXT = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "span",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *SAME,
    "address", "article", "caption", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "main", "section",
}  # fmt: skip
NO_TEXT = {
    "aside",
    "footer",
    "head",
    "nav",
    "noscript",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
}
ATTRIBUTES = {
    "a": {"href", "id"}, "li": {"id"}, "p": {"class"}, "b": {"style"}, "span": {"style"}, "strong": {"style"},
}  # fmt: skip
LEFT = {
    "images": re.compile(r"<(?:img|picture|svg|video|audio|canvas|v:imagedata)\b", re.I),
    "programs": re.compile(r"<(?:script|iframe|object|embed|applet)\b", re.I),
    "forms": re.compile(r"<(?:input|select|textarea|button)\b", re.I),
    "strikes": re.compile(r"<(?:s|strike|del)\b", re.I),
    "merged": re.compile(r"\b(?:col|row)span\s*=\s*[\"']?(?:[2-9]|1\d)", re.I),
}  # fmt: skip
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.I)


class Loose(Tree):
    """Whatever programs write: `<b style="font-weight:normal">` is not bold, a span may be."""

    def named(self, tag: str, look: str) -> str:
        """The one name of elements that say the same."""
        weight = re.search(r"font-weight:\s*(\w+)", look)
        if weight:
            heavy = weight[1] in ("bold", "bolder", "600", "700", "800", "900")
            if tag in ("b", "span", "strong"):
                return "strong" if heavy else "span"
        if tag == "span" and re.search(r"font-style:\s*italic", look):
            return "em"
        return SAME.get(tag, tag)


def read(html: str, root: str = "", left: Counter[str] | None = None, *, pictures: bool = False) -> Told:
    """What a page says, with the `pictures` that were taken out of a document. Refused when it is too long, too deep
    or empty."""
    if len(html) > 20 * LONGEST:
        raise Refused(TOO_LONG)
    counted = left if left is not None else Counter(
        {name: found for name, sign in LEFT.items() if (found := len(sign.findall(html)))}
    )  # fmt: skip
    tree = Loose()
    tree.feed(_clean(html, pictures=pictures))
    if _depth(tree.root) > DEEPEST:
        raise Refused(TOO_DEEP)
    footnotes.rewritten(tree.root)
    lead = _taken(tree.root)
    blocks = blocks_in(tree.root)
    title = _title(blocks) or " ".join((_TITLE.search(html) or ["", ""])[1].split())
    text = markdown_of(blocks, root)
    if not text.strip():
        raise Refused(NOTHING)
    if len(text) > LONGEST:
        raise Refused(TOO_LONG)
    return Told(text, title, lead, dict(counted))


def _clean(html: str, *, pictures: bool) -> str:
    return nh3.clean(
        html, tags=TEXT | {"img"} if pictures else TEXT, clean_content_tags=NO_TEXT, link_rel=None,
        url_schemes={"http", "https", "mailto", "image"}, attributes={**ATTRIBUTES, "img": {"src", "alt"}},
        filter_style_properties={"font-weight", "font-style"},
    )  # fmt: skip


def _depth(root: Node) -> int:
    """How far elements stand in one another, told without recursion."""
    deep, level = 0, [root]
    while level:
        deep, level = deep + 1, [child for node in level for child in node.children]
    return deep


def _taken(root: Node) -> str:
    """Takes the lines around a title off our own papers, and gives the one that sums up."""
    lead = ""
    for node in _nodes(root):
        told = [child for child in node.children if child.look in ("lead", "kicker") and child.tag == "p"]
        lead = lead or " ".join(" ".join(child.words for child in told if child.look == "lead").split())
        node.children = [child for child in node.children if child not in told]
    return lead


def _nodes(root: Node) -> list[Node]:
    found, level = [], [root]
    while level:
        found += level
        level = [child for node in level for child in node.children]
    return found


def _title(blocks: list[Block]) -> str:
    """The only heading of the first level, when it comes first, is the title."""
    first = [block for block in blocks if block["kind"] == "heading" and block["level"] == 1]
    if len(first) != 1 or blocks[0] is not first[0]:
        return ""
    del blocks[0]
    return " ".join("".join(run["text"] for run in first[0]["runs"]).split())
