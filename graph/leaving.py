"""One's own data: taken away, and deleted; what one wrote in the network stays, without one's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.database import Database, Transaction
from graph.errors import NotAllowed
from graph.operations import now
from graph.roles import ASKED, SYSTEM, TURN
from graph.viewers import Viewer

AT_A_TIME = 500
NOBODY = "compte supprimé"

# The feed by its number: one's changes may be among millions, and are asked for once in years.
WRITTEN = """
MATCH (c:Change) WHERE c.seq > $seq AND c.by = $id
WITH c ORDER BY c.seq LIMIT $limit
RETURN c.seq AS seq, c.at AS at, c.action AS action, c.subject AS subject, c.record AS record, c.other AS other,
       c.type AS type, c.why AS why, CASE WHEN $all OR c.audience IN $audiences THEN c.after END AS after
ORDER BY seq
"""
# One's own record and how one is reached, whoever else may read it: it is about oneself.
PERSON = """
MATCH (n:Entity:Person {id: $id})
RETURN n {.id, .name, .summary, .function, .purpose, .origin, .visibility, .created_at, .updated_at} AS person,
  [(n)-[:HAS_CONTACT]->(c:Contact) | c {.email, .phone}] AS contacts,
  COLLECT { MATCH (n)-[r]-(o:Entity) WHERE NOT type(r) IN ['IDENTIFIES', 'HAS_CONTACT']
            AND ($all OR o:Public OR o.audience IN $audiences)
            WITH r, o ORDER BY type(r), o.name, o.id
            RETURN {type: type(r), with: o.name, since: r.since, until: r.until, source: r.source} } AS links
"""
# What one said of records and links, where one may still read it or not: the words are one's own.
SAID = """
MATCH (c:Comment {by: $id})
RETURN c {.about, .at, .text, .changed_at, .removed_at, .why, .state, .quote, .replacement} AS said ORDER BY c.at, c.id
"""
# The files that one added, where one may still see their record or not: the bytes are one's own.
SENT = """
MATCH (f:File {by: $id})
RETURN f {.id, .record, .name, .mime, .size, .sha256, .alt, .at, .gone_at} AS file ORDER BY f.at, f.id
"""
# The node stays without anything of the person: its id is what the feed says of who wrote.
DELETE = """
MATCH (user:User {id: $id}) SET user = {id: user.id, name: $name, role: 'member', deleted_at: $now}
WITH user
CALL (user) { MATCH (s:Session {user: user.id}) DELETE s }
CALL (user) { MATCH (v:View {owner: user.id}) WHERE v.audience = 'private' DELETE v }
CALL (user) { MATCH (m:Mention {user: user.id}) DELETE m }
CALL (user) { MATCH (f:Follow {user: user.id}) DELETE f }
CALL (user) { MATCH (k:CalendarKey {user: user.id}) DELETE k }
CALL (user) { MATCH (d:ReviewDuty {user: user.id}) DELETE d }
CALL (user) { MATCH (i:Identity {user: user.id}) DELETE i }
"""


def written(db: Database, viewer: Viewer, id: str) -> Iterator[dict[str, Any]]:
    """Every change that an account wrote, the oldest first; what it made of a record only where the viewer may read."""
    seq = 0
    while rows := db.read(WRITTEN, id=id, seq=seq, limit=AT_A_TIME, **viewer.params()):
        yield from rows
        seq = rows[-1]["seq"]


def person(db: Database, viewer: Viewer, id: str) -> dict[str, Any] | None:
    """The record that an account is, with its contact and the links that its viewer may read."""
    rows = db.read(PERSON, id=id, **viewer.params())
    return rows[0]["person"] | {"contact": rows[0]["contacts"], "links": rows[0]["links"]} if rows else None


def said(db: Database, id: str) -> list[dict[str, Any]]:
    """Every comment that an account wrote, the oldest first."""
    return [row["said"] for row in db.read(SAID, id=id)]


def sent(db: Database, id: str) -> list[dict[str, Any]]:
    """Every file that an account added and that is still kept, the oldest first."""
    return [row["file"] for row in db.read(SENT, id=id)]


def delete_account(db: Database, id: str) -> None:
    """Forgets an account: address, name, password, sessions. What it wrote stays, by « compte supprimé »."""

    def work(tx: Transaction) -> None:
        tx.run(TURN)
        asked = tx.run(ASKED, by=SYSTEM, id=id)[0]
        if asked["role"] == "administrator" and asked["suspended_at"] is None and asked["alone"]:
            raise NotAllowed("Ce compte est le dernier qui administre : nommez d'abord quelqu'un d'autre.")
        tx.run(DELETE, id=id, name=NOBODY, now=now())

    db.transaction(work)
