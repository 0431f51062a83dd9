"""Measures by which a view sizes records, or keeps them: number of links, and the figures of the whole network."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from graph.database import Database
from graph.errors import Invalid
from graph.measures.reading import glimpse
from graph.viewers import Viewer
from workspace.figure_columns import ADVANCED, FIRST, Column
from workspace.language import gettext
from workspace.network.drawn import BY_LINKS

# A measure more is one word here.
MEASURES: Mapping[str, Column] = {
    column.key: column for column in (*FIRST, *ADVANCED) if column.key in ("coupe", "role", "importance")
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
    """The records whose figure is at least that, in the measure's unit; None where the links that are drawn decide.
    Invalid before the first run."""
    if measure not in MEASURES or not least:
        return None
    figures = glimpse(db, viewer)
    if figures is None:
        raise Invalid({"mesure": gettext("le réseau n’est pas encore mesuré ; cela vient seul, en quelques secondes")})
    column = MEASURES[measure]
    places = np.flatnonzero(column.values(figures) >= least / column.unit)
    return frozenset(figures.ids[place] for place in places.tolist())


def told(measure: str, least: int) -> str:
    """« Intermédiaire : au moins 5 % »."""
    column = MEASURES[measure]
    return gettext("%(measure)s : au moins %(n)s", measure=column.told(), n=column.words(least / column.unit))


def size_of(measure: str, value: float) -> float:
    """What a figure adds to the smallest shape, in pixels."""
    return math.sqrt(value * MEASURES[measure].unit)
