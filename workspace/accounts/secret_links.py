"""Pages whose address is a secret that came by e-mail."""

from __future__ import annotations

from flask import Response

from workspace.rendering import render


def secret(page: Response) -> Response:
    """The page, of which no other site learns the address and no cache keeps a copy."""
    page.headers["Referrer-Policy"] = "same-origin"
    page.headers["Cache-Control"] = "private, no-store"
    return page


def over(what: str) -> Response:
    """The link of an "invitation" or a "reset" that is good no more: what may have happened, and what to do."""
    return secret(render("accounts/link_over.html", status=410, what=what))
