"""What stands around a picture that leaves the site: room for its title, and its legend, in the light colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.network import LINES
from graph.schema import SCHEMA
from workspace.language import gettext
from workspace.network.picture import Picture
from workspace.network.scene import Scene
from workspace.words import initial, word

ABOVE, ROW, COLUMN, SIDE = 84, 26, 200, 24
NARROWEST = 720
# As in tokens.css: a file has no style sheet.
COLOURS = {
    "acteurs": "#1a3ab8", "communautes": "#9266cc", "communs": "#34946c", "ressources": "#b26f06",
    "politiques": "#c12440", "regles": "#6d3369", "demande": "#742400", "travail": "#1b6f80", "lieux": "#5f5f06",
    "ecrits": "#272e38", "ink": "#15181b", "ink-2": "#454c52", "line-2": "#828a84", "surface": "#ffffff",
}  # fmt: skip

DASHES = {**dict(zip(LINES, ("", "5 4", "1.5 3.5"), strict=True)), "gone": "5 4", "new": ""}
# Of lines that stand for several links.
WIDTHS = {f"sum-{width}": width for width in range(1, 7)}
# Of two days compared: what appeared, and what is gone.
MARKS = {"new": "#17693c", "gone": "#ad1f17"}


@dataclass(frozen=True)
class Entry:
    """One line of the legend, where it stands."""

    name: str
    label: str
    x: float
    y: float
    colour: str = ""


@dataclass(frozen=True)
class Sheet:
    """Sizes, legend and colours."""

    width: float
    height: float
    left: float
    families: tuple[Entry, ...]
    lines: tuple[Entry, ...]
    top: int = ABOVE
    ink: str = COLOURS["ink"]
    ink2: str = COLOURS["ink-2"]
    line: str = COLOURS["line-2"]
    page: str = COLOURS["surface"]
    dashes: Mapping[str, str] = field(default_factory=lambda: DASHES)
    marks: Mapping[str, str] = field(default_factory=lambda: MARKS)
    widths: Mapping[str, float] = field(default_factory=lambda: WIDTHS)


def sheet_of(scene: Scene, picture: Picture) -> Sheet:
    """The legend tells the families that are drawn, and the three lines."""
    width = max(picture.width, NARROWEST)
    across = int((width - SIDE) // COLUMN)
    told = [(name, initial(word(SCHEMA.families[name].label))) for name in scene.families]
    told += list(zip(LINES, _lines(), strict=True))
    entries = [
        Entry(
            name, label, SIDE + COLUMN * (n % across), ABOVE + picture.height + ROW * (1 + n // across),
            COLOURS[SCHEMA.families[name].css] if name in SCHEMA.families else "",
        )
        for n, (name, label) in enumerate(told)
    ]  # fmt: skip
    families = tuple(entry for entry in entries if entry.colour)
    height = entries[-1].y + SIDE
    return Sheet(width, height, round((width - picture.width) / 2, 1), families, tuple(entries[len(families) :]))


def _lines() -> tuple[str, str, str]:
    return gettext("déclaré par l’acteur"), gettext("ajouté par l’animation"), gettext("importé")
