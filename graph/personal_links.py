"""A personal address that opens one record to one person, without an account, until a day or until it is taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from graph.database import Database
from graph.errors import NotFound
from graph.operations import now
from graph.permissions import must_write
from graph.viewers import Viewer, audience_of, edits

DAYS = 60
GIVE = f"""
MATCH (n:Entity {{id: $record}}) WHERE {edits("n")}
CREATE (l:PersonalLink) SET l = $link
RETURN l.id AS id
"""
OPENED = """
MATCH (l:PersonalLink {hash: $hash}) WHERE l.ended_at IS NULL AND l.until >= $now
MATCH (n:Entity {id: l.record})
RETURN l {.id, .record, .name, .until} AS link
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

    @property
    def viewer(self) -> Viewer:
        """Reads what everybody reads, and writes this record alone."""
        own = audience_of("private", self.record, None)
        return Viewer(BEARER, ("public", own), stewards=frozenset({self.record}))


def give(db: Database, viewer: Viewer, record: str, name: str, days: int = DAYS) -> str:
    """Makes an address for a person and gives its secret, which is kept nowhere. NotAllowed for who may not write."""
    must_write(viewer, record)
    token = secrets.token_urlsafe(24)
    link = {
        "id": f"l-{secrets.token_urlsafe(9)}", "hash": _hash(token), "record": record, "name": name.strip()[:200],
        "by": viewer.user, "at": now(), "until": _in(days),
    }  # fmt: skip
    if not db.write(GIVE, record=record, link=link, **viewer.rights()):
        raise NotFound(record)
    return token


def opened(db: Database, token: str) -> PersonalLink:
    """The link of a secret. NotFound for one that is wrong, ended, out of date, or whose record is gone."""
    rows = db.read(OPENED, hash=_hash(token), now=now())
    if not rows:
        raise NotFound(token)
    return PersonalLink(**rows[0]["link"])


def noted(db: Database, link: PersonalLink, what: str) -> None:
    """Remembers the first time of `opened_at`, `confirmed_at` or `changed_at`."""
    db.write(SEEN, id=link.id, what=what, now=now())


def links_of(db: Database, viewer: Viewer, record: str) -> list[PersonalLink]:
    """The addresses in force of a record, for who may write it."""
    return [PersonalLink(**row["link"]) for row in db.read(OF_RECORD, record=record, now=now(), **viewer.rights())]


def end(db: Database, viewer: Viewer, id: str) -> None:
    """Ends an address at once."""
    if not db.write(END, id=id, now=now(), **viewer.rights()):
        raise NotFound(id)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _in(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
