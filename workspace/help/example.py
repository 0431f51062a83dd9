"""Invented links for the page that explains how one is read."""

from __future__ import annotations

from dataclasses import replace

from graph.links import Brief, Link
from workspace.language import gettext


class Invented(Brief):
    """A record that is nowhere else, so its name leads nowhere."""

    @property
    def url(self) -> str:
        return "/aide/lire-un-lien"


def example() -> tuple[Link, ...]:
    """Three ways to know that a commons is funded: said by the funder, noted with no source, imported and over."""
    commons = Invented("commun-exemple", "Commons", gettext("Carte des fontaines"))
    funder = Invented("organisation-exemple", "Organisation", gettext("Ville de Bellerive"))
    said = Link(
        "exemple-1", "FUNDS", funder, commons, inverse=True, since="2023", source_words=gettext("délibération n° 12"),
        source_date="2023-05", declared_by="actor", standing="confirmed", own={"amount": 40000},
    )  # fmt: skip
    noted = replace(
        said, source=replace(funder, name=gettext("Syndicat du Val")), since="2024", source_words=None,
        source_date=None, declared_by="curator", standing="to_confirm", own={},
    )  # fmt: skip
    imported = replace(
        noted, source=replace(funder, name=gettext("Fonds des Trois Rives")), since="2019", until="2021", past=True,
        source_words=gettext("registre public"), source_date="2022", declared_by="import", standing="confirmed",
    )  # fmt: skip
    return said, noted, imported
