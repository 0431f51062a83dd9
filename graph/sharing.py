"""One note shared with somebody who has no account, by a secret address: to read or to write, until a day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.permissions import must_write
from graph.rights import viewer_as
from graph.tokens import after, fingerprint, new_token
from graph.users import user_by_id
from graph.viewers import Viewer, edits

DAYS, MOST_DAYS = 14, 90
MOST, LONGEST_NAME = 50, 120  # addresses in force of one note; characters of for whom one is
READ, WRITE = "read", "write"
TOLD = "s {.id, .note, .name, .by, .at, .until, .mode, .ended_at, .opened_at, .opened}"
GIVE = f"""
MATCH (n:Entity {{id: $note}}) WHERE n.kind = 'Note' AND {edits("n")}
CREATE (s:Share) SET s = $set RETURN s.id AS id
"""
OF_NOTE = f"""
MATCH (n:Entity {{id: $note}}) WHERE {edits("n")}
MATCH (s:Share {{note: $note}})
RETURN {TOLD} AS share, COLLECT {{ MATCH (u:User {{id: s.by}}) RETURN u.name }}[0] AS who
ORDER BY s.at DESC, s.id LIMIT 500
"""
END = f"""
MATCH (s:Share {{id: $id, note: $note}}) MATCH (n:Entity {{id: $note}}) WHERE {edits("n")}
SET s.ended_at = coalesce(s.ended_at, $now) RETURN s.id AS id
"""
OF_SECRET = f"""
MATCH (s:Share {{hash: $hash}})
RETURN {TOLD} AS share, COLLECT {{ MATCH (u:User {{id: s.by}}) RETURN u.name }}[0] AS who
"""
SEEN = "MATCH (s:Share {id: $id}) SET s.opened_at = $now, s.opened = coalesce(s.opened, 0) + 1 RETURN s.id AS id"


@dataclass(frozen=True)
class Share:
    """An address that was given: for whom (`name`), by `who`, until when (UTC), to read or write; `opened` times, the
    last at `opened_at`."""

    id: str
    note: str
    name: str
    by: str
    who: str
    at: str
    until: str
    mode: str
    ended_at: str = ""
    opened_at: str = ""
    opened: int = 0

    @property
    def state(self) -> str:
        """In force, ended by hand, or over by its day."""
        return "ended" if self.ended_at else "expired" if self.until < now() else "open"

    @property
    def writes(self) -> bool:
        """Does it let its bearer change the note?"""
        return self.mode == WRITE


def give(db: Database, viewer: Viewer, note: str, name: str, days: str, mode: str) -> str:
    """Makes an address and gives its secret, which is kept nowhere. Invalid names what is wrong; NotAllowed for who may
    not change the note."""
    must_write(viewer, note)
    name = " ".join(name.split())
    wrong = {}
    if not name or len(name) > LONGEST_NAME:
        wrong["pour"] = f"{LONGEST_NAME} caractères au plus" if name else "dites pour qui est ce lien"
    if not (days.isascii() and days.isdigit() and len(days) < 4 and 1 <= int(days) <= MOST_DAYS):
        wrong["jours"] = f"nombre de 1 à {MOST_DAYS} attendu"
    if mode not in (READ, WRITE):
        wrong["mode"] = "à choisir dans la liste"
    if sum(each.state == "open" for each in shares(db, viewer, note)) >= MOST:
        wrong["pour"] = "cette note a déjà beaucoup de liens : retirez-en d'abord"
    if wrong:
        raise Invalid(wrong)
    token = new_token()
    told = {"id": f"s-{secrets.token_urlsafe(9)}", "hash": fingerprint(token), "note": note, "name": name,
            "by": viewer.user, "at": now(), "until": after(timedelta(days=int(days))), "mode": mode}  # fmt: skip
    if not db.write(GIVE, note=note, set=told, **viewer.rights()):
        raise NotFound(note)
    return token


def shares(db: Database, viewer: Viewer, note: str) -> list[Share]:
    """The addresses of a note, the last given first, for who may change it."""
    return [_share(row) for row in db.read(OF_NOTE, note=note, **viewer.rights())]


def end(db: Database, viewer: Viewer, note: str, id: str) -> None:
    """Takes an address back at once."""
    if not db.write(END, note=note, id=id, now=now(), **viewer.rights()):
        raise NotFound(id)


def share_of(db: Database, token: str) -> Share:
    """The address of a secret, in force or not. NotFound for a secret that is none, or whose giver may not change the
    note any more."""
    rows = db.read(OF_SECRET, hash=fingerprint(token))
    share = _share(rows[0]) if rows else None
    if share is None or not _stands(db, share):
        raise NotFound("")
    return share


def note_opened(db: Database, share: Share) -> None:
    """Remembers that it was opened, and when last."""
    db.write(SEEN, id=share.id, now=now())


def _stands(db: Database, share: Share) -> bool:
    """What somebody may not change any more, they do not share any more either."""
    user = user_by_id(db, share.by)
    if user is None or user.suspended_at:
        return False
    return viewer_as(db, user).writes(share.note)


def _share(row: Mapping[str, Any]) -> Share:
    told = {name: value for name, value in row["share"].items() if value is not None}
    return Share(**told, who=row["who"] or "")
