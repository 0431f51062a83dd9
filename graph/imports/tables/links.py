"""Links of rows: the columns of a record that name others, and the rows of a table of links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from graph.folding import fold
from graph.imports.drafts import Draft, DraftLink, Report, Said
from graph.imports.tables.cells import Cell, Conventions, convert
from graph.imports.tables.duplicates import Duplicates
from graph.imports.tables.known import Known, kinds_of_ref, name_ref
from graph.imports.tables.linking import Told, sentences
from graph.imports.tables.mapping import LINK_TARGETS, End, LinkRule, TableMapping
from graph.imports.tables.plans import NOT_A_NUMBER
from graph.imports.tables.records import RecordRows
from graph.imports.tables.shapes import Row, Table
from graph.schema import SCHEMA, Relation
from graph.shaping import name_key

NOT_MADE = "lien non créé"
_BETWEEN = re.compile(r"\s*[|\n;]\s*")


class RowLinks:
    """The links that the rows of a table of records tell, by its link rules."""

    def __init__(self, rows: RecordRows, known: Known, report: Report) -> None:
        self.rows, self.known, self.report = rows, known, report

    def links(self, duplicates: Duplicates) -> Iterator[DraftLink]:
        """Every link of every row; ends that cannot be told are told as problems."""
        if not self.rows.mapping.links:
            return
        for row in self.rows.table.rows():
            own = self.rows.own(row, self.known)
            for rule in self.rows.mapping.links if own else ():
                for cell in self._cells(rule, row):
                    if (link := self._link(rule, own, cell, row)) and duplicates.first_link(link):
                        yield link

    def unknown_ends(self, made: set[str]) -> Iterator[Draft]:
        """The records that links name and nobody else does, where the mapping lets them be created."""
        rules = [rule for rule in self.rows.mapping.links if rule.end.create]
        for row in self.rows.table.rows() if rules else ():
            for rule in rules:
                for cell in self._cells(rule, row):
                    ref, _ = self.known.find(cell, rule.end, _ends(rule)[1])
                    yield from _named(rule.end, cell, ref, self.rows.mapping, row, made)

    def _cells(self, rule: LinkRule, row: Row) -> list[Cell]:
        cell = row.cells.get(rule.column, "") if rule.column else (rule.value or "")
        if not isinstance(cell, str) or self._is_one(cell, rule):
            return [cell]
        return [part for part in _BETWEEN.split(cell) if fold(part)]

    def _is_one(self, cell: str, rule: LinkRule) -> bool:
        """« Eau ; énergie » may be the name of one record."""
        keys = (name_key(SCHEMA.kinds[kind], cell) for kind in _ends(rule)[1])
        return any(key in self.known.by_name for key in keys)

    def _link(self, rule: LinkRule, own: str, cell: Cell, row: Row) -> DraftLink | None:
        ref, why = self.known.find(cell, rule.end, _ends(rule)[1])
        if not ref:
            self.report.problem(row.file, rule.column, cell, why, NOT_MADE, row.line or None)
            return None
        source, target = (ref, own) if rule.inverse else (own, ref)
        relation = SCHEMA.relations[rule.relation]
        fields = _fields(relation, rule.columns, rule.constants, row, self.rows.mapping.conventions, self.report)
        there, here = Said(str(cell), rule.column or ""), Said(self.rows.name(row))
        return DraftLink(
            rule.relation, source, target, fields, row.where, (there, here) if rule.inverse else (here, there)
        )


class LinkRows:
    """A table whose rows are links."""

    def __init__(self, table: Table, mapping: TableMapping, known: Known, report: Report) -> None:
        self.table, self.mapping, self.known, self.report = table, mapping, known, report
        self.ends = {side: mapping.ends.get(side, End()) for side in ("from", "to")}

    def links(self, duplicates: Duplicates) -> Iterator[DraftLink]:
        """One link a row; a row that cannot be read as one is told."""
        for row in self.table.rows(self.report):
            if (link := self._link(row)) and duplicates.first_link(link):
                yield link

    def unknown_ends(self, made: set[str]) -> Iterator[Draft]:
        """The records that only links name, where the mapping lets them be created."""
        sides = [side for side, end in self.ends.items() if end.create]
        for row in self.table.rows() if sides else ():
            for side in sides:
                if (cell := self._cell(row, side)) != "":
                    ref, _ = self.known.find(cell, self.ends[side], ())
                    yield from _named(self.ends[side], cell, ref, self.mapping, row, made)

    def _cell(self, row: Row, target: str) -> Cell:
        said = row.cells.get(self.mapping.column_of(target) or "", "")
        return said if said != "" else str(self.mapping.constants.get(target, ""))

    def _link(self, row: Row) -> DraftLink | None:
        words = self._cell(row, "relation")
        told = sentences().get(fold(str(words)), ())
        if not told:
            self._not_made(row, "relation", words, "relation inconnue" if words else "la relation manque")
            return None
        source, target = self._end(row, "from", told), self._end(row, "to", told)
        if not source or not target:
            return None
        fitting = [each for each in told if _fits(each, source, target)]
        if len(fitting) != 1:
            why = "relation impossible entre ces fiches" if not fitting else "plusieurs relations se disent ainsi"
            self._not_made(row, "relation", words, why)
            return None
        return self._made(row, fitting[0], source, target)

    def _end(self, row: Row, side: str, told: Iterable[Told]) -> str:
        cell = self._cell(row, side)
        ref, why = self.known.find(cell, self.ends[side], _allowed(told, side))
        if not ref:
            self._not_made(row, side, cell, why if cell != "" else "ce bout du lien manque")
        return ref

    def _made(self, row: Row, told: Told, source: str, target: str) -> DraftLink:
        relation = SCHEMA.relations[told.type]
        columns = {column: name for column, name in self.mapping.columns.items() if name not in LINK_TARGETS}
        constants = {name: value for name, value in self.mapping.constants.items() if name not in LINK_TARGETS}
        fields = _fields(relation, columns, constants, row, self.mapping.conventions, self.report)
        if relation.told_by and told.term:
            fields.setdefault(relation.told_by, told.term)
        ends = (target, source) if told.inverse else (source, target)
        here, there = (Said(str(self._cell(row, side)), self.mapping.column_of(side) or "") for side in ("from", "to"))
        return DraftLink(told.type, *ends, fields, row.where, (there, here) if told.inverse else (here, there))

    def _not_made(self, row: Row, target: str, value: Cell, why: str) -> None:
        field = self.mapping.column_of(target) or target
        self.report.problem(row.file, field, value, why, NOT_MADE, row.line or None)


def _named(end: End, cell: Cell, ref: str, mapping: TableMapping, row: Row, made: set[str]) -> Iterator[Draft]:
    """A draft of its name only, once a name."""
    kind = SCHEMA.kinds[end.kind] if end.kind else None
    if kind and ref == name_ref(kind, str(cell)) and ref not in made:
        made.add(ref)
        told = mapping.constants.get("visibility") if mapping.kind != "Person" else None
        name = " ".join(str(cell).split())
        yield Draft(kind.name, (ref,), {"name": name}, row.where, visibility=str(told or "public"), says="name")


def _ends(rule: LinkRule) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds that may stand at the row's side and at the other."""
    relation = SCHEMA.relations[rule.relation]
    both = relation.sources | relation.targets if relation.symmetric else None
    sides = (both or relation.sources, both or relation.targets)
    return (sides[1], sides[0]) if rule.inverse else sides


