"""Is what a record says still true? What is doubtful of it, and somebody's word that nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from graph import states
from graph.database import Database
from graph.editing import touched
from graph.entities import FieldValue, Record
from graph.errors import Invalid, NotFound
from graph.links import Link
from graph.operations import Operation, Step
from graph.permissions import must_write
from graph.viewers import Viewer
from graph.writing import write

MONTHS = 12
MOST = 5  # lines to look at: more are not read on a telephone
# What a reader looks for first; of these an empty one is a doubt, an old one too.
EXPECTED = ("summary", "website", "licence", "repository", "documentation", "audiences", "seeks", "offers")
Reason = Literal["contested", "empty", "to_confirm", "old"]


@dataclass(frozen=True)
class Doubt:
    """A field or a link to look at, and why."""

    reason: Reason
    field: FieldValue | None = None
    link: Link | None = None


def doubts(record: Record, checked: dict[str, str], most: int = MOST) -> tuple[Doubt, ...]:
    """The most doubtful first: contested, expected and empty, added by others, not looked at for a year."""
    found = (*_contested(record), *_empty(record), *_added(record), *_old(record, checked))
    return found[:most]


def checks_of(db: Database, id: str) -> dict[str, str]:
    """The day that somebody last said each field is right, by field name."""
    state = states.records(db, [id])[id].state
    return dict(zip(state.get("checked_fields") or (), state.get("checked_days") or (), strict=False))


def confirm(db: Database, viewer: Viewer, id: str, operation: Operation) -> None:
    """Nothing changed: the record was looked at today, by whom."""
    _set(db, viewer, id, {"reviewed_at": operation.at, "reviewed_by": operation.by}, operation)


def check_field(db: Database, viewer: Viewer, id: str, name: str, operation: Operation) -> None:
    """This field is right, today. Invalid when the record has no such field."""
    if name not in EXPECTED and name != "status":
        raise Invalid({"champ": "ce champ n'existe pas"})
    days = checks_of(db, id) | {name: operation.at[:10]}
    _set(db, viewer, id, {"checked_fields": list(days), "checked_days": list(days.values())}, operation)


def _set(db: Database, viewer: Viewer, id: str, told: dict[str, object], operation: Operation) -> None:
    found = states.records(db, [id]).get(id)
    if found is None or not viewer.reads(found.state["audience"]):
        raise NotFound(id)
    must_write(viewer, id)
    write(
        db,
        viewer,
        operation,
        touched(Step("record", id, found.state, {**found.state, **told}, found.version), operation),
    )


def _contested(record: Record) -> Iterator[Doubt]:
    return (Doubt("contested", link=link) for link in record.links if link.standing == "contested" and not link.past)


def _empty(record: Record) -> Iterator[Doubt]:
    return (Doubt("empty", value) for value in _expected(record) if value.state == "not_given")


def _added(record: Record) -> Iterator[Doubt]:
    """What others added and nobody here confirmed yet: sure ones need no word."""
    return (Doubt("to_confirm", link=link) for link in record.links if link.standing == "to_confirm" and not link.past)


def _old(record: Record, checked: dict[str, str]) -> Iterator[Doubt]:
    last = (record.reviewed_at or record.updated_at or record.created_at or "")[:10]
    year_ago = (datetime.now(UTC) - timedelta(days=365)).date().isoformat()
    for value in _expected(record):
        if value.given and max(last, checked.get(value.name, "")) < year_ago:
            yield Doubt("old", value)


def _expected(record: Record) -> Iterator[FieldValue]:
    return (value for name in EXPECTED if (value := record.field(name)))
