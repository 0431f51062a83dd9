"""The use cases of a committee as cards: where each stands, who expressed it, what it needs, what meets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.committee_perimeter import within
from graph.committees import community
from graph.database import Database
from graph.folding import fold
from graph.links import Brief, brief, brief_of, in_force, today
from graph.viewers import Viewer, sees, sees_link

STAGES = ("idea", "documented", "tried", "in_use")
# What nobody said apart is read in the scale of all records, where it says the same.
STAGE = """coalesce(n.stage, CASE n.status WHEN 'idea' THEN 'idea' WHEN 'building' THEN 'documented'
  WHEN 'available' THEN 'tried' WHEN 'in_use' THEN 'in_use' END)"""


def _ties(pattern: str, kinds: str = "true") -> str:
    return (
        f"COLLECT {{ MATCH {pattern} WHERE {sees('o')} AND {sees_link('r')} AND {in_force('r')} AND {kinds} "
        f"RETURN DISTINCT {brief('o')} AS o ORDER BY o.name, o.id LIMIT 6 }}"
    )


CASES = f"""
UNWIND $ids AS id
MATCH (who:Entity {{id: id}})-[t:EXPRESSES|REALISES]->(n:Entity)
WHERE n.kind = 'UseCase' AND {sees("n")} AND {sees_link("t")} AND {in_force("t")}
WITH DISTINCT n WHERE all(word IN $words WHERE n.search CONTAINS word)
WITH n, {STAGE} AS stage
RETURN {brief("n")} AS record, n.problem AS problem, n.users AS users, stage,
  {_ties("(n)<-[r:EXPRESSES]-(o:Entity)")} AS voices,
  {_ties("(n)-[r:NEEDS]->(o:Entity)")} AS needs,
  {_ties("(n)-[r:USES]->(o:Entity)")} + COLLECT {{
    MATCH (n)-[q:NEEDS]->(need:Entity)<-[r:MEETS]-(o:Entity)
    WHERE {sees("need")} AND {sees("o")} AND {sees_link("q")} AND {sees_link("r")} AND {in_force("q")}
      AND {in_force("r")} RETURN DISTINCT {brief("o")} AS o ORDER BY o.name, o.id LIMIT 6
  }} AS resources,
  {_ties("(n)<-[r:REALISES]-(o:Entity)")} AS actions
ORDER BY n.name_key, n.id LIMIT 500
"""


@dataclass(frozen=True)
class Card:
    """A use case: `stage` is one of STAGES, or None when nobody said; six at most of each sort of ties."""

    record: Brief
    problem: str | None
    users: str | None
    stage: str | None
    voices: tuple[Brief, ...]
    needs: tuple[Brief, ...]
    resources: tuple[Brief, ...]
    actions: tuple[Brief, ...]


@dataclass(frozen=True)
class Gallery:
    """The cards of a committee that hold all the words; `counts` of them by stage ("" : not said)."""

    committee: Brief
    cards: tuple[Card, ...]

    @property
    def counts(self) -> dict[str, int]:
        return {stage: sum((card.stage or "") == stage for card in self.cards) for stage in (*STAGES, "")}

    def at(self, stage: str) -> Sequence[Card]:
        """Those at a stage; all of them for no word, those of which nobody said it for `unsaid`."""
        wanted = "" if stage == "unsaid" else stage
        return self.cards if not stage else [card for card in self.cards if (card.stage or "") == wanted]


def gallery(db: Database, viewer: Viewer, id: str, words: str = "") -> Gallery:
    """What those within the committee express, or its actions realise. NotFound for what is no community."""
    found = community(db, viewer, id)
    ids = sorted(within(db, viewer, id).ids)
    rows = db.read(CASES, ids=ids, words=fold(words).split(), at=today(), **viewer.params())
    return Gallery(found, tuple(map(_card, rows)))


def _card(row: Mapping[str, Any]) -> Card:
    ties = {name: _once(row[name]) for name in ("voices", "needs", "resources", "actions")}
    return Card(brief_of(row["record"]), row["problem"], row["users"], row["stage"], **ties)


def _once(rows: Sequence[Mapping[str, Any]]) -> tuple[Brief, ...]:
    """A resource that is used may meet a need as well."""
    return tuple({row["id"]: brief_of(row) for row in rows}.values())
