"""Images in a paper: those of the site that its reader may see, as every program reads them."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from workspace.papers.shapes import Block, Paper, Run

WIDEST, HIGHEST = 16.8, 20.0  # cm
DOTS = 96 / 2.54  # a cm
NARROWEST = 1.0


@dataclass(frozen=True)
class Shown:
    """An image: its name in the file, its bytes (JPEG, or PNG where it is transparent) and its size in cm."""

    name: str
    content: bytes
    width: float
    height: float

    @property
    def data(self) -> str:
        """As an address that holds it."""
        kind = "png" if self.name.endswith(".png") else "jpeg"
        return f"data:image/{kind};base64,{b64encode(self.content).decode()}"


def placed(paper: Paper) -> dict[str, Shown]:
    """The images of a paper by their ids; what cannot be read stays words."""
    out: dict[str, Shown] = {}
    for id in {run["image"]: None for run in runs_of(paper["blocks"]) if run.get("image")}:
        path = paper.get("images", {}).get(id)
        if path and (content := _content(path)):
            out[id] = _shown(f"image-{len(out) + 1}", *content)
    return out


def settled(paper: Paper) -> dict[str, Shown]:
    """The same; each run of one bears it."""
    found = placed(paper)
    for run in runs_of(paper["blocks"]):
        if shown := found.get(run.get("image", "")):
            run["shown"] = shown
    return found


def narrowed(shown: Shown, most: float) -> tuple[float, float]:
    """Its size where there is no more room than `most` cm."""
    scale = min(1.0, most / shown.width)
    return shown.width * scale, shown.height * scale


def in_cell(table: Block) -> float:
    """The room in a cell of a table, in cm."""
    return WIDEST / max(1, len(table["head"])) - 0.4


def runs_of(parts: list[Block]) -> Iterator[Run]:
    """Every run, wherever it stands."""
    for part in parts:
        yield from _with_notes(part.get("runs", []))
        for row in part.get("rows", []):
            for cell in row:
                yield from _with_notes(cell)
        for item in part.get("items", []):
            yield from runs_of(item)
        yield from runs_of(part.get("blocks", []))


def _with_notes(runs: list[Run]) -> Iterator[Run]:
    for run in runs:
        yield run
        yield from runs_of(run.get("note", []))


def _content(path: str) -> tuple[str, bytes, int, int] | None:
    """The ending, the bytes and the pixels of one; it was encoded by us from its pixels."""
    file = io.BytesIO()
    try:
        with Image.open(path) as opened:
            clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
            pixels = opened.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError):
        return None
    options: dict[str, Any] = {"optimize": True} if clear else {"quality": 85}
    pixels.save(file, "PNG" if clear else "JPEG", **options)
    return "png" if clear else "jpg", file.getvalue(), pixels.width, pixels.height


def _shown(stem: str, ending: str, content: bytes, wide: int, high: int) -> Shown:
    width, height = max(wide / DOTS, NARROWEST / 4), max(high / DOTS, NARROWEST / 4)
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    return Shown(f"{stem}.{ending}", content, round(width * scale, 3), round(height * scale, 3))
