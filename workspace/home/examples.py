"""Three questions to begin with, that the present network can answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from graph.database import Database
from graph.freshness import Keeper
from graph.network import Columns, network
from graph.positions import Ints
from graph.schema import SCHEMA
from graph.viewers import Viewer
from workspace.home.holes import Hole, question
from workspace.language import gettext
from workspace.navigation import exists

# Among so many of the best connected organisations two are looked for that are tied, but not directly.
CANDIDATES = 12
FARTHEST = 4

Named = tuple[str, str]


@dataclass(frozen=True)
class Example:
    """A question and the address of its answer."""

    question: str
    url: str


@dataclass(frozen=True)
class Subjects:
    """Two organisations (id, name) tied through others, and the policy (address, name) that most resources serve."""

    pair: tuple[Named, Named] | None
    policy: Named | None


def examples(db: Database, viewer: Viewer, holes: Sequence[Hole]) -> list[Example]:
    """Up to three questions, in the reader's language."""
    subjects = Keeper(db, viewer).kept("examples", lambda: _subjects(network(db, viewer)))
    return list(_questions(subjects, holes))


def _subjects(columns: Columns) -> Subjects:
    return Subjects(two_connected(columns), most_served(columns))


def _questions(subjects: Subjects, holes: Sequence[Hole]) -> Iterator[Example]:
    if subjects.pair and exists("/chemin"):
        (a, a_name), (b, b_name) = subjects.pair
        told = gettext("Comment %(a)s et %(b)s sont-ils reliés ?", a=a_name, b=b_name)
        yield Example(told, f"/chemin?{urlencode({'de': a, 'a': b})}")
    if subjects.policy:
        url, name = subjects.policy
        traced = f"{url}/ressources"
        yield Example(gettext("Qu’est-ce qui sert « %(name)s » ?", name=name), traced if exists(traced) else url)
    if holes:
        yield Example(question(holes[0]), holes[0].url)
    else:
        yield Example(gettext("Quelles organisations sont les plus reliées ?"), "/organisations/?tri=liens")


def most_served(columns: Columns) -> Named | None:
    """The policy that most resources, commons, use cases or projects serve: address and name."""
    serving = columns.edges[columns.types == columns.type_names.index("SERVES")]
    counts = np.bincount(serving[:, 1], minlength=len(columns.ids))
    if not counts.any():
        return None
    place = int(counts.argmax())
    return SCHEMA.url_of(columns.kind_names[columns.kinds[place]], columns.ids[place]), columns.names[place]


def two_connected(columns: Columns) -> tuple[Named, Named] | None:
    """Two well connected organisations with no direct link and a path between them."""
    walked = np.isin(columns.types, [columns.type_names.index(type) for type in SCHEMA.walked()])
    edges = columns.edges[walked]
    degrees = np.bincount(edges.ravel(), minlength=len(columns.ids))
    organisations = np.flatnonzero((columns.kinds == columns.kind_names.index("Organisation")) & (degrees > 0))
    best = organisations[np.argsort(-degrees[organisations], kind="stable")][:CANDIDATES]
    for start in best:
        steps = _steps(int(start), edges, len(columns.ids))
        far = [place for place in best if 2 <= steps[place] <= FARTHEST]
        if far:
            # Three steps tell more than two, and still read at once.
            chosen = max(far, key=lambda place: (steps[place] == 3, -steps[place], degrees[place]))
            return (columns.ids[start], columns.names[start]), (columns.ids[chosen], columns.names[chosen])
    return None


def _steps(start: int, edges: Ints, size: int) -> Ints:
    """How far each record is from `start`; more than FARTHEST for the rest."""
    distance = np.full(size, FARTHEST + 1, dtype=np.int64)
    distance[start] = 0
    for step in range(1, FARTHEST + 1):
        near = distance[edges] == step - 1
        reached = np.concatenate((edges[near[:, 0], 1], edges[near[:, 1], 0]))
        distance[reached] = np.minimum(distance[reached], step)
    return distance
