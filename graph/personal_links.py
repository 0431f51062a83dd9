"""A personal address that opens one record to one person, without an account, until a day or until it is taken back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from graph.database import Database, Transaction
from graph.errors import NotFound
from graph.operations import now
from graph.permissions import must_write
from graph.viewers import Viewer, audience_of, edits

DAYS = 60
BATCH = 500
GIVE = f"""
UNWIND $links AS link
MATCH (n:Entity {{id: link.record}}) WHERE {edits("n")}
CREATE (l:PersonalLink) SET l = link
RETURN count(l) AS given
"""
OPENED = """
MATCH (l:PersonalLink {hash: $hash}) WHERE l.ended_at IS NULL AND l.until >= $now
MATCH (n:Entity {id: l.record})
RETURN l {.id, .record, .name, .until, .ask} AS link
"""
OF_CAMPAIGN = f"""
MATCH (a:Ask {{campaign: $campaign}}) MATCH (l:PersonalLink {{record: a.record}}) WHERE l.ask = a.id
MATCH (n:Entity {{id: l.record}}) WHERE {edits("n")}
SET l.ended_at = coalesce(l.ended_at, $now) RETURN count(l) AS ended
"""
SEEN = "MATCH (l:PersonalLink {id: $id}) SET l[$what] = coalesce(l[$what], $now) RETURN l.id AS id"
OF_RECORD = f"""
MATCH (l:PersonalLink) WHERE l.record = $record AND l.ended_at IS NULL AND l.until >= $now
MATCH (n:Entity {{id: l.record}}) WHERE {edits("n")}
RETURN l {{.id, .record, .name, .until}} AS link ORDER BY l.until DESC, l.id
"""
END = f"""
MATCH (l:PersonalLink {{id: $id}}) MATCH (n:Entity {{id: l.record}}) WHERE {edits("n")}
SET l.ended_at = coalesce(l.ended_at, $now) RETURN l.id AS id
"""
BEARER = "quelqu'un qui porte cette fiche"  # how the feed names who came by such an address


@dataclass(frozen=True)
class PersonalLink:
    """An address in force: to whose name, for which record, until when (UTC)."""

    id: str
    record: str
    name: str
    until: str
    ask: str | None = None

    @property
    def viewer(self) -> Viewer:
        """Reads what everybody reads, and writes this record alone."""
        own = audience_of("private", self.record, None)
        return Viewer(BEARER, ("public", own), stewards=frozenset({self.record}))


@dataclass(frozen=True)
class Given:
    """For whom an address is made: a record, a name, and the ask of a campaign if it comes from one."""

    record: str
    name: str
    ask: str | None = None


def give(db: Database, viewer: Viewer, record: str, name: str, days: int = DAYS) -> str:
    """Makes an address for a person and gives its secret, which is kept nowhere. NotAllowed for who may not write."""
    return give_all(db, viewer, [Given(record, name)], _in(days))[0]


def give_all(db: Database | Transaction, viewer: Viewer, given: Sequence[Given], until: str) -> list[str]:
    """Makes many until a UTC second, all or none; their secrets, in order. NotFound when a record is not there."""
    for each in given:
        must_write(viewer, each.record)
    tokens = [secrets.token_urlsafe(24) for _ in given]
    links = [_link(viewer, each, token, until) for each, token in zip(given, tokens, strict=True)]
    write = db.run if isinstance(db, Transaction) else db.write
    for first in range(0, len(links), BATCH):
        batch = links[first : first + BATCH]
        if write(GIVE, links=batch, **viewer.rights())[0]["given"] != len(batch):
            raise NotFound(given[first].record)
    return tokens


def _link(viewer: Viewer, given: Given, token: str, until: str) -> dict[str, object]:
    return {
        "id": f"l-{secrets.token_urlsafe(9)}", "hash": _hash(token), "record": given.record,
        "name": given.name.strip()[:200], "ask": given.ask, "by": viewer.user, "at": now(), "until": until,
    }  # fmt: skip


def opened(db: Database, token: str) -> PersonalLink:
    """The link of a secret. NotFound for one that is wrong, ended, out of date, or whose record is gone."""
    rows = db.read(OPENED, hash=_hash(token), now=now())
    if not rows:
        raise NotFound(token)
    return PersonalLink(**rows[0]["link"])


def noted(db: Database, link: PersonalLink, what: str) -> None:
    """Remembers the first time of `opened_at`, `confirmed_at`, `changed_at` or `left_at`."""
    db.write(SEEN, id=link.id, what=what, now=now())


def links_of(db: Database, viewer: Viewer, record: str) -> list[PersonalLink]:
    """The addresses in force of a record, for who may write it."""
    return [PersonalLink(**row["link"]) for row in db.read(OF_RECORD, record=record, now=now(), **viewer.rights())]


def end_all(db: Database, viewer: Viewer, campaign: str) -> int:
    """Ends the addresses that a campaign gave; how many."""
    return int(db.write(OF_CAMPAIGN, campaign=campaign, now=now(), **viewer.rights())[0]["ended"])


def end(db: Database, viewer: Viewer, id: str) -> None:
    """Ends an address at once."""
    if not db.write(END, id=id, now=now(), **viewer.rights()):
        raise NotFound(id)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _in(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
