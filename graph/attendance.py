"""Who came to a meeting: the sheet of those who sat on that day in what holds it, and of whoever was noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph import states
from graph.committees import Meeting, meeting
from graph.database import Database
from graph.editing import Tie, changed_tie, dropped_tie, new_tie
from graph.errors import Invalid, NotFound
from graph.guests import PRESENCE, slot_of
from graph.links import Brief, brief, brief_of, in_force, today
from graph.operations import Operation, Step
from graph.permissions import must_write
from graph.schema import SCHEMA
from graph.viewers import Viewer, sees, sees_link
from graph.writing import write

MOST = 500
SHEET = f"""
MATCH (m:Entity {{id: $id}})
CALL (m) {{
  MATCH (m)<-[h:HOLDS]-(c:Community)<-[r:MEMBER_OF]-(who:Entity)
  WHERE NOT c:Gone AND {sees("c")} AND {sees_link("h")} AND {sees_link("r")} AND {in_force("r")} RETURN who
  UNION
  MATCH (m)<-[a:ATTENDS]-(who:Entity) WHERE {sees_link("a")} RETURN who
  UNION
  MATCH (g:Guest {{meeting: m.id}}) WHERE g.answer > '' MATCH (who:Entity {{id: g.person}}) RETURN who
}}
WITH DISTINCT m, who WHERE NOT who:Gone AND {sees("who")}
RETURN {brief("who")} AS who,
  COLLECT {{ MATCH (who)-[a:ATTENDS]->(m) WHERE {sees_link("a")}
             RETURN [a.id, coalesce(a.presence, 'present')] ORDER BY a.id LIMIT 1 }}[0] AS noted,
  COLLECT {{ MATCH (g:Guest {{key: m.id + '|' + who.id}}) WHERE g.answer_slot = $slot RETURN g.answer }}[0] AS said
ORDER BY who.kind, who.name_key, who.id LIMIT {MOST}
"""


@dataclass(frozen=True)
class Noted:
    """Somebody or a body on the sheet; `presence` is a key of the vocabulary, or empty when nothing was noted."""

    who: Brief
    presence: str = ""
    link: str = ""
    said: str = ""  # the presence that their answer to the invitation announces


@dataclass(frozen=True)
class Sheet:
    """A meeting with those whose presence is noted, bodies first."""

    meeting: Meeting
    rows: tuple[Noted, ...]


def sheet(db: Database, viewer: Viewer, id: str) -> Sheet:
    """NotFound for what is no meeting that the viewer may see, NotAllowed for who may not change it."""
    found = meeting(db, viewer, id)
    must_write(viewer, id)
    rows = db.read(SHEET, id=id, at=found.day_from or today(), slot=slot_of(found), **viewer.params())
    return Sheet(found, tuple(_noted(row) for row in rows))


def note_presence(
    db: Database, viewer: Viewer, id: str, told: Mapping[str, str], source: str, operation: Operation
) -> int:
    """Sets the presence of those named by id, an empty word takes it back: all of them or none. Gives how many changed.
    Invalid names the id whose word is unknown, NotFound somebody who is not on the sheet."""
    found = sheet(db, viewer, id)
    known = {row.who.id: row for row in found.rows}
    if strange := next((who for who in told if who not in known), None):
        raise NotFound(strange)
    words = SCHEMA.vocabularies["presence"].terms
    if wrong := {who: "à choisir dans la liste" for who, word in told.items() if word and word not in words}:
        raise Invalid(wrong)
    changed = [(known[who], word) for who, word in told.items() if word != known[who].presence]
    steps = [step for row, word in changed for step in _steps(db, viewer, found.meeting, row, word, source, operation)]
    if steps:
        write(db, viewer, operation, steps)
    return len(changed)


def _noted(row: Mapping[str, Any]) -> Noted:
    link, presence = row["noted"] or ("", "")
    return Noted(brief_of(row["who"]), presence, link, PRESENCE.get(row["said"] or "", ""))


def _steps(
    db: Database, viewer: Viewer, held: Meeting, row: Noted, word: str, source: str, operation: Operation
) -> Iterable[Step]:
    if not row.link:
        raw = {"presence": word, "since": held.day or "", "source": source, "declared_by": "curator"}
        return [new_tie(db, viewer, Tie("ATTENDS", row.who.id, held.record.id, raw), operation)]
    version = states.relations(db, [row.link])[row.link].version
    if not word:
        return [dropped_tie(db, viewer, row.link, version)]
    return changed_tie(db, viewer, row.link, version, {"presence": word}, operation)
