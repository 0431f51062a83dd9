"""What each source has given, for the page about the data."""

from __future__ import annotations

from dataclasses import dataclass

from graph.imports.bring import TABLE
from graph.imports.holdings import holdings
from graph.imports.runs import last_imports
from graph.imports.sources import SOURCES
from workspace import demo
from workspace.current import database, viewer
from workspace.language import gettext
from workspace.words import word

OURS = ({demo.NAME}, {demo.NAME, demo.ROADMAP})


@dataclass(frozen=True)
class Held:
    """A source, whose it is, its licence, the records that the reader may see of it, and its last import (UTC)."""

    name: str
    whose: str
    licence: str
    url: str
    records: int
    imported_at: str | None


def sources() -> list[Held]:
    """The sources that were imported; files of the facilitators together, without their names."""
    prefixes = {name: source.refs[0] for name, source in SOURCES.items()} | {TABLE: "table"}
    found = holdings(database(), viewer(), prefixes, prefixes.values())
    told = [
        Held(
            word(source.title),
            source.attribution,
            word(source.licence),
            source.url,
            found[name].records,
            found[name].imported_at,
        )
        for name, source in SOURCES.items()
    ]
    own = found[TABLE]
    told.append(Held(_own_name(), "", _own_licence(), "", own.records, own.imported_at))
    return [source for source in told if source.imported_at]


def _only_demo() -> bool:
    return {path for source, path in last_imports(database()) if source == TABLE} in OURS


def _own_name() -> str:
    return gettext("Réseau de démonstration") if _only_demo() else gettext("Fichiers importés par l’animation")


def _own_licence() -> str:
    if not _only_demo():
        return ""
    return gettext("MIT ; comité et personnes inventés, organismes réels avec l’adresse de chaque fait")
