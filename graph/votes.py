"""The vote of a decision or of a point of an agenda, by consent or show of hands, with its quorum and reservations.
There is no secret ballot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.committees import bodies, meeting, seats
from graph.database import Database
from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotFound
from graph.links import Brief, brief, brief_of
from graph.operations import Operation
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.shaping import parse_all
from graph.values import State
from graph.viewers import Viewer, sees, sees_link
from graph.vote_rules import COUNTS, FIELDS, must_be_a_vote

VOTED = "{.vote, .votes_for, .votes_against, .votes_abstain, .votes_present, .quorum, .reservations}"
TOLD = f"d {VOTED} AS told"
DECISION = f"""
MATCH (d:Entity {{id: $id}}) WHERE d.kind = 'Decision' AND {sees("d")}
RETURN {brief("d")} AS decision, d.version AS version, {TOLD}, COLLECT {{
    MATCH (d)-[r:DECIDED_IN]->(m:Entity)<-[h:HOLDS]-(c:Community)
    WHERE NOT c:Gone AND {sees("m")} AND {sees("c")} AND {sees_link("r")} AND {sees_link("h")}
    RETURN [m.id, c.id] ORDER BY m.day_from DESC, m.id, c.id LIMIT 1
  }}[0] AS held
"""
# A point about a record is as hidden as its record; the vote of a decision is its own, wherever it is talked of.
POINT = f"""
MATCH (m:Entity {{id: $meeting}}) WHERE m.kind = 'Meeting' AND {sees("m")}
MATCH (p:AgendaPoint {{id: $id, meeting: $meeting}}) WHERE p.state = 'kept'
OPTIONAL MATCH (n:Entity {{id: p.about}}) WHERE {sees("n")}
WITH m, p, n WHERE p.about IS NULL OR n IS NOT NULL
RETURN p.title AS title, coalesce(p.version, 0) AS version, p {VOTED} AS told, {brief("m")} AS meeting,
  CASE n.kind WHEN 'Decision' THEN n.id END AS decision, COLLECT {{
    MATCH (m)<-[h:HOLDS]-(c:Community) WHERE NOT c:Gone AND {sees("c")} AND {sees_link("h")}
    RETURN c.id ORDER BY c.id LIMIT 1
  }}[0] AS community
"""
# The lock first: what is compared is what the last writer left.
VOTE_POINT = """
MATCH (p:AgendaPoint {id: $id, meeting: $meeting}) SET p.version = coalesce(p.version, 0)
WITH p WHERE p.version = $version SET p += $set, p.version = $version + 1 RETURN p.id AS id
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
    def cells(self) -> dict[str, Any]:
        """As they are kept, by the names of the fields of a decision."""
        return {**{name: getattr(self, name) for name in (*COUNTS, "quorum", "reservations")},
                "vote": self.mode, "votes_present": self.present}  # fmt: skip

    @property
    def met(self) -> bool | None:
        """Were enough people present? None when nobody said how many, or how many it takes."""
        return None if self.present is None or self.quorum is None else self.present >= self.quorum


@dataclass(frozen=True)
class Ballot:
    """What is voted on with its vote, the meeting that took it, how many bodies came by its sheet of presence (None:
    nothing was noted) of those that sit. `id` is that of a decision or of a point, `decision` that of a record."""

    id: str
    name: str
    decision: Brief | None
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
    decision = brief_of(row["decision"])
    found = Ballot(decision.id, decision.name, decision, row["version"], vote_of(row["told"]), row["told"])
    return _attended(db, viewer, found, *row["held"]) if row["held"] else found


def point_ballot(db: Database, viewer: Viewer, meeting_id: str, id: str) -> Ballot:
    """Of a point of a meeting's agenda; `decision` is told when it is about one, which has a vote of its own. NotFound
    for what is no point that the viewer may read."""
    rows = db.read(POINT, meeting=meeting_id, id=id, **viewer.params())
    if not rows:
        raise NotFound(id)
    row = rows[0]
    decision = Brief(row["decision"], "Decision", row["title"]) if row["decision"] else None
    found = Ballot(
        id, row["title"], decision, row["version"], vote_of(row["told"]), row["told"], brief_of(row["meeting"])
    )
    return _attended(db, viewer, found, meeting_id, row["community"]) if row["community"] else found


def _attended(db: Database, viewer: Viewer, found: Ballot, meeting_id: str, community: str) -> Ballot:
    held = meeting(db, viewer, meeting_id)
    sitting = bodies(seats(db, viewer, community, [held]))
    said = [body.came[held.record.id] for body in sitting if held.record.id in body.came]
    came = sum(presence in ("present", "represented") for presence in said) if said else None
    return replace(found, meeting=held.record, came=came, sits=len(sitting))


def record_vote(
    db: Database, viewer: Viewer, id: str, version: int, raw: Mapping[str, str], operation: Operation
) -> None:
    """Sets the vote, all of it; nothing typed takes it back. Invalid names each wrong field, Conflict when the decision
    changed meanwhile."""
    found = ballot(db, viewer, id)
    must_write(viewer, id)
    change_record(db, viewer, id, version, _checked(found, raw), operation)


def vote_on_point(db: Database, viewer: Viewer, meeting_id: str, id: str, version: int, raw: Mapping[str, str]) -> None:
    """The same on a point of an agenda, by who writes the meeting."""
    must_write(viewer, meeting(db, viewer, meeting_id).record.id)
    found = point_ballot(db, viewer, meeting_id, id)
    fields = SCHEMA.kinds["Decision"].own
    values = parse_all([fields[name] for name in FIELDS], _checked(found, raw))
    told = {name: None if isinstance(value, State) else value for name, value in values.items()}
    must_be_a_vote(told)
    if not db.write(VOTE_POINT, meeting=meeting_id, id=id, version=version, set=told):
        raise Conflict(id)


def _checked(found: Ballot, raw: Mapping[str, str]) -> dict[str, str]:
    told = {name: raw.get(name, "") for name in FIELDS}
    present = told["votes_present"].strip()
    # What was noted before, from a table or another sheet, is not refused by who corrects something else.
    noted = present != str(found.told["votes_present"])
    if noted and found.came is not None and present.isdigit() and int(present) > found.came:
        raise Invalid({"votes_present": f"la feuille de présence en compte {found.came} : notez d'abord les autres"})
    return told


def votes_around(db: Database, viewer: Viewer, id: str) -> list[tuple[Brief, Vote]]:
    """The voted decisions of a meeting, or those that a note cites, by name."""
    rows = db.read(AROUND, id=id, **viewer.params())
    return [(brief_of(row["decision"]), vote) for row in rows if (vote := vote_of(row["told"]))]


def vote_of(told: Mapping[str, Any]) -> Vote | None:
    """The vote that a decision or a point carries, if it does."""
    if not told["vote"]:
        return None
    counts = {name: told[name] for name in COUNTS}
    return Vote(
        told["vote"], **counts, present=told["votes_present"], quorum=told["quorum"],
        reservations=told["reservations"] or "",
    )  # fmt: skip
