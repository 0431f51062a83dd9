"""ODT as HTML, from its parts `content.xml` and `styles.xml`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from html import escape
from typing import cast
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from workspace.incoming.open_styles import Styles, attribute, local
from workspace.incoming.pictures import Pictures

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"
LEFT_OUT = frozenset({
    "tracked-changes", "annotation", "annotation-end", "sequence-decls", "forms", "frame", "change", "change-start",
    "change-end", "table-of-content", "index-title", "ruby-text",
})  # fmt: skip
KINDS = {
    "Title": "h1",
    "Quote": "blockquote",
    "Quotations": "blockquote",
    "Preformatted Text": "pre",
    "Code": "pre",
    "Horizontal Line": "hr",
}
CLASSES = {"Subtitle": "lead", "Lead": "lead", "Kicker": "kicker"}


def html_of(archive: zipfile.ZipFile, pictures: Pictures | None = None) -> str:
    """Its text, in the order in which it is read, with its pictures for who asks for them."""
    roots: list[Element] = []
    for name in ("content.xml", "styles.xml"):
        if name in archive.namelist():
            with archive.open(name) as stream:
                roots.append(cast(Element, parse(stream, forbid_dtd=True).getroot()))
    return Reader(Styles(roots), archive, pictures).read(roots[0])


class Reader:
    """Writes elements as HTML; notes at the foot come at the end, as a list."""

    def __init__(self, styles: Styles, archive: zipfile.ZipFile, pictures: Pictures | None) -> None:
        self.styles, self.archive, self.pictures = styles, archive, pictures
        self.notes: list[str] = []
        self.places: dict[str, int] = {}

    def read(self, root: Element) -> str:
        """The body of a document."""
        body = next((found for found in root.iter(TEXT)), None)
        told = "".join(self.blocks(body)) if body is not None else ""
        notes = "".join(f'<li id="footnote-{place}">{note}</li>' for place, note in enumerate(self.notes, 1))
        return told + (f"<ol>{notes}</ol>" if notes else "")

    def blocks(self, parent: Element, ordered: bool = False) -> Iterator[str]:
        """What stands under one another."""
        for each in parent:
            name = local(each)
            if name == "frame":
                yield self.picture(each)
            if name in LEFT_OUT:
                continue
            if name == "h":
                level = min(int(attribute(each, "outline-level") or "1"), 6)
                yield f"<h{level}>{self.line(each)}</h{level}>"
            elif name == "p":
                yield self.paragraph(each)
            elif name == "list":
                ordered = self.styles.ordered(attribute(each, "style-name"), ordered)
                yield self.list(each, ordered)
            elif name == "table":
                yield f"<table>{''.join(self.rows(each))}</table>"
            else:
                yield from self.blocks(each, ordered)

    def paragraph(self, each: Element) -> str:
        """By its style, a title, a quotation, code, a rule or a line."""
        style, text = self.styles.known(attribute(each, "style-name"), (*KINDS, *CLASSES)), self.line(each)
        kind = KINDS.get(style, "")
        if kind == "hr":
            return "<hr>"
        if kind == "blockquote":
            return f"<blockquote><p>{text}</p></blockquote>"
        if kind:
            return f"<{kind}>{text.replace('<br>', chr(10)) if kind == 'pre' else text}</{kind}>"
        looks = f' class="{CLASSES[style]}"' if style in CLASSES else ""
        return f"<p{looks}>{text}</p>"

    def list(self, each: Element, ordered: bool) -> str:
        """Its items, each with what stands in it."""
        sign = "ol" if ordered else "ul"
        items = [item for item in each if local(item) in ("list-item", "list-header")]
        return f"<{sign}>" + "".join(f"<li>{''.join(self.blocks(item, ordered))}</li>" for item in items) + f"</{sign}>"

    def rows(self, table: Element) -> Iterator[str]:
        """Each row with its cells; an empty one that is repeated a million times is one."""
        for each in table:
            if local(each) == "table-row":
                cells = [cell for cell in each if local(cell) in ("table-cell", "covered-table-cell")]
                yield "<tr>" + "".join(f"<td>{''.join(self.blocks(cell))}</td>" for cell in cells) + "</tr>"
            elif local(each) in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self.rows(each)

    def line(self, each: Element) -> str:
        """What stands in a line."""
        return escape(each.text or "") + "".join(self.part(child) + escape(child.tail or "") for child in each)

    def part(self, each: Element) -> str:
        """One element of a line."""
        name = local(each)
        if name == "frame":
            return self.picture(each)
        if name in LEFT_OUT:
            return ""
        if name in ("line-break", "tab", "s"):
            return "<br>" if name == "line-break" else " " * min(int(attribute(each, "c") or "1"), 80)
        if name == "a":
            return f'<a href="{escape(attribute(each, "href"))}">{self.line(each)}</a>'
        if name == "note":
            return self.note(each)
        if name == "note-ref":
            return self.call(self.places.get(attribute(each, "ref-name"), 0))
        told = self.line(each)
        for sign in self.styles.looks(attribute(each, "style-name")) if name == "span" else ():
            told = f"<{sign}>{told}</{sign}>"
        return told

    def picture(self, each: Element) -> str:
        """A picture of the document itself, by its number."""
        href = next((attribute(child, "href") for child in each if local(child) == "image"), "").removeprefix("./")
        if self.pictures is None or href not in self.archive.namelist():
            return ""
        words = {local(child): " ".join("".join(child.itertext()).split()) for child in each}
        alt = words.get("desc") or words.get("title") or ""
        with self.archive.open(href) as stream:
            address = self.pictures.kept(stream, alt)
        return f'<img src="{address}" alt="{escape(alt)}">' if address else escape(alt)

    def note(self, each: Element) -> str:
        """The number of a note; its words are kept for the end."""
        body = next((child for child in each if local(child) == "note-body"), None)
        place = len(self.notes) + 1
        self.notes.append("")
        self.places[attribute(each, "id")] = place
        self.notes[place - 1] = "".join(self.blocks(body)) if body is not None else ""
        return self.call(place)

    def call(self, place: int) -> str:
        """What leads to a note."""
        return f'<sup><a href="#footnote-{place}">[{place}]</a></sup>' if place else ""
