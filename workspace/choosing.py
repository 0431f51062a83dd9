"""From what was typed to a record: an id, an exact name, or the records that it could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.briefs import briefs
from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief
from graph.near import near
from graph.schema import SCHEMA
from graph.search import suggest
from graph.viewers import Viewer
from workspace.language import gettext


@dataclass(frozen=True)
class Choice:
    """`record` when it is known; else the `text` typed and what it could be, or names `near` it when it is none."""

    record: Brief | None = None
    text: str = ""
    could_be: Sequence[Brief] = ()
    near: bool = False

    @property
    def error(self) -> str:
        if self.record or not self.text:
            return ""
        if self.near:
            return gettext("Aucune fiche ne porte ce nom ; des noms proches sont ci-dessous.")
        if self.could_be:
            return gettext("Plusieurs fiches possibles : choisissez ci-dessous.")
        return gettext("Aucune fiche ne porte ce nom.")


def choose(db: Database, viewer: Viewer, text: str, kinds: Sequence[str] = ()) -> Choice:
    """Reads a record as typed, or as sent by a suggestion; a name is looked for among `kinds`, where they are told."""
    text = text.strip()
    if not text:
        return Choice()
    if found := briefs(db, viewer, [text]).get(text):
        return Choice(found)
    close = [hit.brief for hit in suggest(db, viewer, text, kinds=kinds)]
    exact = [brief for brief in close if brief.name.casefold() == text.casefold()]
    if len(exact) == 1 or close:
        return Choice(exact[0]) if len(exact) == 1 else Choice(None, text, close)
    alike = near(db, viewer, _name_in(text), kinds[0] if len(kinds) == 1 else None)
    return Choice(None, text, alike, bool(alike))


def record_of(db: Database, viewer: Viewer, id: str) -> Brief:
    """The record of an id. NotFound when there is none that the viewer may see."""
    found = briefs(db, viewer, [id]).get(id)
    if found is None:
        raise NotFound(id)
    return found


def _name_in(text: str) -> str:
    """The words of an id (`note-appel-philomene`) without its kind's."""
    kind = SCHEMA.kind_of_id(text)
    return text.removeprefix(f"{kind.prefix}-").replace("-", " ") if kind else text
