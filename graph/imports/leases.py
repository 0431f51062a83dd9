"""One process at a time carries out a run or takes it back.

A lease is a promise on the clock of the graph, renewed while its process lives. A run whose lease is over was cut
(kill, power, full disk): anybody may take it up again, under its own name."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.errors import Conflict, NotFound
from graph.operations import new_op, now

LEASE_SECONDS = 20

# `running` is unique: two processes that begin the same import at once meet on one node, and the second is told.
BEGIN = """
MERGE (run:Run {running: $running})
ON CREATE SET run += {id: $id, source: $source, path: $path, upload: $upload, by: $by, started_at: $at,
                      state: 'running', seen: 0}
SET run.running = $running
WITH run, run.id <> $id AS resumed, run.owner AS owner,
     NOT run.owner IN [$owner, $dead] AND run.lease_until > timestamp() AS busy
FOREACH (_ IN CASE WHEN busy THEN [] ELSE [1] END |
  SET run.owner = $owner, run.lease_until = timestamp() + $lease, run.total = $total, run.error = null)
RETURN run.id AS id, resumed, busy, owner
"""
BEGIN_UNDO = """
MATCH (run:Run {id: $id})
SET run.id = $id
WITH run, NOT run.owner IN [$owner, $dead] AND run.lease_until > timestamp() AS busy, run.state AS before,
     run.owner AS owner
FOREACH (_ IN CASE WHEN busy OR before = 'undone' THEN [] ELSE [1] END |
  SET run.owner = $owner, run.lease_until = timestamp() + $lease, run.state = 'undoing', run.running = null,
      run.error = null, run.undo_op = coalesce(run.undo_op, $op))
RETURN run.undo_op AS op, busy, owner, before = 'undone' AS done
"""


class Busy(Conflict):
    """Another process holds the run; the message says so in French."""

    def __init__(self, run: str) -> None:
        super().__init__(run)
        self.args = (f"Le passage {run} est déjà en cours ailleurs. Rien n'a été fait deux fois.",)


@dataclass(frozen=True)
class Claim:
    """The right to carry out `run` for as long as it is renewed; `op` names the changes that it makes."""

    run: str
    op: str
    owner: str
    resumed: bool = False


def claim(
    db: Database, source: str, path: str, by: str, *, upload: str | None = None, place: str = "", total: int = 0
) -> Claim:
    """A new run, or the one of this source, path and upload (or place on the disk) that was cut. Busy while another
    process is at it."""
    running = f"{source}|{path}|{upload or place}"
    told = {"id": new_op("import"), "source": source, "path": path, "by": by, "upload": upload, "total": total}
    row, owner = _claimed(db, BEGIN, {**told, "running": running, "at": now()})
    if row is None or row["busy"]:
        raise Busy(row["id"] if row else path)
    return Claim(row["id"], row["id"], owner, bool(row["resumed"]))


def claim_undo(db: Database, run: str) -> Claim:
    """The right to take a run back, or to go on with that. NotFound when it was taken back already."""
    row, owner = _claimed(db, BEGIN_UNDO, {"id": run, "op": new_op("undo")})
    if row is None or row["done"]:
        raise NotFound(run)
    if row["busy"]:
        raise Busy(run)
    return Claim(run, row["op"], owner)


def _claimed(db: Database, query: str, told: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """The query's row and our name as the owner; a process of this machine that died keeps nobody waiting."""
    owner = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(8)}"
    told |= {"owner": owner, "dead": "", "lease": LEASE_SECONDS * 1000}
    rows = db.write(query, **told)
    if rows and rows[0]["busy"] and _is_dead(rows[0]["owner"]):
        rows = db.write(query, **{**told, "dead": rows[0]["owner"]})
    return rows[0] if rows else None, owner


def _is_dead(owner: str) -> bool:
    """True for a process that ran on this machine and is no more."""
    host, _, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
