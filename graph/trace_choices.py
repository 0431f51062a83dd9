"""The territories, themes and states by which the chains of a policy may be narrowed: those of what serves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.asof import status_at
from graph.chains import BEGINNINGS
from graph.database import Database
from graph.freshness import Keeper
from graph.links import Brief, brief, brief_of, in_force
from graph.outlines import Outline
from graph.viewers import Viewer, sees, sees_link

CHOICES = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})-[r:IN_TERRITORY|ABOUT]->(o)
WHERE {sees("n")} AND {sees_link("r")} AND NOT o:Gone AND {sees("o")} AND {in_force("r")}
WITH type(r) AS type, o, count(DISTINCT n) AS resources
RETURN type, {brief("o")} AS record, resources ORDER BY record.name, record.id
"""
STATES = f"""
UNWIND $ids AS id MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
WITH {status_at("n")} AS state, n WHERE state IS NOT NULL
RETURN state, min(n.kind) AS kind, count(n) AS resources ORDER BY resources DESC, state
"""


@dataclass(frozen=True)
class Choices:
    """Territories and themes by name, each with how many resources it keeps; states with a kind that has them."""

    territories: Sequence[tuple[Brief, int]] = ()
    themes: Sequence[tuple[Brief, int]] = ()
    states: Sequence[tuple[str, str, int]] = ()


def choices(db: Database, viewer: Viewer, found: Outline) -> Choices:
    """Of all that may serve the policy on its day, whatever narrows it now; kept until a write."""
    question = ("choices", found.root.id, found.at)
    return Keeper(db, viewer).kept(question, partial(_choices, db, viewer, found))


def _choices(db: Database, viewer: Viewer, found: Outline) -> Choices:
    ids = [found.web.ids[place] for place in np.flatnonzero(found.web.are(BEGINNINGS)).tolist()]
    rows = db.read(CHOICES, ids=ids, at=found.at, **viewer.params())
    by_type = {
        type: [(brief_of(row["record"]), row["resources"]) for row in rows if row["type"] == type]
        for type in ("IN_TERRITORY", "ABOUT")
    }
    states = db.read(STATES, ids=ids, at=found.at, **viewer.params())
    told = [(row["state"], row["kind"], row["resources"]) for row in states]
    return Choices(by_type["IN_TERRITORY"], by_type["ABOUT"], told)
