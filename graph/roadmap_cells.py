"""What a cell of a roadmap says, as it is stored."""

from __future__ import annotations

from typing import Any

from graph.roadmap_columns import Column
from graph.values import State, parse


def parsed(column: Column, raw: object) -> Any:
    """The value, or the State that a cell says; ValueError in French when it says nothing that can be."""
    if column.field is None:
        raise ValueError("ce champ ne se remplit pas ainsi")
    if column.name == "progress" and isinstance(raw, str):
        raw = raw.replace("%", "")
    number = column.field.type in ("number", "amount") and isinstance(raw, int | float)
    value = parse(column.field, raw if number else str(raw if raw is not None else ""))
    if isinstance(value, int | float) and column.name == "progress" and not 0 <= value <= 100:
        raise ValueError("un pourcentage de 0 à 100 est attendu")
    if isinstance(value, int | float) and column.name == "amount" and value < 0:
        raise ValueError("un montant ne peut pas être négatif")
    return value


def stored(value: Any) -> Any:
    """Nothing for a word that says that there is nothing."""
    return None if isinstance(value, State) else value
