"""A paper as an accessible PDF (PDF/UA-1). The contents are data for the template: none of them is ever its source."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst

from workspace.papers.images import placed
from workspace.papers.shapes import Block, Paper
from workspace.places import shared

TEMPLATE, ONE_PICTURE = "papers/paper.typ", "papers/picture.typ"
PPI = 200


@lru_cache(1)
def fonts() -> typst.Fonts:
    """Our own and those of the library, never those of the machine: the same letters everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(shared("static/dist"))])


def write(paper: Paper) -> bytes:
    """The bytes of the PDF."""
    told: Paper = {**paper, "blocks": _stepped(paper["blocks"], [1])}
    shown = placed(paper)
    sizes = {id: {"name": each.name, "width": each.width, "height": each.height} for id, each in shown.items()}
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:  # a template reads what stands beside it only
        copied = Path(folder) / "paper.typ"
        copied.write_bytes((shared("templates") / TEMPLATE).read_bytes())
        for each in shown.values():
            (Path(folder) / each.name).write_bytes(each.content)
        return _compiled(copied, json.dumps({**told, "images": sizes}), paper["day"])


def png(svg: str, day: str) -> bytes:
    """A picture in dots, for what cannot show one made of lines."""
    return _compiled(shared("templates") / ONE_PICTURE, svg, day, "png")


def _stepped(blocks: list[Block], last: list[int]) -> list[Block]:
    """Headings that go down one level at a time, whatever was typed: PDF/UA refuses a skipped one."""
    out = []
    for block in blocks:
        told = block.copy()
        if told["kind"] == "heading":
            told["level"] = last[0] = min(told["level"], last[0] + 1)
        if "items" in told:
            told["items"] = [_stepped(item, last) for item in told["items"]]
        if "blocks" in told:
            told["blocks"] = _stepped(told["blocks"], last)
        out.append(told)
    return out


def _compiled(path: Path, data: str, day: str, form: typst.OutputFormat = "pdf") -> bytes:
    made = typst.compile(
        str(path), font_paths=fonts(), sys_inputs={"data": data}, format=form, ppi=PPI,
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=datetime.fromisoformat(day).replace(tzinfo=UTC),
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("one file was expected")
    return made
