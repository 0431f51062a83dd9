"""Who does not want to be written to any more, by sort of letter. Addresses are kept as fingerprints only."""

from __future__ import annotations

from collections.abc import Iterable

from graph.database import Database
from graph.operations import now
from graph.tokens import fingerprint

STOP = "MERGE (u:Unsubscribed {key: $key}) ON CREATE SET u.at = $now RETURN u.key AS key"
AGAIN = "MATCH (u:Unsubscribed {key: $key}) DELETE u"
AMONG = "UNWIND $keys AS key MATCH (u:Unsubscribed {key: key}) RETURN u.key AS key ORDER BY key"


def unsubscribe(db: Database, email: str, sort: str) -> None:
    """No more letters of this sort to this address."""
    db.write(STOP, key=_key(email, sort), now=now())


def subscribe_again(db: Database, email: str, sort: str) -> None:
    """They may come again."""
    db.write(AGAIN, key=_key(email, sort))


def unsubscribed(db: Database, emails: Iterable[str], sort: str) -> frozenset[str]:
    """Which of these addresses want no letter of this sort."""
    keys = {_key(email, sort): email for email in emails}
    return frozenset(keys[row["key"]] for row in db.read(AMONG, keys=list(keys)))


def _key(email: str, sort: str) -> str:
    return f"{sort}/{fingerprint(email.strip().lower())}"
