"""Open sessions: one a browser, listed to its account and ended one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.database import Database
from graph.operations import now
from graph.tokens import after, fingerprint, new_token

LASTS = timedelta(hours=12)  # since it was last seen: a day's work
KEPT_LASTS = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)  # reading stays reading: at most one write in this time

SESSION = "s {.id, .user, .how, .kept, .browser, .system, .opened_at, .seen_at, .expires_at, .id_token}"
# An account's own leftovers, and some of anybody's: nothing else sweeps them.
SWEEP = "MATCH (s:Session) WHERE s.expires_at < $now WITH s LIMIT 200 DELETE s"
OPEN = "CREATE (s:Session) SET s = $session RETURN s.id AS id"
OPEN_NOW = """
MATCH (s:Session {id: $cookie}) WHERE s.expires_at > $now
MATCH (user:User {id: s.user}) WHERE user.email > '' AND user.suspended_at IS NULL
"""
SEE = "MATCH (s:Session {id: $id}) SET s.seen_at = $now, s.expires_at = $until"
OF_USER = f"""
MATCH (s:Session {{user: $user}}) WHERE s.expires_at > $now
RETURN {SESSION} AS session ORDER BY s.seen_at DESC, s.opened_at DESC, s.id
"""
CLOSE = "MATCH (s:Session {id: $id, user: $user}) DELETE s RETURN count(*) AS closed"
CLOSE_OTHERS = "MATCH (s:Session {user: $user}) WHERE NOT s.id = $keep DELETE s RETURN count(*) AS closed"


@dataclass(frozen=True)
class Session:
    """A browser that is signed in. `id` is the fingerprint of what its cookie holds; `how` is "password", "invitation"
    or "provider", and then `id_token` is what the provider gave. `browser` and `system` are names, or ""."""

    id: str
    user: str
    how: str
    kept: bool
    browser: str
    system: str
    opened_at: str
    seen_at: str
    expires_at: str
    id_token: str | None = None

    @property
    def lasts(self) -> timedelta:
        """How long it stays good without being seen."""
        return KEPT_LASTS if self.kept else LASTS


def open_session(
    db: Database, user: str, *, how: str = "password", kept: bool = False, browser: str = "", system: str = "",
    id_token: str | None = None,
) -> str:  # fmt: skip
    """Opens a session and gives the token that its cookie holds; the graph keeps the token's fingerprint."""
    token, at = new_token(), now()
    session = {
        "id": fingerprint(token), "user": user, "how": how, "kept": kept, "browser": browser, "system": system,
        "opened_at": at, "seen_at": at, "expires_at": after(KEPT_LASTS if kept else LASTS), "id_token": id_token,
    }  # fmt: skip
    db.transaction(lambda tx: (tx.run(SWEEP, now=at), tx.run(OPEN, session=session)))
    return token


def see(db: Database, session: Session) -> bool:
    """Notes that the session is in use, and prolongs it; False when that was done minutes ago: nothing is written."""
    due = datetime.now(UTC) - datetime.fromisoformat(session.seen_at) >= SEEN_EVERY
    if due:
        db.write(SEE, id=session.id, now=now(), until=after(session.lasts))
    return due


def sessions(db: Database, user: str) -> list[Session]:
    """The open sessions of an account, the last seen first."""
    return [session_from(row["session"]) for row in db.read(OF_USER, user=user, now=now())]


def close_session(db: Database, user: str, id: str) -> bool:
    """Ends one session of an account; False when there is no such session."""
    return bool(db.write(CLOSE, user=user, id=id)[0]["closed"])


def close_others(db: Database, user: str, keep: str) -> int:
    """Ends every session of an account but one; how many those were."""
    return int(db.write(CLOSE_OTHERS, user=user, keep=keep)[0]["closed"])


def session_from(row: Mapping[str, Any]) -> Session:
    """A Session from its node."""
    return Session(**row)
