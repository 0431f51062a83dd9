"""Who is signed in: a cookie that names the account and its session, checked against the graph each time."""

from __future__ import annotations

from functools import cached_property

from flask import Flask
from flask_login import UserMixin

from graph.rights import viewer_as
from graph.users import User, user_by_id
from graph.viewers import Viewer
from workspace.current import database

SEPARATOR = "~"


class Account(UserMixin):
    """A signed-in reader: name, and the viewer by which every question is asked."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.name = user.name

    def get_id(self) -> str:
        """What the cookie says: a new password changes `session`, which ends the sessions opened before."""
        return f"{self.user.id}{SEPARATOR}{self.user.session}"

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_as(database(), self.user)


def account_of(cookie: str) -> Account | None:
    """The account of a cookie, if it still exists and its session was not ended."""
    id, _, session = cookie.rpartition(SEPARATOR)
    user = user_by_id(database(), id)
    return Account(user) if user and user.session == session else None


def init(app: Flask) -> None:
    """Tell Flask-Login where accounts are."""
    app.login_manager.user_loader(account_of)  # type: ignore[attr-defined]
