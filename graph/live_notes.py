"""The live text of a note in the graph: updates in the order in which they came, none acknowledged before it is kept.

A `:LiveNote` holds the document up to `base` and where each client stands; each `:NoteUpdate` after it what came since.
Nothing is shared by processes but this. `kept` is how far the record's own text goes, as of its `version`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.database import Database, Rows, Transaction
from graph.errors import Invalid, NotAllowed, NotFound
from graph.live_texts import Live
from graph.live_updates import told, utf16, wrong
from graph.operations import new_op
from graph.viewers import Viewer, edits, sees

LARGEST = 8 * 2**20  # bytes of a document with its updates, those taken away among them
FULL = "cette note est trop longue pour être écrite à plusieurs : faites-en deux"
FRESH_MS = 25_000  # somebody who was not heard of for longer is not there

HERE = """
COLLECT { MATCH (p:NotePresence {record: $id}) WHERE p.seen_at > timestamp() - $fresh
          RETURN {client: p.n, name: COLLECT { MATCH (u:User {id: p.user}) RETURN u.name }[0],
                  line: p.place, seen_at: p.seen_at} ORDER BY p.since, p.n LIMIT 100 }
"""
# An adopted text is nobody's to write any more.
WRITES = f"({edits('n')} AND n.adopted_at IS NULL)"
# What somebody lacks; for who may not write, only who is there and whether the record has changed. Others write while
# this reads: `base` is read first, so that what follows is never older, and each update is told with its number.
LACKS = f"""
MATCH (n:Entity {{id: $id}}) WHERE n:Note AND {sees("n")}
OPTIONAL MATCH (l:LiveNote {{id: $id}})
WITH n, l, {WRITES} AS writes, l.key AS key, l.base AS base
WITH n, l, writes, key, base, key = $key AND $seq >= base AS goes_on
RETURN writes, n.version AS record_version, key, l.seq AS seq, base, goes_on, l.kept AS kept,
  l.version AS version, timestamp() AS now, l.touched_at AS touched_at, l.since AS since,
  l.lease_until AS lease_until,
  CASE WHEN writes AND NOT goes_on THEN l.state END AS state,
  CASE WHEN writes THEN COLLECT {{
    MATCH (u:NoteUpdate {{record: $id}}) WHERE u.seq > CASE WHEN goes_on THEN $seq ELSE base END
    RETURN [u.seq, CASE WHEN NOT goes_on OR u.client <> $client THEN u.payload END] ORDER BY u.seq }} ELSE [] END
  AS updates,
  {HERE} AS here
"""
BEGIN = """
MERGE (l:LiveNote {id: $id})
ON CREATE SET l.key = $key, l.seq = 0, l.base = 0, l.kept = 0, l.state = $state, l.version = $version,
  l.bytes = size($state), l.clients = [$client], l.clocks = [$clock], l.writers = [$by], l.touched_at = timestamp()
"""
# Writing first takes the lock: what is read after it is what the last writer left.
TAKE = f"""
MATCH (n:Entity {{id: $id}}) WHERE n:Note AND {sees("n")}
MATCH (l:LiveNote {{id: $id}}) WHERE l.key = $key
SET l.touched_at = timestamp()
RETURN {WRITES} AS writes, l.seq AS seq, l.bytes AS bytes, l.clients AS clients, l.clocks AS clocks,
  l.writers AS writers, l.version AS version,
  EXISTS {{ MATCH (u:NoteUpdate {{record: $id}}) WHERE u.seq > $seq AND u.payload = $update }} AS again
"""
APPEND = """
MATCH (l:LiveNote {id: $id})
SET l.seq = $seq, l.bytes = l.bytes + $size, l.clients = $clients, l.clocks = $clocks, l.writers = $writers,
  l.since = coalesce(l.since, timestamp()), l += $more
CREATE (:NoteUpdate {record: $id, seq: $seq, by: $by, client: $client, at: timestamp(), payload: $update})
"""
ALL_OF_IT = """
RETURN l {.key, .seq, .base, .kept, .version, .state, .clients, .writers} AS live,
  COLLECT { MATCH (u:NoteUpdate {record: $id}) WHERE u.seq > l.base RETURN [u.seq, u.by, u.payload] ORDER BY u.seq }
  AS updates
