"""Two people wrote the same record: what each says, field by field, and which of the two one keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from graph import terms, three_ways
from graph.errors import NotFound
from graph.mentions import WRITINGS
from graph.schema import Field, Kind
from graph.versions import version
from workspace import forms
from workspace.current import database, viewer
from workspace.words import initial, word

CHOICE = "choix_"
THEIRS = "leur"


@dataclass(frozen=True)
class Clash:
    """A field that the two tell in two ways, as typed. `keeps_theirs` when one has not touched it: the choice that is
    offered first."""

    name: str
    label: str
    mine: str
    theirs: str
    keeps_theirs: bool


def clashes(kind: Kind, id: str, typed: Mapping[str, str], now: Mapping[str, str], read: int) -> list[Clash]:
    """Where what was typed differs from what the record says now; `read` is the version that was typed over."""
    before = _as_read(kind, id, read)
    labels = {field.name: word(field.label) for field in kind.fields}
    return [
        Clash(name, labels.get(name, initial(name)), text, now.get(name, ""),
              before is not None and forms.plain(before.get(name, "")) == forms.plain(text))
        for name, text in typed.items() if forms.plain(now.get(name, "")) != forms.plain(text)
    ]  # fmt: skip


def united(kind: Kind, id: str, typed: Mapping[str, str], now: Mapping[str, str], read: int) -> dict[str, str] | None:
    """A note or a piece of news with what both wrote: what only one changed stands, and their texts are made one. None
    where the two rewrote the same words, or for another kind: then its writer chooses."""
    before = _as_read(kind, id, read) if kind.name in WRITINGS else None
    if before is None:
        return None
    out = {}
    for name, text in typed.items():
        was, mine, theirs = (forms.plain(told) for told in (before.get(name, ""), text, now.get(name, "")))
        one = three_ways.united(was, mine, theirs)
        if one is None or (name != "text" and one.strip() not in (mine, theirs)):
            return None
        out[name] = one
    return out


def chosen(form: MultiDict[str, str], typed: dict[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """What was typed, but for the fields in which the other's word is kept."""
    theirs = {name.removeprefix(CHOICE) for name, value in form.items() if name.startswith(CHOICE) and value == THEIRS}
    return {name: now.get(name, "") if name in theirs else text for name, text in typed.items()}


def _as_read(kind: Kind, id: str, read: int) -> dict[str, str] | None:
    """The record as it was when it was opened; None when that version is told no more, or not by this field."""
    try:
        state = version(database(), viewer(), id, read).state
    except NotFound:
        return None
    fields: tuple[Field, ...] = tuple(field for field in kind.fields if field.visibility is None)
    return forms.kept(state, fields, terms.added(database()))
