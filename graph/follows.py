"""What an account follows, a record, its surroundings, a list or a question, and how often it is told what is new."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.briefs import briefs
from graph.database import Database, Transaction
from graph.errors import Invalid, NotFound
from graph.links import Brief
from graph.operations import now
from graph.saved_views import QUESTIONS, SELECTIONS
from graph.viewers import Viewer

Pace = Literal["now", "daily", "weekly", "never"]
PACES: tuple[Pace, ...] = ("now", "daily", "weekly", "never")
MOST = 500  # of one account
MOST_ANSWERS = 5_000  # of a question that is followed: their ids are kept, to tell each once

TOLD = "f {.id, .record, .around, .place, .query, .words, .pace, .seq, .at, .told_at}"
# One's own follow of the same thing is kept, with the pace asked last.
KEEP = """
MATCH (k:Counter {name: 'changes'})
MERGE (f:Follow {key: $key})
ON CREATE SET f.id = $id, f.user = $user, f.seq = k.n, f.at = $now, f.told_at = $now, f += $target
SET f.pace = $pace
RETURN f.id AS id
"""
COUNT = "MATCH (f:Follow {user: $user}) RETURN count(f) AS n"
ALL = f"MATCH (f:Follow {{user: $user}}) RETURN {TOLD} AS follow ORDER BY f.at DESC, f.id"
PACED = "MATCH (f:Follow {id: $id}) WHERE f.user = $user SET f.pace = $pace RETURN f.id AS id"
STOP = "MATCH (f:Follow {id: $id}) WHERE f.user = $user DELETE f RETURN $id AS id"
KNOWN = "MATCH (f:Follow {id: $id}) WHERE f.user = $user RETURN f.answers AS ids"
# What answered before and answers again is not new: nothing is taken away.
LEARN = """
MATCH (f:Follow {id: $id}) SET f.answers = f.answers + [id IN $ids WHERE NOT id IN f.answers] RETURN f.id AS id
"""
OF = "MATCH (f:Follow {key: $key}) RETURN f.id AS id, f.pace AS pace"
# Who has something to be told at a pace: only those for whom the feed went on since.
DUE = """
MATCH (k:Counter {name: 'changes'})
MATCH (f:Follow {pace: $pace}) WHERE f.seq < k.n
RETURN DISTINCT f.user AS user, k.n AS seq ORDER BY user
"""
TOLD_UP_TO = """
MATCH (f:Follow {user: $user}) WHERE f.pace = $pace AND f.seq < $seq
SET f.seq = $seq, f.told_at = $now RETURN count(f) AS n
"""


@dataclass(frozen=True)
class Follow:
    """A record (`record`), the links within two steps of one (`around`), or a list or question by its address
    (`place`, `query`) and in words; told up to change `seq`."""

    id: str
    pace: Pace
    seq: int
    at: str
    told_at: str
    record: str = ""
    around: str = ""
    place: str = ""
    query: str = ""
    words: str = ""
    brief: Brief | None = None

    @property
    def url(self) -> str:
        """Where it is read; nothing about a record that is hidden now."""
        if self.around:
            return f"/reseau/nouveau?centre={self.around}" if self.brief else ""
        if self.record:
            return self.brief.url if self.brief else ""
        if self.place == SELECTIONS:
            return f"/{SELECTIONS}/{self.query}"
        return f"/{self.place}{'' if self.place == QUESTIONS else '/'}{f'?{self.query}' if self.query else ''}"


def follow_record(db: Database, viewer: Viewer, id: str, pace: str = "daily") -> str:
    """Follows a record that the viewer may see."""
    return _keep(db, viewer, _seen(db, viewer, id), {"record": id}, pace)


def follow_around(db: Database, viewer: Viewer, id: str, pace: str = "daily") -> str:
    """Follows the links that are told around a record that the viewer may see."""
    return _keep(db, viewer, around(_seen(db, viewer, id)), {"around": id}, pace)


def around(id: str) -> str:
    """What `pace_of` calls the surroundings of a record."""
    return f"around/{id}"


def follow_list(db: Database, viewer: Viewer, place: str, query: str, words: str, pace: str = "daily") -> str:
    """Follows a list with its filters."""
    return _keep(db, viewer, f"/{place}/?{query}", {"place": place, "query": query, "words": words}, pace)


def follow_question(
    db: Database, viewer: Viewer, query: str, words: str, answers: Sequence[str], pace: str = "daily"
) -> str:
    """Follows a question, whose answers of today are known."""
    if len(answers) > MOST_ANSWERS:
        raise Invalid({"suivre": f"plus de {MOST_ANSWERS} réponses : précisez la question"})
    target = {"place": QUESTIONS, "query": query, "words": words, "answers": list(answers)}
    return _keep(db, viewer, f"/{QUESTIONS}/?{query}", target, pace)


def follow_selection(
    db: Database, viewer: Viewer, id: str, title: str, entries: Sequence[str], pace: str = "daily"
) -> str:  # fmt: skip
    """Follows a selection that the viewer reads, whose entries of today are known."""
    target = {"place": SELECTIONS, "query": id, "words": title, "answers": list(entries)}
    return _keep(db, viewer, f"/{SELECTIONS}/{id}", target, pace)


def known_answers(db: Database, viewer: Viewer, id: str) -> frozenset[str]:
    """The answers of a followed question that were there when it was, or were told since."""
    rows = db.read(KNOWN, id=id, user=viewer.user)
    return frozenset(rows[0]["ids"] or ()) if rows else frozenset()


def learn(tx: Transaction, id: str, answers: Sequence[str]) -> None:
    """Notes that these answers were told."""
    tx.run(LEARN, id=id, ids=list(answers))


def follows(db: Database, viewer: Viewer) -> list[Follow]:
    """One's own, newest first; of records that one may not see any more `brief` is None."""
    rows = [row["follow"] for row in db.read(ALL, user=viewer.user)]
    about = [row["record"] or row["around"] or "" for row in rows]
    known = briefs(db, viewer, [id for id in about if id])
    return [_follow(row, known.get(id)) for row, id in zip(rows, about, strict=True)]


