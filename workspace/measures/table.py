"""Every record with its figures: columns, order, and how a value is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from flask import request
from numpy.typing import NDArray

from graph.errors import Invalid
from graph.measures.communities import ALONE
from graph.measures.figures import Figures
from graph.positions import Ints
from workspace.language import gettext, number
from workspace.words import share

SIZE = 50
VIEWS = ("", "avancees")


@dataclass(frozen=True)
class Column:
    """A measure in the table: its word in the address, its head, its values by place, and how one is told."""

    key: str
    told: Callable[[], str]
    values: Callable[[Figures], NDArray[np.generic]]
    words: Callable[[float], str] = number

    def value(self, figures: Figures, place: int) -> float:
        """The figure itself, for files."""
        found = self.values(figures)[place]
        return round(float(found), 6) if isinstance(found, np.floating) else int(found)


def _finely(value: float) -> str:
    return number(round(value * 1000, 2))


def _community(value: float) -> str:
    return "–" if value == ALONE else number(value + 1)


FIRST = (
    Column("liens", lambda: gettext("Liens"), lambda figures: figures.links),
    Column("coupe", lambda: gettext("Coupées sans elle"), lambda figures: figures.cut_off),
    Column("role", lambda: gettext("Intermédiaire"), lambda figures: figures.between, share),
)
ADVANCED = (
    Column("ensemble", lambda: gettext("Ensemble"), lambda figures: figures.component + 1),
    Column("communaute", lambda: gettext("Communauté"), lambda figures: figures.community, _community),
    Column("importance", lambda: gettext("Importance (‰)"), lambda figures: figures.rank, _finely),
    Column("noyau", lambda: gettext("Noyau"), lambda figures: figures.core),
)
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
