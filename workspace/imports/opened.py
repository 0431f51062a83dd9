"""The tables of an upload, opened once: their first rows are kept beside it, so that matching columns is quick."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from graph.errors import Invalid
from graph.imports.drafts import Problem, Report
from graph.imports.tables import Mapping, Table, guess_mapping, open_tables, with_header
from graph.imports.tables.mapping import load_mapping
from graph.imports.tables.shapes import RawRow
from workspace.uploads import Upload, write

ROWS = 150
MAPPINGS = (".yml", ".yaml")
FACTS = ("file", "sheet", "header", "columns", "positions", "hidden", "kind", "encoding", "separator")


@dataclass(frozen=True)
class Opened:
    """Tables that hold their first rows only, and what could not be read."""

    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]

    def headed(self, mapping: Mapping) -> list[Table]:
        """The tables with their columns named on the lines that the mapping says."""
        return [_headed(table, mapping) for table in self.tables]


def open_upload(upload: Upload) -> Opened:
    """Opens the files, and keeps their first rows and a first mapping: the one dropped with them, else a guess."""
    report = Report()
    tables = open_tables(upload.path, report)
    _tell_silent(upload, tables, report)
    heads = [{**_facts(table), "raw": _first(table)} for table in tables]
    first = [_table(head) for head in heads]
    mapping = _dropped(upload, first, report) or sourced(guess_mapping(first))
    told = {"tables": heads, "problems": [asdict(problem) for problem in report.problems]}
    write(upload.folder / "tables.json", json.dumps(told, ensure_ascii=False))
    write(upload.mapping, mapping.to_yaml())
    return Opened(tuple(first), tuple(report.problems))


def reopen(upload: Upload) -> Opened:
    """What `open_upload` kept."""
    told = json.loads((upload.folder / "tables.json").read_text(encoding="utf-8"))
    return Opened(tuple(map(_table, told["tables"])), tuple(Problem(**problem) for problem in told["problems"]))


def sourced(mapping: Mapping) -> Mapping:
    """The mapping with each link told to come from its file: a link without a source is worth little."""
    return Mapping(tuple(
        replace(
            table,
            links=tuple(replace(rule, constants={"source": table.file} | dict(rule.constants)) for rule in table.links),
            constants=({"source": table.file} if table.content == "links" else {}) | dict(table.constants),
        )
        for table in mapping.tables
    ))  # fmt: skip


def _tell_silent(upload: Upload, tables: Sequence[Table], report: Report) -> None:
    """A folder's README is not read as a table; here somebody dropped it on purpose."""
    spoken = {table.file for table in tables} | {problem.file.partition(" › ")[0] for problem in report.problems}
    for name in upload.files:
        if name not in spoken and not name.lower().endswith(MAPPINGS):
            report.problem(name, None, None, "nom réservé à la documentation", "non lu : renommez le fichier")


def _facts(table: Table) -> dict[str, Any]:
    return {name: getattr(table, name) for name in FACTS} | {"files": table.files[:ROWS]}


def _first(table: Table) -> list[RawRow]:
    with closing(table.raw(Report())) as rows:
        return list(islice(rows, ROWS))


def _table(told: dict[str, Any]) -> Table:
    rows = [(line, cells) for line, cells in told["raw"]]
    facts = {name: value for name, value in told.items() if name != "raw"}
    sequences = {name: tuple(told[name]) for name in ("columns", "positions", "files")}
    return Table(raw=partial(_again, rows), **{**facts, **sequences})


def _again(rows: Sequence[RawRow], _report: Report) -> Generator[RawRow, None, None]:
    yield from rows


def _headed(table: Table, mapping: Mapping) -> Table:
    told = mapping.of(table.file, table.sheet)
    if told is None or not told.header or told.header == table.header:
        return table
    try:
        return with_header(table, told.header, Report())
    except Invalid:
        return table


def _dropped(upload: Upload, tables: Sequence[Table], report: Report) -> Mapping | None:
    """The mapping in a YAML file dropped with the tables; its file names may be those of last month."""
    name = next((name for name in upload.files if name.lower().endswith(MAPPINGS)), None)
    if name is None:
        return None
    try:
        known = load_mapping(upload.folder / "fichiers" / name)
    except Invalid as error:
        report.problem(name, None, None, "; ".join(error.fields.values()), "correspondance devinée à la place")
        return None
    found = (_fitting(table, known) for table in tables if not table.hidden)
    return Mapping(tuple(told for told in found if told))


def _fitting(table: Table, known: Mapping) -> Any:
    told = known.of(table.file, table.sheet)
    if told is None:
        told = next((each for each in known.tables if each.used() - set(each.ignore) <= set(table.columns)), None)
    return replace(told, file=table.file, sheet=table.sheet, guesses={}) if told else None
