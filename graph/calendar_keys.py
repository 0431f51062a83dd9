"""One's own meetings at a secret address, for calendars that cannot sign in: one an account, taken back at will."""

from __future__ import annotations

from dataclasses import dataclass

from graph.committees import TOLD, Meeting, read_meeting
from graph.database import Database
from graph.errors import NotFound
from graph.links import Brief, brief, brief_of, in_force, today
from graph.operations import now
from graph.rights import viewer_for
from graph.tokens import fingerprint, new_token
from graph.users import user_by_id
from graph.viewers import Viewer, sees, sees_link

MOST = 500
MAKE = "MERGE (k:CalendarKey {user: $user}) SET k.hash = $hash, k.at = $now, k.seen_at = null RETURN k.user AS user"
END = "MATCH (k:CalendarKey {user: $user}) DELETE k"
OF_USER = "MATCH (k:CalendarKey {user: $user}) RETURN k.at AS at, k.seen_at AS seen_at"
ASKED = "MATCH (k:CalendarKey {hash: $hash}) SET k.seen_at = $now RETURN k.user AS user"
# What holds them is where one sits or what one animates, today; or one was asked, or noted.
OWN = f"""
MATCH (u:User {{id: $user}}) MATCH (me:Entity {{id: u.person}})
CALL (me) {{
  MATCH (me)-[r:MEMBER_OF|ANIMATES]->(c:Entity)-[h:HOLDS]->(m:Meeting)
  WHERE NOT c:Gone AND {sees("c")} AND {sees_link("r")} AND {sees_link("h")} AND {in_force("r")}
    AND coalesce(r.standing, '') <> 'contested'
  RETURN m
  UNION MATCH (me)-[a:ATTENDS]->(m:Meeting) WHERE {sees_link("a")} RETURN m
  UNION MATCH (g:Guest {{person: me.id}}) MATCH (m:Entity:Meeting {{id: g.meeting}}) RETURN m
}}
WITH DISTINCT m WHERE NOT m:Gone AND {sees("m")}
{TOLD} ORDER BY m.day_from DESC, m.id LIMIT {MOST}
"""


COMMUNITIES = f"""
MATCH (u:User {{id: $user}}) MATCH (me:Entity {{id: u.person}})
MATCH (me)-[r:MEMBER_OF|ANIMATES]->(c:Community)
WHERE NOT c:Gone AND {sees("c")} AND {sees_link("r")} AND {in_force("r")} AND coalesce(r.standing, '') <> 'contested'
RETURN DISTINCT {brief("c")} AS record ORDER BY record.name, record.id LIMIT 100
"""


@dataclass(frozen=True)
class Key:
    """An address in force: when it was made, and last asked for (UTC)."""

    at: str
    seen_at: str | None = None


def own_meetings(db: Database, viewer: Viewer) -> list[Meeting]:
    """The meetings of what the viewer sits in or animates, and those they were asked to; the latest first."""
    return [read_meeting(row) for row in db.read(OWN, at=today(), **{**viewer.params(), "user": viewer.user})]


def own_communities(db: Database, viewer: Viewer) -> list[Brief]:
    """Where the viewer sits, or what they animate by name, today."""
    rows = db.read(COMMUNITIES, at=today(), **{**viewer.params(), "user": viewer.user})
    return [brief_of(row["record"]) for row in rows]


def make(db: Database, viewer: Viewer) -> str:
    """A new secret, kept nowhere; the former one opens nothing any more."""
    token = new_token()
    db.write(MAKE, user=viewer.user, hash=fingerprint(token), now=now())
    return token


def end(db: Database, viewer: Viewer) -> None:
    """The address opens nothing any more."""
    db.write(END, user=viewer.user)


def key_of(db: Database, viewer: Viewer) -> Key | None:
    """The address in force of the viewer."""
    rows = db.read(OF_USER, user=viewer.user)
    return Key(**rows[0]) if rows else None


def reader_of(db: Database, token: str) -> Viewer:
    """Who a secret reads for, with the rights of this moment. NotFound for none, or for a suspended account."""
    rows = db.write(ASKED, hash=fingerprint(token), now=now())
    user = user_by_id(db, rows[0]["user"]) if rows else None
    if user is None or user.suspended_at:
        raise NotFound("")
    return viewer_for(db, user.id)
