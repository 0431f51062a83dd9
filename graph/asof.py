"""As of a date: the day that a question is asked about, and a record's status on that day."""

from __future__ import annotations

from graph.dates import partial_date
from graph.errors import Invalid


def day_of(at: str | None, field: str = "at") -> str | None:
    """The ISO day asked about: a year or month stands for its last day. Invalid names `field`."""
    if not at or not at.strip():
        return None
    try:
        return partial_date(at).last
    except ValueError:
        raise Invalid({field: "date attendue : 2023, mars 2023 ou 12/03/2023"}) from None


def status_at(node: str) -> str:
    """Cypher expression: a record's status, the last one begun on `$at`; unknown before the first."""
    # A partial date sorts before every day it holds, so comparing the texts compares the first days.
    days, states = f"{node}.status_days", f"{node}.status_states"
    begun = f"[i IN range(0, size({days}) - 1) WHERE {days}[i] <= $at | {states}[i]][-1]"
    return f"CASE WHEN $at IS NULL OR {days} IS NULL THEN {node}.status ELSE {begun} END"


def brief_at(node: str) -> str:
    """Cypher map of a record in brief, with its status on `$at`."""
    return f"{node} {{.id, .kind, .name, .summary, .visibility, status: {status_at(node)}}}"