def pace_of(db: Database, viewer: Viewer, what: str) -> str | None:
    """The pace at which the viewer follows a record (its id), what is `around` it, or a list (its address); None when
    they do not."""
    rows = db.read(OF, key=f"{viewer.user}|{what}") if viewer.user else []
    return str(rows[0]["pace"]) if rows else None


def set_pace(db: Database, viewer: Viewer, id: str, pace: str) -> None:
    """Changes how often one is told. Invalid for a pace that is none, NotFound for what is not one's own."""
    if not db.write(PACED, id=id, user=viewer.user, pace=_checked(pace)):
        raise NotFound(id)


def stop(db: Database, viewer: Viewer, id: str) -> None:
    """Follows it no more."""
    if not db.write(STOP, id=id, user=viewer.user):
        raise NotFound(id)


def due(db: Database, pace: Pace) -> list[tuple[str, int]]:
    """The accounts that follow something at this pace and were not told the end of the feed, and that end."""
    return [(row["user"], row["seq"]) for row in db.read(DUE, pace=pace)]


def told(tx: Transaction, user: str, pace: Pace, seq: int) -> None:
    """Notes that everything up to `seq` was told."""
    tx.run(TOLD_UP_TO, user=user, pace=pace, seq=seq, now=now())


def _seen(db: Database, viewer: Viewer, id: str) -> str:
    if id not in briefs(db, viewer, [id]):
        raise NotFound(id)
    return id


def _keep(db: Database, viewer: Viewer, what: str, target: Mapping[str, Any], pace: str) -> str:
    if db.read(COUNT, user=viewer.user)[0]["n"] >= MOST:
        raise Invalid({"suivre": "vous suivez déjà beaucoup de choses : retirez-en d'abord"})
    key, id = f"{viewer.user}|{what}", f"f-{secrets.token_urlsafe(9)}"
    rows = db.write(KEEP, key=key, id=id, user=viewer.user, target=target, pace=_checked(pace), now=now())
    return str(rows[0]["id"])


def _checked(pace: str) -> str:
    if pace not in PACES:
        raise Invalid({"rythme": "à choisir dans la liste"})
    return pace


def _follow(row: Mapping[str, Any], brief: Brief | None) -> Follow:
    given = {name: value for name, value in row.items() if value is not None}
    return Follow(**given, brief=brief)
