"""What somebody wants of a roadmap's lines, from a form or a table, and what is told of it before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.links import Brief


@dataclass(frozen=True)
class GrantWanted:
    """A funding: `link` when it is known; `visibility` None leaves it, or takes that of its step. `row` is the line
    of the table that says it."""

    funder: Brief
    step: object = ""
    amount: object = ""
    visibility: object = None
    link: str | None = None
    row: int = 0


@dataclass(frozen=True)
class Wanted:
    """A line as it should be; what is not told stays as it is. `row` is where it stands in what was sent, `id` its
    action when it has one, `values` are raw by column, `ties` all the records of a column. `adds`:
    fundings that are not told stay."""

    row: int
    id: str | None = None
    topic: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    ties: Mapping[str, tuple[Brief, ...]] = field(default_factory=dict)
    grants: tuple[GrantWanted, ...] | None = None
    adds: bool = False


@dataclass(frozen=True)
class Fault:
    """A cell that is not taken, and why; the rest of its line is. `near` are names that it could be."""

    row: int
    column: str
    message: str
    said: str = ""
    near: tuple[Brief, ...] = ()


@dataclass(frozen=True)
class Told:
    """A cell that changes: what it says now and what it would say, as stored."""

    row: int
    line: str
    column: str
    before: object
    after: object
    new: bool = False  # the whole line is
