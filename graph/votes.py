"""The vote of a decision, by consent or show of hands, with its quorum and reservations. There is no secret ballot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.committees import bodies, meeting, seats
from graph.database import Database
from graph.editing import change_record
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import Operation
from graph.permissions import must_write
from graph.viewers import Viewer, sees, sees_link
from graph.vote_rules import COUNTS, FIELDS

TOLD = "d {.vote, .votes_for, .votes_against, .votes_abstain, .votes_present, .quorum, .reservations} AS told"
DECISION = f"""
MATCH (d:Entity {{id: $id}}) WHERE d.kind = 'Decision' AND {sees("d")}
RETURN {brief("d")} AS decision, d.version AS version, {TOLD}, COLLECT {{
    MATCH (d)-[r:DECIDED_IN]->(m:Entity)<-[h:HOLDS]-(c:Community)
    WHERE NOT c:Gone AND {sees("m")} AND {sees("c")} AND {sees_link("r")} AND {sees_link("h")}
    RETURN [m.id, c.id] ORDER BY m.day_from DESC, m.id, c.id LIMIT 1
  }}[0] AS held
"""
# The decisions of a meeting, or those that a note cites.
AROUND = f"""
MATCH (n:Entity {{id: $id}}) WHERE {sees("n")}
CALL (n) {{
  MATCH (n)<-[r:DECIDED_IN]-(d:Entity) WHERE {sees_link("r")} RETURN d
  UNION MATCH (n)-[r:MENTIONS]->(d:Entity) WHERE {sees_link("r")} RETURN d
}}
WITH DISTINCT d WHERE d.kind = 'Decision' AND d.vote IS NOT NULL AND {sees("d")}
RETURN {brief("d")} AS decision, {TOLD} ORDER BY d.name_key, d.id LIMIT 100
"""


@dataclass(frozen=True)
class Vote:
    """`mode` is consent or show_of_hands; numbers are of voices, None where nobody said."""

    mode: str
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstain: int | None = None
    present: int | None = None
    quorum: int | None = None
    reservations: str = ""

    @property
    def met(self) -> bool | None:
        """Were enough people present? None when nobody said how many, or how many it takes."""
        return None if self.present is None or self.quorum is None else self.present >= self.quorum


@dataclass(frozen=True)
class Ballot:
    """A decision with its vote, the meeting that took it, how many bodies came by its sheet of presence (None: nothing
    was noted) of those that sit."""

    decision: Brief
    version: int
    vote: Vote | None
    told: Mapping[str, Any]
    meeting: Brief | None = None
    came: int | None = None
    sits: int = 0


def ballot(db: Database, viewer: Viewer, id: str) -> Ballot:
    """NotFound for what is no decision that the viewer may see."""
    rows = db.read(DECISION, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    row = rows[0]
    found = Ballot(brief_of(row["decision"]), row["version"], _vote(row["told"]), row["told"])
    if not row["held"]:
        return found
    held = meeting(db, viewer, row["held"][0])
    sitting = bodies(seats(db, viewer, row["held"][1], [held]))
    said = [body.came[held.record.id] for body in sitting if held.record.id in body.came]
    came = sum(presence in ("present", "represented") for presence in said) if said else None
    return Ballot(found.decision, found.version, found.vote, found.told, held.record, came, len(sitting))


def record_vote(
    db: Database, viewer: Viewer, id: str, version: int, raw: Mapping[str, str], operation: Operation
) -> None:
    """Sets the vote, all of it; nothing typed takes it back. Invalid names each wrong field, Conflict when the decision
    changed meanwhile."""
    found = ballot(db, viewer, id)
    must_write(viewer, id)
    told = {name: raw.get(name, "") for name in FIELDS}
    present = told["votes_present"].strip()
    # What was noted before, from a table or another sheet, is not refused by who corrects something else.
    noted = present != str(found.told["votes_present"])
    if noted and found.came is not None and present.isdigit() and int(present) > found.came:
        raise Invalid({"votes_present": f"la feuille de présence en compte {found.came} : notez d'abord les autres"})
    change_record(db, viewer, id, version, told, operation)


def votes_around(db: Database, viewer: Viewer, id: str) -> list[tuple[Brief, Vote]]:
    """The voted decisions of a meeting, or those that a note cites, by name."""
    rows = db.read(AROUND, id=id, **viewer.params())
    return [(brief_of(row["decision"]), vote) for row in rows if (vote := _vote(row["told"]))]


def _vote(told: Mapping[str, Any]) -> Vote | None:
    if not told["vote"]:
        return None
    counts = {name: told[name] for name in COUNTS}
    return Vote(
        told["vote"], **counts, present=told["votes_present"], quorum=told["quorum"],
        reservations=told["reservations"] or "",
    )  # fmt: skip
