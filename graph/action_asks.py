"""Owners of a committee's actions are asked how these stand, and answer from a letter: done, still going, stuck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from graph import states
from graph.addressees import Addressee
from graph.committee_work import Action, work_of
from graph.committees import community
from graph.database import Database, Transaction
from graph.editing import change_record
from graph.errors import Invalid, NotFound
from graph.links import Brief, brief, brief_of, in_force, today
from graph.operations import Operation, now
from graph.permissions import must_write
from graph.tokens import after, fingerprint, new_token
from graph.viewers import Viewer, sees, sees_link

DAYS, LONGEST = 60, 500
SAID = ("done", "ongoing", "blocked")
BY = "par lettre de relance : {name}"  # how the history names who answers without an account
LED = f"{in_force('l')} AND coalesce(l.standing, '') <> 'contested'"
OWNERS = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})<-[l:LEADS]-(who:Person)
WHERE a.kind = 'Action' AND NOT who:Gone AND {sees("a")} AND {sees("who")} AND {sees_link("l")} AND {LED}
WITH who, collect(DISTINCT a.id) AS actions
RETURN {brief("who")} AS who, actions,
  COLLECT {{ MATCH (u:User {{person: who.id}}) WHERE u.email > '' AND u.suspended_at IS NULL
             RETURN u {{.id, .email}} }}[0] AS user,
  COLLECT {{ MATCH (who)-[:HAS_CONTACT]->(contact:Contact) RETURN contact.email }}[0] AS email,
  COLLECT {{ MATCH (k:ActionAsk {{person: who.id}}) WHERE k.community = $community
             RETURN k.at ORDER BY k.at DESC LIMIT 1 }}[0] AS asked_at
ORDER BY who.name_key, who.id LIMIT 500
"""
ASK = """
UNWIND $rows AS row
CREATE (l:ActionLink {hash: row.hash, person: row.person, community: $community, until: $until})
WITH row
UNWIND row.actions AS action
MERGE (k:ActionAsk {key: action + '|' + row.person})
SET k.action = action, k.person = row.person, k.community = $community, k.at = $now
RETURN count(k) AS n
"""
# What somebody does not lead any more is not theirs to tell.
OF_SECRET = f"""
MATCH (l:ActionLink {{hash: $hash}}) WHERE l.until > $now
MATCH (who:Entity {{id: l.person}})
RETURN {brief("who")} AS who, COLLECT {{ MATCH (u:User {{person: who.id}}) WHERE u.email > '' RETURN u.id }}[0] AS user,
  COLLECT {{
    MATCH (k:ActionAsk {{person: l.person}}) WHERE k.community = l.community
    MATCH (a:Entity {{id: k.action}})<-[led:LEADS]-(who) WHERE {LED.replace("l.", "led.")}
    RETURN {{action: {brief("a")}, due: a.due, key: k.key, said: k.said, word: k.word, said_at: k.said_at}} AS told
    ORDER BY coalesce(a.due_to, '9'), a.name_key, a.id
  }} AS asked
"""
TELL = "MATCH (k:ActionAsk {key: $key}) SET k.said = $said, k.word = $word, k.said_at = $now RETURN k.key AS key"
TOLD = f"""
MATCH (k:ActionAsk {{community: $community}}) WHERE k.said > '' AND k.said_at >= k.at
MATCH (who:Entity {{id: k.person}}) WHERE {sees("who")}
RETURN k.action AS action, k.said AS said, k.word AS word, k.said_at AS said_at, who.name AS name
ORDER BY k.said_at, k.key
"""


@dataclass(frozen=True)
class Owner:
    """Somebody who leads open actions of a committee; `asked_at` (UTC) when they were last asked."""

    who: Brief
    reached: Addressee
    actions: tuple[Action, ...]
    asked_at: str = ""

    @property
    def today(self) -> bool:
        """Were they asked today? Once a day is enough."""
        return self.asked_at[:10] == today()


