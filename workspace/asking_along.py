"""A page that asks who its reader is along with its first question: one journey to the graph less for each account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import g

from graph.cookies import Known
from graph.errors import GraphUnavailable

T = TypeVar("T")
OF_READER = ("known", "viewer", "to_do", "_login_user")  # what a request remembers of its reader; the last, Flask-Login


def asks_along(view: Callable[..., T]) -> Callable[..., T]:
    """For a view that only reads, and hands `known()` to its first question. The reader is taken for who the cookie was
    at its last page; unless the graph then says the same, nothing of it is shown and the view is asked anew."""

    @wraps(view)
    def asked(**named: object) -> T:
        g.along = True
        try:
            answer = view(**named)
            if "known" not in g:
                return answer
        except GraphUnavailable:  # the page that says so shows nothing of the reader's
            raise
        except Exception:
            if "known" not in g:  # a reader who is known for sure, or nobody
                raise
        g.along = False
        for name in OF_READER:
            g.pop(name, None)
        return view(**named)

    return asked


def may_wait() -> bool:
    """Will this request's first question ask who the reader is?"""
    return bool(g.get("along", False))


def take_for(known: Known) -> None:
    """The reader is what the cookie was, until the graph said so."""
    g.known = known


def known() -> Known | None:
    """What the first question has to check: None for a reader known for sure, and for nobody."""
    found: Known | None = g.get("known")
    return found


def checked() -> None:
    """The graph said the same."""
    g.pop("known", None)
