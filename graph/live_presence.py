"""Who has a note open and on which line: known for less than half a minute, and kept nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.live_notes import FRESH_MS, Sent

BEAT_MS = 8_000  # between two signs of somebody who does not move
STEP_MS = 1_500  # and of somebody who does
BE = """
MERGE (p:NotePresence {key: $id + '|' + toString($client)})
ON CREATE SET p.since = timestamp()
SET p.record = $id, p.user = $user, p.n = $client, p.place = $line, p.seen_at = timestamp()
WITH count(*) AS one
MATCH (old:NotePresence {record: $id}) WHERE old.seen_at <= timestamp() - $fresh DELETE old
"""
LEAVE = "MATCH (p:NotePresence {key: $id + '|' + toString($client)}) DELETE p"


@dataclass(frozen=True)
class Present:
    """Somebody who has the note open; `line` from 1, 0 when they have not put their caret anywhere."""

    name: str
    line: int


def others(here: Sequence[dict[str, Any]], client: int) -> list[Present]:
    """Everybody but this one; who came first is first."""
    return [Present(each["name"] or "", each["line"]) for each in here if each["client"] != client]


def be_here(db: Database, user: str, id: str, sent: Sent, here: Sequence[dict[str, Any]], now: int) -> None:
    """Tells the others, unless they know already. `here` is who was told to be."""
    if sent.leaves:
        db.write(LEAVE, id=id, client=sent.client)
        return
    mine = next((each for each in here if each["client"] == sent.client), None)
    pause = BEAT_MS if mine and mine["line"] == sent.line else STEP_MS
    if mine is None or now - mine["seen_at"] > pause:
        db.write(BE, id=id, client=sent.client, user=user, line=sent.line, fresh=FRESH_MS)
