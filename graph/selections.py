"""Selections: an ordered, commented set of records, addresses elsewhere and things that are missing, for one problem.

Kept as saved views are, with the same sharing; its entries are JSON texts in the view's answers."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from graph import saved_views
from graph.briefs import briefs
from graph.database import Database
from graph.entities import redirect
from graph.errors import Conflict, Invalid, NotFound
from graph.links import Brief
from graph.saved_views import SELECTIONS, SavedView
from graph.viewers import Viewer

MOST = 100
LONGEST_COMMENT, LONGEST_TITLE, LONGEST_URL = 2_000, 200, 2_000

Sort = Literal["record", "external", "missing"]


@dataclass(frozen=True)
class Entry:
    """`record` is what it is about, or for something missing the need that says so; `brief` that record, None when it
    is gone or hidden from the reader. `title` and `url` are those of what is elsewhere or missing."""

    id: str
    sort: Sort
    comment: str = ""
    record: str = ""
    title: str = ""
    url: str = ""
    brief: Brief | None = None

    @property
    def state(self) -> Literal["available", "external", "missing", "gone"]:
        if self.sort == "record":
            return "available" if self.brief else "gone"
        return self.sort

    @property
    def name(self) -> str:
        """What it is called; nothing for what is gone: its name may be hidden."""
        return (self.brief.name if self.brief else "") if self.sort == "record" else self.title


@dataclass(frozen=True)
class Selection:
    """A kept view and its entries, in its order."""

    view: SavedView
    entries: tuple[Entry, ...]


def selection(db: Database, viewer: Viewer, id: str) -> Selection:
    """One, with its records as this viewer sees them: a comment on a hidden one is for whoever may mend it."""
    view = saved_views.saved_view(db, viewer, id, SELECTIONS)
    told = [json.loads(text) for text in saved_views.answers(db, viewer, id, SELECTIONS)]
    known = briefs(db, viewer, {each["record"] for each in told if each["record"]})
    return Selection(view, tuple(_entry(db, viewer, each, known, mine=view.mine) for each in told))


def add(db: Database, viewer: Viewer, id: str, told: Mapping[str, str]) -> None:
    """Adds an entry at the end. Invalid names the field; NotFound for a record or a selection that is not there."""
    entry = _checked(db, viewer, told)

    def added(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len(entries) >= MOST:
            raise Invalid({"fiche": f"{MOST} entrées au plus"})
        if entry["sort"] == "record" and any(each["record"] == entry["record"] for each in entries):
            raise Invalid({"fiche": "cette fiche y est déjà"})
        return [*entries, {"id": f"e-{secrets.token_urlsafe(6)}", **entry}]

    _change(db, viewer, id, added)


def move(db: Database, viewer: Viewer, id: str, entry: str, by: int) -> None:
    """Moves an entry up (-1) or down (1); at an end it stays."""

    def moved(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = _place(entries, entry)
        rest = entries[:place] + entries[place + 1 :]
        there = min(max(0, place + by), len(rest))
        return [*rest[:there], entries[place], *rest[there:]]

    _change(db, viewer, id, moved)


def remove(db: Database, viewer: Viewer, id: str, entry: str) -> None:
    """Takes an entry out."""
    _change(db, viewer, id, lambda entries: [*entries[: (at := _place(entries, entry))], *entries[at + 1 :]])


def comment(db: Database, viewer: Viewer, id: str, entry: str, text: str) -> None:
    """Says something else about an entry."""
    told = _short("commentaire", text, LONGEST_COMMENT)

    def changed(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        place = _place(entries, entry)
        return [*entries[:place], {**entries[place], "comment": told}, *entries[place + 1 :]]

    _change(db, viewer, id, changed)


def _change(
    db: Database, viewer: Viewer, id: str, how: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> None:  # fmt: skip
    """Compare and set: who was slower meets a Conflict, and nothing is overwritten."""
    if not saved_views.saved_view(db, viewer, id, SELECTIONS).mine:
        raise NotFound(id)
    before = saved_views.answers(db, viewer, id, SELECTIONS)
    after = [json.dumps(each, ensure_ascii=False) for each in how([json.loads(text) for text in before])]
    if not saved_views.answer_again(db, viewer, id, before, after, SELECTIONS, tell=True):
        raise Conflict(id)


def _entry(db: Database, viewer: Viewer, told: Mapping[str, Any], known: Mapping[str, Brief], *, mine: bool) -> Entry:
    brief = known.get(told["record"])
    if brief is None and told["record"] and (new := redirect(db, viewer, told["record"])):
        brief = briefs(db, viewer, [new]).get(new)
    # An id is made of a name: what the reader may not see has none here.
    found = Entry(**{**told, "record": brief.id if brief else ""}, brief=brief)
    return Entry(found.id, found.sort) if found.state == "gone" and not mine else found


def _place(entries: Sequence[Mapping[str, Any]], entry: str) -> int:
    for place, each in enumerate(entries):
        if each["id"] == entry:
            return place
    raise NotFound(entry)


def _checked(db: Database, viewer: Viewer, told: Mapping[str, str]) -> dict[str, str]:
    sort, record = told.get("sort", ""), told.get("record", "")
    if sort not in ("record", "external", "missing"):
        raise Invalid({"sorte": "à choisir dans la liste"})
    found = briefs(db, viewer, [record]) if record else {}
    if record and record not in found:
        raise NotFound(record)
    if sort == "record" and not record:
        raise Invalid({"fiche": "ce champ est nécessaire"})
    if sort == "missing" and record and found[record].kind != "Need":
        raise Invalid({"besoin": "un besoin est attendu"})
    out = {"sort": sort, "record": record if sort != "external" else "",
           "comment": _short("commentaire", told.get("comment", ""), LONGEST_COMMENT),
           "title": "", "url": ""}  # fmt: skip
    if sort != "record":
        out["title"] = _short("titre", told.get("title", ""), LONGEST_TITLE)
        if not out["title"]:
            raise Invalid({"titre": "ce champ est nécessaire"})
    if sort == "external":
        out["url"] = web_address(told.get("url", ""))
    return out


def _short(field: str, text: str, most: int) -> str:
    if len(text.strip()) > most:
        raise Invalid({field: f"{most} caractères au plus"})
    return text.strip()


def web_address(text: str) -> str:
    """A web address as typed. Invalid names the field « adresse »."""
    url = _short("adresse", text, LONGEST_URL)
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(char.isspace() for char in url):
        raise Invalid({"adresse": "adresse web attendue, par exemple https://exemple.fr"})
    return url
