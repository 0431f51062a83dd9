"""The record of a note says what was written live, and the live text what was written into the record elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from graph import states
from graph.database import Database, Transaction
from graph.editing import change_record
from graph.errors import Conflict, Invalid, NotAllowed, NotFound
from graph.live_notes import Stored, add, claimed, stored
from graph.live_texts import Live, browsers
from graph.live_updates import told as read_update
from graph.operations import Operation, new_op
from graph.rights import viewer_for
from graph.undo import DERIVED
from graph.viewers import Viewer
from graph.writing import told

# The record is written once somebody leaves, else at a pause in writing or without one after this long. It costs as
# much as ten exchanges: written at each pause, it was most of the work of a site where a hundred notes are written.
QUIET_MS, SOON_MS, LONGEST_MS = 2_500, 30_000, 60_000
LEFT_MS = 60_000  # written by somebody who went without a word
WHY = "écriture à plusieurs"
FOLDED = 500  # updates: beyond, they become one
OWN = "live-"  # operations of this module; what follows the last dash is how far the record goes
ELSEWHERE = """
MATCH (c:Change) WHERE c.record = $id AND c.seq > $version AND c.subject = 'record'
RETURN c.seq AS seq, c.op AS op, c.by AS by, c.before AS before, c.after AS after ORDER BY seq
"""
NOTED = "MATCH (l:LiveNote {id: $id}) SET l.version = $version, l.kept = $kept"
LOCK = """
MATCH (l:LiveNote {id: $id}) WHERE l.key = $key AND l.version < $seq SET l.locked = true
WITH l WHERE l.version < $seq
RETURN l.seq AS seq, l.kept AS kept, l.version AS version, l.clients AS clients, l.clocks AS clocks,
  l.writers AS writers
"""
RELEASE = "MATCH (l:LiveNote {id: $id}) SET l.lease_until = null"
KEPT = """
MATCH (l:LiveNote {id: $id}) WHERE l.key = $key SET l.locked = true
WITH l WHERE l.version = $before
SET l.version = $version, l.kept = $seq, l.lease_until = null, l.since = CASE WHEN l.seq > $seq THEN timestamp() END
"""
FOLD = """
MATCH (l:LiveNote {id: $id}) WHERE l.key = $key SET l.locked = true
WITH l WHERE l.base = $base
SET l.base = $kept, l.state = $state, l.bytes = size($state)
WITH l
CALL (l) { MATCH (u:NoteUpdate {record: l.id}) WHERE u.seq <= l.base DELETE u }
CALL (l) { MATCH (u:NoteUpdate {record: l.id}) WHERE u.seq > l.base RETURN sum(size(u.payload)) AS left }
SET l.bytes = l.bytes + left
"""
LEFT = "MATCH (l:LiveNote) WHERE l.since < timestamp() - $left RETURN l.id AS id ORDER BY l.since, id LIMIT 50"


def due(found: Mapping[str, Any]) -> bool:
    """Is it time to write the record? `found` is the state of the live text (graph.live_notes.lacking)."""
    if found["seq"] <= found["kept"] or (found["lease_until"] or 0) >= found["now"]:
        return False
    paused = found["now"] - (found["touched_at"] or 0) >= QUIET_MS
    return bool(found["now"] - (found["since"] or 0) >= (SOON_MS if paused else LONGEST_MS))


def save(db: Database, viewer: Viewer, id: str) -> None:
    """Writes into the record what came since the last time: one version for each who wrote, in their name, and read as
    they may read; as the viewer where they may write no more."""
    live = claimed(db, id)
    if live is None:
        return
    doc, found, groups = live.upto(live.kept), states.Present({}, live.version), _by_writer(live)
    for left, (by, updates) in zip(reversed(range(len(groups))), groups.items(), strict=True):
        doc.take(updates)
        # After a crash between this and the next line of ours, the operation tells how far the record goes.
        operation = Operation(by, WHY, id=f"{new_op('live')}-{live.kept if left else live.seq}")
        try:
            change_record(db, _writer(db, viewer, id, by), id, found.version, {"text": doc.text}, operation)
        except Conflict:
            db.write(RELEASE, id=id)
            return  # the record was changed: the next exchange sees to it
        found = states.records(db, [id])[id]
    db.write(KEPT, id=id, key=live.key, before=live.version, version=found.version, seq=live.seq)
    _told_back(db, id, live, doc, found)
    if live.seq - live.base > FOLDED:
        fold(db, id)


def catch_up(db: Database, id: str) -> None:
    """Does to the live text what was done to the record's by a form, an import, a tick or a restored version."""
    live = stored(db, id)
    if live is None:
        return
    doc = live.upto(live.seq)
    for change in db.read(ELSEWHERE, id=id, version=live.version):
        before, after = told(change["before"]) or {}, told(change["after"]) or {}
        update = None
        if not change["op"].startswith(OWN):
            update = doc.turn(before.get("text") or "", after.get("text") or "")
        if not _put(db, id, live.key, doc, update, change):
            return  # another process does the same


