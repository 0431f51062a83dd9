"""Drafts checked against the schema: a run and its preview refuse the same values, in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.dates import partial_date
from graph.imports.drafts import Draft, DraftLink, Problem, Report
from graph.schema import SCHEMA, Field, Kind, Label
from graph.schema.live import of_schema
from graph.shaping import contact_fields, own_fields
from graph.values import State, parse

NOTHING = (None, "", *State)
LEFT_EMPTY = "champ laissé vide, le reste est repris"
VISIBILITY = Field("visibility", "term", Label("Visible par", "Visible to"), vocabulary="visibility")


def checked(draft: Draft, report: Report) -> Draft:
    """The draft with parsed values; each wrong one is taken out and told in the report."""
    kind = SCHEMA.kinds[draft.kind]
    place = _Place(draft.where, report)
    fields = _parsed(own_fields(kind), draft.fields, place)
    history = _history(kind, draft.history, place)
    status = _status(kind, draft.status, place)
    return draft._replace(
        fields=fields,
        history=history,
        status=status or (history[-1][0] if history else None),
        visibility=_visibility(draft.visibility, place),
        contact=_contact(kind, draft.contact, fields, place),
    )


def checked_link(link: DraftLink, report: Report) -> DraftLink:
    """The relation's fields parsed in the same way."""
    declared = {field.name: field for field in SCHEMA.relations[link.type].fields}
    return replace(link, fields=_parsed(declared, link.fields, _Place(link.where, report)))


def check(draft: Draft) -> list[Problem]:
    """What `checked` would take out of the draft, and what a new record would miss."""
    report = Report()
    place = _Place(draft.where, report)
    for field in missing(checked(draft, report)):
        place.problem(field.name, "", f"« {field.label} » est nécessaire", "fiche non créée tant que ce champ manque")
    return report.problems


def missing(draft: Draft) -> list[Field]:
    """The required fields that the draft does not give: without them it can update a record, not create one."""
    return [field for field in _required(draft.kind) if draft.fields.get(field.name) in NOTHING]


def new_terms(draft: Draft) -> Iterator[tuple[str, str, str]]:
    """(vocabulary, key, words as typed) of the raw draft's terms that an open vocabulary does not hold yet."""
    for field in _open_ended(draft.kind):
        vocabulary = SCHEMA.vocabularies[field.vocabulary or ""]
        for words in items(draft.fields.get(field.name)):
            key = _key(field, words)
            if key and key not in vocabulary.terms:
                yield vocabulary.name, key, words


def items(raw: object) -> list[str]:
    """A list typed in one cell (` | ` or lines) or given as such, in its parts."""
    if isinstance(raw, str):
        parts: Iterable[object] = re.split(r"[\n|]", raw)
    else:
        parts = raw if isinstance(raw, list | tuple) else ()
    return [text for part in parts if (text := str(part).strip())]


@of_schema
def _required(kind: str) -> tuple[Field, ...]:
    return tuple(field for field in SCHEMA.kinds[kind].own.values() if field.required)


@of_schema
def _open_ended(kind: str) -> tuple[Field, ...]:
    """The fields whose vocabulary takes new terms."""
    open = {vocabulary.name for vocabulary in SCHEMA.vocabularies.values() if vocabulary.open}
    return tuple(field for field in SCHEMA.kinds[kind].own.values() if field.vocabulary in open)


class _Place:
    """Where a draft comes from: "file:line" or "file"."""

    def __init__(self, where: str, report: Report) -> None:
        file, _, line = where.rpartition(":")
        numbered = bool(file) and line.isascii() and line.isdigit()
        self.file, self.line = (file if numbered else where), (int(line) if numbered else None)
        self.report = report

    def problem(self, field: str, value: object, reason: str, action: str = LEFT_EMPTY) -> None:
        self.report.problem(self.file, field, value, reason, action, self.line)


def _parsed(declared: Mapping[str, Field], raw: Mapping[str, Any], place: _Place) -> dict[str, Any]:
    out = {}
    for name, value in raw.items():
        if name not in declared:
            place.problem(name, value, "ce champ n'existe pas pour ce type de fiche ou de lien", "valeur non reprise")
            continue
        try:
            out[name] = parse(declared[name], value)
        except ValueError as error:
            place.problem(name, value, str(error))
    return out


def _key(field: Field, words: str) -> str | None:
    try:
        value = parse(field, words)
    except ValueError:
        return None
    kept = value[0] if isinstance(value, list) else value
    return kept if isinstance(kept, str) else None


def _status(kind: Kind, raw: str | None, place: _Place) -> str | None:
    if not raw:
        return None
    field = Field("status", "term", Label("État", "State"), vocabulary=kind.statuses)
    value = _parsed({field.name: field}, {field.name: raw}, place).get(field.name)
    return value if isinstance(value, str) else None


def _history(kind: Kind, raw: Iterable[tuple[str, str]], place: _Place) -> tuple[tuple[str, str], ...]:
    """Known states on readable dates, oldest first."""
    kept = []
    for state, day in raw:
        try:
            date = partial_date(day)
        except ValueError:
            place.problem("status_history", f"{day}: {state}", "date attendue : 2023, mars 2023 ou 12/03/2023")
            continue
        if known := _status(kind, state, place):
            kept.append((date.first, known, date.text))
    return tuple((state, text) for _, state, text in sorted(kept, key=lambda entry: entry[0]))


def _visibility(raw: str, place: _Place) -> str:
    """A word that is not known hides rather than shows."""
    if raw in SCHEMA.vocabularies["visibility"].terms:
        return raw
    try:
        value = parse(VISIBILITY, raw)
    except ValueError as error:
        place.problem("visibility", raw, str(error), "fiche rendue privée, à corriger")
        return "private"
    return value if isinstance(value, str) else "public"


def _contact(kind: Kind, raw: Mapping[str, Any], fields: Mapping[str, Any], place: _Place) -> dict[str, Any]:
    """E-mail and phone, only beside a stated purpose and origin; their values never enter the report."""
    if not any(raw.values()):
        return {}
    if not all(isinstance(fields.get(name), str) for name in ("purpose", "origin")):
        place.problem(
            ", ".join(raw), None, "coordonnées sans finalité ni origine indiquées (RGPD)", "coordonnées non reprises"
        )
        return {}
    own = Report()
    parsed = _parsed(contact_fields(kind), raw, _Place(place.file, own))
    for found in own.problems:
        place.problem(found.field or "", None, found.reason)
    return {name: value for name, value in parsed.items() if not isinstance(value, State)}
