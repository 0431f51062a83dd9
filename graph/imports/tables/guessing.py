"""A mapping guessed from names of files, heads of columns and values; a person confirms it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from graph.folding import fold
from graph.imports.tables.cells import Cell
from graph.imports.tables.linking import guess_links, with_fields
from graph.imports.tables.mapping import MAILLAGE, End, Guess, Mapping, TableMapping
from graph.imports.tables.shapes import Row, Table
from graph.imports.tables.words import (
    BODY_HEADS,
    FROM_WORDS,
    RELATION_WORDS,
    TO_WORDS,
    kind_called,
    name_of_kind,
    record_words,
    relation_words,
)
from graph.schema import SCHEMA, Kind

SAMPLE = 5
# A guess from the values alone.
BY_VALUES = 0.6
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_CODE = re.compile(r"[A-Za-z]{0,8}[-_.]?\d+")
OUTSIDE = re.compile(r"ref:[a-z][a-z0-9:-]+")  # said as in a mapping: ref:rna, ref:datagouv:dataset
PATTERNS: dict[str, Callable[[str], bool]] = {
    "email": lambda text: _EMAIL.fullmatch(text) is not None,
    "siren": lambda text: len(digits := re.sub(r"[\s.]", "", text)) == 9 and _luhn(digits),
    "siret": lambda text: len(digits := re.sub(r"[\s.]", "", text)) == 14 and _luhn(digits),
}


def guess_mapping(tables: Sequence[Table]) -> Mapping:
    """What each visible table seems to say. A table whose kind cannot be told has none: somebody must say it."""
    return Mapping(tuple(guess_table(table) for table in tables if not table.hidden))


def guess_table(table: Table, kind: Kind | None = None) -> TableMapping:
    """One table; with `kind` given, only its columns are guessed."""
    sample = table.sample()
    base = TableMapping(table.file, table.sheet, table.header or None)
    if kind is None and (ends := _ends(table)):
        return _links(base, table, ends, sample)
    kind = kind or _kind(table)
    return _records(base, table, kind, sample)


def _ends(table: Table) -> dict[str, str]:
    """Column → from, to, relation when this is a table of links."""
    flat = {fold(column): column for column in reversed(table.columns)}
    found: dict[str, str] = {}
    for target, words in (("from", FROM_WORDS), ("to", TO_WORDS), ("relation", RELATION_WORDS)):
        column = next((flat[word] for word in words if word in flat and flat[word] not in found), None)
        if column:
            found[column] = target
    told = set(found.values())
    if {"nom", "name", "titre", "title", "intitule"} & set(flat):
        return {}
    called = fold(PurePosixPath(table.sheet or table.file).stem) in ("liens", "relations", "links")
    return found if {"from", "to"} <= told and ("relation" in told or called) else {}


def _links(base: TableMapping, table: Table, ends: dict[str, str], sample: list[Row]) -> TableMapping:
    columns, guesses = dict(ends), {}
    words = relation_words()
    for column in table.columns:
        target, confidence = (ends[column], 1.0) if column in ends else words.get(fold(column), (None, 0.0))
        if target and column not in columns and target not in columns.values():
            columns[column] = target
        told = columns.get(column)
        guesses[column] = Guess(told, confidence if told else 0.0, _values(sample, column))
    return replace(base, content="links", columns=columns, ends={"from": End(), "to": End()}, guesses=guesses)


def _kind(table: Table) -> Kind | None:
    """Told by the file itself, by the sheet's or file's name, else by the heads."""
    if table.kind:
        return SCHEMA.kinds[table.kind]
    heads = {fold(column) for column in table.columns}
    if "kind" in heads or "type de fiche" in heads:
        return None
    if "prenom" in heads:
        return SCHEMA.kinds["Person"]
    path = PurePosixPath(table.file)
    named = [kind_called(name) for name in (table.sheet, path.stem, path.parent.name) if name]
    headed = [*map(name_of_kind, table.columns), kind_called(table.columns[0])]
    if BODY_HEADS & heads:
        headed.append(SCHEMA.kinds["Organisation"])
    # Members and contacts may be persons or bodies: the heads know better than the file's name.
    told = [*headed, *named] if SCHEMA.kinds["Person"] in named else [*named, *headed]
    return next((kind for kind in told if kind), None)


def _records(base: TableMapping, table: Table, kind: Kind | None, sample: list[Row]) -> TableMapping:
    guesses: dict[str, Guess] = {}
    columns: dict[str, str] = {}
    for column in _in_order(table.columns, kind):
        values = _values(sample, column, len(sample))
        target, confidence = _target(column, kind, values, set(columns.values()))
        if target:
            columns[column] = target
        guesses[column] = Guess(target, confidence, values[:SAMPLE])
    left = [column for column in table.columns if column not in columns]
    links = with_fields(guess_links(kind, left), left) if kind else ()
    for rule in links:
        for column, target in {rule.column or "": rule.relation, **rule.columns}.items():
            if column:
                guesses[column] = Guess(target, 0.8, _values(sample, column))
    hide = kind is not None and kind.name == "Person" and "visibility" not in columns.values()
    return replace(
        base,
        kind=kind.name if kind else None,
        ids=_ids(table, kind, columns, sample),
        # A first name comes before the name that it is joined to.
        columns={c: columns[c] for c in sorted(table.columns, key=lambda c: fold(c) != "prenom") if c in columns},
        links=links,
        constants={"visibility": "private"} if hide else {},
        guesses={column: guesses[column] for column in table.columns},
    )


def _in_order(columns: Sequence[str], kind: Kind | None) -> list[str]:
    """Surest heads first: of two columns for one field, they win."""
    words = record_words(kind)
    return sorted(columns, key=lambda column: -words.get(fold(column), ("", 0.0))[1])


def _target(column: str, kind: Kind | None, values: Sequence[Cell], taken: set[str]) -> tuple[str | None, float]:
    flat = fold(column)
    if kind and OUTSIDE.fullmatch(column):
        return column, 1.0
    if kind and kind.name == "Person" and flat in ("prenom", "nom", "nom de famille"):
        return "name", 0.9
    told = [record_words(kind).get(flat, ("", 0.0))]
    if kind and kind in (name_of_kind(column), kind_called(column)) and not _are_codes(values):
        told.append(("name", 0.8))
    told.append(_by_values(kind, values))
    return next(((target, sure) for target, sure in told if target and target not in taken), (None, 0.0))


def _by_values(kind: Kind | None, values: Sequence[Cell]) -> tuple[str, float]:
    """E-mail addresses and SIREN numbers tell themselves."""
    texts = [str(value) for value in values]
    for name, fits in PATTERNS.items():
        if kind and kind.field(name) and len(texts) > 1 and sum(map(fits, texts)) * 5 >= len(texts) * 4:
            return name, BY_VALUES
    return "", 0.0


def _ids(table: Table, kind: Kind | None, columns: dict[str, str], sample: list[Row]) -> str:
    """Addresses of records if they all look so, else ids of this source."""
    column = next((c for c, target in columns.items() if target == "id"), None)
    values = [str(row.cells[column]) for row in sample if column in row.cells] if column else []
    told = [SCHEMA.kind_of_id(value) for value in values]
    if all(found is not None and (kind is None or found is kind) for found in told):
        return MAILLAGE
    return f"table-{fold(PurePosixPath(table.file).stem).replace(' ', '-')}"


def _values(sample: Sequence[Row], column: str, size: int = SAMPLE) -> tuple[Cell, ...]:
    return tuple([row.cells[column] for row in sample if column in row.cells][:size])


def _are_codes(values: Sequence[Cell]) -> bool:
    """Identifiers rather than names: "pf-0001", 12."""
    return bool(values) and all(_CODE.fullmatch(str(value)) for value in values)


def _luhn(digits: str) -> bool:
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 * (n > 9) for n in doubled) % 10 == 0