def only_text(db: Database, id: str, since: int) -> bool:
    """Has nothing but the text of the record changed since that version? Then a form that has today's text may be
    saved over it."""
    states_told = [told(change[side]) or {} for change in db.read(ELSEWHERE, id=id, version=since)
                   for side in ("before", "after")]  # fmt: skip
    return all(set(state) <= DERIVED | {"text"} for state in states_told)


def fold(db: Database, id: str) -> None:
    """Makes one update of those that the record says already; each letter keeps its client, each client its writer.
    Forged ones that would not make the same text stay apart."""
    live = stored(db, id)
    if live is None or live.kept <= live.base:
        return
    doc = live.upto(live.kept)
    state = doc.whole()
    if Live([state]).text == doc.text:
        db.write(FOLD, id=id, key=live.key, base=live.base, kept=live.kept, state=state)


def sweep(db: Database) -> int:
    """Saves what its writer left without a word; gives how many notes."""
    left = [row["id"] for row in db.read(LEFT, left=LEFT_MS)]
    for id in left:
        settle(db, id)
    return len(left)


def settle(db: Database, id: str) -> None:
    """Has the record say all that its writers wrote live, in their names; nothing where they may write no more."""
    with suppress(NotFound, NotAllowed, Invalid):
        catch_up(db, id)
        save(db, Viewer(), id)


def writers(db: Database, id: str) -> list[str]:
    """For each letter of the live text the account that wrote it."""
    live = stored(db, id)
    if live is None:
        return []
    doc = live.upto(live.seq)
    return [live.writers[doc.writer_at(place)] for place in range(len(doc.text))]


def _by_writer(live: Stored) -> dict[str, list[bytes]]:
    """In the order in which they began. What rests on letters that come later waits for them."""
    out: dict[str, list[bytes]] = {}
    for seq, by, update in live.updates:
        if seq > live.kept:
            out.setdefault(by, []).append(update)
    return out


def _writer(db: Database, viewer: Viewer, id: str, by: str) -> Viewer:
    if by == viewer.user:
        return viewer
    writer = viewer_for(db, by)
    return writer if writer.writes(id) else viewer


def _told_back(db: Database, id: str, live: Stored, doc: Live, found: states.Present) -> None:
    """What saving changed in the text: names that not everybody may read, boxes of actions."""
    said, wrote = browsers(str(found.state.get("text") or "")), doc.text.strip()
    if said and said != wrote:
        change = {"seq": found.version, "op": "", "by": str(found.state.get("updated_by") or "")}
        _put(db, id, live.key, doc, doc.turn(wrote, said), change, least=found.version + 1)


def _put(
    db: Database, id: str, key: str, doc: Live, update: bytes | None, change: Mapping[str, Any], least: int = 0
) -> bool:
    """Notes that the live text has a change of the record, with the update that does it; False when it was noted
    already, which is when its version is `least`."""

    def work(tx: Transaction) -> bool:
        rows = tx.run(LOCK, id=id, key=key, seq=least or change["seq"])
        for row in rows:
            kept = int(change["op"].rpartition("-")[2]) if change["op"].startswith(OWN) else row["kept"]
            if update is None:
                tx.run(NOTED, id=id, version=change["seq"], kept=max(kept, row["kept"]))
            else:
                _append(tx, id, doc, update, change, row)
        return bool(rows)

    return db.transaction(work)


def _append(
    tx: Transaction, id: str, doc: Live, update: bytes, change: Mapping[str, Any], row: Mapping[str, Any]
) -> None:
    """The record says it already: with nothing else unsaved there is nothing to save."""
    clocks, seq = dict(zip(row["clients"], row["clocks"], strict=True)), row["seq"] + 1
    clocks[doc.client] = max(read_update(update, clocks).end, clocks.get(doc.client, 0))
    names = {**dict(zip(row["clients"], row["writers"], strict=True)), doc.client: change["by"]}
    saved = {"kept": seq, "since": None} if row["kept"] == row["seq"] else {}
    add(tx, id, seq, update, doc.client, change["by"], clocks, names, version=change["seq"], **saved)
