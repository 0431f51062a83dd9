"""What each source has given, for the page about the data."""

from __future__ import annotations

from dataclasses import dataclass

from graph.imports.bring import TABLE
from graph.imports.holdings import holdings
from graph.imports.sources import SOURCES
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.words import word


@dataclass(frozen=True)
class Held:
    """A source with its licence, the records that the reader may see of it, and its last import (UTC)."""

    name: str
    licence: str
    url: str
    records: int
    imported_at: str | None


def sources() -> list[Held]:
    """The sources that were imported; files of the facilitators together, without their names."""
    prefixes = {name: source.refs[0] for name, source in SOURCES.items()} | {TABLE: "table"}
    found = holdings(database(), viewer(), prefixes, prefixes.values())
    told = [
        Held(word(source.title), word(source.licence), source.url, found[name].records, found[name].imported_at)
        for name, source in SOURCES.items()
    ]
    own = found[TABLE]
    told.append(Held(gettext("Fichiers importés par l’animation"), "", "", own.records, own.imported_at))
    return [source for source in told if source.imported_at]
