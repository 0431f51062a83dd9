"""The money behind a policy: grants to what serves it or carries it out, by funder and year, each counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.database import Database
from graph.freshness import Keeper
from graph.funding import Grant, given_by, grant_of, sums
from graph.links import Brief, brief, brief_of, in_force
from graph.outlines import Outline
from graph.viewers import Viewer, sees, sees_link

MOST = 24  # answers kept a process
ACTIONS = f"""
UNWIND $ids AS id
MATCH (p:Entity {{id: id}})<-[r:IMPLEMENTS]-(a:Entity)
WHERE {sees("p")} AND {sees("a")} AND {sees_link("r")} AND {in_force("r")}
RETURN DISTINCT a.id AS id ORDER BY id
"""
GRANTS = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}})<-[:FUNDS]-() WHERE {sees("n")}
WITH DISTINCT n
RETURN {brief("n")} AS record, {given_by("n")} AS grants ORDER BY n.name, n.id
"""


@dataclass(frozen=True)
class Line:
    """A funder's grants that began in a year (None: not dated): euros by step ("" when nobody said which), and how
    many grants say no amount."""

    funder: Brief
    year: str | None
    grants: tuple[Grant, ...]
    sums: Mapping[str, float]
    unknown: int

    @property
    def beneficiaries(self) -> list[Brief]:
        """What is funded, each once."""
        return list({grant.to.id: grant.to for grant in self.grants}.values())


@dataclass(frozen=True)
class PolicyFunding:
    """Grants to what serves the policy or one of its parts directly, or carries it out; and those to what serves it
    only through something else. The two are never added up."""

    direct: tuple[Grant, ...]
    indirect: tuple[Grant, ...]


def policy_funding(db: Database, viewer: Viewer, found: Outline) -> PolicyFunding:
    """A commons that serves two measures is counted once; what serves directly somewhere is direct."""
    chains = found.chains
    alone = chains.lengths == 1
    served = {found.web.ids[place] for place in np.unique(chains.resources[alone]).tolist()}
    through = {found.web.ids[place] for place in np.unique(chains.resources[~alone]).tolist()}
    policies = list(found.web.ids[: found.web.policies])
    served |= {row["id"] for row in db.read(ACTIONS, ids=policies, at=found.at, **viewer.params())}
    wanted = tuple(sorted(served | through))
    made = partial(_grants, db, viewer, wanted, found.at)
    grants = Keeper(db, viewer).kept(("grants", wanted, found.at), made, most=MOST)
    return PolicyFunding(
        tuple(grant for grant in grants if grant.to.id in served),
        tuple(grant for grant in grants if grant.to.id not in served),
    )


def lines(grants: Iterable[Grant]) -> list[Line]:
    """One line a funder and year, by name and then year, what is not dated last."""
    by: dict[tuple[str, str], list[Grant]] = {}
    for grant in grants:
        by.setdefault((grant.funder.id, grant.year or ""), []).append(grant)
    found = [
        Line(each[0].funder, year or None, tuple(each), sums(each), sum(grant.amount is None for grant in each))
        for (_, year), each in by.items()
    ]
    return sorted(found, key=lambda line: (line.funder.name, line.funder.id, line.year is None, line.year or ""))


def _grants(db: Database, viewer: Viewer, ids: Sequence[str], at: str | None) -> list[Grant]:
    rows = db.read(GRANTS, ids=list(ids), at=at, **viewer.params())
    return [grant_of(each, brief_of(row["record"])) for row in rows for each in row["grants"]]
