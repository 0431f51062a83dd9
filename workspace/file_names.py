"""What a file is called: the name that was given, without what a reader or a disk trips over, with its true ending."""

from __future__ import annotations

import unicodedata

ENDINGS = {
    "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf", "text/plain": "txt",
    "text/csv": "csv", "text/tab-separated-values": "tsv", "text/markdown": "md", "application/json": "json",
    "application/geo+json": "geojson",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp", "application/vnd.oasis.opendocument.graphics": "odg",
}  # fmt: skip
# A wrong ending of these is replaced by the true one; any other is part of the name.
KNOWN = frozenset((*ENDINGS.values(), "jpeg", "gif", "htm", "html", "svg", "xml", "zip", "doc", "xls", "ppt"))
LONGEST = 100
_NOT_IN_NAMES = frozenset('<>:"|?*/\\')


def named(given: str, mime: str) -> str:
    """« photo.pdf » of a JPEG is « photo.jpg »; "" when nothing is left of the name."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    plain = " ".join("".join(" " if _strange(letter) else letter for letter in last).split()).strip(". ")
    stem, _, ending = plain.rpartition(".")
    if stem and ending.lower() in KNOWN:
        plain = stem
    plain = plain[:LONGEST].strip(". ")
    return f"{plain}.{ENDINGS[mime]}" if plain else ""


def stem(name: str) -> str:
    """A name without its ending, as it is typed."""
    return name.rpartition(".")[0] or name


def _strange(letter: str) -> bool:
    """Line breaks, controls, marks that turn the direction of text, lone surrogates."""
    return letter in _NOT_IN_NAMES or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