def _allowed(told: Iterable[Told], side: str) -> frozenset[str]:
    kinds: frozenset[str] = frozenset()
    for each in told:
        relation = SCHEMA.relations[each.type]
        straight = (side == "from") != each.inverse
        kinds |= relation.sources if straight else relation.targets
        kinds |= relation.sources | relation.targets if relation.symmetric else frozenset()
    return kinds


def _fits(told: Told, source: str, target: str) -> bool:
    """May the relation go between these refs, as far as they tell their kinds?"""
    ends = (target, source) if told.inverse else (source, target)
    return _allowed_between(told.type, *map(kinds_of_ref, ends))


@lru_cache(maxsize=4096)
def _allowed_between(type: str, sources: frozenset[str], targets: frozenset[str]) -> bool:
    every = frozenset(SCHEMA.kinds)
    return any(SCHEMA.allows(type, one, other) for one in sources or every for other in targets or every)


def _fields(
    relation: Relation, columns: Mapping[str, str], constants: Mapping[str, Any], row: Row, conventions: Conventions,
    report: Report,
) -> dict[str, Any]:  # fmt: skip
    """The relation's own fields; one that it does not have is left for `checked_link` to tell."""
    declared = {field.name: field for field in relation.fields}
    fields = {name: value for name, value in constants.items() if name in declared}
    for column, name in columns.items():
        if (cell := row.cells.get(column, "")) != "":
            value, changed = convert(declared[name], cell, conventions) if name in declared else (cell, "")
            if changed:
                report.problem(row.file, column, cell, NOT_A_NUMBER, changed, row.line or None)
            fields |= {} if value is None else {name: value}
    return fields