"""
# Locked as TAKE does, or an update that comes meanwhile would count as read.
STORED = f"MATCH (l:LiveNote {{id: $id}}) SET l.locked = true WITH l {ALL_OF_IT}"
# One process at a time: of several that find it due, the others would write versions in vain.
CLAIM = f"""
MATCH (l:LiveNote {{id: $id}}) SET l.locked = true
WITH l WHERE coalesce(l.lease_until, 0) < timestamp()
SET l.lease_until = timestamp() + $lease
WITH l {ALL_OF_IT}
"""
LEASE_MS = 10_000  # of a process that is killed meanwhile


@dataclass(frozen=True)
class Sent:
    """What a browser sends: how far it has read which document, its own number in it, and what it wrote since. `line`
    is where its caret is; `leaves` when the page is left, `settles` when its form is about to be saved: the record is
    to say all of the text then. `read` is the version of the record that the form began with."""

    key: str = ""
    seq: int = 0
    client: int = 0
    update: bytes = b""
    line: int = 0
    leaves: bool = False
    settles: bool = False
    read: int = 0


@dataclass(frozen=True)
class Stored:
    """All that is kept of a live text: the document up to `base`, and each update since with its number and author."""

    key: str
    seq: int
    base: int
    kept: int
    version: int
    state: bytes
    updates: tuple[tuple[int, str, bytes], ...]
    writers: dict[int, str]

    def upto(self, seq: int) -> Live:
        """The document as it was after an update, `base` or later."""
        return Live([self.state, *(update for number, _, update in self.updates if number <= seq)])


def lacking(db: Database, viewer: Viewer, id: str, sent: Sent) -> dict[str, Any]:
    """What a browser lacks, in one round trip. NotFound for who may not see the note."""
    rows = db.read(LACKS, id=id, key=sent.key, seq=sent.seq, client=sent.client, fresh=FRESH_MS, **viewer.rights())
    if not rows:
        raise NotFound(id)
    return rows[0]


def together(after: int, told: Iterable[tuple[int, bytes | None]]) -> tuple[int, list[bytes]]:
    """How far updates with their numbers lead from `after` without a gap, and those of them that are to be read. One
    that is not seen yet, or was folded meanwhile, comes with the next exchange."""
    out: list[bytes] = []
    for seq, update in told:
        if seq != after + 1:
            break
        after, out = seq, out if update is None else [*out, bytes(update)]
    return after, out


def begin(db: Database, id: str, text: str, version: int, by: str) -> None:
    """The document of a note that nobody has written live yet; of two who begin at once the first is kept."""
    live = Live()
    live.turn("", text)
    told = {"client": live.client, "clock": utf16(live.text), "by": by}
    db.write(BEGIN, id=id, key=new_op("live"), state=live.whole(), version=version, **told)


def append(db: Database, viewer: Viewer, id: str, sent: Sent) -> bool:
    """Keeps what a browser sent, whole and for good, or raises; False when it is of another document than the one kept
    today. What is sent again is kept once."""

    def work(tx: Transaction) -> bool:
        asked = {"id": id, "key": sent.key, "seq": sent.seq, "update": sent.update, **viewer.rights()}
        rows = tx.run(TAKE, **asked)
        if rows and not rows[0]["writes"]:
            raise NotAllowed()
        if rows and not rows[0]["again"]:
            _append(tx, viewer, id, sent, rows)
        return bool(rows)

    return db.transaction(work)


def _append(tx: Transaction, viewer: Viewer, id: str, sent: Sent, rows: Rows) -> None:
    found = rows[0]
    clocks = dict(zip(found["clients"], found["clocks"], strict=True))
    writers = dict(zip(found["clients"], found["writers"], strict=True))
    news = told(sent.update, clocks)
    client, user = sent.client if news.client is None else news.client, viewer.user or ""
    if {writers.get(client, user), writers.get(sent.client, user)} != {user}:
        raise wrong()  # in the name of somebody else
    if found["bytes"] + len(sent.update) > LARGEST:
        raise Invalid({"update": FULL})
    clocks[client], writers[client] = max(news.end, clocks.get(client, 0)), user
    add(tx, id, found["seq"] + 1, sent.update, client, user, clocks, writers)


def add(
    tx: Transaction, id: str, seq: int, update: bytes, client: int, by: str, clocks: dict[int, int],
    writers: dict[int, str], **more: Any,
) -> None:  # fmt: skip
    """Puts an update at its place, under the lock that the caller took."""
    tx.run(
        APPEND, id=id, seq=seq, update=update, size=len(update), client=client, by=by, clients=list(clocks),
        clocks=list(clocks.values()), writers=[writers.get(each, by) for each in clocks], more=more,
    )  # fmt: skip


def stored(db: Database, id: str) -> Stored | None:
    """All that is kept of a live text; None when nobody wrote it live."""
    return _stored(db.write(STORED, id=id))


def claimed(db: Database, id: str) -> Stored | None:
    """The same, for the one process that saves it; None while another does."""
    return _stored(db.write(CLAIM, id=id, lease=LEASE_MS))


def _stored(rows: Rows) -> Stored | None:
    if not rows:
        return None
    live = rows[0]["live"]
    writers = dict(zip(live.pop("clients"), live.pop("writers"), strict=True))
    return Stored(
        **live, updates=tuple((seq, by, bytes(told)) for seq, by, told in rows[0]["updates"]), writers=writers
    )
