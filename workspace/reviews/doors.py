"""The two ways in: signed in as who may write the record, or by a personal address without an account."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, g

from graph import asks, personal_links
from graph.operations import Operation
from graph.permissions import must_write
from graph.personal_links import PersonalLink
from graph.viewers import Viewer
from workspace.choosing import record_of
from workspace.current import account_name, database, signed_in, viewer


@dataclass(frozen=True)
class Door:
    """Which record, seen and written as whom, at which address; `name` is what the person is called."""

    record: str
    viewer: Viewer
    address: str
    name: str
    link: PersonalLink | None = None

    def operation(self, why: str = "") -> Operation:
        return Operation(self.viewer.user or "", why)

    def note(self, what: str) -> None:
        """For the completion board of who asked."""
        if self.link:
            personal_links.noted(database(), self.link, what)
        ask, user = (self.link.ask, None) if self.link else (None, self.viewer.user)
        if ask or user:
            asks.answered(database(), self.record, what, ask=ask, user=user)


def of_account(id: str) -> Door:
    """For who is signed in and may write the record."""
    if not signed_in():
        abort(401)
    record_of(database(), viewer(), id)
    must_write(viewer(), id)
    return Door(id, viewer(), f"/revue/{id}", account_name())


def of_token(token: str) -> Door:
    """For who was given a personal address: it stands for one record, whoever is signed in."""
    link = personal_links.opened(database(), token)
    g.viewer = link.viewer
    return Door(link.record, link.viewer, f"/revue/lien/{token}", link.name, link)
