"""Every record with its figures: columns, order, and how a value is told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flask import request

from graph.errors import Invalid
from graph.measures.figures import Figures
from graph.positions import Ints
from workspace.figure_columns import ADVANCED, FIRST, Column
from workspace.language import gettext

SIZE = 50
VIEWS = ("", "avancees")


KEYS = tuple(sign + column.key for column in (*FIRST, *ADVANCED) for sign in ("", "-"))


def chosen() -> tuple[tuple[Column, ...], str]:
    """The columns and the order that the address asks for; Invalid when there are none such."""
    view, sort = request.args.get("vue", ""), request.args.get("tri") or "-coupe"
    if view not in VIEWS:
        raise Invalid({"vue": gettext("attendu : %(words)s", words="avancees")})
    if sort not in KEYS:
        raise Invalid({"tri": gettext("attendu : %(words)s", words=", ".join(KEYS))})
    advanced = view == "avancees" or sort.removeprefix("-") in {column.key for column in ADVANCED}
    return (*FIRST, *(ADVANCED if advanced else ())), sort


def ordered(figures: Figures, sort: str) -> Ints:
    """All places in the order asked for; those alike by number of links, then by id."""
    (column,) = (each for each in (*FIRST, *ADVANCED) if each.key == sort.removeprefix("-"))
    values = np.asarray(column.values(figures), dtype=np.float64)
    return np.lexsort((np.arange(len(values)), -figures.links, -values if sort.startswith("-") else values))


def heads(columns: Sequence[Column]) -> list[dict[str, object]]:
    """Heads of the table."""
    named: list[dict[str, object]] = [{"label": gettext("Nom")}, {"label": gettext("Sorte")}]
    return named + [{"label": column.told(), "key": column.key, "number": True} for column in columns]


def cells(figures: Figures, place: int, columns: Sequence[Column]) -> list[str]:
    """The figures of a record, in words."""
    return [column.words(float(column.values(figures)[place])) for column in columns]
