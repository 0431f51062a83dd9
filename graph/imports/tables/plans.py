"""What to read in each row for a kind of record: worked out once a table, not once a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graph.imports.tables.cells import CODE_LENGTHS, Conventions, convert
from graph.imports.tables.mapping import RECORD_TARGETS, TableMapping
from graph.imports.tables.shapes import Row
from graph.imports.tables.variants import Variants
from graph.schema import SCHEMA, Field, Kind
from graph.shaping import contact_fields
from graph.values import State, parse

JOINED = {"text": " ", "markdown": "\n\n", "lines": " | ", "terms": " | "}
NOT_A_NUMBER = "nombre là où un texte ou une date est attendu"
Tell = Callable[[Row, str | None, Any, str, str], None]


@dataclass(frozen=True)
class FieldPlan:
    """A field with the columns that tell it, and what it is when they do not."""

    field: Field
    columns: tuple[str, ...]
    constant: Any

    def value(self, row: Row, conventions: Conventions, code_of: str = "", tell: Tell | None = None) -> Any:
        """What the columns say together; None when they say nothing."""
        values = []
        for column in self.columns:
            if column in row.cells:
                cell = row.cells[column]
                value, changed = convert(self.field, cell, conventions, code_of)
                if changed and tell:
                    # Coordinates of persons stay out of reports.
                    hidden = self.field.visibility is not None
                    tell(row, column, "" if hidden else cell, NOT_A_NUMBER, "corrigé" if hidden else changed)
                if value is not None:
                    values.append(value)
        return self._joined(values) if values else self.constant

    def _joined(self, values: list[Any]) -> Any:
        if len(values) == 1:
            return values[0]
        texts = [value for value in values if isinstance(value, str)]
        return JOINED.get(self.field.type, " ").join(texts) if texts else values[0]


@dataclass(frozen=True)
class Plan:
    """The fields of a kind that a table tells. A territory's type comes first: it says how long its code is.
    `foreign` columns are for fields of other kinds."""

    kind: Kind
    name: FieldPlan
    fields: tuple[FieldPlan, ...]
    apart: frozenset[str]
    foreign: tuple[str, ...]
    conventions: Conventions

    def name_in(self, row: Row) -> str:
        return str(self.name.value(row, self.conventions) or "")

    def fields_in(self, row: Row, variants: Variants, tell: Tell) -> dict[str, Any]:
        """Raw values by field. An empty cell says nothing: what the record holds stays."""
        fields: dict[str, Any] = {}
        for column in self.foreign:
            if column in row.cells:
                tell(row, column, row.cells[column], f"ce champ n'existe pas pour : {self.kind.label}", "non repris")
        for plan in self.fields:
            code_of = territory_type(self.kind, fields) if plan.field.name == "code" else ""
            value = plan.value(row, self.conventions, code_of, tell)
            if value is not None:
                fields[plan.field.name] = variants.kept(plan.field, value, row)
        return fields


def plan_of(mapping: TableMapping, kind: Kind) -> Plan:
    """The plan of a table for one kind."""
    columns: dict[str, list[str]] = {"name": []}
    for column, target in mapping.columns.items():
        columns.setdefault(target, []).append(column)
    columns |= {name: [] for name in mapping.constants if name not in columns}
    plans = {
        name: FieldPlan(field, tuple(told), mapping.constants.get(name))
        for name, told in columns.items()
        if (field := kind.field(name))
    }
    other = (name for name in columns if name not in plans and name not in RECORD_TARGETS and name[:4] != "ref:")
    foreign = tuple(column for name in other for column in columns[name])
    ordered = sorted(plans.values(), key=lambda plan: plan.field.name != "type")
    return Plan(kind, plans["name"], tuple(ordered), frozenset(contact_fields(kind)), foreign, mapping.conventions)


def territory_type(kind: Kind, fields: dict[str, Any]) -> str:
    """What sort of territory a row says that it is; "" when the codes of this sort have no known length."""
    field = kind.field("type") if kind.name == "Territory" else None
    if field is None or isinstance(fields.get("type", State.NOT_GIVEN), State):
        return ""
    try:
        key = parse(field, fields["type"])
    except ValueError:
        return ""
    return key if isinstance(key, str) and key in CODE_LENGTHS else ""


def kinds_by_name(mapping: TableMapping) -> dict[str, Plan]:
    """The plan of the mapping's own kind, by its name; a column `kind` adds others as they come."""
    return {mapping.kind: plan_of(mapping, SCHEMA.kinds[mapping.kind])} if mapping.kind else {}
