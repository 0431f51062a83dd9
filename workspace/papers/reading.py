"""Markdown as blocks of a paper, by way of the safe HTML that the site shows: what is not shown does not leave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from workspace.markup import markdown
from workspace.named import Name
from workspace.papers import notes
from workspace.papers.shapes import Block, Run
from workspace.papers.tree import INLINE, Node, Tree, holds_blocks

REF = re.compile(r"\[(\d{1,3})\]")
_NOT_TEXT = re.compile(r"(<pre>.*?</pre>|<code>.*?</code>|<a .*?</a>|<[^>]*>)", re.S)
OWN_ID, PART = re.compile(r"/fichier/(f-[\w-]{4,40})/apercu"), re.compile(r"(image:\d{1,3})")
CELL_PARTS = frozenset({"p", "li", "div", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True)
class Context:
    """How many sources there are, what begins addresses of this site, and the notes that nothing has called yet."""

    sources: int
    root: str
    notes: dict[str, Node]


def cited(text: str, sources: int) -> Markup:
    """Markdown as safe HTML, each `[3]` a link to the third source."""
    parts = _NOT_TEXT.split(markdown(text))
    return Markup("".join(part if place % 2 else _linked(part, sources) for place, part in enumerate(parts)))  # noqa: S704


def blocks_of(text: str, sources: int, root: str = "", names: tuple[Name, ...] = ()) -> list[Block]:
    """Markdown as blocks; `root` is put before addresses of this site, `names` are what it names with `@`. Headings
    begin at level 3."""
    tree = Tree()
    tree.feed(markdown(text, names))
    return blocks_in(tree.root, sources, root)


def blocks_in(node: Node, sources: int = 0, root: str = "") -> list[Block]:
    """The blocks of a tree of safe HTML."""
    c = Context(sources, root, notes.taken(node))
    blocks = list(_blocks(node, c))
    while c.notes:  # what no text calls, or only another note
        place, note = c.notes.popitem()
        first, *rest = list(_blocks(note, c)) or [Block(kind="paragraph", runs=[])]
        number = Run(text=f"[{place.rpartition('-')[2]}] ")
        blocks += [{**first, "runs": [number, *first["runs"]]} if "runs" in first else first, *rest]
    return blocks


def _linked(text: str, sources: int) -> str:
    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        known = f'<sup class="ref"><a href="#source-{number}">[{number}]</a></sup>'
        return known if 1 <= number <= sources else found[0]

    return REF.sub(link, text)


def _blocks(node: Node, c: Context) -> Iterator[Block]:
    runs: list[Run] = []
    for child in [*node.children, Node("end")]:
        if child.tag in INLINE and not holds_blocks(child):
            runs += _runs(child, Run(text=""), c)
            continue
        if "".join(run["text"] for run in runs).strip():
            yield Block(kind="paragraph", runs=_trimmed(runs))
        runs = []
        if child.tag != "end":
            yield from _block(child, c)


def _block(node: Node, c: Context) -> Iterator[Block]:
    if node.tag in ("ul", "ol"):
        yield Block(kind="list", ordered=node.tag == "ol", items=_items(node, c))
    elif node.tag == "blockquote":
        yield Block(kind="quote", blocks=list(_blocks(node, c)))
    elif node.tag == "pre":
        yield Block(kind="code", runs=[Run(text=node.words)])
    elif node.tag == "table":
        cells = [[cell for cell in row.children if cell.tag in ("th", "td")] for row in _rows(node)]
        head, *rows = cells or [[]]
        told = [[_trimmed(_all(cell, c)) for cell in row] for row in rows]
        yield Block(kind="table", head=[" ".join(cell.words.split()) for cell in head], rows=told)
    elif node.tag == "hr":
        yield Block(kind="rule")
    elif re.fullmatch("h[1-6]", node.tag):
        yield Block(kind="heading", level=int(node.tag[1]), runs=_all(node, c))
    else:
        yield from _blocks(node, c)


def _items(node: Node, c: Context) -> list[list[Block]]:
    """A list that stands in a list, beside its items as some programs write it, belongs to the one before."""
    items: list[list[Block]] = []
    for child in node.children:
        if child.tag == "li":
            items.append(list(_blocks(child, c)))
        elif child.tag in ("ul", "ol"):
            items = items or [[]]
            items[-1] += _block(child, c)
    return items


def _rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag == "tr":
            yield child
        else:
            yield from _rows(child)


def _all(node: Node, c: Context) -> list[Run]:
    return [run for child in node.children for run in _runs(child, Run(text=""), c)]


def _runs(node: Node, look: Run, c: Context) -> Iterator[Run]:
    if node.tag == "#":
        yield from _text_runs(node.text, look, c)
    elif node.tag == "img":
        yield _image(node, look)
    elif number := notes.number_of(node):
        yield _called(number, c.notes.pop(notes.place_of(node), None), c)
    elif node.tag == "br":
        yield Run(text="\n")
    else:
        marks: dict[str, Run] = {
            "strong": Run(text="", bold=True), "em": Run(text="", italic=True), "code": Run(text="", code=True),
            "a": Run(text="", href=c.root + node.href if node.href.startswith("/") else node.href),
        }  # fmt: skip
        for child in node.children:
            yield from _runs(child, {**look, **marks.get(node.tag, Run(text=""))}, c)
        if node.tag in CELL_PARTS:
            yield Run(text=" ")


def _image(node: Node, look: Run) -> Run:
    """One of the site, or of the document that is read; of any other, the words."""
    id = OWN_ID.fullmatch(node.href) or PART.fullmatch(node.href)
    told: Run = {**look, "text": node.text.strip() or "–", "italic": True}
    return {**told, "image": id[1]} if id else told


def _called(number: int, note: Node | None, c: Context) -> Run:
    """A note is told where it is called first."""
    call = Run(text=f"[{number}]", foot=number)
    return {**call, "note": list(_blocks(note, Context(c.sources, c.root, {})))} if note else call


def _text_runs(text: str, look: Run, c: Context) -> Iterator[Run]:
    at = 0
    for found in () if look.get("code") or look.get("href") else REF.finditer(text):
        if 1 <= int(found[1]) <= c.sources:
            yield {**look, "text": re.sub(r"\s+", _one_space, text[at : found.start()])}
            yield Run(text=found[1], ref=int(found[1]))
            at = found.end()
    yield {**look, "text": re.sub(r"\s+", _one_space, text[at:])}


def _one_space(found: re.Match[str]) -> str:
    """Spaces that do not break are kept; line ends of the source are not."""
    return next((space for space in found[0] if space in "\u00a0\u202f"), " ")


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without the white of the source around, nor at the beginning of a line, and without what says nothing."""
    before = ["", *(run["text"] for run in runs)]
    runs = [{**run, "text": run["text"].lstrip(" ")} if last.endswith("\n") else run
            for run, last in zip(runs, before, strict=False)]  # fmt: skip
    kept = [run for run in runs if run["text"]]
    if kept:
        kept[0] = {**kept[0], "text": kept[0]["text"].lstrip()}
        kept[-1] = {**kept[-1], "text": kept[-1]["text"].rstrip()}
    return [run for run in kept if run["text"]]
