"""Rows of a table of records, as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from graph.imports.checking import items
from graph.imports.drafts import Draft, Report
from graph.imports.tables.cells import Cell
from graph.imports.tables.duplicates import Duplicates
from graph.imports.tables.known import Known, evidence, outside_ref, own_ref
from graph.imports.tables.mapping import MAILLAGE, RECORD_TARGETS, TableMapping
from graph.imports.tables.plans import Plan, kinds_by_name, plan_of, territory_type
from graph.imports.tables.shapes import Row, Table
from graph.imports.tables.variants import Variants
from graph.imports.tables.words import kind_called
from graph.schema import SCHEMA
from graph.shaping import name_key

SEVERAL = "plusieurs fiches portent ce nom"
_TOTAL = re.compile(r"(?:sous )?total(?: general| \d[\d ]*)*")


class RecordRows:
    """A table of records with its mapping. Rows are read anew by each method."""

    def __init__(self, table: Table, mapping: TableMapping, report: Report) -> None:
        self.table, self.mapping, self.report = table, mapping, report
        self.plans = kinds_by_name(mapping)
        self.kind_column, self.id_column = mapping.column_of("kind"), mapping.column_of("id")
        self.special = [(column, target) for column, target in mapping.columns.items() if target in RECORD_TARGETS]
        self.outside = [(c, told[4:]) for c, told in mapping.columns.items() if told.startswith("ref:")]
        self.homonyms: set[str] = set()
        self.no_contact = not {"purpose", "origin"} <= {*mapping.columns.values(), *mapping.constants}

    def index(self, known: Known) -> None:
        """Tells `known` every id and name of the table."""
        telling = {column for column, target in self.mapping.columns.items() if target in ("id", "kind", "name")}
        for row in self.table.rows(only=telling):
            if plan := self.plan(row):
                id, key = self.identity(row, plan)
                known.add(plan.kind, id, own_ref(self.mapping.ids, plan.kind, id) if id else None, key)

    def drafts(self, known: Known, duplicates: Duplicates, variants: Variants) -> Iterator[Draft]:
        """A draft a record: the first row of each."""
        for row in self.table.rows(self.report):
            plan = self.plan(row)
            if plan is None:
                said = row.cells.get(self.kind_column or "", "")
                self.tell(row, self.kind_column, said, "type de fiche inconnu", "ligne non reprise")
            elif (refs := self.refs(row, plan, known)) and (draft := self.draft(row, plan, refs, duplicates, variants)):
                yield draft

    def draft(
        self, row: Row, plan: Plan, refs: tuple[str, ...], duplicates: Duplicates, variants: Variants
    ) -> Draft | None:
        """None, and a problem, when an earlier row is of the same record."""
        fields = plan.fields_in(row, variants, self.tell)
        contact = {name: fields.pop(name) for name in plan.apart & fields.keys()}
        told = {name: str(self.mapping.constants[name]) for name in RECORD_TARGETS & self.mapping.constants.keys()}
        told |= {target: str(row.cells[column]) for column, target in self.special if column in row.cells}
        own = f"{MAILLAGE}:{plan.kind.prefix}-"
        whole = (fields, contact, told)
        if not duplicates.first(refs[0], whole, row, plan.name_in(row)):
            return None
        more = [ref for ref in self.evidence(row, plan, fields) if duplicates.claim(ref, refs[0], row)]
        return Draft(
            plan.kind.name,
            tuple(dict.fromkeys([*refs, *more])),
            fields,
            row.where,
            slug=refs[0].removeprefix(own) if refs[0].startswith(own) else "",
            status=told.get("status"),
            history=_history(told.get("status_history", "")),
            visibility=told.get("visibility", "public"),
            group=told.get("group"),
            contact={} if self.no_contact else contact,
            says="some",
        )

    def plan(self, row: Row) -> Plan | None:
        """How to read the row: as the kind that its own cell says, else as the table's."""
        said = str(row.cells.get(self.kind_column, "")) if self.kind_column else ""
        said = said or self.mapping.kind or ""
        if said not in self.plans and (kind := SCHEMA.kinds.get(said) or kind_called(said)):
            self.plans[said] = plan_of(self.mapping, kind)
        return self.plans.get(said)

    def identity(self, row: Row, plan: Plan) -> tuple[str, str]:
        """(id, key of the name) as the cells say them, "" when they do not."""
        id = " ".join(str(row.cells.get(self.id_column, "")).split()) if self.id_column else ""
        key = name_key(plan.kind, plan.name_in(row))
        return id, "" if key.endswith("/") else key

    def name(self, row: Row) -> str:
        """What the row calls its record."""
        plan = self.plan(row)
        return plan.name_in(row) if plan else ""

    def own(self, row: Row, known: Known) -> str:
        """The ref that a link from this row uses; "" when the row names nobody."""
        plan = self.plan(row)
        id, key = self.identity(row, plan) if plan else ("", "")
        if plan and id:
            return own_ref(self.mapping.ids, plan.kind, id)
        return f"name:{key}" if key and not known.shared(key) and not _is_total(key) else ""

    def refs(self, row: Row, plan: Plan, known: Known) -> tuple[str, ...]:
        """The row's own ref, then the one by its name unless others bear it; none when it names nobody."""
        id, key = self.identity(row, plan)
        if id and self.mapping.ids == MAILLAGE and not id.startswith(f"{plan.kind.prefix}-"):
            reason = f"identifiant attendu : {plan.kind.prefix}-…, en minuscules et tirets"
            self.tell(row, self.id_column, id, reason, "ligne non reprise")
            return ()
        if not id and _is_total(key):
            self.tell(row, "name", plan.name_in(row), "ligne de total", "ligne non reprise")
            return ()
        if not id and not key:
            self.tell(row, "name", "", "ni nom ni identifiant", "ligne non reprise")
            return ()
        shared = bool(key) and known.shared(key)
        if shared and not id:
            self.tell(row, "name", plan.name_in(row), SEVERAL, "ligne non reprise : donnez un identifiant")
            return ()
        if shared and key not in self.homonyms:
            self.homonyms.add(key)
            self.tell(row, "name", plan.name_in(row), SEVERAL, "gardées à part, liens par ce nom refusés")
        own = (own_ref(self.mapping.ids, plan.kind, id),) if id else ()
        return (*own, f"name:{key}") if key and not shared else own

    def evidence(self, row: Row, plan: Plan, fields: dict[str, Any]) -> Iterator[str]:
        """Identifiers of elsewhere, from fields that amount to one and from their own columns."""
        yield from evidence(plan.kind, fields, territory_type(plan.kind, fields))
        for column, scheme in self.outside:
            if column in row.cells:
                ref, changed = outside_ref(scheme, row.cells[column])
                if changed:
                    self.tell(row, column, row.cells[column], "nombre là où un code est attendu", changed)
                yield ref

    def tell(self, row: Row, field: str | None, value: Cell, reason: str, action: str) -> None:
        """A problem of this row."""
        self.report.problem(row.file, field, value, reason, action, row.line or None)


def _is_total(key: str) -> bool:
    """Under the last row of many a spreadsheet: « Total : 12 »."""
    return _TOTAL.fullmatch(key.partition("/")[2]) is not None


def _history(text: str) -> tuple[tuple[str, str], ...]:
    """ "2021: idea | 2022-03: building" → (state, date)."""
    pairs = (entry.partition(":") for entry in items(text))
    return tuple((state.strip(), day.strip()) for day, _, state in pairs)
