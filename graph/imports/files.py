"""Files of a source folder, opened as if each were hostile: what cannot be read is told, never raised."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.imports.drafts import Report

MAX_TEXT = 1_000_000
MAX_DATA = 64_000_000
MAX_ENTRIES = 100_000
LEFT = "fichier laissé de côté, les autres sont lus"


def place(path: Path, root: Path) -> str:
    """What reports call a file: its path in the source, in composed Unicode (NFC)."""
    inner = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
    return unicodedata.normalize("NFC", printable(inner.as_posix()))


def printable(text: str) -> str:
    """Without lone surrogates, which file names and JSON may carry and no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def found(root: Path, *names: str) -> Path:
    """The first of these paths that exists under the source, else the first name."""
    paths = [root / name for name in names]
    return next((path for path in paths if path.exists()), paths[0])


def entries(folder: Path, root: Path, report: Report) -> Iterator[Path]:
    """What a folder holds, sorted by name; a missing folder is told."""
    try:
        listed = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        report.problem(place(folder, root), None, None, "dossier absent ou illisible", "rien n'en est repris")
        return
    if len(listed) > MAX_ENTRIES:
        reason = f"plus de {MAX_ENTRIES} fichiers"
        report.problem(place(folder, root), None, len(listed), reason, "les fichiers en trop ne sont pas lus")
    yield from listed[:MAX_ENTRIES]


def text_of(path: Path, root: Path, report: Report, limit: int = MAX_TEXT) -> str | None:
    """The text of a regular file inside the source; None, and a problem, for anything else."""
    where = place(path, root)
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            report.problem(where, None, None, "lien vers un fichier hors du dossier", LEFT)
            return None
        if not path.is_file():
            report.problem(where, None, None, "ce n'est pas un fichier" if path.exists() else "fichier absent", LEFT)
            return None
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        report.problem(where, None, None, f"fichier illisible ({error.strerror or type(error).__name__})", LEFT)
        return None
    if len(raw) > limit:
        report.problem(where, None, None, f"fichier de plus de {limit // 1000} ko", LEFT)
        return None
    return _decoded(raw, where, report)


def json_of(path: Path, root: Path, report: Report) -> Any:
    """The value of a JSON file; None, and a problem, when there is none."""
    text = text_of(path, root, report, MAX_DATA)
    if text is None:
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        report.problem(place(path, root), None, None, f"JSON mal formé : {error.msg}", LEFT, error.lineno)
    except (ValueError, RecursionError):
        report.problem(place(path, root), None, None, "JSON démesuré", LEFT)
    return None


def json_rows(text: str, where: str, report: Report) -> Iterator[dict[str, Any]]:
    """The objects of a JSON list, decoded one at a time: 37,590 communes at once would take 90 MB."""
    decoder, at, size = json.JSONDecoder(), _skip(text, 0, "["), len(text)
    while at < size and text[at] != "]":
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            line = text.count("\n", 0, at) + 1
            report.problem(where, None, text[at : at + 80], "JSON mal formé", "la suite du fichier n'est pas lue", line)
            return
        at = _skip(text, at, ",")
        if isinstance(row, dict):
            yield row
        else:
            report.problem(where, None, row, "objet JSON attendu", "élément laissé de côté")
    if at >= size:
        report.problem(where, None, None, "liste JSON jamais fermée : fichier tronqué ?", "ce qui précède est lu")


def _skip(text: str, at: int, mark: str) -> int:
    while at < len(text) and text[at] in " \t\r\n" + mark:
        at += 1
    return at


def _decoded(raw: bytes, where: str, report: Report) -> str | None:
    if b"\0" in raw:
        report.problem(where, None, None, "ce fichier n'est pas du texte", LEFT)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.problem(where, None, None, "ce fichier n'est pas en UTF-8", "lu comme du Windows-1252")
        return raw.decode("cp1252", "replace")
