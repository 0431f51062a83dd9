"""Comments written, written anew, taken away, resolved and opened again; and who is named in them by « @ »."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.comments import KEEPS, MODERATES, params, seen
from graph.database import Database
from graph.errors import Invalid, NotFound
from graph.operations import now
from graph.rights import viewer_for
from graph.users import User, user_by_id
from graph.viewers import Viewer

LONGEST, LONGEST_WHY, MOST_NAMED, WORDS = 5_000, 500, 20, 6
ROOT = "MATCH (t:Comment {id: $thread}) WHERE t.about IN own AND t.thread = t.id"
WRITE = f"""
WITH ends, own WHERE $thread IS NULL OR EXISTS {{ {ROOT} }}
CREATE (c:Comment {{id: $id, about: $about, ends: ends, thread: coalesce($thread, $id), by: $user, at: $now,
  text: $text, state: CASE WHEN $thread IS NULL THEN 'open' ELSE 'answer' END}})
SET c += $passage
RETURN COLLECT {{ {ROOT} RETURN t.by }}[0] AS begun_by
"""
_ONE = "MATCH (c:Comment {id: $id}) WHERE c.about IN own AND c.removed_at IS NULL AND"
CHANGE = f"{_ONE} c.by = $user SET c.text = $text, c.changed_at = $now RETURN c.id AS id"
# The words go for good; that something was said, and who took it away and why, stays.
REMOVE = f"""
{_ONE} (c.by = $user OR ($why <> '' AND {MODERATES}))
SET c.removed_at = $now, c.removed_by = $user, c.why = $why, c.text = null RETURN c.id AS id
"""
SETTLE = f"""
MATCH (c:Comment {{id: $id}}) WHERE c.about IN own AND c.thread = c.id AND (c.by = $user OR {KEEPS})
SET c.state = $state, c.settled_by = $user, c.settled_at = $now RETURN c.id AS id
"""
MODERATED = f"MATCH (c:Comment {{id: $id}}) WHERE c.about IN own AND c.by <> $user AND {MODERATES} RETURN c.id AS id"
NAMED = """
UNWIND $names AS name
MATCH (u:User) WHERE u.name STARTS WITH name AND (u.name = name OR u.name STARTS WITH name + ' (')
  AND u.deleted_at IS NULL AND u.suspended_at IS NULL
RETURN name, u.id AS id ORDER BY name, id
"""
MENTION = """
UNWIND $users AS user MERGE (m:Mention {key: user + '|' + $thread}) SET m.user = user, m.thread = $thread, m.at = $now
"""
_AT = re.compile(r"(?<![\w@])@([\w’'.\-]+(?: [\w’'.()\-]+){0,5})")


@dataclass(frozen=True)
class Written:
    """A comment that was just written: its thread, and the accounts to tell, named or whose thread it answers."""

    id: str
    thread: str
    named: tuple[User, ...] = ()
    answered: tuple[User, ...] = ()


def write(
    db: Database, viewer: Viewer, about: str, text: str, thread: str | None = None,
    passage: Mapping[str, str] | None = None,
) -> Written:  # fmt: skip
    """Says something of a record or a link, of a passage of its text (graph.passages), or answers a thread. NotFound
    for what the viewer may not see."""
    id = f"c-{secrets.token_urlsafe(9)}"
    told: dict[str, object] = {"id": id, "thread": thread or None, "text": _checked(text), "now": now()}
    told["passage"] = dict(passage or {})
    rows = db.write(seen(about) + WRITE, about=about, **told, **params(viewer))
    if not rows:
        raise NotFound(about)
    named = _readers(db, viewer, about, mentioned(db, text))
    begun = [rows[0]["begun_by"]] if rows[0]["begun_by"] else []
    answered = [user for user in _readers(db, viewer, about, begun) if user not in named]
    db.write(MENTION, users=[user.id for user in named], thread=thread or id, now=now())
    return Written(id, thread or id, tuple(named), tuple(answered))


def change(db: Database, viewer: Viewer, about: str, id: str, text: str) -> None:
    """Writes one's own comment anew."""
    _done(db.write(seen(about) + CHANGE, about=about, id=id, text=_checked(text), now=now(), **params(viewer)), id)


def remove(db: Database, viewer: Viewer, about: str, id: str, why: str = "") -> None:
    """Takes away one's own comment, or, with a reason, that of somebody else where one facilitates."""
    why = why.strip()
    if len(why) > LONGEST_WHY:
        raise Invalid({"pourquoi": f"{LONGEST_WHY} caractères au plus"})
    if not why and db.read(seen(about) + MODERATED, about=about, id=id, **params(viewer)):
        raise Invalid({"pourquoi": "dites pourquoi vous retirez ce qu'un autre a écrit"})
    _done(db.write(seen(about) + REMOVE, about=about, id=id, why=why, now=now(), **params(viewer)), id)


def settle(db: Database, viewer: Viewer, about: str, id: str, *, open: bool) -> None:
    """Resolves a thread, or opens it again: who began it, who keeps the record, who animates."""
    state = "open" if open else "resolved"
    _done(db.write(seen(about) + SETTLE, about=about, id=id, state=state, now=now(), **params(viewer)), id)


def mentioned(db: Database, text: str) -> list[str]:
    """The accounts that a text names: « @Alice », « @Zélie Asphodèle »; the longest name that somebody bears."""
    told = [found.split(" ") for found in _AT.findall(text)][:MOST_NAMED]
    tries = [[" ".join(words[:size]).rstrip(".") for size in range(len(words), 0, -1)] for words in told]
    bearers: dict[str, list[str]] = {}
    for row in db.read(NAMED, names=sorted({name for each in tries for name in each})):
        bearers.setdefault(row["name"], []).append(row["id"])
    known = (next((name for name in names if name in bearers), None) for names in tries)
    return list(dict.fromkeys(id for name in known if name for id in bearers[name]))


def _readers(db: Database, viewer: Viewer, about: str, ids: Iterable[str]) -> list[User]:
    """Those of these accounts, but oneself, who may read what is said there."""
    found = []
    for id in ids:
        user = user_by_id(db, id) if id != viewer.user else None
        if user and not user.suspended_at and _reads(db, viewer_for(db, id), about):
            found.append(user)
    return found


def _reads(db: Database, viewer: Viewer, about: str) -> bool:
    return bool(db.read(seen(about) + "RETURN own", about=about, **params(viewer)))


def _checked(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise Invalid({"texte": f"{LONGEST} caractères au plus" if text else "écrivez une phrase"})
    return text


def _done(rows: list[dict[str, str]], id: str) -> None:
    if not rows:
        raise NotFound(id)
