"""An evidence file, or what was known on a day, as a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph.links import Brief
from workspace.addresses import public
from workspace.dates import day, moment
from workspace.decision_files.shown import Cell, Named, Shown
from workspace.language import gettext, language
from workspace.papers import Block, Paper, Run, Source
from workspace.papers.reading import blocks_of
from workspace.words import initial, kind_word, status_word


def sorts() -> dict[str, str]:
    """The sorts of pieces, as headings."""
    return {
        "initiative": gettext("Initiatives recensées"), "benchmark": gettext("Ce qui se fait ailleurs"),
        "document": gettext("Documents"),
    }  # fmt: skip


def paper_of(
    record: Brief, told: Shown, when: str, at: str, files: Iterable[Mapping[str, str]], extra: Iterable[Block] = ()
) -> Paper:  # fmt: skip
    """`when` says of which day it is, `at` (ISO) dates the file."""
    blocks: list[Block] = []
    if told.question:
        blocks += [_heading(gettext("La question")), *blocks_of(told.question, 0, public(""))]
    blocks += [_heading(gettext("Les options, critère par critère")), *_options(told)]
    for sort, title in sorts().items():
        if pieces := told.pieces.get(sort, ()):
            blocks += [_heading(title), Block(kind="list", ordered=False, items=[[_piece(each)] for each in pieces])]
    if listed := [f"{each['name']} (SHA-256 {each['sha256']})" for each in files]:
        items = [[Block(kind="paragraph", runs=[Run(text=text)])] for text in listed]
        blocks += [_heading(gettext("Fichiers de la décision")), Block(kind="list", ordered=False, items=items)]
    return Paper(
        title=record.name, kicker=f"{gettext('Dossier de preuves')} — {when}", lead=record.summary or "", facts=[],
        language=language(), day=at[:10], foot=f"Maillage – {record.name} – {when}",
        heads={"sources": gettext("Sources")}, blocks=[*blocks, *extra], sources=[],
    )  # fmt: skip


def known_blocks(records: Mapping[str, Mapping[str, Any]]) -> tuple[list[Block], list[Source]]:
    """What was known of each record, its links as sentences with the numbers of their sources."""
    sources: list[Source] = []
    blocks = [_heading(gettext("Ce qui était connu"))] if records else []
    for each in sorted(records.values(), key=lambda told: str(told["name"]).casefold()):
        state = f", {status_word(each['status'], each['kind'])}" if each["status"] else ""
        head = f"{each['name']} ({kind_word(each['kind'])}{state})"
        blocks.append(Block(kind="heading", level=3, runs=[Run(text=head)]))
        items: list[list[Block]] = []
        for link in each["links"]:
            runs = [Run(text=link["sentence"])]
            if link["source"]:
                told = Source(words=link["source"], url="", day=day(link["source_date"]))
                if told not in sources:
                    sources.append(told)
                runs.append(Run(text="", ref=sources.index(told) + 1))
            items.append([Block(kind="paragraph", runs=runs)])
        blocks += [Block(kind="list", ordered=False, items=items)] if items else []
    return blocks, sources


def _heading(text: str) -> Block:
    return Block(kind="heading", level=2, runs=[Run(text=text)])


def _options(told: Shown) -> list[Block]:
    if not told.options:
        return [Block(kind="paragraph", runs=[Run(text=gettext("Aucune option n’est décrite."), hole=True)])]
    chosen = [option.name for option in told.options if option.chosen]
    out = [Block(kind="paragraph", runs=[Run(text=gettext("Option retenue : %(names)s", names=", ".join(chosen)),
                                             bold=True)])] if chosen else []  # fmt: skip
    rows = [[[Run(text=name)], *(_cell(cell) for cell in cells)] for name, cells in told.rows]
    head = [gettext("Critère"), *(option.name for option in told.options)]
    return [*out, Block(kind="table", head=head, rows=rows)]


def _cell(cell: Cell) -> list[Run]:
    if cell.hidden or not cell.text:
        return [Run(text=cell.text or gettext("non renseigné"), hole=True)]
    return [Run(text=cell.text.replace("\r\n", "\n"))]


def _piece(piece: Named) -> Block:
    url = public(piece.url) if piece.url.startswith("/") else piece.url
    name = Run(text=piece.name, href=url) if url else Run(text=piece.name)
    kind = f" ({initial(kind_word(piece.kind))})" if piece.kind else ""
    said = f" : {piece.comment}" if piece.comment else ""
    who = gettext("ajouté par %(name)s, %(day)s", name=piece.by, day=moment(piece.at))
    return Block(kind="paragraph", runs=[name, Run(text=f"{kind}{said} — {who}")])
