"""What a list is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.database import Database
from graph.schema import SCHEMA
from graph.viewers import Viewer


@dataclass(frozen=True)
class Finding:
    """Something to look at: about a `record` ("": about none), ranked by `weight` (what would be lost, the most first).
    `item` is what is done or put off: the record, a link of it, a pair. `others` are ids that the reason names, `facts`
    its numbers."""

    record: str
    weight: float = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    item: str = ""

    @property
    def key(self) -> str:
        return self.item or self.record


@dataclass(frozen=True)
class Worklist:
    """A list: its name in the API, and what finds its findings, in any order. `kinds` are those whose writes may change
    them (links are written with their ends; None: asked each time); `measured` when they come from the figures of the
    network instead."""

    name: str
    find: Callable[[Database, Viewer], list[Finding]]
    kinds: frozenset[str] | None = frozenset(SCHEMA.kinds)
    measured: bool = False
