"""A note as a paper, and for its page."""

from __future__ import annotations

from graph.folding import slug
from workspace.addresses import public
from workspace.language import gettext
from workspace.papers import Block, Paper, Run
from workspace.papers.reading import blocks_of
from workspace.syntheses import pictures
from workspace.syntheses.shapes import Cell, Note, Section

LONGEST_NAME = 60


def paper_of(note: Note) -> Paper:
    """The note as it is read outside the site."""
    blocks: list[Block] = []
    if note["figures"]:
        blocks.append(Block(kind="figures", figures=[{**each} for each in note["figures"]]))
    for place, section in enumerate(shown(note)):
        blocks += _section(note, section)
        if place == 0:
            blocks += _picture(note)
    return Paper(
        title=note["title"], kicker=note["kicker"], lead=note["lead"], facts=note["facts"], language=note["language"],
        day=note["drawn_at"][:10], foot=f"Maillage – {note['title']} – {note['kicker'].rpartition(' — ')[2]}",
        heads={"sources": gettext("Sources")}, blocks=blocks, sources=note["sources"],
    )  # fmt: skip


def shown(note: Note) -> list[Section]:
    """The sections that say something."""
    return [section for section in note["sections"] if section["text"].strip() or "table" in section]


def name_of(note: Note) -> str:
    """What its files are called."""
    return f"synthese-{slug(note['title'])[:LONGEST_NAME].strip('-') or 'note'}-{note['day']}"


def _section(note: Note, section: Section) -> list[Block]:
    count, root = len(note["sources"]), public("")
    out = [Block(kind="heading", level=2, runs=[Run(text=section["title"])])]
    texts = blocks_of(section["text"], count, root)
    table = section.get("table")
    tables = [Block(kind="table", head=table["head"], rows=[[[_run(cell)] for cell in row] for row in table["rows"]])] \
        if table else []  # fmt: skip
    return [*out, *(tables + texts if section["key"] == "chains" else texts + tables)]


def _run(cell: Cell) -> Run:
    return Run(text=cell["text"], hole=True) if cell.get("hole") else Run(text=cell["text"])


def _picture(note: Note) -> list[Block]:
    if (picture := note["picture"]) is None:
        return []
    ratio = picture["height"] / picture["width"]
    alt = gettext("Qui porte quoi, pour quel usage, et ce que cela sert. %(told)s", told=pictures.told(picture))
    return [Block(kind="picture", svg=pictures.svg(picture), alt=alt, ratio=ratio)]
