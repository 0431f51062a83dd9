"""The measures of the network, as tables, files and filters tell them; the figures themselves are graph/measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.measures.communities import ALONE
from graph.measures.figures import Figures
from workspace.language import gettext, number
from workspace.words import share


@dataclass(frozen=True)
class Column:
    """A measure: its word in addresses, its head, its values by place, and how one is told; `unit` is how many of what
    somebody types make one of the values."""

    key: str
    told: Callable[[], str]
    values: Callable[[Figures], NDArray[Any]]
    words: Callable[[float], str] = number
    unit: int = 1

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
    Column("role", lambda: gettext("Intermédiaire"), lambda figures: figures.between, share, 100),
)
ADVANCED = (
    Column("ensemble", lambda: gettext("Ensemble"), lambda figures: figures.component + 1),
    Column("communaute", lambda: gettext("Communauté"), lambda figures: figures.community, _community),
    Column("importance", lambda: gettext("Importance (‰)"), lambda figures: figures.rank, _finely, 1000),
    Column("noyau", lambda: gettext("Noyau"), lambda figures: figures.core),
)
