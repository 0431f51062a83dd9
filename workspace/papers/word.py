"""A paper as a DOCX with styles that Word knows: its headings make an outline, its sources are linked."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from workspace.papers import images, notes, numbering
from workspace.papers.packing import packed, parts_of, plain
from workspace.papers.pdf import png
from workspace.papers.shapes import Block, Paper, Run

FONT, WIDTH = "Arial", Cm(16.8)
INK, INK_2, BAD = RGBColor(0x15, 0x18, 0x1B), RGBColor(0x45, 0x4C, 0x52), RGBColor(0xAD, 0x1F, 0x17)
SIZES = {"Title": 24, "Heading 1": 24, "Heading 2": 14, "Heading 3": 11.5, "Heading 4": 10.5, "Normal": 10.5}
STYLES = (
    ("Kicker", "Normal", WD_STYLE_TYPE.PARAGRAPH), ("Lead", "Normal", WD_STYLE_TYPE.PARAGRAPH),
    ("Horizontal Line", "Normal", WD_STYLE_TYPE.PARAGRAPH),
    ("Code", "Normal", WD_STYLE_TYPE.PARAGRAPH), ("Code letters", "", WD_STYLE_TYPE.CHARACTER),
)  # fmt: skip


def write(paper: Paper) -> bytes:
    """The bytes of the DOCX."""
    made = Document()
    images.settled(paper)
    _dress(made, paper)
    _line(made, paper["kicker"], bold=True, style="Kicker")
    made.add_heading(plain(paper["title"]), 1)
    for text, style in ((paper["lead"], "Lead"), ("  ·  ".join(paper["facts"]), "Normal")):
        if text:
            _line(made, text, style=style)
    for block in paper["blocks"]:
        _block(made, block, paper)
    _notes(made, paper)
    _sources(made, paper)
    file = io.BytesIO()
    made.save(file)
    return packed(parts_of(file.getvalue()), paper["day"])


def _dress(made: Made, paper: Paper) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.1)
    page.top_margin, page.bottom_margin = Cm(2), Cm(2.2)
    for name, size in SIZES.items():
        style: Any = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [key for key in fonts.attrib if "Theme" in str(key)]:
            del fonts.attrib[theme]
        fonts.set(qn("w:hAnsi"), FONT)
    for name, parent, kind in STYLES:
        added = made.styles.add_style(name, kind)
        added.base_style = made.styles[parent] if parent else None
        if name.startswith("Code"):
            added.font.name = "Courier New"
    for name, left in (("Quote", Cm(0.8)), ("Code", Cm(0))):
        around: Any = made.styles[name].paragraph_format
        around.left_indent, around.space_before, around.space_after = left, Pt(8), Pt(10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR" if paper["language"] == "fr" else "en-GB")
    made.styles["Normal"].element.get_or_add_rPr().append(language)
    known, day = made.core_properties, datetime.fromisoformat(paper["day"])
    known.title, known.author, known.language = plain(paper["title"]), "Maillage", paper["language"]
    known.comments, known.created, known.modified, known.last_modified_by = "", day, day, "Maillage"
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{plain(paper['foot'])}   ").font.size = Pt(8)
    _field(foot, "PAGE")


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that the reader's program works out."""
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for sort, text in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if sort else "w:instrText")
        if sort:
            part.set(qn("w:fldCharType"), sort)
        part.text = text or None
        run._r.append(part)


def _line(made: Made, text: str, *, bold: bool = False, style: str = "Normal") -> None:
    run = made.add_paragraph(style=style).add_run(plain(text))
    run.bold, run.font.color.rgb = bold, INK_2


def _block(made: Made, block: Block, paper: Paper, depth: int = 0) -> None:
    kind = block["kind"]
    if kind == "heading":
        _runs(made.add_heading("", min(block["level"], 4)), block["runs"])
    elif kind == "paragraph":
        _runs(made.add_paragraph(), block["runs"])
    elif kind == "code":
        _runs(made.add_paragraph(style="Code"), [{**run, "text": run["text"].strip("\n")} for run in block["runs"]])
    elif kind == "list":
        _items(made, block, paper, numbering.begun(made, ordered=block["ordered"]), depth)
    elif kind == "rule":
        _rule(made)
    elif kind == "quote":
        for part in block["blocks"]:
            if "runs" in part:
                _runs(made.add_paragraph(style="Quote"), part["runs"])
    elif kind == "figures":
        told = [f"{each['figure']} {each['words']}" for each in block["figures"]]
        _line(made, "  ·  ".join(told), bold=True)
    elif kind == "picture":
        _picture(made, block, paper)
    elif kind == "table":
        _table(made, block)


