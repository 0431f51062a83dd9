"""What the network is missing, each as a list that one can work through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.database import Database
from graph.facets import Counting
from graph.filters import Filters
from graph.freshness import Keeper
from graph.viewers import Viewer
from workspace.language import gettext, ngettext

NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class Hole:
    """How many records lack something, what to call them, and their list."""

    name: str
    count: int
    words: str
    url: str


# Name → the question, its address, and its words for a number of records. The most telling first.
HOLES: dict[str, tuple[Filters, str, Callable[[int], str]]] = {
    NOT_COVERED: (
        Filters(kinds=("Need",), status=("not_covered",)), "/besoins/?sorte=besoins&etat=not_covered",
        lambda n: ngettext("besoin que rien ne couvre", "besoins que rien ne couvre", n),
    ),
    "unserved": (
        Filters(kinds=("Policy",), lacks=("SERVES:in", "PART_OF:in")),
        "/politiques/?sorte=politiques&sans=serves:in&sans=part_of:in",
        lambda n: ngettext("politique sans ressource connue", "politiques sans ressource connue", n),
    ),
    "idle": (
        Filters(kinds=("Commons",), missing=("policy",)), "/communs/?manque=policy",
        lambda n: ngettext("commun qui ne sert aucune politique", "communs qui ne servent aucune politique", n),
    ),
    "orphan": (
        Filters(family="resources", lacks=("STEWARDS:in", "PRODUCES:in", "PUBLISHES:in")),
        "/ressources/?sans=stewards:in&sans=produces:in&sans=publishes:in",
        lambda n: ngettext("ressource sans porteur ni producteur", "ressources sans porteur ni producteur", n),
    ),
    "unsourced": (
        Filters(kinds=("Organisation",), missing=("source",)), "/organisations/?manque=source",
        lambda n: ngettext(
            "organisation dont la source n’est pas dite", "organisations dont la source n’est pas dite", n
        ),
    ),
}  # fmt: skip


def holes(db: Database, viewer: Viewer) -> list[Hole]:
    """The lists that hold something, counted once between two writes."""
    counts = Keeper(db, viewer).kept(
        "holes", lambda: {name: Counting(db, viewer, []).total(filters) for name, (filters, _, _) in HOLES.items()}
    )
    return [Hole(name, n, HOLES[name][2](n), HOLES[name][1]) for name, n in counts.items() if n]


def question(hole: Hole) -> str:
    """The hole as a question."""
    asked = {
        NOT_COVERED: gettext("Quels besoins ne sont couverts par rien ?"),
        "unserved": gettext("Quelles politiques n’ont aucune ressource connue ?"),
        "idle": gettext("Quels communs ne servent encore aucune politique ?"),
        "orphan": gettext("Quelles ressources n’ont pas de porteur connu ?"),
    }
    return asked.get(hole.name) or gettext("Quelles organisations n’ont pas de source ?")
