"""From a decision to the actions that follow from it, to what they deliver, to the policies that this serves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link

MOST = 500


def _seen(node: str, link: str) -> str:
    return f"NOT {node}:Gone AND {sees(node)} AND {sees_link(link)} AND {in_force(link)}"


DECISION = f"""
MATCH (d:Entity {{id: $id}}) WHERE d.kind = 'Decision' AND {sees("d")}
RETURN {brief("d")} AS record,
  COLLECT {{ MATCH (d)-[r:PROMPTS]->(a:Action) WHERE {_seen("a", "r")}
             RETURN a.id AS id ORDER BY a.name_key, id LIMIT {MOST} }} AS actions
"""
CHAINS = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}}) WHERE a.kind = 'Action' AND NOT a:Gone AND {sees("a")}
RETURN {brief("a")} AS action,
  COLLECT {{
    MATCH (a)<-[r:PROMPTS]-(d:Decision) WHERE {_seen("d", "r")}
    RETURN [{brief("d")}, COLLECT {{
      MATCH (d)-[m:DECIDED_IN]->(held:Meeting) WHERE {_seen("held", "m")}
      RETURN {brief("held")} AS held ORDER BY held.name, held.id }}] AS one ORDER BY d.name_key, d.id
  }} AS decisions,
  COLLECT {{
    MATCH (a)-[r:DELIVERS]->(o:Entity) WHERE {_seen("o", "r")}
    RETURN [{brief("o")}, COLLECT {{
      MATCH (o)-[s:SERVES]->(p:Policy) WHERE {_seen("p", "s")}
      RETURN {brief("p")} AS policy ORDER BY policy.name, policy.id }}] AS one ORDER BY o.name_key, o.id
  }} AS deliverables,
  COLLECT {{
    MATCH (a)-[r:IMPLEMENTS]->(p:Policy) WHERE {_seen("p", "r")}
    RETURN {brief("p")} AS policy ORDER BY policy.name, policy.id
  }} AS policies
ORDER BY a.name_key, a.id
"""


@dataclass(frozen=True)
class Beside:
    """A record with those of the next step: a decision and its meetings, a deliverable and the policies it serves."""

    record: Brief
    others: tuple[Brief, ...]


@dataclass(frozen=True)
class Chain:
    """An action, with the decisions that it follows from and what it leads to."""

    action: Brief
    decisions: tuple[Beside, ...]
    deliverables: tuple[Beside, ...]
    policies: tuple[Brief, ...]

    @property
    def whole(self) -> bool:
        """Does it go from a decision to a policy, through something delivered?"""
        served = any(each.others for each in self.deliverables) or (self.deliverables and self.policies)
        return bool(self.decisions and served)


def chains_of(db: Database, viewer: Viewer, actions: Sequence[str]) -> list[Chain]:
    """Of these actions, by name, as far as the viewer may see."""
    rows = db.read(CHAINS, ids=list(actions), at=today(), **viewer.params()) if actions else []
    return [_chain(row) for row in rows]


def decision_chains(db: Database, viewer: Viewer, id: str) -> tuple[Brief, list[Chain]]:
    """A decision, and the chains of what follows from it. NotFound for what is none that the viewer may see."""
    rows = db.read(DECISION, id=id, at=today(), **viewer.params())
    if not rows:
        raise NotFound(id)
    return brief_of(rows[0]["record"]), chains_of(db, viewer, rows[0]["actions"])


def by_decision(chains: Sequence[Chain]) -> tuple[list[tuple[Beside, list[Chain]]], list[Chain]]:
    """Chains under the decision that they follow from, by name; and those that follow from none."""
    found: dict[str, tuple[Beside, list[Chain]]] = {}
    for chain in chains:
        for decision in chain.decisions:
            found.setdefault(decision.record.id, (decision, []))[1].append(chain)
    told = sorted(found.values(), key=lambda each: (each[0].record.name.casefold(), each[0].record.id))
    return told, [chain for chain in chains if not chain.decisions]


def _chain(row: Mapping[str, Any]) -> Chain:
    def beside(told: Sequence[Any]) -> Beside:
        return Beside(brief_of(told[0]), tuple(map(brief_of, told[1])))

    return Chain(
        brief_of(row["action"]), tuple(map(beside, row["decisions"])), tuple(map(beside, row["deliverables"])),
        tuple(map(brief_of, row["policies"])),
    )  # fmt: skip
