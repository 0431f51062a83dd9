"""Tables from outside: opened safely, their columns matched with the schema."""

from __future__ import annotations

from graph.imports.tables.guessing import guess_mapping, guess_table
from graph.imports.tables.mapping import End, Guess, LinkRule, Mapping, TableMapping
from graph.imports.tables.opening import open_tables, with_header
from graph.imports.tables.shapes import Row, Table

__all__ = [
    "End", "Guess", "LinkRule", "Mapping", "Row", "Table", "TableMapping", "guess_mapping", "guess_table",
    "open_tables", "with_header",
]  # fmt: skip
