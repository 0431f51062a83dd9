"""Menus: a link is shown only where its page exists, and only to whom it is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

from workspace.current import animates, to_do, viewer
from workspace.language import gettext


@dataclass(frozen=True)
class Entry:
    """A link of a menu; `name` is what a page says of itself in `section`, `count` what waits there."""

    name: str
    label: str
    url: str
    count: int = 0


def exists(path: str) -> bool:
    """Is there a page at this path (with or without a last slash)?"""
    return _exists(current_app.url_map, path)


@lru_cache(maxsize=4096)
def _exists(addresses: Map, path: str) -> bool:
    """Addresses do not change while the program runs, and a page asks 14 times, 20 µs each."""
    try:
        addresses.bind("localhost").match(path, "GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def navigation(bare: bool = False) -> list[Entry]:
    """The main menu. `bare` asks nothing of who is reading: the graph may be down."""
    entries = [
        Entry("annuaire", gettext("Annuaire"), "/annuaire"),
        Entry("reseau", gettext("Réseau"), "/reseau"),
        Entry("politiques", gettext("Politiques"), "/politiques/"),
    ]
    if not bare and animates():
        entries.append(Entry("a-traiter", gettext("À traiter"), "/a-traiter", to_do()))
    if not bare and viewer().edits:
        entries.append(Entry("imports", gettext("Imports"), "/imports"))
    return [entry for entry in [*entries, Entry("aide", gettext("Aide"), "/aide")] if exists(entry.url)]


def footer() -> list[Entry]:
    """The links under every page."""
    entries = [
        Entry("donnees", gettext("À propos des données"), "/donnees"),
        Entry("aide", gettext("Aide"), "/aide"),
        Entry("api", gettext("API"), "/api/v1/"),
    ]
    return [entry for entry in entries if exists(entry.url)]


def init(app: Flask) -> None:
    """Give the templates the menus."""
    app.jinja_env.globals.update(exists=exists, navigation=navigation, footer=footer)
