"""What each table says, declared: its kind, its columns, its links. Kept as YAML, guessed or written by hand."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from graph.errors import Invalid
from graph.imports.tables.cells import Cell, Conventions

Content = Literal["records", "links"]
By = Literal["auto", "id", "name", "ref"]

# Where a column may go beside the fields of a kind or relation; `ref:<scheme>` too.
RECORD_TARGETS = frozenset({"id", "kind", "status", "status_history", "visibility", "group"})
LINK_TARGETS = frozenset({"from", "relation", "to"})
# `ids: maillage` says that the ids are addresses of records ("organisation-ademe").
MAILLAGE = "maillage"


@dataclass(frozen=True)
class End:
    """How a cell names a record: of which kind, by what, and whether one that nobody knows is created.
    `scheme` begins the identifiers when `by` is "ref" ("siren", "cog:commune")."""

    kind: str | None = None
    by: By = "auto"
    scheme: str | None = None
    create: bool = False


@dataclass(frozen=True)
class LinkRule:
    """A relation that each row of a table of records has with the record named in `column` (or always `value`).
    `inverse`: it goes from that record to the row's. `columns` (column → field) and `constants`
    give the relation's own fields."""

    relation: str
    column: str | None = None
    value: str | None = None
    end: End = End()
    inverse: bool = False
    columns: Dict[str, str] = field(default_factory=dict)
    constants: Dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Guess:
    """What a column seems to say, how surely (0 to 1), and some of its values. `target` is a field, a relation
    or None."""

    target: str | None
    confidence: float
    sample: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class TableMapping:
    """One table. `columns`: column → field, or one of RECORD_TARGETS (LINK_TARGETS for a table of links); several
    columns of one field are joined in the order written. `ids`: what the ids are, or the scheme of one's own."""

    file: str
    sheet: str | None = None
    header: int | None = None
    content: Content = "records"
    kind: str | None = None
    ids: str = MAILLAGE
    columns: Dict[str, str] = field(default_factory=dict)
    links: tuple[LinkRule, ...] = ()
    ends: Dict[str, End] = field(default_factory=dict)
    constants: Dict[str, Any] = field(default_factory=dict)
    conventions: Conventions = field(default_factory=Conventions)
    ignore: tuple[str, ...] = ()
    guesses: Dict[str, Guess] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        return f"{self.file} › {self.sheet}" if self.sheet else self.file

    def column_of(self, target: str) -> str | None:
        """The first column that goes there."""
        return next((column for column, told in self.columns.items() if told == target), None)

    def used(self) -> set[str]:
        """Every column that this mapping speaks of."""
        linked = {rule.column for rule in self.links if rule.column}
        return {*self.columns, *linked, *(c for rule in self.links for c in rule.columns), *self.ignore}


@dataclass(frozen=True)
class Mapping:
    """The tables of a file or folder."""

    tables: tuple[TableMapping, ...] = ()

    def of(self, file: str, sheet: str | None) -> TableMapping | None:
        """The mapping of a table; one that names no sheet is for the only one of its file."""
        fitting = [table for table in self.tables if table.file == file and table.sheet in (sheet, None)]
        return max(fitting, key=lambda table: table.sheet is not None, default=None)

    @staticmethod
    def from_yaml(text: str) -> Mapping:
        """From YAML; see docs/import-tables.md for its shape."""
        from graph.imports.tables.mapping_reader import mapping_in

        return mapping_in(text)

    def save(self, path: Path) -> None:
        """As YAML that `load_mapping` reads back the same."""
        path.write_text(self.to_yaml(), encoding="utf-8")

    def to_yaml(self) -> str:
        """Only what differs from the defaults, in the order one reads it."""
        return yaml.safe_dump(self.as_dict(), allow_unicode=True, sort_keys=False, width=120)

    def as_dict(self) -> dict[str, Any]:
        """As JSON and YAML hold it."""
        return {"tables": [_table(table) for table in self.tables]}


def load_mapping(path: Path) -> Mapping:
    """The mapping that a YAML file holds. Invalid when it cannot be read or understood."""
    try:
        return Mapping.from_yaml(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise Invalid({"mapping": f"« {path.name} » ne peut pas être lu (YAML en UTF-8 attendu)"}) from None


def _table(table: TableMapping) -> dict[str, Any]:
    told = {
        "file": table.file,
        "sheet": table.sheet,
        "header": table.header,
        "content": table.content if table.content == "links" else None,
        "kind": table.kind,
        "ids": table.ids if table.ids != MAILLAGE else None,
        "columns": dict(table.columns),
        "links": [_link(rule) for rule in table.links],
        "ends": {name: _end(end) for name, end in table.ends.items()},
        "constants": dict(table.constants),
        "decimal": table.conventions.decimal if table.conventions.decimal != "," else None,
        "dates": table.conventions.dates if table.conventions.dates != "day-first" else None,
        "ignore": list(table.ignore),
    }
    return _given(told)


def _link(rule: LinkRule) -> dict[str, Any]:
    told: dict[str, Any] = {"relation": rule.relation, "column": rule.column, "value": rule.value}
    told |= _end(rule.end) | {"inverse": rule.inverse or None}
    return _given(told | {"columns": dict(rule.columns), "constants": dict(rule.constants)})


def _end(end: End) -> dict[str, Any]:
    by = end.by if end.by != "auto" else None
    return _given({"kind": end.kind, "by": by, "scheme": end.scheme, "create": end.create or None})


def _given(told: Dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, [], {})}