@dataclass(frozen=True)
class Asked:
    """An action as its owner is asked about it, with what they said last."""

    key: str
    action: Brief
    due: str | None
    said: str
    word: str
    said_at: str


@dataclass(frozen=True)
class Letter:
    """What the bearer of an address is asked about; `user` is their account's id, if they have one."""

    who: Brief
    user: str | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Word:
    """What an owner said of an action since they were last asked."""

    said: str
    word: str | None
    said_at: str
    name: str


def owners(db: Database, viewer: Viewer, id: str) -> tuple[Brief, list[Owner]]:
    """A community and who leads its open actions, by name, for who animates it."""
    found = community(db, viewer, id)
    must_write(viewer, id)
    actions = {each.record.id: each for each in work_of(db, viewer, id).actions if each.open}
    rows = db.read(OWNERS, ids=list(actions), community=id, at=today(), **viewer.params())
    return found, [_owner(row, actions) for row in rows]


def ask(tx: Transaction, community: str, chosen: Sequence[Owner]) -> list[str]:
    """Notes that these are asked; the secrets of their letters, in order."""
    tokens = [new_token() for _ in chosen]
    rows = [{"hash": fingerprint(token), "person": each.who.id, "actions": [own.record.id for own in each.actions]}
            for each, token in zip(chosen, tokens, strict=True)]  # fmt: skip
    tx.run(ASK, rows=rows, community=community, until=after(timedelta(days=DAYS)), now=now())
    return tokens


def letter_of(db: Database, token: str) -> Letter:
    """What a secret asks. NotFound for one that is none, or is over."""
    rows = db.read(OF_SECRET, hash=fingerprint(token), now=now(), at=today())
    if not rows:
        raise NotFound("")
    return Letter(brief_of(rows[0]["who"]), rows[0]["user"], tuple(map(_asked, rows[0]["asked"])))


def tell(db: Database, letter: Letter, action: str, said: str, word: str) -> None:
    """Keeps what an owner says; done and ongoing are the action's state too. NotFound for an action that is not asked
    about, Invalid names what is wrong."""
    asked = next((each for each in letter.asked if each.action.id == action), None)
    if asked is None:
        raise NotFound(action)
    word = " ".join(word.split())
    if said not in SAID or len(word) > LONGEST:
        raise Invalid({f"mot-{action}": f"{LONGEST} caractères au plus" if said in SAID else "à choisir dans la liste"})
    if said == "blocked" and not word:
        raise Invalid({f"mot-{action}": "dites ce qui bloque"})
    if said not in ("blocked", asked.action.status):
        _set_state(db, letter, action, said)
    db.write(TELL, key=asked.key, said=said, word=word or None, now=now())


def told(db: Database, viewer: Viewer, id: str) -> dict[str, Word]:
    """What owners said, by action, for who animates the community; nothing for others."""
    if not viewer.writes(id):
        return {}
    rows = db.read(TOLD, community=id, **viewer.params())
    return {row["action"]: Word(row["said"], row["word"], row["said_at"], row["name"]) for row in rows}


def _set_state(db: Database, letter: Letter, action: str, status: str) -> None:
    """With a viewer that writes this action alone: who leads an action says how it stands."""
    found = states.records(db, [action])[action]
    operation = Operation(letter.user or BY.format(name=letter.who.name), "lettre de relance")
    writer = Viewer(operation.by, ("public", str(found.state["audience"])), stewards=frozenset({action}))
    change_record(db, writer, action, found.version, {"status": status}, operation)


def _owner(row: Mapping[str, Any], actions: Mapping[str, Action]) -> Owner:
    who, user = brief_of(row["who"]), row["user"] or {}
    reached = Addressee(who.id, who.name, user.get("email") or row["email"], user.get("id"))
    own = tuple(each for id, each in actions.items() if id in row["actions"])
    return Owner(who, reached, own, row["asked_at"] or "")


def _asked(row: Mapping[str, Any]) -> Asked:
    return Asked(row["key"], brief_of(row["action"]), row["due"], row["said"] or "", row["word"] or "",
                 row["said_at"] or "")  # fmt: skip
