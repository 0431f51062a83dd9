"""Who a note may be given to read, as forms offer it."""

from __future__ import annotations

from graph.circles import groups
from workspace import forms
from workspace.current import database, viewer


def choices() -> list[tuple[str, str]]:
    """Everybody, members, oneself, each of one's groups, and for a facilitator the facilitators alone."""
    return forms.note_visibilities(groups(database(), viewer()), facilitates=viewer().edits)
