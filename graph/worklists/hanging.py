"""Lists read off the figures: on whom alone others hang, what is apart, what is isolated."""

from __future__ import annotations

import numpy as np

from graph.database import Database
from graph.measures.figures import Figures
from graph.measures.reading import measures
from graph.schema import SCHEMA
from graph.viewers import Viewer
from graph.worklists.shapes import Finding, Worklist

NAMED = 3
# Half of a network holds one other record: told of two or more only.
FEWEST = 2
# What may withdraw: a meeting holds its decisions, and that is as it should be.
ABLE = [kind.name for name in ("actors", "communities", "commons", "resources") for kind in SCHEMA.kinds_of(name)]
# Of isolated records, those that people would miss come first.
FIRST = ("Commons", "Community", "Organisation", "Service", "Software", "Dataset", "Project", "Need", "Person")


def cut_points(db: Database, viewer: Viewer) -> list[Finding]:
    """Records without which others are cut off."""
    figures = _figures(db, viewer)
    if figures is None:
        return []
    places = np.flatnonzero((figures.cut_off >= FEWEST) & np.isin(figures.kinds, ABLE)).tolist()
    return [_cut(figures, place) for place in places]


def apart(db: Database, viewer: Viewer) -> list[Finding]:
    """Sets of records that no path ties to the largest one, told by their best tied record."""
    figures = _figures(db, viewer)
    if figures is None:
        return []
    found = []
    for number in np.flatnonzero(figures.sizes > 1).tolist()[1:]:
        members = np.flatnonzero(figures.component == number)
        ranked = members[np.argsort(-figures.links[members], kind="stable")].tolist()
        others = tuple(figures.ids[place] for place in ranked[1 : NAMED + 1])
        found.append(Finding(figures.ids[ranked[0]], len(ranked), {"size": len(ranked)}, others))
    return found


def isolated(db: Database, viewer: Viewer) -> list[Finding]:
    """Records without any link in force."""
    figures = _figures(db, viewer)
    if figures is None:
        return []
    rank = {kind: len(FIRST) - place for place, kind in enumerate(FIRST)}
    return [Finding(figures.ids[place], rank.get(figures.kinds[place], 0)) for place in figures.isolated.tolist()]


def _cut(figures: Figures, place: int) -> Finding:
    lost = figures.holding.lost_without(place).tolist()
    first = sorted(lost, key=lambda each: (-int(figures.links[each]), each))[:NAMED]
    return Finding(figures.ids[place], len(lost), {"lost": len(lost)}, tuple(figures.ids[each] for each in first))


def _figures(db: Database, viewer: Viewer) -> Figures | None:
    found = measures(db, viewer)
    return found.figures if found else None


CUT_POINTS = Worklist("cut-points", cut_points, measured=True)
APART = Worklist("apart", apart, measured=True)
ISOLATED = Worklist("isolated", isolated, measured=True)
