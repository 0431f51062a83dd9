"""Letters to those whom a comment names, and to who began the thread that it answers."""

from __future__ import annotations

from flask import current_app

from graph.commenting import Written
from graph.errors import NotAllowed
from graph.unsubscribing import unsubscribed
from graph.users import User
from workspace import stopping
from workspace.current import account_name, database
from workspace.mail import Recipient, post_all

SORT = "comments"


def tell(written: Written, name: str, path: str, text: str) -> list[str]:
    """A letter to each, unless they want none, about what is called `name`; gives the names of those told by name."""
    told = [(user, True) for user in written.named] + [(user, False) for user in written.answered]
    stopped = unsubscribed(database(), [user.email for user, _ in told], SORT)
    letters = [_letter(written, user, named, name, path, text) for user, named in told if user.email not in stopped]
    try:
        post_all(database(), "comment", letters)
    except NotAllowed:  # a site without an address writes no letters: « Discussions » tells them
        return []
    return [user.name for user in written.named if user.email not in stopped]


def _letter(written: Written, user: User, named: bool, name: str, path: str, text: str) -> Recipient:
    stop = stopping.path(current_app.extensions["settings"], user.email, SORT)
    context = {"name": user.name, "by_name": account_name(), "about": name, "path": path, "text": text,
               "named": named, "stop": stop}  # fmt: skip
    return Recipient(user.email, context, f"mail/comment/{written.id}/{user.id}", headers=stopping.headers(stop))
