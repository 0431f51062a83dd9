"""Markdown files with YAML front matter: each is a row of the table of its kind."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.folding import slug
from graph.imports.drafts import Report
from graph.imports.frontmatter import Malformed, load, split
from graph.imports.tables.cells import clean
from graph.imports.tables.limits import MAX_LINE, Refused
from graph.imports.tables.shapes import RawRow, Table
from graph.imports.tables.texts import encoding_of
from graph.imports.tables.words import kind_called
from graph.schema import SCHEMA, Kind


@dataclass(frozen=True)
class Page:
    """A Markdown file: its kind and its cells by column."""

    file: str
    kind: Kind
    cells: dict[str, str]


def read_page(path: Path, file: str, report: Report) -> Page:
    """Front matter and body. Refused when there is no front matter, or no kind."""
    front, body = _parts(path)
    front = {key: _cell(value) for key, value in front.items()}
    kind = kind_called(front.pop("kind", "")) or SCHEMA.kind_at(path.parent.name)
    if kind is None:
        raise Refused(
            "type de fiche inconnu",
            "fichier non lu : écrivez `kind:` dans l'en-tête, ou rangez-le dans un dossier comme « notes »",
        )
    own = slug(path.stem)
    front.setdefault("id", own if own.startswith(kind.prefix + "-") else f"{kind.prefix}-{own}")
    column = "text" if kind.field("text") else "description"
    if body.strip() and front.get(column):
        report.problem(file, column, body, "donné dans l'en-tête et dans le corps", "corps non repris")
    elif body.strip():
        front[column] = body.strip()
    return Page(file, kind, front)


def page_tables(paths: Sequence[tuple[Path, str]], report: Report) -> list[Table]:
    """One table a kind. Files that cannot be read are told, the others go on."""
    kinds: dict[str, dict[str, Path]] = {}
    heads: dict[str, dict[str, None]] = {}
    for path, file in paths:
        try:
            page = read_page(path, file, report)
        except Refused as refused:
            report.problem(file, None, None, refused.reason, refused.action, refused.line)
            continue
        kinds.setdefault(page.kind.name, {})[file] = path
        heads.setdefault(page.kind.name, {}).update(dict.fromkeys(page.cells))
    return [_table(kind, files, tuple(heads[kind])) for kind, files in kinds.items()]


def _table(kind: str, files: dict[str, Path], columns: tuple[str, ...]) -> Table:
    def rows(_report: Report) -> Generator[RawRow, None, None]:
        for number, (file, path) in enumerate(files.items(), 1):
            cells = read_page(path, file, Report()).cells
            yield number, [cells.get(column, "") for column in columns]

    name = f"{SCHEMA.kinds[kind].url}/*.md"
    return Table(name, None, 0, columns, tuple(range(len(columns))), rows, kind=kind, files=tuple(files))


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    if path.stat().st_size > MAX_LINE:
        raise Refused("fichier Markdown de plus d'un million d'octets", "fichier non lu : coupez-le")
    text = path.read_text(encoding=encoding_of(path), errors="replace")
    try:
        head, body = split(text)
        front, _ = load(head)
    except Malformed as error:
        raise Refused(error.reason, "fichier non lu : corrigez l'en-tête", error.line and error.line + 1) from None
    return front, body


def _cell(value: object) -> str:
    """Lists and little dictionaries written as a cell is: `a | b`, `2021: idea | 2022: building`."""
    if isinstance(value, dict):
        return " | ".join(f"{key}: {_cell(part)}" for key, part in value.items())
    if isinstance(value, list):
        return " | ".join(_cell(part) for part in value)
    return str(clean(str(value)))
