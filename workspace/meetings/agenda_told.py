"""The agenda of a meeting as each may read it."""

from __future__ import annotations

from typing import Any

from graph.committees import Meeting
from graph.database import Database
from graph.guests import Guest


def agenda_for(db: Database, guest: Guest, held: Meeting) -> list[dict[str, Any]]:
    """The points that this person may read, each with the hour at which it starts."""
    return []
