"""Who may write to groups, and which campaign an address is about."""

from __future__ import annotations

from flask import abort

from graph import campaigns
from graph.campaigns import Campaign, State
from graph.errors import Conflict
from workspace.current import database, signed_in, viewer


def only_who_animates() -> None:
    """The addresses of people are used for what they gave them for."""
    if not signed_in():
        abort(401)
    campaigns.must_animate(viewer())


def own_campaign(id: str, state: State | None = None) -> Campaign:
    """The reader's campaign. NotFound when there is none, Conflict when it is not in this state any more."""
    found = campaigns.campaign(database(), viewer(), id)
    if state and found.state != state:
        raise Conflict(id)
    return found
