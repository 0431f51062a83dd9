"""The public sources that can be imported by name: what each is, whose, under which licence, and how to know it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.imports import apigouv, betagouv, cog, communs, schemadatagouv, sill
from graph.imports.drafts import Draft, DraftLink, Report
from graph.schema import Label

Reader = Callable[[Path, Report], Iterator[Draft | DraftLink]]


@dataclass(frozen=True)
class PublicSource:
    """`read` gives its drafts, `holds` says of what; `refs` begin the identifiers that it gives. Its folder is known
    by `marks`: each a path that must be there, or one of several ("api|_data/api")."""

    name: str
    title: Label
    holds: Label
    licence: Label
    attribution: str
    url: str
    refs: tuple[str, ...]
    marks: tuple[str, ...]
    read: Reader

    def is_at(self, path: Path) -> bool:
        """Does this folder look like the source?"""
        return all(any((path / name).exists() for name in mark.split("|")) for mark in self.marks)


_OPEN = Label("Licence Ouverte 2.0", "Licence Ouverte 2.0 (Etalab)")

SOURCES = {
    source.name: source
    for source in (
        PublicSource(
            "betagouv",
            Label("beta.gouv.fr", "beta.gouv.fr"),
            Label("services, organisations, incubateurs et équipes", "services, organisations, incubators and teams"),
            Label(
                "non tranchée à la source (CC BY-NC-SA 4.0, Licence Ouverte 2.0 ou MIT selon la page) : à vérifier "
                "avant de redistribuer",
                "not settled upstream (CC BY-NC-SA 4.0, Licence Ouverte 2.0 or MIT by page): check before republishing",
            ),
            "beta.gouv.fr / DINUM",
            betagouv.REPOSITORY,
            ("betagouv:",),
            ("startups|content/_startups|_startups", "organisations|content/_organisations|_organisations"),
            betagouv.read,
        ),
        PublicSource(
            "api-gouv",
            Label("api.gouv.fr", "api.gouv.fr"),
            Label("API, producteurs et services qui les utilisent", "APIs, producers and services that use them"),
            Label("dépôt AGPL-3.0, textes sans licence propre", "repository AGPL-3.0, texts without one of their own"),
            "api.gouv.fr / DINUM",
            apigouv.REPOSITORY,
            ("api-gouv:",),
            ("api|_data/api", "producteurs|_data/producteurs"),
            apigouv.read,
        ),
        PublicSource(
            "schema-data-gouv",
            Label("schema.data.gouv.fr", "schema.data.gouv.fr"),
            Label(
                "schémas de données publics et organisations de leurs auteurs", "public data schemas and their makers"
            ),
            _OPEN,
            "schema.data.gouv.fr / DINUM",
            schemadatagouv.REPOSITORY,
            ("schema-data-gouv:",),
            (f"{schemadatagouv.LIST}|{schemadatagouv.PUBLIC}/{schemadatagouv.LIST}",),
            schemadatagouv.read,
        ),
        PublicSource(
            "sill",
            Label("Socle interministériel de logiciels libres", "SILL, free software recommended by the State"),
            Label("logiciels libres recommandés aux administrations", "free software recommended to administrations"),
            _OPEN,
            "Etalab / DINUM",
            sill.REPOSITORY,
            ("sill:",),
            (sill.MAIN,),
            sill.read,
        ),
        PublicSource(
            "cog",
            Label("Code officiel géographique", "Official geographic code of France"),
            Label(
                "régions, départements, intercommunalités et communes",
                "régions, départements, intermunicipal bodies and communes",
            ),
            _OPEN,
            "INSEE, DGCL, La Poste / découpage administratif, Etalab",
            cog.REPOSITORY,
            ("cog:", "region:", "siren:"),
            ("communes.json", "epci.json", "departements.json", "regions.json"),
            cog.read,
        ),
        PublicSource(
            "communs",
            Label("Appels à communs ADEME et IGN", "Calls for commons of ADEME and IGN"),
            Label("communs, défis, appels et candidatures", "commons, challenges, calls and applications"),
            Label(
                "faits relevés sur des pages publiques, sans texte repris",
                "facts typed from public pages, no text taken",
            ),
            "wiki Résilience des territoires (ADEME), Fabrique des Mobilités, IGN",
            communs.SITE,
            ("communs:",),
            (communs.COMMONS, communs.CALLS),
            communs.read,
        ),
    )
}


def source_at(path: Path) -> PublicSource | None:
    """The source that a folder looks like."""
    return next((source for source in SOURCES.values() if source.is_at(path)), None)
