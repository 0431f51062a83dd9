"""Markdown files with YAML front matter, read safely.

Every scalar stays text ("01001", "no", "2023-02-30" are not guessed at); aliases, deep nesting and several
documents are refused before anything is built."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph.imports.drafts import Report
from graph.imports.files import LEFT, entries, place, text_of

MAX_DEPTH = 20
FENCE = "---"
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_OTHER_FILE = re.compile(
    r"(?i)(readme|licen[cs]e|contributing|template)(\.md)?|.*\.(ya?ml|json|csv|html?|png|jpe?g|svg|gif)"
)


class Malformed(Exception):
    """Front matter that is not read: `reason` in French, `line` counted from the top of its text."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Page:
    """A file: `stem` is its identifier (NFC, without `.md`), `fields` its front matter, `body` its Markdown."""

    stem: str
    where: str
    fields: dict[str, Any]
    body: str


def read_pages(folder: Path, root: Path, report: Report) -> Iterator[Page]:
    """Every record of a folder, by name. Files of other sorts and broken ones are told."""
    seen: set[str] = set()
    unended = []
    for path in entries(folder, root, report):
        text = _record_text(path, root, report)
        page = None if text is None else read_page(text, place(path, root), report)
        if text is None or page is None:
            continue
        if page.stem in seen:
            report.problem(page.where, None, page.stem, "identifiant déjà pris par un autre fichier", LEFT)
            continue
        seen.add(page.stem)
        if text.endswith(FENCE):
            unended.append(page.stem)
        yield page
    if unended:
        reason = f"{len(unended)} fichiers sans retour à la ligne final"
        report.problem(place(folder, root), None, ", ".join(unended), reason, "lus normalement")


def read_page(text: str, where: str, report: Report) -> Page | None:
    """The page in a text; None, and a problem, when its front matter cannot be read."""
    try:
        head, body = split(text)
        fields, twice = load(head)
    except Malformed as error:
        line = error.line + 1 if error.line else None
        report.problem(where, None, None, error.reason, LEFT, line)
        return None
    for key in twice:
        report.problem(where, key, None, "champ écrit deux fois", "la dernière valeur est gardée")
    stem = where.rpartition("/")[2].removesuffix(".md")
    return Page(unicodedata.normalize("NFC", stem), where, fields, body)


def split(text: str) -> tuple[str, str]:
    """(YAML, Markdown). The last fence may end the file without a line end."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines or lines[0].rstrip() != FENCE:
        raise Malformed("pas d'en-tête YAML (« --- » en première ligne)")
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == FENCE:
            return "".join(lines[1:number]), "".join(lines[number + 1 :])
    raise Malformed("en-tête YAML jamais fermé par « --- »")


def load(text: str) -> tuple[dict[str, Any], list[str]]:
    """A YAML mapping whose scalars are text, and the keys that it writes twice."""
    try:
        twice = _examine(text)
        fields = yaml.load(text, Loader=_Loader)  # noqa: S506 - BaseLoader builds text, lists and mappings only
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "caractères interdits"
        raise Malformed(f"YAML mal formé : {problem}", _line(getattr(error, "problem_mark", None))) from None
    if fields in (None, ""):
        return {}, twice
    if not isinstance(fields, dict):
        raise Malformed("l'en-tête YAML n'est pas une suite de champs")
    return {str(key): value for key, value in fields.items()}, twice


def _examine(text: str) -> list[str]:
    """Refuses what could grow when built; events come one at a time, so a bomb stays small."""
    depth, position, twice = 0, 0, []
    seen: set[str] = set()
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise Malformed("alias YAML (« *nom ») : refusé", _line(event.start_mark))
        if depth == 1 and isinstance(event, yaml.NodeEvent):
            if position % 2 == 0 and isinstance(event, yaml.ScalarEvent):
                twice += [event.value] if event.value in seen else []
                seen.add(event.value)
            position += 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise Malformed(f"YAML imbriqué sur plus de {MAX_DEPTH} niveaux", _line(event.start_mark))
    return twice


def _line(mark: Any) -> int | None:
    return mark.line + 1 if mark else None


def _record_text(path: Path, root: Path, report: Report) -> str | None:
    """The text of a record. Templates and files of other sorts are left aside; some records lack their `.md`."""
    where, name = place(path, root), path.name
    if name.startswith("."):
        return None
    if name.endswith((".example", ".sample", ".template")):
        report.problem(where, None, None, "fichier modèle parmi les fiches", LEFT)
        return None
    if _OTHER_FILE.fullmatch(name) or (path.is_dir() and not name.endswith(".md")):
        report.problem(where, None, None, "ce n'est pas une fiche", LEFT)
        return None
    text = text_of(path, root, report)
    if text is None or name.endswith(".md"):
        return text
    if text.removeprefix("\ufeff")[:4].strip() != FENCE:
        report.problem(where, None, None, "ce n'est pas une fiche", LEFT)
        return None
    report.problem(where, None, None, "fiche sans extension .md", "lue comme les autres")
    return text
