"""An evidence file as one reader is told it: a record that is not for them keeps its place and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from graph.schema import SCHEMA
from workspace.language import gettext


@dataclass(frozen=True)
class Named:
    """An option or a piece: `name` and `url` as the reader may have them, `comment` what was said of it."""

    id: str
    name: str
    url: str = ""
    kind: str = ""
    hidden: bool = False
    chosen: bool = False
    comment: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True)
class Cell:
    """What was written of an option for a criterion."""

    text: str
    by: str = ""
    at: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Shown:
    """Options are columns, `rows` are criteria with their cells; pieces by sort."""

    question: str
    options: tuple[Named, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    pieces: Mapping[str, tuple[Named, ...]]


def reserved() -> str:
    """What is said in the place of what a reader may not see."""
    return gettext("réservé")


def shown(
    told: Mapping[str, Any], names: Mapping[str, tuple[str, str]], hidden: Collection[str], people: Mapping[str, str]
) -> Shown:  # fmt: skip
    """`names` are the name and kind of the records that the reader sees."""
    options = tuple(_named(each, names, hidden, people) for each in told["options"])
    rows = tuple(
        (each["name"], tuple(_cell(told["cells"].get(f"{option.id}|{each['id']}"), option, people)
                             for option in options))
        for each in told["criteria"]
    )  # fmt: skip
    by_sort: dict[str, list[Named]] = {}
    for piece in told["pieces"]:
        by_sort.setdefault(piece["sort"], []).append(_named(piece, names, hidden, people))
    return Shown(told["question"], options, rows, {sort: tuple(each) for sort, each in by_sort.items()})


def _named(
    each: Mapping[str, Any], names: Mapping[str, tuple[str, str]], hidden: Collection[str], people: Mapping[str, str]
) -> Named:  # fmt: skip
    who = {"by": people.get(each["by"], gettext("quelqu’un")), "at": each["at"]}
    record = each["record"]
    if record and record not in names:
        name = reserved() if record in hidden else gettext("fiche qui n’est plus là")
        return Named(each["id"], name, hidden=True, chosen=bool(each.get("chosen")), **who)
    name, kind = names.get(record, (each.get("title") or each.get("name", ""), ""))
    url = SCHEMA.url_of(kind, record) if record else each.get("url", "")
    return Named(
        each["id"], name, url, kind, chosen=bool(each.get("chosen")), comment=each.get("comment", ""), **who
    )  # fmt: skip


def _cell(cell: Mapping[str, Any] | None, option: Named, people: Mapping[str, str]) -> Cell:
    if cell is None:
        return Cell("")
    if option.hidden:
        return Cell(reserved(), hidden=True)
    return Cell(cell["text"], people.get(cell["by"], gettext("quelqu’un")), cell["at"])
