"""Addresses made from the present one: filters, sort and pages live in the query string."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit

from flask import current_app, request

from graph.settings import Settings

# What an address keeps only when asked: the language is remembered in a cookie.
NOT_KEPT = frozenset({"lang"})


def _address(path: str, pairs: Iterable[tuple[str, object]]) -> str:
    query = urlencode([(name, str(value)) for name, value in pairs])
    return f"{path}?{query}" if query else path


def _pairs() -> list[tuple[str, object]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name not in NOT_KEPT and value]


def public(path: str) -> str:
    """The whole address of a page, to be copied by who is reading: as the site is called, else as it was asked."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.base_url or request.url_root).rstrip("/") + path


def here(**changes: object) -> str:
    """This page's address with some parameters set anew, or left out (None)."""
    kept = [(name, value) for name, value in _pairs() if name not in changes]
    return _address(request.path, kept + [(name, value) for name, value in changes.items() if value is not None])


def toggled(name: str, value: object) -> str:
    """This page's address with one value of a parameter added, or taken away; back to the first page."""
    pairs = [(key, kept) for key, kept in _pairs() if key != "page"]
    pair = (name, str(value))
    return _address(request.path, [each for each in pairs if each != pair] if pair in pairs else [*pairs, pair])


def own_path(address: str | None, default: str = "/") -> str:
    """The address if it is a path of this site, else `default`: nobody is sent elsewhere."""
    parts = urlsplit((address or "").replace("\\", "/"))
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    control = any(ord(char) < 32 for char in address or "")
    return address or default if own and not control else default
