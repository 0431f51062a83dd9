"""What a paper is made of, as plain data: it goes to another process, and into a typesetter that only reads it."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Run(TypedDict):
    """Letters of one look. `ref` is the number of a source, `hole` marks what is missing, `foot` is the number of a
    note at the foot, `note` what that one says, where it is called first. Of an `image` (its id) the letters are its
    words, `shown` is set by who writes it (workspace.papers.images.Shown)."""

    text: str
    bold: NotRequired[bool]
    italic: NotRequired[bool]
    code: NotRequired[bool]
    hole: NotRequired[bool]
    href: NotRequired[str]
    ref: NotRequired[int]
    foot: NotRequired[int]
    note: NotRequired[list[Block]]
    image: NotRequired[str]
    shown: NotRequired[Any]


class Figure(TypedDict):
    """A number that is read at a glance, and what it counts."""

    figure: str
    words: str
    hole: bool


class Block(TypedDict):
    """A part of the text. Of a list `items`, of a table `head` and `rows` of cells, of a picture its `svg`, its text
    `alt` and its size in points, of figures `figures`; `level` is that of a heading, from 1."""

    kind: Literal["heading", "paragraph", "list", "table", "quote", "code", "rule", "picture", "figures"]
    runs: NotRequired[list[Run]]
    level: NotRequired[int]
    ordered: NotRequired[bool]
    items: NotRequired[list[list[Block]]]
    head: NotRequired[list[str]]
    rows: NotRequired[list[list[list[Run]]]]
    blocks: NotRequired[list[Block]]
    svg: NotRequired[str]
    alt: NotRequired[str]
    ratio: NotRequired[float]
    figures: NotRequired[list[Figure]]


class Source(TypedDict):
    """Where something is known from: words, an address when there is one, a day in words."""

    words: str
    url: str
    day: str


class Paper(TypedDict):
    """`kicker` stands over the title, `lead` under it, `facts` are short lines; `day` (ISO) dates the file, `foot` is
    said at the foot of each page; `heads` are the words for « Sources » and « page »; `images` are paths by the ids of
    images that its reader may see."""

    title: str
    kicker: str
    lead: str
    facts: list[str]
    language: str
    day: str
    foot: str
    heads: dict[str, str]
    blocks: list[Block]
    sources: list[Source]
    images: NotRequired[dict[str, str]]
