"""On a cluster a reader may ask a member that has not heard of their last write: the session carries proof of it."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, session

from graph.database import Bookmarks, carrying
from graph.settings import Settings

KEY = "bookmarks"


def _begin() -> None:
    g.bookmarks = Bookmarks(frozenset(session.get(KEY, ())))
    g.carrying = ExitStack()
    g.carrying.enter_context(carrying(g.bookmarks))


def _keep(response: Response) -> Response:
    kept: Bookmarks | None = g.get("bookmarks")
    if kept and kept.values != frozenset(session.get(KEY, ())):
        session[KEY] = sorted(kept.values)
    return response


def _end(_error: BaseException | None) -> None:
    if stack := g.pop("carrying", None):
        stack.close()


def init(app: Flask, settings: Settings) -> None:
    """Carry bookmarks from one request to the next, unless the one engine is our own."""
    if not settings.embedded:
        app.before_request(_begin)
        app.after_request(_keep)
        app.teardown_request(_end)
