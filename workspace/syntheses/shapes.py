"""A note de synthèse as it is drawn, edited, kept and written out: plain data, so that what was drawn can be kept."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from workspace.papers import Source


class Cell(TypedDict):
    """Words of a table; `hole` when they say that nothing is known."""

    text: str
    hole: NotRequired[bool]


class Table(TypedDict):
    """Heads, and rows of as many cells."""

    head: list[str]
    rows: list[list[Cell]]


class Section(TypedDict):
    """A heading and its text in Markdown, in which `[3]` is the third source; drawn with or without a table."""

    key: str
    title: str
    text: str
    table: NotRequired[Table]


class Figure(TypedDict):
    """A number read at a glance."""

    figure: str
    words: str
    hole: bool


class Box(TypedDict):
    """A record in the picture, or a hole."""

    x: float
    y: float
    name: str
    kind: str
    url: str
    gap: bool


class Picture(TypedDict):
    """Who, what, for which use and what it serves, in columns; `lines` are paths and who says so."""

    width: int
    height: int
    box: int
    high: int
    heads: list[tuple[float, str]]
    boxes: list[Box]
    lines: list[tuple[str, str]]
    left_out: int


class Note(TypedDict):
    """`day` is the day asked about, `drawn_at` when that was; `records` are the ids of all that is named."""

    title: str
    kicker: str
    lead: str
    facts: list[str]
    language: str
    day: str
    drawn_at: str
    figures: list[Figure]
    sections: list[Section]
    picture: Picture | None
    sources: list[Source]
    records: list[str]
