"""A paper as an ODT, written with the standard library alone: the one library for it has had no release since 2020,
and comes as source to be built."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from workspace.papers import images
from workspace.papers.packing import packed, plain
from workspace.papers.pdf import png
from workspace.papers.shapes import Block, Paper, Run

SPACES = {
    "xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/",
} | {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"), ("manifest", "manifest"),
    )
}  # fmt: skip
MIME = "application/vnd.oasis.opendocument.text"
WIDTH = images.WIDEST
KINDS = {"png": "image/png", "jpg": "image/jpeg"}
LOOKS = {
    "bold": {"fo:font-weight": "bold"}, "italic": {"fo:font-style": "italic"},
    "code": {"style:font-name": "Courier New"}, "hole": {"fo:font-weight": "bold", "fo:color": "#ad1f17"},
    "ref": {"style:text-position": "super 60%"},
}  # fmt: skip
PARAGRAPHS = {
    "Standard": ("10.5pt", "normal"), "Kicker": ("9.5pt", "bold"), "Heading_20_1": ("24pt", "bold"),
    "Heading_20_2": ("14pt", "bold"), "Heading_20_3": ("11.5pt", "bold"), "Heading_20_4": ("10.5pt", "bold"),
    "Small": ("8.5pt", "normal"), "Quote": ("10.5pt", "normal"),
    "Lead": ("10.5pt", "normal"), "Code": ("9pt", "normal"),
    "Horizontal_20_Line": ("6pt", "normal"),
}  # fmt: skip


ROOM: dict[str, dict[str, str]] = {  # around what stands apart from the text
    "Quote": {"fo:margin-left": "0.8cm", "fo:margin-top": "0.2cm"},
    "Code": {"fo:margin-top": "0.4cm", "fo:margin-bottom": "0.4cm", "fo:background-color": "#ebeeea",
             "fo:padding": "0.15cm"},
    "Horizontal_20_Line": {"fo:border-bottom": "0.5pt solid #c5cac4"},
}  # fmt: skip


def write(paper: Paper) -> bytes:
    """The bytes of the ODT."""
    pictures = [(f"Pictures/{each.name}", each.content) for each in images.settled(paper).values()]
    content = _root("document-content")
    looks = _in(content, "office:automatic-styles")
    for name, look in LOOKS.items():
        _in(_in(looks, "style:style", {"style:name": name, "style:family": "text"}), "style:text-properties", look)
    body = _in(_in(content, "office:body"), "office:text")
    _paragraph(body, [Run(text=paper["kicker"])], "Kicker")
    _heading(body, 1, [Run(text=paper["title"])])
    for text, style in ((paper["lead"], "Lead"), ("  ·  ".join(paper["facts"]), "Standard")):
        if text:
            _paragraph(body, [Run(text=text)], style)
    for block in paper["blocks"]:
        _block(body, block, paper, pictures)
    _sources(body, paper)
    parts = [("content.xml", _told(content)), ("styles.xml", _styles(paper)), ("meta.xml", _meta(paper)), *pictures]
    return packed(
        [("mimetype", MIME.encode()), *parts, ("META-INF/manifest.xml", _manifest([name for name, _ in parts]))],
        paper["day"],
    )


def _q(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{SPACES[space]}}}{local}"


def _in(parent: Xml.Element, name: str, attributes: dict[str, str] | None = None, text: str = "") -> Xml.Element:
    made = Xml.SubElement(parent, _q(name), {_q(key): plain(value) for key, value in (attributes or {}).items()})
    made.text = plain(text) or None
    return made


def _root(name: str, space: str = "office") -> Xml.Element:
    for prefix, address in SPACES.items():
        Xml.register_namespace(prefix, address)
    return Xml.Element(_q(f"{space}:{name}"), {_q(f"{space}:version"): "1.3"})


def _told(root: Xml.Element) -> bytes:
    return bytes(Xml.tostring(root, encoding="UTF-8", xml_declaration=True))


def _block(
    parent: Xml.Element, block: Block, paper: Paper, pictures: list[tuple[str, bytes]], style: str = "Standard"
) -> None:  # fmt: skip
    kind = block["kind"]
    if kind == "heading":
        _heading(parent, min(block["level"], 4), block["runs"])
    elif kind == "paragraph":
        _paragraph(parent, block["runs"], style)
    elif kind == "code":
        _paragraph(parent, [{**run, "text": run["text"].strip("\n")} for run in block["runs"]], "Code")
    elif kind == "list":
        made = _in(parent, "text:list", {"text:style-name": "Numbers" if block["ordered"] else "Dashes"})
        for item in block["items"]:
            inner = _in(made, "text:list-item")
            for part in item:
                _block(inner, part, paper, pictures)
    elif kind == "quote":
        for part in block["blocks"]:
            _block(parent, part, paper, pictures, "Quote")
    elif kind == "rule":
        _paragraph(parent, [], "Horizontal_20_Line")
    elif kind == "figures":
        told = [f"{each['figure']} {each['words']}" for each in block["figures"]]
        _paragraph(parent, [Run(text="  ·  ".join(told), bold=True)])
    elif kind == "picture":
        _picture(parent, block, paper, pictures)
    elif kind == "table":
        _table(parent, block)


def _heading(parent: Xml.Element, level: int, runs: list[Run]) -> None:
    made = _in(parent, "text:h", {"text:style-name": f"Heading_20_{level}", "text:outline-level": str(level)})
    _runs(made, runs)


def _paragraph(
    parent: Xml.Element, runs: list[Run], style: str = "Standard", most: float = images.WIDEST
) -> Xml.Element:  # fmt: skip
    made = _in(parent, "text:p", {"text:style-name": style})
    _runs(made, runs, most)
    return made


def _runs(parent: Xml.Element, runs: list[Run], most: float = images.WIDEST) -> None:
    for run in runs:
        if number := run.get("ref"):
            link = _in(parent, "text:a", {"xlink:type": "simple", "xlink:href": f"#source-{number}"})
            _in(link, "text:span", {"text:style-name": "ref"}, f"[{number}]")
            continue
        if number := run.get("foot"):
            _foot(parent, number, run)
            continue
        if shown := run.get("shown"):
            _framed(parent, f"Pictures/{shown.name}", images.narrowed(shown, most), run["text"])
            continue
        address = run.get("href")
        into = _in(parent, "text:a", {"xlink:type": "simple", "xlink:href": address}) if address else parent
        looks = [name for name in LOOKS if run.get(name)]
        for place, line in enumerate(run["text"].split("\n")):
            if place:
                _in(into, "text:line-break")
            within = into
            for look in looks:
                within = _in(within, "text:span", {"text:style-name": look})
            _said(within if looks else _in(into, "text:span"), line)


def _foot(parent: Xml.Element, number: int, run: Run) -> None:
    """A note at the foot of its page; its number alone where it is called again."""
    if "note" not in run:
        again = {"text:note-class": "footnote", "text:reference-format": "text", "text:ref-name": f"ftn{number}"}
        _in(_in(parent, "text:span", {"text:style-name": "ref"}), "text:note-ref", again, str(number))
        return
    made = _in(parent, "text:note", {"text:id": f"ftn{number}", "text:note-class": "footnote"})
    _in(made, "text:note-citation", text=str(number))
    body = _in(made, "text:note-body")
    for part in run["note"]:
        if "runs" in part:
            _paragraph(body, part["runs"], "Small")


def _said(parent: Xml.Element, line: str) -> None:
    """Letters; each space after the first of several is an element, or readers take them for one."""
    first, *rest = re.split(r"( {2,})", plain(line))
    parent.text = first or None
    for part in rest:
        if part.startswith("  "):
            _in(parent, "text:s", {"text:c": str(len(part))})
        elif part:
            parent[-1].tail = part


def _picture(parent: Xml.Element, block: Block, paper: Paper, pictures: list[tuple[str, bytes]]) -> None:
    name = f"Pictures/{len(pictures) + 1}.png"
    pictures.append((name, png(block["svg"], paper["day"])))
    size = (WIDTH, WIDTH * block["ratio"])
    _framed(_in(parent, "text:p", {"text:style-name": "Standard"}), name, size, block["alt"])


def _framed(parent: Xml.Element, name: str, size: tuple[float, float], alt: str) -> None:
    """A picture in its line, `size` in cm."""
    frame = _in(parent, "draw:frame", {
        "draw:name": name.rpartition("/")[2].partition(".")[0], "text:anchor-type": "as-char",
        "svg:width": f"{size[0]:.2f}cm", "svg:height": f"{size[1]:.2f}cm",
    })  # fmt: skip
    _in(frame, "draw:image", {"xlink:href": name, "xlink:type": "simple", "xlink:show": "embed"})
    _in(frame, "svg:desc", text=alt)


def _table(parent: Xml.Element, block: Block) -> None:
    table = _in(parent, "table:table")
    _in(table, "table:table-column", {"table:number-columns-repeated": str(len(block["head"]))})
    head = _in(_in(table, "table:table-header-rows"), "table:table-row")
    for word in block["head"]:
        _paragraph(_cell(head), [Run(text=word, bold=True)], "Small")
    for row in block["rows"]:
        told = _in(table, "table:table-row")
        for runs in row:
            _paragraph(_cell(told), runs, "Small", images.in_cell(block))
    _paragraph(parent, [])


def _cell(row: Xml.Element) -> Xml.Element:
    return _in(row, "table:table-cell", {"table:style-name": "Cell"})


def _sources(body: Xml.Element, paper: Paper) -> None:
    if paper["sources"]:
        _heading(body, 2, [Run(text=paper["heads"]["sources"])])
    for number, source in enumerate(paper["sources"], 1):
        made = _in(body, "text:p", {"text:style-name": "Small"})
        _in(made, "text:bookmark", {"text:name": f"source-{number}"})
        words = f"{source['words']}, {source['day']}" if source["day"] else source["words"]
        _runs(made, [Run(text=f"{number}.  {words}")])
        if source["url"]:
            _runs(made, [Run(text="  "), Run(text=source["url"], href=source["url"])])


def _styles(paper: Paper) -> bytes:
    root = _root("document-styles")
    styles = _in(root, "office:styles")
    language = {"fo:language": paper["language"], "fo:country": "FR" if paper["language"] == "fr" else "GB"}
    for name, (size, weight) in PARAGRAPHS.items():
        made = _in(styles, "style:style", {"style:name": name, "style:family": "paragraph"})
        above = "0.45cm" if name.startswith("Heading") else "0cm"
        room = {"fo:margin-top": above, "fo:margin-bottom": "0.2cm", **ROOM.get(name, {})}
        _in(made, "style:paragraph-properties", room)
        face = "Courier New" if name == "Code" else "Arial"
        look = {"fo:font-size": size, "fo:font-weight": weight, "fo:font-family": face, "fo:color": "#15181b"}
        _in(made, "style:text-properties", {**look, **language})
    cell = _in(styles, "style:style", {"style:name": "Cell", "style:family": "table-cell"})
    _in(cell, "style:table-cell-properties", {"fo:border-bottom": "0.5pt solid #c5cac4", "fo:padding": "0.1cm"})
    for name, kind, mark in (("Dashes", "bullet", {"text:bullet-char": "–"}),
                             ("Numbers", "number", {"style:num-format": "1", "style:num-suffix": "."})):  # fmt: skip
        made = _in(styles, "text:list-style", {"style:name": name})
        level = _in(made, f"text:list-level-style-{kind}", {"text:level": "1", **mark})
        _in(level, "style:list-level-properties", {"text:space-before": "0.2cm", "text:min-label-width": "0.6cm"})
    layout = _in(_in(root, "office:automatic-styles"), "style:page-layout", {"style:name": "A4"})
    _in(layout, "style:page-layout-properties", {
        "fo:page-width": "21cm", "fo:page-height": "29.7cm", "fo:margin-left": "2.1cm", "fo:margin-right": "2.1cm",
        "fo:margin-top": "2cm", "fo:margin-bottom": "1.6cm",
    })  # fmt: skip
    page = {"style:name": "Standard", "style:page-layout-name": "A4"}
    master = _in(_in(root, "office:master-styles"), "style:master-page", page)
    foot = _in(_in(master, "style:footer"), "text:p", {"text:style-name": "Small"}, f"{paper['foot']}   ")
    _in(foot, "text:page-number", {"text:select-page": "current"})
    return _told(root)


def _meta(paper: Paper) -> bytes:
    root = _root("document-meta")
    told = _in(root, "office:meta")
    _in(told, "dc:title", text=paper["title"])
    _in(told, "dc:language", text="fr-FR" if paper["language"] == "fr" else "en-GB")
    for name in ("meta:creation-date", "dc:date"):
        _in(told, name, text=f"{paper['day']}T00:00:00")
    return _told(root)


def _manifest(names: list[str]) -> bytes:
    root = _root("manifest", "manifest")
    kinds = {"/": MIME} | {name: KINDS.get(name.rpartition(".")[2], "text/xml") for name in names}
    for name, kind in kinds.items():
        _in(root, "manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": kind})
    return _told(root)
