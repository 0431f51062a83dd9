"""Any table: CSV, TSV, XLSX, ODS or Markdown with front matter, by a mapping that is given or guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from graph.imports.drafts import Draft, DraftLink, Report
from graph.imports.tables import Mapping, Table, TableMapping, guess_mapping, open_tables, with_header
from graph.imports.tables.duplicates import Duplicates
from graph.imports.tables.known import Known
from graph.imports.tables.leftovers import tell_leftovers
from graph.imports.tables.links import LinkRows, RowLinks
from graph.imports.tables.records import RecordRows
from graph.imports.tables.variants import Variants

NOT_READ = "table non lue"


def read(path: Path, report: Report, mapping: Mapping | None = None) -> Iterator[Draft | DraftLink]:
    """All records first, then all links. Without a mapping, the guessed one is taken as it is."""
    tables = open_tables(path, report)
    return drafts_of(tables, mapping or guess_mapping(tables), report)


def drafts_of(tables: Sequence[Table], mapping: Mapping, report: Report) -> Iterator[Draft | DraftLink]:
    """The drafts and links of opened tables. Tables that the mapping leaves out are told."""
    known, duplicates, variants = Known(), Duplicates(report), Variants(report)
    chosen = list(_chosen(tables, mapping, report))
    records = [RecordRows(table, told, report) for table, told in chosen if told.content == "records"]
    if any(told.links or told.content == "links" or told.column_of("id") for _, told in chosen):
        for rows in records:
            rows.index(known)
    links: list[RowLinks | LinkRows] = [RowLinks(rows, known, report) for rows in records]
    links += [LinkRows(table, told, known, report) for table, told in chosen if told.content == "links"]
    made: set[str] = set()
    yield from chain.from_iterable(rows.drafts(known, duplicates, variants) for rows in records)
    yield from chain.from_iterable(each.unknown_ends(made) for each in links)
    yield from chain.from_iterable(each.links(duplicates) for each in links)


def _chosen(tables: Sequence[Table], mapping: Mapping, report: Report) -> Iterator[tuple[Table, TableMapping]]:
    """Each table that is read, with its mapping; why the others are not."""
    wanted = {told.name for told in mapping.tables}
    for table in tables:
        told = mapping.of(table.file, table.sheet)
        wanted -= {told.name} if told else set()
        if table.hidden and (told is None or told.sheet is None):
            report.problem(table.name, None, None, "feuille masquée", "non lue, sauf si la correspondance la nomme")
        elif told is None:
            report.problem(table.name, None, None, "la correspondance ne dit rien de cette table", NOT_READ)
        elif told.content == "records" and not told.kind and not told.column_of("kind"):
            report.problem(table.name, None, None, "type de fiche non reconnu", f"{NOT_READ} : indiquez `kind`")
        elif told.content == "records" and not {"name", "id"} & {*told.columns.values()}:
            report.problem(table.name, None, None, "aucune colonne ne donne de nom ni d'identifiant", NOT_READ)
        else:
            moved = told.header is not None and told.header != table.header
            headed = with_header(table, told.header or 1, report) if moved else table
            tell_leftovers(headed, told, report)
            yield headed, told
    for name in sorted(wanted):
        report.problem(name, None, None, "table absente des fichiers", "rien à lire ; vérifiez son nom")
