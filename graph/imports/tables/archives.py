"""Workbooks are ZIP archives: what one holds is weighed before anything opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from graph.imports.drafts import Report
from graph.imports.tables.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_COUNTS_FROM, Refused

BLOCK = 1 << 18
OVERLAP = 200
MEMBERS = {".xlsx": "xl/workbook.xml", ".xlsm": "xl/workbook.xml", ".xlsb": "xl/workbook.bin", ".ods": "content.xml"}
_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)")
_NEVER_COMPUTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_WRONG_VALUE = re.compile(rb"<c [^>]{0,150}\bt=\"e\"")
TELLING = (
    (_NEVER_COMPUTED, "formules sans valeur calculée", "ouvrez et enregistrez le classeur dans un tableur"),
    (_WRONG_VALUE, "cellules en erreur (#REF!, #N/A…)", "corrigez-les dans le tableur"),
)


def damaged() -> Refused:
    """A workbook that nobody can read."""
    return Refused("le fichier est abîmé", "ouvrez-le dans un tableur et enregistrez-le à nouveau")


def check_archive(path: Path, file: str, report: Report) -> None:
    """Refused when the workbook is a bomb, is protected, or is not what its name says."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_names(path, [part.filename for part in parts])
            _check_sizes(path, parts)
            counts = [0] * len(TELLING)
            left = MAX_UNPACKED
            for part in parts:
                left -= _read_through(archive, part, left, counts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        raise damaged() from None
    for (_, what, action), count in zip(TELLING, counts, strict=True):
        if count:
            report.problem(file, None, None, f"{what} : {count}", f"cellules lues comme vides ; {action}")


def _check_names(path: Path, names: list[str]) -> None:
    if len(names) > MAX_PARTS:
        raise Refused(f"l'archive contient {len(names)} fichiers", "ce n'est pas un classeur ordinaire : non lu")
    plain = [name.replace("\\", "/") for name in names]
    if any(name.startswith("/") or ":" in name or ".." in name.split("/") for name in plain):
        raise Refused("l'archive contient des chemins dangereux", "fichier non lu : n'ouvrez pas ce fichier")
    if len(set(names)) < len(names):
        raise Refused("l'archive contient deux fois le même fichier", "fichier non lu : enregistrez-le à nouveau")
    if MEMBERS[path.suffix.lower()] not in names:
        raise Refused(
            f"ce fichier n'est pas un classeur {path.suffix.lower()}",
            "non lu : donnez-lui sa vraie extension, ou enregistrez-le en .xlsx",
        )


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    if total > MAX_UNPACKED or (total > RATIO_COUNTS_FROM and total > MAX_RATIO * path.stat().st_size):
        raise _too_big(total)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("le classeur est protégé par un mot de passe", "enregistrez-le sans mot de passe")


def _too_big(size: int) -> Refused:
    reason = f"une fois décompressé, le classeur pèse plus de {size // 1_000_000} Mo"
    return Refused(reason, "non lu : gardez les feuilles utiles, ou enregistrez-les en CSV")


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, counts: list[int]) -> int:
    """The true size of a part. What is told and what is there may differ."""
    size, before = 0, b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > left:
                raise _too_big(MAX_UNPACKED)
            text = before + block
            if part.filename.endswith((".xml", ".rels")) and _DECLARES.search(text):
                raise Refused("le classeur déclare des entités XML", "fichier non lu : enregistrez-le à nouveau")
            before = text[-OVERLAP:]
            _count(text, before, counts)
    _count(before, b"", counts)
    return size


def _count(text: bytes, kept: bytes, counts: list[int]) -> None:
    """Counts matches that end in this block; those wholly in what is kept are counted with the next one."""
    limit = len(text) - len(kept)
    for i, (pattern, _, _) in enumerate(TELLING):
        counts[i] += sum(found.start() < limit for found in pattern.finditer(text))
