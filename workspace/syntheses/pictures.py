"""The small picture of a note: who bears what, for which use, and what that serves; on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from graph.chains import Chain
from graph.database import Database
from graph.schema import SCHEMA
from graph.traces import Gap
from graph.viewers import Viewer
from workspace import diagram
from workspace.language import gettext
from workspace.syntheses.pen import Pen
from workspace.syntheses.shapes import Box, Picture

LINE_LETTERS = 20  # of 14 px, in a box
MOST = 6  # boxes of a column: the picture is half a page at most
COLOURS = {
    "actors": "#1a3ab8", "communities": "#9266cc", "commons": "#34946c", "resources": "#b26f06", "policies": "#c12440",
    "rules": "#6d3369", "demand": "#742400", "work": "#1b6f80", "places": "#5f5f06", "writing": "#272e38",
}  # fmt: skip
DASHES = {"curator": "7 4", "import": "2 3"}


def picture_of(
    db: Database,
    viewer: Viewer,
    pen: Pen,
    chains: Sequence[Chain],
    gaps: Sequence[Gap],
    at: str | None,
    about: str = "",
) -> Picture | None:
    """What is drawn of these; None when there is nothing."""
    drawn = diagram.fitting_chains(chains, MOST)
    made = diagram.diagram_of(
        db, viewer, drawn, gaps[:2], at=at, left_out=len(chains) - len(drawn), size=diagram.PAPER, about=about
    )
    if made is None:
        return None
    pen.named |= {box.record.id: box.record for box in made.boxes}
    heads = (gettext("Qui"), gettext("Quoi"), gettext("Pour quel usage"), gettext("Sert"))
    full = {round(box.x) for box in made.boxes}
    return Picture(
        width=made.width, height=made.height, box=made.box, high=made.high,
        heads=[(x, word) for x, word in zip(made.columns, heads, strict=True) if round(x) in full],
        boxes=[
            Box(x=round(box.x, 1), y=round(box.y, 1), name=box.record.name, kind=box.record.kind, url=box.record.url,
                gap=box.gap) for box in made.boxes
        ],
        lines=[(curve.path, curve.line) for curve in made.curves], left_out=made.left_out,
    )  # fmt: skip


def lines_of(name: str) -> list[str]:
    """A name on two lines at most, cut where it would leave its box."""
    lines = [""]
    for each in name.split():
        joined = f"{lines[-1]} {each}".strip()
        if len(joined) <= LINE_LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(each)
    kept = [line if len(line) <= LINE_LETTERS else f"{line[: LINE_LETTERS - 1]}…" for line in lines[:2]]
    if len(lines) > 2:
        kept[1] = f"{kept[1][: LINE_LETTERS - 1].rstrip()}…"
    return kept


def told(picture: Picture) -> str:
    """What the picture shows, for who does not see it: names by column."""
    parts = []
    for x, head in picture["heads"]:
        names = [box["name"] for box in picture["boxes"] if abs(box["x"] - x) < 1]
        parts.append(f"{head} : {', '.join(names)}")
    return ". ".join(parts) + "."


def svg(picture: Picture) -> str:
    """The picture by itself, in the colours of paper: it needs no style sheet and asks for nothing."""
    parts = [f'<text x="{x:g}" y="26" fill="#454c52" font-weight="700">{escape(word)}</text>'
             for x, word in picture["heads"]]  # fmt: skip
    parts += [
        f'<path d="{path}" fill="none" stroke="#6a7178" stroke-width="1.4" '
        f'stroke-dasharray="{DASHES.get(line, "none")}"/>'
        for path, line in picture["lines"]
    ]
    parts += [_box(box, picture["box"], picture["high"]) for box in picture["boxes"]]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture["width"]} {picture["height"]}" '
        f'font-family="Atkinson Hyperlegible Next" font-size="14.5" fill="#15181b">{"".join(parts)}</svg>'
    )


def _box(box: Box, width: int, high: int) -> str:
    x, y = box["x"], box["y"]
    family = SCHEMA.family_of(box["kind"])
    border = 'stroke="#ad1f17" stroke-dasharray="5 4"' if box["gap"] else 'stroke="#828a84"'
    lines = lines_of(box["name"])
    top = y + high / 2 + 5 - 8.5 * (len(lines) - 1)
    words = "".join(f'<text x="{x + 33:g}" y="{top + 17 * place:g}">{escape(line)}</text>'
                    for place, line in enumerate(lines))  # fmt: skip
    colour = "#ad1f17" if box["gap"] else COLOURS[family.name]
    place = f"translate({x + 10:g} {y + high / 2 - 8:g})"
    mark = f'<path transform="{place}" d="{family.shape}" fill="{colour}" fill-rule="evenodd"/>'
    return f'<rect x="{x:g}" y="{y:g}" width="{width}" height="{high}" rx="3" fill="#fff" {border}/>{mark}{words}'
