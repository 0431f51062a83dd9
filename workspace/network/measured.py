"""Measures by which a view sizes records, or keeps them: number of links, and the figures of the whole network."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.database import Database
from graph.errors import Invalid
from graph.measures.figures import Figures
from graph.measures.reading import glimpse
from graph.viewers import Viewer
from workspace.language import gettext
from workspace.network.drawn import BY_LINKS


@dataclass(frozen=True)
class Measure:
    """`values` by place, in the unit in which `/reseau/mesures` tells them; `size` is what one adds to the smallest
    shape, in pixels."""

    told: Callable[[], str]
    values: Callable[[Figures], NDArray[Any]]
    size: Callable[[float], float] = math.sqrt


# A measure more is one line here.
MEASURES: Mapping[str, Measure] = {
    "coupe": Measure(lambda: gettext("Coupées sans elle"), lambda f: f.cut_off),
    "role": Measure(lambda: gettext("Intermédiaire, sur 100"), lambda f: f.between * 100),
    "importance": Measure(lambda: gettext("Importance (‰)"), lambda f: f.rank * 1000),
}
CHOICES = (BY_LINKS, *MEASURES)


def values_of(db: Database, viewer: Viewer, measure: str, ids: Iterable[str]) -> dict[str, float] | None:
    """The figure of each record that is measured in the viewer's layer; None for links, which need none, and before
    the first run."""
    figures = glimpse(db, viewer) if measure in MEASURES else None
    if figures is None:
        return None
    values = MEASURES[measure].values(figures)
    return {id: float(values[place]) for id in ids if (place := figures.place(id)) is not None}


def enough(db: Database, viewer: Viewer, measure: str, least: int) -> frozenset[str] | None:
    """The records whose figure is at least that; None where the links that are drawn decide. Invalid before the first
    run."""
    if measure not in MEASURES or not least:
        return None
    figures = glimpse(db, viewer)
    if figures is None:
        raise Invalid({"mesure": gettext("le réseau n’est pas encore mesuré ; cela vient seul, en quelques secondes")})
    places = np.flatnonzero(MEASURES[measure].values(figures) >= least)
    return frozenset(figures.ids[place] for place in places.tolist())
