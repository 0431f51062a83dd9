"""The answers to a question by relation, step by step.

A step is one query over the records that the step before led to; chains are joined here (graph.question_chains)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.errors import Invalid
from graph.filtering import base, ids_of, places_in
from graph.links import in_force
from graph.question_chains import Chains
from graph.questions import Question, Step, checked
from graph.viewers import Viewer, sees, sees_link

MOST_LINKS = 100_000  # of one step: read and joined in about a second

# From each record to those that a relation leads to; the far end of the step is `n` when it is asked from there.
LINKED = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {sees("n")}
MATCH (n)PATTERN(o:Entity) WHERE {sees_link("r")} AND {sees("o")} AND {in_force("r")} AND FAR.kind IN $kinds
WITH DISTINCT n, o LIMIT $limit
WITH n.id AS near, o.id AS far, n.name_key AS near_name, o.name_key AS far_name
ORDER BY near_name, near, far_name, far
RETURN collect(near) AS near, collect(far) AS far
"""


@dataclass(frozen=True)
class Answered:
    """`counts` are the records asked about, then those of them that lead one step, two steps…; `ids` the answers, by
    name."""

    question: Question
    chains: Chains
    counts: tuple[int, ...]
    ids: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.ids)


def answered(db: Database, viewer: Viewer, question: Question) -> Answered:
    """Every answer that the viewer may see, by links that they may see. Invalid for a step over too many links."""
    asked = checked(question)
    starts = _starts(db, viewer, asked)
    here: Sequence[str] = starts
    leads: list[dict[str, list[str]]] = []
    for place, step in enumerate(asked.steps, 1):
        found = _led(db, viewer, step, place, here, asked.at)
        leads.append(found)
        here = sorted({there for theirs in found.values() for there in theirs})
    chains = Chains(starts, leads)
    return Answered(asked, chains, chains.counts, tuple(chains.answers))


def _starts(db: Database, viewer: Viewer, question: Question) -> list[str]:
    """The records asked about, by name."""
    filters = question.start.filters(question.at)
    found = base(viewer, filters, places_in(db, viewer, filters))
    query = f"{found.matching} WITH DISTINCT n ORDER BY n.name_key, n.id RETURN collect(n.id) AS ids"
    return list(db.read(query, **found.params)[0]["ids"])


def _led(
    db: Database, viewer: Viewer, step: Step, place: int, here: Sequence[str], at: str | None
) -> dict[str, list[str]]:
    """Where the links of a step go from each of these records, asked from the end that has fewer."""
    within = _within(db, viewer, step, at)
    turned = within is not None and len(within) < len(here)
    ids, kept = (sorted(within or ()), frozenset(here)) if turned else (here, within)
    query = LINKED.replace("PATTERN", step.pattern(turned=turned)).replace("FAR", "n" if turned else "o")
    kinds = list(step.ends.kinds)
    (row,) = db.read(query, ids=ids, kinds=kinds, at=at, limit=MOST_LINKS + 1, **viewer.params())
    if len(row["near"]) > MOST_LINKS:
        raise Invalid({f"relation{place}": f"plus de {MOST_LINKS} liens à suivre : demandez d'abord moins de fiches"})
    out: dict[str, list[str]] = defaultdict(list)
    for near, far in zip(row["near"], row["far"], strict=True):
        if kept is None or far in kept:
            source, target = (far, near) if turned else (near, far)
            out[source].append(target)
    return dict(out)


def _within(db: Database, viewer: Viewer, step: Step, at: str | None) -> frozenset[str] | None:
    """The records that a step may lead to, where more is asked of them than their kind."""
    found = ids_of(db, viewer, step.ends.filters(at)) if step.ends.narrowed else None
    if step.ends.record is None:
        return found
    one = frozenset({step.ends.record})
    return one if found is None else one & found
