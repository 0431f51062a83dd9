"""Who is signed in: a cookie that holds a random token, known to the graph by its fingerprint and asked each time."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import Flask, current_app, request, session
from flask_login import UserMixin, current_user, login_user, logout_user

from graph.cookies import SignedIn, remembered, signed_in
from graph.errors import GraphUnavailable
from graph.sessions import KEPT_LASTS, Session, close_session, open_session, see
from graph.users import User
from graph.viewers import Viewer
from workspace import asking_along
from workspace.accounts.browsers import named
from workspace.current import database

PENDING = "pending"
PENDING_SECONDS = 600


class Account(UserMixin):
    """A signed-in reader: name, open session, and the viewer by which every question is asked."""

    def __init__(self, user: User, session: Session, viewer: Viewer, token: str) -> None:
        self.user, self.session, self.viewer, self.token = user, session, viewer, token
        self.name = user.name

    def get_id(self) -> str:
        """What the cookie says."""
        return self.token


def account_of(token: str) -> Account | None:
    """The account of a cookie, if its session was not ended."""
    found = _found(token)
    if found is None:
        return None
    try:
        if see(database(), found.session):
            session.modified = found.session.kept  # the cookie that outlives the browser is prolonged with it
    except GraphUnavailable:
        current_app.logger.warning("a session could not be noted as seen")
    return Account(*found, token)


def _found(token: str) -> SignedIn | None:
    known = remembered(database(), token) if asking_along.may_wait() else None
    if known is None:
        return signed_in(database(), token)
    asking_along.take_for(known)
    return known.account


def account() -> Account:
    """The signed-in reader's; for pages that asked `signed_in()` before."""
    return cast(Account, current_user)


def enter(user: User, *, kept: bool, how: str = "password", id_token: str | None = None) -> None:
    """Signs in: a new session in the graph and in the cookie; nothing that was in the cookie before stays."""
    browser, system = named(request.user_agent.string)
    token = open_session(
        database(), user.id, how=how, kept=kept, browser=browser, system=system, id_token=id_token
    )  # fmt: skip
    session.clear()
    session.permanent = kept
    known = signed_in(database(), token)
    assert known is not None
    login_user(Account(*known, token))


def leave() -> Session:
    """Ends this session, in the graph and in the cookie; gives what it was."""
    ended = account().session
    close_session(database(), ended.user, ended.id)
    logout_user()
    session.clear()
    return ended


def wait_for_code(user: User, **known: Any) -> None:
    """Remembers for ten minutes that the first factor was right; the cookie is signed, so nobody else can say so."""
    session.clear()
    session[PENDING] = {"user": user.id, "at": int(time.time()), **known}


def waiting_for_code() -> dict[str, Any] | None:
    """What `wait_for_code` remembered, None when that was long ago."""
    pending: dict[str, Any] | None = session.get(PENDING)
    return pending if pending and 0 <= time.time() - pending["at"] < PENDING_SECONDS else None


def init(app: Flask) -> None:
    """Tell Flask-Login where accounts are, and how long a cookie lasts that outlives the browser."""
    manager = app.login_manager  # type: ignore[attr-defined]
    manager.user_loader(account_of)
    manager.session_protection = None  # a telephone changes its address all day
    app.config["PERMANENT_SESSION_LIFETIME"] = KEPT_LASTS
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
