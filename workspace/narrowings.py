"""Where a family holds one kind only, what else its records are told apart by: their type, else their state."""

from __future__ import annotations

from dataclasses import dataclass

from graph.counts import by_value
from graph.database import Database
from graph.freshness import Keeper
from graph.schema import SCHEMA, Kind, Label
from graph.viewers import Viewer

SHOWN = 5


@dataclass(frozen=True)
class Narrowing:
    """A part of a family's list."""

    label: Label
    count: int
    url: str


def narrowings(db: Database, viewer: Viewer) -> dict[str, list[Narrowing]]:
    """The parts of the families that hold one kind, by family, worked out once between two writes."""
    kinds = {name: SCHEMA.kinds_of(name) for name in SCHEMA.families}
    alone = {name: found[0] for name, found in kinds.items() if len(found) == 1}
    return Keeper(db, viewer).kept("narrowings", lambda: {name: _parts(db, viewer, alone[name]) for name in alone})


def _parts(db: Database, viewer: Viewer, kind: Kind) -> list[Narrowing]:
    typed = kind.field("type")
    field, parameter = ("type", "type") if typed else ("status", "etat")
    words = SCHEMA.vocabularies[typed.vocabulary or ""].terms if typed else SCHEMA.states(kind.name)
    counts = [(key, n) for key, n in by_value(db, viewer, kind.name, field).items() if key in words][:SHOWN]
    return [Narrowing(words[key], n, f"/{kind.url}/?{parameter}={key}") for key, n in counts]
