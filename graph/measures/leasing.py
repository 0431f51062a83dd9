"""One process measures at a time, whatever the number of workers and machines; a killed one is taken up again."""

from __future__ import annotations

from graph.database import Database, Transaction
from graph.operations import now

NAME = "measures"
SECONDS = 15

# Writing first takes the lock: what is read after it is what the last writer left.
CLAIM = """
MERGE (l:Lease {name: $name}) SET l.touched_at = $at
WITH l WHERE coalesce(l.lease_until, 0) < timestamp() OR l.owner = $owner
SET l.owner = $owner, l.lease_until = timestamp() + $wait
RETURN l.name AS name
"""
HOLD = """
MATCH (l:Lease {name: $name}) SET l.touched_at = $at
WITH l WHERE l.owner = $owner
SET l.lease_until = timestamp() + $wait
RETURN l.name AS name
"""


class Lost(Exception):
    """Another process measures now: what this one found is not to be kept."""


def claim(db: Database, owner: str) -> bool:
    """Takes the lease, or lengthens one's own; False while another holds it."""
    return bool(db.write(CLAIM, name=NAME, owner=owner, at=now(), wait=SECONDS * 1000))


def renew(db: Database, owner: str) -> bool:
    """Lengthens the lease; False when it is another's."""
    return bool(db.write(HOLD, name=NAME, owner=owner, at=now(), wait=SECONDS * 1000))


def must_hold(transaction: Transaction, owner: str) -> None:
    """What follows in the transaction is written by the holder only, else Lost."""
    if not transaction.run(HOLD, name=NAME, owner=owner, at=now(), wait=SECONDS * 1000):
        raise Lost(owner)


def release(db: Database, owner: str) -> None:
    """Lets the next one in at once."""
    db.write(HOLD, name=NAME, owner=owner, at=now(), wait=-1)
