"""The columns of a committee's mandates, declared once: as the heads of its workbook, and as what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.folding import fold
from graph.schema import SCHEMA, Field, Label


@dataclass(frozen=True)
class Column:
    """`also` are other heads under which lists of members have it, folded; `field` is that of the mandate."""

    name: str
    label: Label
    also: tuple[str, ...] = ()
    field: Field | None = None


DECLARED = {field.name: field for field in SCHEMA.relations["MEMBER_OF"].fields}
COLUMNS = (
    Column("body", Label("Structure", "Body"), ("organisation", "organisme", "au nom de", "on behalf of")),
    Column("who", Label("Qui siège", "Who sits"), ("representant", "representante", "nom", "membre", "personne")),
    Column("college", Label("Collège", "College"), (), DECLARED["college"]),
    Column("seat", Label("Siège", "Seat"), ("titulaire ou suppleant",), DECLARED["seat"]),
    Column("role", Label("Fonction", "Function"), ("role",), DECLARED["role"]),
    Column("since", Label("Depuis", "Since"), ("debut", "debut du mandat", "date de debut"), DECLARED["since"]),
    Column("until", Label("Jusqu’à", "Until"), ("fin", "fin du mandat", "date de fin"), DECLARED["until"]),
)  # fmt: skip
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
SAID = tuple(column for column in COLUMNS if column.field)
_HEADS = {
    fold(words): column.name
    for column in reversed(COLUMNS) for words in (*column.also, column.label.fr, column.label.en)
}  # fmt: skip


def column_of(head: str) -> str | None:
    """The column that a head names, whatever its case and accents; None for another head."""
    return _HEADS.get(fold(head))