def _items(made: Made, block: Block, paper: Paper, list: int, depth: int) -> None:
    for item in block["items"]:
        for part in item:
            if "runs" in part and part["kind"] == "paragraph":
                paragraph = made.add_paragraph(style="List Paragraph")
                numbering.put(paragraph, list, depth)
                _runs(paragraph, part["runs"])
            else:
                _block(made, part, paper, depth + 1)


def _rule(made: Made) -> None:
    border, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "C5CAC4")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    made.add_paragraph(style="Horizontal Line")._p.get_or_add_pPr().append(border)


def _picture(made: Made, block: Block, paper: Paper) -> None:
    shape = made.add_picture(io.BytesIO(png(block["svg"], paper["day"])), width=WIDTH)
    shape._inline.docPr.set("descr", plain(block["alt"]))
    made.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(made: Made, block: Block) -> None:
    table = made.add_table(1, len(block["head"]), style="Table Grid")
    for cell, word in zip(table.rows[0].cells, block["head"], strict=True):
        _fill(cell, [Run(text=word, bold=True)])
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block["rows"]:
        for cell, runs in zip(table.add_row().cells, row, strict=False):
            _fill(cell, runs, images.in_cell(block))
    made.add_paragraph()


def _fill(cell: _Cell, runs: list[Run], most: float = images.WIDEST) -> None:
    paragraph = cell.paragraphs[0]
    _runs(paragraph, runs, most)
    for run in paragraph.runs:
        run.font.size = Pt(8.5)


def _runs(paragraph: Paragraph, runs: list[Run], most: float = images.WIDEST) -> None:
    for told in runs:
        if number := told.get("ref"):
            _linked(paragraph, f"[{number}]", anchor=f"source-{number}")
        elif number := told.get("foot"):
            _linked(paragraph, told["text"], anchor=f"note-{number}")
        elif shown := told.get("shown"):
            width, _ = images.narrowed(shown, most)
            made = paragraph.add_run().add_picture(io.BytesIO(shown.content), width=Cm(width))
            made._inline.docPr.set("descr", plain(told["text"]))
        elif address := told.get("href"):
            _linked(paragraph, told["text"], address=address)
        else:
            run = paragraph.add_run(plain(told["text"]))
            run.bold, run.italic = told.get("bold"), told.get("italic")
            if told.get("code"):
                run.style = "Code letters"
            if told.get("hole"):
                run.bold, run.font.color.rgb = True, BAD


def _linked(paragraph: Paragraph, text: str, *, address: str = "", anchor: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(plain(text))
    run.font.superscript, run.underline = bool(anchor) or None, None if anchor else True
    link.append(run._r)
    paragraph._p.append(link)


def _notes(made: Made, paper: Paper) -> None:
    """What notes say, under the text: the library makes none at the foot of a page."""
    called = list(notes.told(paper["blocks"]))
    if called:
        _rule(made)
    for run in called:
        first, *rest = [part for part in run["note"] if "runs" in part] or [Block(kind="paragraph", runs=[])]
        paragraph = made.add_paragraph()
        _marked(paragraph, 1000 + run["foot"], f"note-{run['foot']}")
        _runs(paragraph, [Run(text=f"[{run['foot']}]\u00a0"), *first["runs"]])
        for part in rest:
            _runs(made.add_paragraph(), part["runs"])


def _marked(paragraph: Paragraph, id: int, name: str) -> None:
    """The place that a link leads to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for part in (start, end):
        part.set(qn("w:id"), str(id))
    start.set(qn("w:name"), name)
    paragraph._p.extend([start, end])


def _sources(made: Made, paper: Paper) -> None:
    if not paper["sources"]:
        return
    made.add_heading(plain(paper["heads"]["sources"]), 2)
    for number, source in enumerate(paper["sources"], 1):
        paragraph = made.add_paragraph()
        _marked(paragraph, number, f"source-{number}")
        words = f"{source['words']}, {source['day']}" if source["day"] else source["words"]
        paragraph.add_run(f"{number}.  {plain(words)}")
        if source["url"]:
            paragraph.add_run("  ")
            _linked(paragraph, source["url"], address=source["url"])
