"""What comes twice in a table: the first is kept, the others are told."""

from __future__ import annotations

from graph.imports.drafts import DraftLink, Report
from graph.imports.tables.shapes import Row
from graph.schema import SCHEMA


class Duplicates:
    """Remembers a number or two a row, so that a large table stays out of memory."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.rows: dict[str, tuple[str, int, int]] = {}
        self.claims: dict[str, str] = {}
        self.links: dict[int, str] = {}

    def first(self, own: str, said: object, row: Row, name: str) -> bool:
        """Is this the first row of this record? A later one that says the same is told only if it adds no link."""
        digest, whole = hash(repr(said)), hash(tuple(row.cells.items()))
        if own not in self.rows:
            self.rows[own] = (row.where, digest, whole)
            return True
        where, digest_first, whole_first = self.rows[own]
        if whole == whole_first:
            self._told(row, name or own, f"ligne identique à {_place(where, row)}", "gardée une fois")
        elif digest != digest_first:
            reason = f"même fiche qu'à {_place(where, row)}, avec d'autres valeurs"
            self._told(row, name or own, reason, "première ligne gardée, celle-ci n'ajoute que ses liens")
        return False

    def claim(self, ref: str, own: str, row: Row) -> bool:
        """May this record have this outside identifier? Not if another row has it."""
        if self.claims.setdefault(ref, own) == own:
            return True
        self._told(row, ref, "identifiant déjà donné à une autre ligne", "laissé à la première")
        return False

    def first_link(self, link: DraftLink) -> bool:
        """Is this the first time that this relation is given (ends, since, role or object)?"""
        relation = SCHEMA.relations[link.type]
        distinct = str(link.fields.get(relation.distinct_by or "", ""))
        key = hash((link.type, link.source, link.target, str(link.fields.get("since", "")), distinct))
        if key not in self.links:
            self.links[key] = link.where
            return True
        file, line = split_where(link.where)
        self.report.problem(file, None, link.words, f"même lien qu'à {self.links[key]}", "gardé une fois", line)
        return False

    def _told(self, row: Row, value: str, reason: str, action: str) -> None:
        self.report.problem(row.file, None, value, reason, action, row.line or None)


def split_where(where: str) -> tuple[str, int | None]:
    """("membres.csv", 12) from "membres.csv:12"."""
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isdigit() else (where, None)


def _place(where: str, row: Row) -> str:
    file, line = split_where(where)
    return f"la ligne {line}" if file == row.file and line else where
