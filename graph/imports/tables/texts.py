"""CSV and TSV: encoding and separator found, records read one at a time with their true line numbers."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TextIO

from graph.imports.drafts import Report
from graph.imports.tables.limits import MAX_COLUMNS, MAX_LINE, Refused
from graph.imports.tables.shapes import RawRow

SEPARATORS = (";", ",", "\t", "|")
BLOCK = 1 << 16
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# What French machines have written: a wider guess takes « Besançon » for Polish or Japanese.
OLD_ENCODINGS = ["cp1252", "mac_roman", "cp850"]
FRENCH = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ«»’‘“”–—…€°©®·²\u00a0")
RESAVE = "enregistrez-le depuis votre tableur en « CSV UTF-8 » ou en .xlsx"


def encoding_of(path: Path) -> str:
    """A codec's name. Refused when the file is not text."""
    with path.open("rb") as stream:
        head = stream.read(BLOCK)
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    if b"\0" in head:
        return _wide(head)
    broken = _first_broken(path)
    return "utf-8" if broken is None else _old(broken)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(even, odd) > half * 0.4 and min(even, odd) < half * 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    if sum(byte < 32 and byte not in b"\t\n\r" for byte in head) * 100 > len(head):
        raise Refused("ce fichier n'est pas du texte", RESAVE)
    return "utf-8"


def _first_broken(path: Path) -> bytes | None:
    """The first block that is not UTF-8, with what comes before and after it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = b""
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return before + block + stream.read(BLOCK)
            before = block
    return None


def _old(sample: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; the rest is an encoding of before."""
    loose = sample.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    if sum(c > "\x7f" for c in loose) > 10 * broken:
        return "utf-8"
    if set(sample.decode("cp1252", "replace")) - FRENCH <= set(map(chr, range(128))):
        return "cp1252"
    from charset_normalizer import from_bytes  # 3 MB, for the few files that come to this

    best = from_bytes(sample, cp_isolation=OLD_ENCODINGS).best()
    return best.encoding if best else "cp1252"


def separator_of(path: Path, encoding: str) -> str:
    """The separator that cuts most of the first records in one same number of columns, more than one."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        sample = stream.read(BLOCK)
    if (first := sample.partition("\n")[0].strip()).lower().startswith("sep=") and len(first) == 5:
        return first[-1]
    lines = sample.splitlines(keepends=True)
    lines = lines[:-1] if len(sample) == BLOCK and len(lines) > 1 else lines
    return max(SEPARATORS, key=lambda separator: _fit(lines, separator))


def _fit(lines: list[str], separator: str) -> tuple[float, int]:
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)][:200]
    except csv.Error:
        return 0, 0
    columns, times = Counter(widths).most_common(1)[0] if widths else (1, 0)
    return (times / len(widths), columns) if columns > 1 else (0, 0)


def records(path: Path, file: str, encoding: str, separator: str, report: Report) -> Generator[RawRow, None, None]:
    """(line where the record begins, cells)."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        feed = _Feed(stream)
        reader = csv.reader(feed.lines(), delimiter=separator)
        while (row := _next(reader, feed, file, report)) is not None:
            if len(row) > MAX_COLUMNS:
                raise Refused(
                    f"{len(row)} colonnes (limite : {MAX_COLUMNS})",
                    "le reste du fichier n'est pas lu : gardez les colonnes utiles",
                    feed.begun,
                )
            if any(row) and not (feed.begun == 1 and _says_separator(row)):
                yield feed.begun, row
    if feed.zeros:
        reason = f"caractères nuls, d'abord ligne {feed.zeros}"
        report.problem(file, None, None, reason, "caractères retirés, le reste est repris", feed.zeros)


def _next(reader: Iterator[list[str]], feed: _Feed, file: str, report: Report) -> list[str] | None:
    """The next record that can be read; one that cannot is told with the lines that it covers."""
    while True:
        feed.begun = feed.line + 1
        try:
            row = next(reader)
        except StopIteration:
            return None
        except csv.Error:
            row = None
        if row is not None and not feed.cut:
            return row
        reason = f"guillemet jamais fermé ou cellule démesurée, des lignes {feed.begun} à {feed.line}"
        report.problem(file, None, None, reason, "lignes non reprises : corrigez les guillemets", feed.begun)


class _Feed:
    """Lines of a bounded length, counted; `begun` is where the present record begins, `zeros` where NUL was."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.line = 0
        self.begun = 1
        self.ended = False
        self.zeros = 0

    @property
    def cut(self) -> bool:
        """Did the reader ask for more lines in the middle of a record? Then its quote was never closed."""
        return self.ended and self.begun <= self.line

    def lines(self) -> Generator[str, None, None]:
        while line := self.stream.readline(MAX_LINE):
            if len(line) == MAX_LINE and line[-1] not in "\r\n":
                reason = f"ligne de plus de {MAX_LINE:,} caractères".replace(",", " ")
                raise Refused(reason, "la suite n'est pas lue : ce n'est sans doute pas un tableau", self.line + 1)
            self.line += 1
            if "\0" in line:
                self.zeros = self.zeros or self.line
            yield line
        self.ended = True


def _says_separator(row: list[str]) -> bool:
    """Excel's own first line, "sep=;"."""
    return row[0].lower().startswith("sep=") and not any(row[1:])
