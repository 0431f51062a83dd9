"""From a file or folder to its tables; whatever cannot be read is told, and does not stop the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from graph.errors import Invalid
from graph.imports.drafts import Report
from graph.imports.tables import sheets, texts
from graph.imports.tables.archives import check_archive
from graph.imports.tables.headers import columns_of, find_header
from graph.imports.tables.limits import MAX_FILE, MAX_FILES, Refused
from graph.imports.tables.markdown import page_tables
from graph.imports.tables.shapes import RawRow, RawRows, Table

TEXTS = frozenset({".csv", ".tsv"})
ARCHIVES = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
WORKBOOKS = ARCHIVES | {".xls"}
PAGES = frozenset({".md"})
READ = TEXTS | WORKBOOKS | PAGES
MAPPINGS = frozenset({".yml", ".yaml"})
ABOUT_THE_FOLDER = ("readme", "licence", "license", ".")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHERS = {b"PK\x03\x04": "un classeur ou une archive", b"%PDF": "un PDF", OLD_OFFICE: "un ancien fichier Office"}
HEAD = 40


def open_tables(path: Path, report: Report) -> list[Table]:
    """The tables of a CSV, TSV, XLSX or ODS file, or of a folder of them and of Markdown files."""
    if not path.exists():
        raise Invalid({"path": f"« {path.name} » n'existe pas"})
    root = path if path.is_dir() else path.parent
    found = list(_files(path, report)) if path.is_dir() else [path]
    tables: list[Table] = []
    for each in found:
        if each.suffix.lower() not in PAGES:
            tables += _opened(each, each.relative_to(root).as_posix(), report)
    pages = [(each, each.relative_to(root).as_posix()) for each in found if each.suffix.lower() in PAGES]
    return [*tables, *page_tables(pages, report)]


def with_header(table: Table, line: int, report: Report) -> Table:
    """The table with its column names read on another line than the one found."""
    head = _head(table.raw)
    cells = next((cells for at, cells in head if at == line), None)
    if cells is None:
        raise Invalid({"header": f"{table.name} : la ligne {line} est vide ou trop loin"})
    columns = columns_of(cells, head, table.name, line, report)
    return table.at(line, list(columns), list(columns.values()))


def _files(folder: Path, report: Report) -> Iterator[Path]:
    """Ordinary files below the folder; links are not followed, wherever they lead."""
    count = 0
    for top, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(names)]:
            path = Path(top, name)
            if path.is_symlink():
                _told(path, folder, report, "lien symbolique", "non suivi : copiez le fichier lui-même")
            elif name in names and _wanted(path, folder, report):
                count += 1
                if count > MAX_FILES:
                    _told(path, folder, report, f"plus de {MAX_FILES} fichiers", "la suite n'est pas lue")
                    return
                yield path


def _wanted(path: Path, folder: Path, report: Report) -> bool:
    suffix, name = path.suffix.lower(), path.name.lower()
    if name.startswith(ABOUT_THE_FOLDER) or suffix in MAPPINGS:
        return False
    if not path.is_file() or suffix not in READ:
        _told(path, folder, report, "ce n'est pas une table", "non lu (CSV, TSV, XLSX, ODS ou Markdown attendus)")
        return False
    return True


def _told(path: Path, folder: Path, report: Report, reason: str, action: str) -> None:
    report.problem(path.relative_to(folder).as_posix(), None, None, reason, action)


def _opened(path: Path, file: str, report: Report) -> list[Table]:
    try:
        _check_content(path)
        return _text(path, file, report) if path.suffix.lower() in TEXTS else _workbook(path, file, report)
    except Refused as refused:
        report.problem(file, None, None, refused.reason, refused.action, refused.line)
    except OSError as error:
        report.problem(file, None, None, f"fichier illisible : {error.strerror}", "non lu")
    return []


def _check_content(path: Path) -> None:
    """A file that is not what its name says is refused, with its true nature."""
    suffix = path.suffix.lower()
    if suffix not in TEXTS | WORKBOOKS or not path.is_file():
        raise Refused(f"extension « {suffix} » inconnue", "non lu : CSV, TSV, XLSX ou ODS attendus")
    if path.stat().st_size > MAX_FILE:
        raise Refused(f"fichier de plus de {MAX_FILE // 1_000_000} Mo", "non lu : coupez-le en plusieurs")
    with path.open("rb") as stream:
        start = stream.read(8)
    if not start:
        raise Refused("fichier vide", "non lu")
    if suffix in ARCHIVES and start.startswith(OLD_OFFICE):
        reason = "classeur protégé par un mot de passe, ou ancien .xls renommé"
        raise Refused(reason, "enregistrez-le en .xlsx sans mot de passe")
    truth = next((what for mark, what in OTHERS.items() if start.startswith(mark)), "du texte")
    expected = {".xls": OTHERS[OLD_OFFICE]} | dict.fromkeys(ARCHIVES, OTHERS[b"PK\x03\x04"])
    if truth != expected.get(suffix, "du texte"):
        raise Refused(f"malgré son extension « {suffix} », c'est {truth}", "non lu : donnez-lui sa vraie extension")


def _text(path: Path, file: str, report: Report) -> list[Table]:
    encoding = texts.encoding_of(path)
    separator = texts.separator_of(path, encoding)
    raw = partial(texts.records, path, file, encoding, separator)
    table = _headed(file, None, raw, _head(raw), report)
    return [replace(table, encoding=encoding, separator=separator)]


def _workbook(path: Path, file: str, report: Report) -> list[Table]:
    if path.suffix.lower() in ARCHIVES:
        check_archive(path, file, report)
    tables = []
    for head in sheets.heads(path):
        name = f"{file} › {head.sheet}"
        try:
            if head.refused:
                raise head.refused
            if head.rows:
                raw = partial(sheets.held, head.rows) if head.whole else partial(sheets.records, path, head.sheet)
                table = _headed(file, head.sheet, raw, head.rows[:HEAD], report)
                tables.append(replace(table, hidden=head.hidden))
        except Refused as refused:
            report.problem(name, None, None, refused.reason, refused.action, refused.line)
    return tables


def _headed(file: str, sheet: str | None, raw: RawRows, head: list[RawRow], report: Report) -> Table:
    table = Table(file, sheet, find_header(head), (), (), raw)
    cells = next(cells for line, cells in head if line == table.header)
    columns = columns_of(cells, head, table.name, table.header, report)
    return table.at(table.header, list(columns), list(columns.values()))


def _head(raw: RawRows) -> list[RawRow]:
    with closing(raw(Report())) as rows:
        return list(islice(rows, HEAD))
