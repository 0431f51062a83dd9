"""A list as the rows of a CSV file, read a few hundred records at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph import terms
from graph.asof import brief_at
from graph.database import Database
from graph.field_values import field_value
from graph.filtering import base, chosen, places_in
from graph.filters import Filters, checked
from graph.links import Brief, brief_of
from graph.ordering import LINKS, in_order
from graph.schema import SCHEMA, Field, Label
from graph.schema.kinds import COMMON
from graph.shaping import own_fields
from graph.viewers import Viewer, sees

BATCH = 500
RECORDS = f"""
UNWIND range(0, size($ids) - 1) AS place MATCH (n:Entity {{id: $ids[place]}}) WHERE {sees("n")}
RETURN {brief_at("n")} AS record, properties(n) AS properties, {LINKS} AS links ORDER BY place
"""
BEFORE = (Label("Identifiant", "Identifier"), Label("Type de fiche", "Type of record"))
AFTER = (
    Label("État", "State"), Label("Visible par", "Visible to"), Label("Liens", "Links"),
    Label("Mise à jour", "Updated"), Label("Revue", "Reviewed"), Label("Adresse", "Address"),
)  # fmt: skip
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def entities_csv(db: Database, viewer: Viewer, filters: Filters, language: str = "fr") -> Iterator[list[str]]:
    """A header, then a row a record, in the list's order. Invalid is raised before the first row."""
    asked = checked(filters)
    chosen(db, viewer, asked)
    found = base(viewer, asked, places_in(db, viewer, asked))
    query = f"{in_order(found, asked)} RETURN collect(n.id) AS ids"
    return _rows(db, viewer, asked, db.read(query, **found.params)[0]["ids"], language)


def _rows(db: Database, viewer: Viewer, filters: Filters, ids: list[str], language: str) -> Iterator[list[str]]:
    fields = [*COMMON] if len(filters.scope) != 1 else [*own_fields(SCHEMA.kinds[filters.scope[0]]).values()]
    labels = [*BEFORE, *(field.label for field in fields), *AFTER]
    yield [label.in_language(language) for label in labels]
    words = terms.added(db)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        for row in db.read(RECORDS, ids=batch, at=filters.at, **viewer.params()):
            yield [harmless(cell) for cell in _cells(row, fields, words, language)]


def _cells(row: Mapping[str, Any], fields: list[Field], words: terms.Terms, language: str) -> Iterator[str]:
    brief, properties = brief_of(row["record"]), row["properties"]
    yield from (brief.id, brief.kind_label.in_language(language))
    for field in fields:
        value = field_value(field, properties, words)
        number = value.given and field.type in ("number", "amount")
        yield str(value.value) if number else "" if value.state == "not_given" else value.text(language)
    yield from (_status(brief, language), _visibility(brief, language), str(row["links"]))
    yield from (properties.get("updated_at") or properties.get("created_at") or "", properties.get("reviewed_at") or "")
    yield brief.url


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def _status(brief: Brief, language: str) -> str:
    return brief.status_label.in_language(language) if brief.status_label else ""


def _visibility(brief: Brief, language: str) -> str:
    return SCHEMA.vocabularies["visibility"].terms[brief.visibility].in_language(language)
